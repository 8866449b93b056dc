"""Whatever breaks between an office and Telegram: nothing registered is lost, nothing done twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.reading import lines
from tests.telegram.fake import Fake
from tests.telegram.office import PATIENCE, TelegramOffice, shown

EVERYBODY = ("王丽", "李明", "吴婷", "陈建国", "赵志远", "刘芳")
LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"
CARD = lines("""
    1123-07　来访　王秀英　13800138000　黑石乡
    公租房申请一直没消息
    [李明 保障股302] [吴婷 保障股302] [另选人]
    [当场答] [缺材料] [不清楚归谁] [更多]
""")
OFFICERS_CARD = lines("""
    1123-07 转办　限11月30日下班前
    公租房申请一直没消息
    王秀英 13800138000　黑石乡（远道）　首问 王丽 8001
    [签收] [不是我的] [缺材料]
""")
REFERRED = "1123-07 已转李明，限11月30日（周一）下班前"
WAITING = "1123-07 王** 公租房　李明　限11-30　→　待签收"
ACCEPTED = "1123-07 王** 公租房　李明　限11-30　→　已签收"


@pytest.fixture
async def office(fake: Fake, tmp_path: Path) -> AsyncIterator[TelegramOffice]:
    async with TelegramOffice(fake, tmp_path, patience=0.05) as office:
        await office.bind(*EVERYBODY)
        yield office


async def caught(office: TelegramOffice) -> None:
    """Wait until something is stuck on the wire."""
    await asyncio.wait_for(office.line.caught.wait(), PATIENCE)


# ── the process dies ──


async def test_a_reply_owed_when_the_process_dies_is_sent_by_the_next(
    office: TelegramOffice,
) -> None:
    office.line.hold_requests("sendMessage")
    update = office.person("王丽").says(LINE)
    await office.fake.until(lambda: office.fake.confirmed >= update, seconds=PATIENCE)
    await office.kill()
    assert len(office.screens("王丽")) == 1  # what binding said
    await office.start()
    await office.done(update)
    assert office.screens("王丽")[1:] == [CARD]


async def test_an_update_telegram_repeats_after_a_crash_has_no_second_effect(
    office: TelegramOffice,
) -> None:
    office.line.hold_requests("getUpdates")  # committed and answered, but not yet acknowledged
    update = office.person("王丽").says(LINE)
    await office.fake.until(lambda: len(office.screens("王丽")) > 1, seconds=PATIENCE)
    await office.house.outbox.settled()
    await office.kill()
    assert office.fake.confirmed < update
    await office.start()
    await office.done(update)
    assert office.screens("王丽")[1:] == [CARD]
    assert await office.counter.facts("1123-07") == ["Registered"]
    assert await office.work(lambda work: work.inquiries.numbered("1123-08")) is None


@pytest.mark.clause("1.2")
@pytest.mark.parametrize("leg", ["requests", "answers"])
@pytest.mark.parametrize(
    "method", ["getUpdates", "editMessageText", "sendMessage", "answerCallbackQuery"]
)
async def test_wherever_it_dies_a_referral_is_made_once_and_everybody_hears_of_it(
    office: TelegramOffice, leg: str, method: str
) -> None:
    group = await office.group("保障股")
    await office.say("王丽", LINE)
    message, payload = office.button("王丽", "李明")
    getattr(office.line, f"hold_{leg}")(method)
    raw = office.fake.raw_message(office.chat("王丽"), message)
    query = {"from": office.person("王丽").raw, "data": payload, "message": raw}
    update = office.fake.happens("callback_query", query)
    await caught(office)
    await office.kill()
    await office.start()
    await office.done(update)
    assert await office.counter.facts("1123-07") == ["Registered", "Referred"]
    assert office.screen("王丽").startswith(REFERRED)
    assert set(office.screens("李明")[1:]) == {OFFICERS_CARD}
    assert {shown(message) for message in group.messages[1:]} == {WAITING}
    await office.press("李明", "签收")
    assert shown(group.messages[-1]) == ACCEPTED


async def test_a_card_doubled_by_a_crash_heals_at_the_press(office: TelegramOffice) -> None:
    office.line.hold_answers("sendMessage")
    office.person("王丽").says(LINE)
    await caught(office)
    await office.kill()
    await office.start()
    await office.house.outbox.settled()
    assert office.screens("王丽")[1:] == [CARD, CARD]
    older = office.chat("王丽").messages[1]
    await office.press_again("王丽", older, older.rows[0][0]["callback_data"])
    assert office.screens("王丽")[1].startswith(REFERRED)
    await office.press("李明", "签收")
    assert "已签收" in office.screens("王丽")[1]


async def test_what_is_held_back_for_the_opening_outlives_the_process(
    office: TelegramOffice,
) -> None:
    await office.wind("2026-11-23 12:30")
    await office.say("王丽", LINE)
    await office.press("王丽", "李明")
    assert len(office.screens("李明")) == 1  # the noon break is quiet
    await office.kill()
    await office.start()
    await office.wind("2026-11-23 13:30")
    assert office.screens("李明")[1:] == [OFFICERS_CARD]


@pytest.mark.clause("4.6")
async def test_a_morning_slept_through_is_made_up_once(office: TelegramOffice) -> None:
    group = await office.group("保障股")
    await office.say("王丽", LINE)
    await office.press("王丽", "李明")
    await office.wind("2026-11-30 17:00")
    await office.kill()
    office.clock.wind(office.at("2026-12-01 09:40"))
    await office.start()
    await office.wind("+1min")
    digests = [m.text for m in group.messages if "在办" in m.text]
    assert [text.splitlines()[0] for text in digests] == ["保障股　11月30日", "保障股　12月1日"]
    assert office.screen("王丽").startswith("1123-07 昨日到期未办结，承办李明（8302）。")


# ── Telegram says no ──


async def test_a_chat_told_to_wait_holds_up_no_other_and_loses_nothing(
    office: TelegramOffice,
) -> None:
    office.fake.fail("sendMessage", 429, "Too Many Requests", retry_after=17)
    await office.say("王丽", LINE)
    await office.say("李明", "待办")
    await office.say("王丽", "待办")
    assert office.screen("李明") == "您没有在手事项。"
    assert len(office.screens("王丽")) == 1
    assert [17 <= seconds <= 20 for seconds in office.chat_pauses.asked] == [True]
    office.chat_pauses.over.set()
    await office.fake.until(lambda: len(office.screens("王丽")) > 2, seconds=PATIENCE)
    assert office.screens("王丽")[1:] == [CARD, office.screen("王丽")]
    assert office.screen("王丽").startswith("我该做的1件")


async def test_a_wrong_token_is_announced_with_the_adapters_code_and_tried_again(
    office: TelegramOffice,
) -> None:
    await office.kill()
    await office.start(token="123456:WRONG")
    announced: list[str] = []
    office.house.announce = announced.append
    await office.fake.until(lambda: announced, seconds=PATIENCE)
    assert announced == ["telegram_wrong_token"]


# ── the database is locked ──


async def test_during_a_lock_nothing_is_acknowledged_and_afterwards_it_is_done_once(
    office: TelegramOffice,
) -> None:
    with office.locked():
        update = office.person("王丽").says(LINE)
        await office.fake.until(lambda: len(office.retries.asked) > 1, seconds=PATIENCE)
        assert office.fake.confirmed < update
        assert len(office.screens("王丽")) == 1
    await office.done(update)
    assert office.screens("王丽")[1:] == [CARD]
    assert await office.counter.facts("1123-07") == ["Registered"]


async def test_a_press_during_a_lock_is_answered_after_it(office: TelegramOffice) -> None:
    await office.say("王丽", LINE)
    with office.locked():
        update = office.person("王丽").presses("李明 保障股302")
        await office.fake.until(lambda: office.retries.asked, seconds=PATIENCE)
        assert office.fake.open_queries == {str(update)}
    await office.done(update)
    await office.fake.until(lambda: not office.fake.open_queries, seconds=PATIENCE)
    assert office.screen("王丽").startswith(REFERRED)
    assert office.screen("李明") == OFFICERS_CARD
