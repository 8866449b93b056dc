"""``shouwen run``: an office on Telegram, from an empty folder to the first referral."""

import asyncio
import json
import re
import signal
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.admin.workbook import write_workbook
from bot.demo import demo_directory
from tests.shell import OFFICE, PATIENCE, Answer, ended, ready, started
from tests.telegram.fake import Fake

pytestmark = pytest.mark.process


def configure(folder: Path, fake: Fake, token: str = "") -> str:
    """Write a configuration with this Telegram, and give its path."""
    adapter = (
        f'[adapters.telegram]\ntoken = "{token or fake.token}"\nbase_url = "{fake.base_url}"\n'
    )
    (folder / "config.toml").write_text(OFFICE + adapter, "utf-8")
    return str(folder / "config.toml")


def _has_heard(fake: Fake, user: int) -> bool:
    return bool(fake.chat(user).messages)


async def said(*arguments: str) -> Answer:
    async with started(*arguments) as process:
        return await ended(process)


async def test_from_an_empty_folder_to_the_first_referral(tmp_path: Path) -> None:
    write_workbook(tmp_path / "people.xlsx", demo_directory())
    async with Fake() as fake:
        config = configure(tmp_path, fake)
        imported = await said("import", str(tmp_path / "people.xlsx"), "--config", config)
        assert (imported.code, imported.err) == (0, "")
        async with started("run", "--config", config) as process:
            assert await ready(process) == "ready telegram"
            for user, name, number in ((7, "王丽", "001"), (8, "李明", "002")):
                bound = await said("bind", number, "--config", config)
                code = bound.out.partition("?start=")[2][:9]
                fake.person(user, name).says(f"/start {code}")
                await fake.until(partial(_has_heard, fake, user))
            wang = fake.person(7, "王丽")
            wang.says("王秀英 13800138000 公租房申请一直没消息")
            await fake.until(lambda: len(fake.chat(7).messages) > 1)
            wang.presses("李明 保障股302")
            await fake.until(lambda: "已转李明" in fake.chat(7).messages[-1].text)
            wang.presses("在大厅等")  # whatever the hour, he is called at once
            await fake.until(lambda: any("在大厅等" in m.text for m in fake.chat(8).messages))
            process.send_signal(signal.SIGTERM)
            answer = await ended(process)
        assert answer.code == 0
        logged = [json.loads(line) for line in answer.err.splitlines()]
        assert "handled" in {line["event"] for line in logged}
        assert [
            line for line in logged if "王秀英" in str(line) or "13800138000" in str(line)
        ] == []


async def test_a_wrong_token_is_one_sentence(tmp_path: Path) -> None:
    async with Fake() as fake:
        config = configure(tmp_path, fake, token="1:wrong")
        answer = await said("run", "--config", config)
    lines = [line for line in answer.err.splitlines() if not line.startswith("名册里还没有人")]
    assert (answer.code, answer.out) == (1, "")
    assert lines == [
        "Telegram不认识这个token。请向@BotFather核对，改好[adapters.telegram]的token再启动。"
    ]


async def test_one_platform_with_a_wrong_token_does_not_keep_the_others_from_starting(
    tmp_path: Path,
) -> None:
    async with Fake() as fake:
        config = configure(tmp_path, fake, token="1:wrong")
        page = '[server]\nlisten = "127.0.0.1:0"\n[adapters.web]\n'
        with Path(config).open("a", encoding="utf-8") as file:  # noqa: ASYNC230 - a test's own file
            file.write(page)
        async with started("run", "--config", config) as process:
            line = await ready(process)
            url = line.rpartition(" ")[2]
            async with httpx.AsyncClient(base_url=url) as client:
                assert (await client.get("/")).status_code == 200
            fake.token = "1:wrong"  # as if it were put right over there
            await fake.until(lambda: fake.called("getUpdates"), seconds=PATIENCE)
            process.send_signal(signal.SIGTERM)
            answer = await ended(process)
    assert answer.code == 0
    assert "Telegram不认识这个token。" in answer.err


async def test_with_nobody_listed_it_says_how_to_import(tmp_path: Path) -> None:
    async with Fake() as fake, started("run", "--config", configure(tmp_path, fake)) as process:
        assert await ready(process) == "ready telegram"
        process.send_signal(signal.SIGINT)
        answer = await ended(process)
    assert (answer.code, answer.err) == (
        0,
        "名册里还没有人：先 shouwen template people.xlsx，填好后 shouwen import people.xlsx。\n",
    )


async def test_telegram_out_of_reach_keeps_nobody_from_starting(tmp_path: Path) -> None:
    nowhere = '[adapters.telegram]\ntoken = "1:a"\nbase_url = "http://127.0.0.1:9/bot"\n'
    (tmp_path / "config.toml").write_text(OFFICE + nowhere, "utf-8")
    async with started("run", "--config", str(tmp_path / "config.toml")) as process:
        assert await ready(process) == "ready telegram"
        process.send_signal(signal.SIGTERM)
        assert (await ended(process)).code == 0


