"""The process ends between any two steps of transcript (a): nobody notices, polled or brought."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.telegram.fake import Fake
from tests.telegram.office import TelegramOffice, shown

EVERYBODY = ("王丽", "李明", "吴婷", "陈建国", "赵志远", "刘芳")
LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"
STEPS = (("王丽", "李明"), ("王丽", "已离开"), ("李明", "签收"), ("李明", "联系了"))


@pytest.fixture(params=["polling", "webhook"])
async def office(
    request: pytest.FixtureRequest, fake: Fake, tmp_path: Path
) -> AsyncIterator[TelegramOffice]:
    async with TelegramOffice(fake, tmp_path, mode=request.param) as office:
        await office.bind(*EVERYBODY)
        yield office


async def played(office: TelegramOffice, restarting: str) -> dict[str, list[str]]:
    """Play (a) and return what stands in every chat."""
    group = await office.group("保障股")
    for step in range(len(STEPS) + 1):
        if restarting == "while people act":
            await office.kill()
        update = begun(office, step)
        if restarting == "while people act":
            await office.start()
        await office.done(update)
        if restarting == "after each step":
            await office.kill()
            await office.start()
    standing = {who: office.screens(who) for who in EVERYBODY}
    return standing | {"群": [shown(message) for message in group.messages]}


def begun(office: TelegramOffice, step: int) -> int:
    """Let somebody do the step, whether or not the office is there."""
    if not step:
        return office.person("王丽").says(LINE)
    who, label = STEPS[step - 1]
    message, payload = office.button(who, label)
    raw = office.fake.raw_message(office.chat(who), message)
    query = {"from": office.person(who).raw, "data": payload, "message": raw}
    return office.fake.happens("callback_query", query)


@pytest.mark.parametrize("restarting", ["after each step", "while people act"])
async def test_a_restart_between_any_two_steps_changes_no_screen(
    office: TelegramOffice, fake: Fake, tmp_path: Path, restarting: str
) -> None:
    seen = await played(office, restarting)
    facts = await office.counter.facts("1123-07")
    async with Fake() as calm:
        (tmp_path / "calm").mkdir()
        async with TelegramOffice(calm, tmp_path / "calm") as undisturbed:
            await undisturbed.bind(*EVERYBODY)
            assert seen == await played(undisturbed, "never")
            assert facts == await undisturbed.counter.facts("1123-07")
    assert [len(seen[who]) for who in ("王丽", "李明", "群")] == [2, 2, 2]
    assert facts == ["Registered", "Referred", "PresenceTold", "Accepted", "Contacted"]
