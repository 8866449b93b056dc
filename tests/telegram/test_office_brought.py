"""Whatever breaks while Telegram brings updates: nothing is lost, nothing is done twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.stories.reading import lines
from tests.telegram.fake import Fake
from tests.telegram.office import PATIENCE, TelegramOffice

LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"
CARD = lines("""
    1123-07　来访　王秀英　13800138000　黑石乡
    公租房申请一直没消息
    [李明 保障股302] [吴婷 保障股302] [另选人]
    [当场答] [缺材料] [不清楚归谁] [更多]
""")
REFERRED = "1123-07 已转李明，限11月30日（周一）下班前"


@pytest.fixture
async def office(fake: Fake, tmp_path: Path) -> AsyncIterator[TelegramOffice]:
    async with TelegramOffice(fake, tmp_path, patience=0.05, mode="webhook") as office:
        await office.bind("王丽", "李明")
        yield office


def press(office: TelegramOffice, who: str, label: str) -> dict[str, Any]:
    """A press that is not brought by itself."""
    message, payload = office.button(who, label)
    raw = office.fake.raw_message(office.chat(who), message)
    query = {"id": "q", "from": office.person(who).raw, "data": payload, "message": raw}
    return {"update_id": 900, "callback_query": query}


async def settled(office: TelegramOffice) -> None:
    await asyncio.wait_for(office.house.outbox.settled(), PATIENCE)


async def test_an_answer_lost_on_its_way_brings_the_update_again_without_a_second_effect(
    office: TelegramOffice,
) -> None:
    office.fake.bringer.lost = 2
    await office.say("王丽", LINE)
    update = office.fake.last_update
    assert office.fake.bringer.brought[-3:] == [(update, 0), (update, 0), (update, 200)]
    assert office.screens("王丽")[1:] == [CARD]
    assert await office.counter.facts("1123-07") == ["Registered"]
    assert await office.work(lambda work: work.inquiries.numbered("1123-08")) is None


async def test_a_press_brought_twice_at_once_and_once_more_later_counts_once(
    office: TelegramOffice,
) -> None:
    await office.say("王丽", LINE)
    pressed = press(office, "王丽", "李明")
    bringer = office.fake.bringer
    answers = await asyncio.gather(bringer.post(pressed), bringer.post(pressed))
    assert {*answers, await bringer.post(pressed)} == {200}
    await settled(office)
    assert await office.counter.facts("1123-07") == ["Registered", "Referred"]
    assert office.screen("王丽").startswith(REFERRED)
    assert [text.splitlines()[0] for text in office.screens("李明")[1:]] == [
        "1123-07 转办　限11月30日下班前"
    ]


async def test_updates_out_of_order_are_each_done_once(office: TelegramOffice) -> None:
    person = office.person("王丽").raw
    texts = ("王秀英 13800138000 公租房申请没消息", "何桂兰 13800138001 公租房续租没消息")
    updates = []
    for number, text in enumerate(texts, start=901):
        head = {"message_id": number, "date": 1, "from": person}
        chat = office.chat("王丽").raw
        updates.append({"update_id": number, "message": {**head, "chat": chat, "text": text}})
    for update in (updates[1], updates[0], updates[1]):
        assert await office.fake.bringer.post(update) == 200
    await settled(office)
    firsts = [text.splitlines()[0] for text in office.screens("王丽")[1:]]
    assert [first.split("　")[0] for first in firsts] == ["1123-07", "1123-08"]
    assert ["何桂兰" in firsts[0], "王秀英" in firsts[1]] == [True, True]


async def test_during_a_lock_nothing_is_answered_200_and_afterwards_it_is_done_once(
    office: TelegramOffice,
) -> None:
    with office.locked():
        update = office.person("王丽").says(LINE)
        await office.fake.until(
            lambda: office.fake.bringer.brought.count((update, 503)) > 1, seconds=PATIENCE
        )
        assert len(office.screens("王丽")) == 1
    await office.done(update)
    assert office.screens("王丽")[1:] == [CARD]
    assert await office.counter.facts("1123-07") == ["Registered"]


async def test_a_reply_owed_when_the_process_dies_is_sent_by_the_next(
    office: TelegramOffice,
) -> None:
    office.line.hold_requests("sendMessage")
    update = office.person("王丽").says(LINE)
    await office.fake.until(lambda: office.fake.confirmed >= update, seconds=PATIENCE)
    await office.kill()
    assert len(office.screens("王丽")) == 1
    await office.start()
    await office.done(update)
    assert office.screens("王丽")[1:] == [CARD]


async def test_what_comes_while_nothing_runs_is_brought_to_the_next_door(
    office: TelegramOffice,
) -> None:
    await office.kill()
    update = office.person("王丽").says(LINE)
    await office.fake.until(lambda: (update, 0) in office.fake.bringer.brought, seconds=PATIENCE)
    await office.start()
    await office.done(update)
    assert office.screens("王丽")[1:] == [CARD]
