"""``shouwen run`` and ``shouwen check`` with ``[adapters.slack]``, as an operator meets them."""

import signal
from pathlib import Path

import pytest

from bot.admin import checking
from bot.admin.checking import Checked, check
from bot.admin.workbook import write_workbook
from bot.demo import demo_directory, demo_start
from tests.shell import OFFICE, ended, ready, started
from tests.slack.fake import Fake

pytestmark = pytest.mark.process


def configure(folder: Path, fake: Fake, **tokens: str) -> Path:
    """Write a configuration with this Slack, and give its path."""
    settings = {"bot_token": fake.bot_token, "app_token": fake.app_token} | tokens
    lines = [f'{key} = "{value}"' for key, value in settings.items()]
    lines.append(f'base_url = "{fake.base_url}"')
    file = folder / "config.toml"
    file.write_text(OFFICE + "\n".join(["[adapters.slack]", *lines, ""]), "utf-8")
    return file


async def found(config: Path) -> list[Checked]:
    """What ``shouwen check`` says of the platforms' permissions."""
    _, findings = await check(config, demo_start())
    return [each for each in findings if "权限" in each.what or "token" in each.what]


async def test_an_office_serves_slack(tmp_path: Path, fake: Fake) -> None:
    config = str(configure(tmp_path, fake))
    write_workbook(tmp_path / "people.xlsx", demo_directory())
    async with started("import", str(tmp_path / "people.xlsx"), "--config", config) as importing:
        assert (await ended(importing)).code == 0
    wang = fake.person("U001", "王丽")
    async with started("run", "--config", config) as process:
        assert await ready(process) == "ready slack"
        async with started("bind", "001", "--config", config) as binding:
            code = (await ended(binding)).out.split("：")[1].partition("（")[0]
        wang.says(code)
        await fake.until(lambda: wang.dm.messages)
        wang.says("王秀英 13800138000 公租房申请一直没消息")
        await fake.until(lambda: len(wang.dm.messages) > 1)
        process.send_signal(signal.SIGTERM)
        answer = await ended(process)
    assert answer.code == 0
    assert [m.text.splitlines()[0] for m in wang.dm.messages] == [
        "王丽，已绑定。来了人，直接打一行字登记；发“帮助”看用法。",
        wang.dm.messages[1].text.splitlines()[0],
    ]
    assert "王秀英" in wang.dm.messages[1].text
    assert [leak for leak in ("王秀英", "13800138000", fake.bot_token) if leak in answer.err] == []


@pytest.mark.parametrize("token", ["bot_token", "app_token"])
async def test_a_wrong_token_is_one_sentence(token: str, tmp_path: Path, fake: Fake) -> None:
    config = str(configure(tmp_path, fake, **{token: "xoxb-wrong"}))
    async with started("run", "--config", config) as process:
        answer = await ended(process)
    assert answer.code == 1
    assert answer.err.splitlines()[-1].startswith(f"Slack不认识这个{token}")


async def test_check_says_which_scope_is_missing(tmp_path: Path, fake: Fake) -> None:
    config = configure(tmp_path, fake)
    assert await found(config) == []
    fake.scopes -= {"commands", "users:read.email"}
    (scopes,) = await found(config)
    assert scopes == Checked(
        "应用在聊天平台上少2项权限：commands、users:read.email。",
        "Slack：把docs/slack.md所说的清单贴进App Manifest，再点Reinstall to Workspace。",
        serious=True,
    )


async def test_check_says_when_the_token_is_refused(tmp_path: Path, fake: Fake) -> None:
    (refused,) = await found(configure(tmp_path, fake, bot_token="xoxb-wrong"))
    assert refused == Checked(
        "slack不认识配置里的token。",
        "到平台的应用管理页核对token，改好后再运行 shouwen check。",
        serious=True,
    )


async def test_check_does_not_wait_for_a_platform_out_of_reach(
    tmp_path: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configure(tmp_path, fake)
    unknown = Checked(
        "slack三秒内没有答复，应用的权限没有查到。", "查一下网络，再运行 shouwen check。"
    )
    fake.drop("auth.test")
    assert await found(config) == [unknown]
    monkeypatch.setattr(checking, "ANSWER_SECONDS", 0.05)
    fake.silent.add("auth.test")
    assert await found(config) == [unknown]
