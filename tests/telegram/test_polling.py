"""Listening over real HTTP: nothing is acknowledged before the core has taken it."""

import asyncio

import pytest

from adapters.telegram import Pace, TokenInUse, WrongToken, connect
from adapters.telegram.adapter import Telegram
from bot.chat import Address, Button, Incoming, Outgoing, Segment, Surroundings
from tests.telegram.conftest import Core, listening
from tests.telegram.fake import Fake

HELLO = Outgoing((Segment("text", "您好"),))


async def test_what_is_said_reaches_the_core_once(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    async with listening(telegram, core):
        fake.person(7, "王丽").says("王秀英 公租房没消息")
        await fake.until(lambda: fake.confirmed == 1)
    assert core.said == [
        Incoming(
            id="1",
            address=Address("telegram", "7"),
            sender="7",
            sender_name="王丽",
            text="王秀英 公租房没消息",
            message_id="101",
        )
    ]


async def test_an_update_is_acknowledged_only_after_the_core_has_taken_it(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    committed = asyncio.Event()

    async def on(_: Incoming) -> None:
        await committed.wait()

    core.on = on
    async with listening(telegram, core):
        fake.person(7).says("1123-07")
        await fake.until(lambda: len(fake.called("getUpdates")) > 3)
        assert fake.confirmed == 0
        committed.set()
        await fake.until(lambda: fake.confirmed == 1)
    assert core.texts == ["1123-07"]


async def test_a_busy_store_gets_the_update_again_and_other_chats_go_on(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    free = asyncio.Event()

    async def on(incoming: Incoming) -> None:
        if incoming.sender == "7" and not free.is_set():
            await asyncio.wait_for(free.wait(), 0.01)

    core.on = on
    async with listening(telegram, core):
        fake.person(7).says("甲一")
        fake.person(8).says("乙一")
        fake.person(7).says("甲二")
        fake.person(8).says("乙二")
        await fake.until(lambda: core.texts == ["乙一", "乙二"])
        await fake.until(lambda: len(core.waits) > 1)
        assert fake.confirmed == 0
        free.set()
        await fake.until(lambda: fake.confirmed == 4)
    assert core.texts == ["乙一", "乙二", "甲一", "甲二"]
    assert core.waits[:2] == [0.5, 1.0]


async def test_one_chat_is_heard_in_order_while_chats_are_heard_side_by_side(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    meeting = asyncio.Barrier(2)

    async def on(incoming: Incoming) -> None:
        if incoming.text == "1":
            await meeting.wait()  # passes only when both chats are being heard at once

    core.on = on
    for text in ("1", "2", "3"):
        fake.person(7).says(text)
        fake.person(8).says(text)
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 6)
    assert [i.text for i in core.said if i.sender == "7"] == ["1", "2", "3"]
    assert [i.text for i in core.said if i.sender == "8"] == ["1", "2", "3"]


async def test_what_was_not_acknowledged_before_a_stop_comes_again_after_it(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    never = asyncio.Event()
    began = asyncio.Event()

    async def on(_: Incoming) -> None:
        began.set()
        await never.wait()

    core.on = on
    async with listening(telegram, core):
        fake.person(7).says("先来的")
        await began.wait()
    assert (core.texts, fake.confirmed) == ([], 0)
    core.on = None
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 1)
    assert core.texts == ["先来的"]


async def test_what_carries_no_words_or_cannot_be_read_is_done_with(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    fake.happens("message", {"message_id": 1, "chat": {"id": 7, "type": "private"}})
    fake.happens("message", {"text": "无头无尾"})
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 2)
    assert core.said == []


async def test_a_press_is_answered_with_what_the_core_says_after_it_was_taken(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    core.acks["take:1"] = "已签收" * 100
    wang = fake.person(7)
    wang.says("/start")
    async with listening(telegram, core):
        card = Outgoing(HELLO.segments, rows=((Button("签收", "take:1"), Button("退", "no:1")),))
        await fake.until(lambda: core.said)
        sent = await telegram.send(Address("telegram", "7"), card)
        wang.presses("签收")
        wang.presses("退")
        await fake.until(lambda: len(fake.toasts) == 2)
    assert sorted(fake.toasts) == ["", ("已签收" * 100)[:200]]
    assert [(i.press, i.message_id) for i in core.said[1:]] == [("take:1", sent), ("no:1", sent)]


async def test_a_press_telegram_no_longer_wants_answered_disturbs_nothing(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    wang = fake.person(7)
    wang.says("/start")
    async with listening(telegram, core):
        await fake.until(lambda: core.said)
        rows = ((Button("签收", "take:1"),),)
        await telegram.send(Address("telegram", "7"), Outgoing(HELLO.segments, rows=rows))
        fake.fail("answerCallbackQuery", 400, "Bad Request: query is too old")
        wang.presses("签收")
        wang.says("还在")
        await fake.until(lambda: fake.confirmed == 3)
    assert core.texts == ["", "", "还在"]


async def test_both_menus_are_set_and_the_link_is_known_after_the_start(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    assert telegram.link("a1") == ""
    fake.webhook = True
    async with listening(telegram, core):
        await fake.until(lambda: fake.called("getUpdates"))
    assert telegram.link("a-1_B") == "https://t.me/shouwen_bot?start=a-1_B"
    assert fake.menus == {
        "": [{"command": "todo", "description": "待办"}],
        "en": [{"command": "todo", "description": "What I owe"}],
    }


async def test_a_menu_refused_does_not_keep_the_bot_from_starting(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    fake.fail("setMyCommands", 400, "Bad Request: BOT_COMMAND_INVALID")
    fake.person(7).says("在")
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 1)
    assert list(fake.menus) == ["en"]


async def test_a_wrong_token_ends_the_run_with_a_code(fake: Fake, core: Core) -> None:
    telegram = connect({"token": "123456:WRONG", "base_url": fake.base_url}, Surroundings())
    with pytest.raises(WrongToken, match="telegram_wrong_token"):
        await telegram.run(core.receive)
    await telegram.close()


async def test_a_token_in_use_elsewhere_ends_the_run_only_when_it_stays_so(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    for _ in range(9):
        fake.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    fake.person(7).says("还是我")
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 1)
    assert core.waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    for _ in range(10):
        fake.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    with pytest.raises(TokenInUse, match="telegram_token_in_use"):
        await telegram.run(core.receive)


async def test_two_processes_with_one_token_are_told_apart_by_telegram(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    async with listening(telegram, core):
        await fake.until(lambda: fake.called("getUpdates"))
        pace = Pace(poll_seconds=5, pause=Core().pause)
        other = connect({"token": fake.token, "base_url": fake.base_url}, Surroundings(), pace=pace)
        async with listening(other, Core()):
            await fake.until(lambda: core.waits)
        await other.close()
    assert core.waits[0] == 1


async def test_a_network_that_is_down_is_waited_for(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    fake.drop("getMe")
    fake.drop("getUpdates")
    fake.fail("getUpdates", 502, "Bad Gateway")
    fake.fail("getUpdates", 429, "Too Many Requests", retry_after=17)
    fake.person(7).says("通了")
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 1)
    assert (core.texts, core.waits) == (["通了"], [1, 1, 2, 17])


async def test_an_update_telegram_repeats_while_an_earlier_one_is_held_is_heard_once(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    held = asyncio.Event()

    async def on(incoming: Incoming) -> None:
        if incoming.sender == "7":
            await held.wait()

    core.on = on
    async with listening(telegram, core):
        fake.person(7).says("慢")
        fake.person(8).says("快")
        await fake.until(lambda: len(fake.called("getUpdates")) > 5)
        held.set()
        await fake.until(lambda: fake.confirmed == 2)
    assert core.texts == ["快", "慢"]