async def test_the_offices_own_page_from_an_empty_folder_to_the_first_referral(
    tmp_path: Path,
) -> None:
    write_workbook(tmp_path / "people.xlsx", demo_directory())
    page = '[server]\nlisten = "127.0.0.1:0"\n[adapters.web]\n'
    (tmp_path / "config.toml").write_text(OFFICE + page, "utf-8")
    config = str(tmp_path / "config.toml")
    await said("import", str(tmp_path / "people.xlsx"), "--config", config)
    codes = [await said("bind", number, "--config", config) for number in ("001", "002")]
    async with started("run", "--config", config) as process:
        line = await ready(process)
        assert line.startswith("ready web http://127.0.0.1:")
        url = line.removeprefix("ready web ")
        card = await _referred_on_the_page(url, codes)
        process.send_signal(signal.SIGTERM)
        end = await ended(process)
    assert end.code == 0
    assert re.match(r"\d{4}-01 已转李明，限", card)
    logged = [json.loads(line) for line in end.err.splitlines()]
    assert "handled" in {line["event"] for line in logged}
    assert [line for line in logged if "王秀英" in str(line) or "13800138000" in str(line)] == []


async def _referred_on_the_page(url: str, codes: list[Answer]) -> str:
    """Let 王丽 and 李明 in, register, refer; return her card: his may wait for the opening."""
    async with httpx.AsyncClient(base_url=url) as wang, httpx.AsyncClient(base_url=url) as li:
        for client, bound in zip((wang, li), codes, strict=True):
            code = re.search(r"/enter#(\S+?)（", bound.out)
            assert code is not None
            assert (await client.post("enter", json={"code": code[1]})).status_code == 200
        line = {"chat": "p:001", "text": "王秀英 13800138000 公租房申请一直没消息"}
        assert (await wang.post("say", json=line)).status_code == 200
        (*_, card) = await _messages(wang, "p:001", 3)
        press = {"chat": "p:001", "message": card["id"], "payload": card["rows"][0][0][1]}
        assert (await wang.post("press", json=press)).status_code == 200
        (*_, card) = await _messages(wang, "p:001", 3)
    return "".join(text for _, text, _ in card["segments"])


async def _messages(client: httpx.AsyncClient, chat: str, count: int) -> list[dict[str, Any]]:
    """The chat's messages, once there are so many."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await client.get("history", params={"chat": chat})
            found: list[dict[str, Any]] = answer.json()["messages"]
            if len(found) >= count:
                return found


async def test_a_code_for_the_page_is_a_link_and_a_picture(tmp_path: Path) -> None:
    write_workbook(tmp_path / "people.xlsx", demo_directory())
    page = '[server]\npublic_url = "https://office.example/sw"\n[adapters.web]\n'
    (tmp_path / "config.toml").write_text(OFFICE + page, "utf-8")
    config = str(tmp_path / "config.toml")
    await said("import", str(tmp_path / "people.xlsx"), "--config", config)
    plain = await said("bind", "001", "--config", config)
    drawn = await said("bind", "001", "--qr", "--config", config)
    assert plain.out.startswith("王丽进入网页的链接：https://office.example/sw/enter#")
    assert (plain.out.count("\n"), drawn.out.count("█") > 100) == (1, True)
    assert set("".join(drawn.out.splitlines()[1:])) == set("█▀▄ ")


async def test_without_a_platform_it_says_what_to_add(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(OFFICE, "utf-8")
    answer = await said("run", "--config", str(tmp_path / "config.toml"))
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)


async def test_telegram_runs_on_the_demos_clock(tmp_path: Path) -> None:
    async with Fake() as fake:
        adapter = f'[adapters.telegram]\ntoken = "{fake.token}"\nbase_url = "{fake.base_url}"\n'
        more = tmp_path / "more.toml"
        more.write_text(adapter, "utf-8")
        async with started("demo", "--port", "0", "--config", str(more)) as process:
            assert (await ready(process)).startswith("ready http://127.0.0.1:")
            fake.person(7, "路人").says("你好")
            await fake.until(lambda: bool(fake.chat(7).messages))
            process.send_signal(signal.SIGTERM)
            assert (await ended(process)).code == 0


async def test_what_a_disabled_adapter_needs_is_not_imported(tmp_path: Path) -> None:
    async with Fake() as fake:
        config = configure(tmp_path, fake)
        async with started("run", "--config", config, PYTHONPROFILEIMPORTTIME="1") as process:
            assert await ready(process) == "ready telegram"
            process.send_signal(signal.SIGTERM)
            answer = await ended(process)
    imported = {line.rpartition("|")[2].strip() for line in answer.err.splitlines()}
    assert "adapters.telegram.adapter" in imported
    unwanted = {"adapters.web", "starlette", "uvicorn", "openpyxl", "xlsxwriter", "sqlalchemy"}
    assert imported & unwanted == set()
