"""A platform in trouble: tried again soon, heard of once, and nothing said twice that may have arrived."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.chat import Address, TryLater
from bot.delivery.retries import ARRIVED_PAUSE
from tests.delivery.station import Station, post, says, until


async def test_as_soon_as_the_platform_answers_anybody_its_other_chats_try_again(
    station: Station,
) -> None:
    station.web.answers["a"] = [TryLater()]
    await station.owe(post("a", "1"))
    await station.outbox.settled()
    assert station.pauses.asked == [1]
    await station.owe(post("b", "2"))
    await until(lambda: len(station.web.texts("a")) == 2)
    await station.outbox.settled()
    assert (station.web.texts("a"), station.pauses.asked) == (["1", "1"], [1])


async def test_another_platforms_answer_wakes_nobody(station: Station) -> None:
    station.web.answers["a"] = [TryLater()]
    await station.owe(post("a", "1"))
    await station.outbox.settled()
    await station.owe(replace(post("b", "2"), address=Address("slack", "b")))
    await station.outbox.settled()
    assert station.slack.texts("b") == ["2"]
    assert station.web.texts("a") == ["1"]


async def test_what_was_told_to_wait_waits_whoever_is_answered(station: Station) -> None:
    station.web.answers["a"] = [TryLater(60)]
    await station.owe(post("a", "1"))
    await station.outbox.settled()
    await station.owe(post("b", "2"))
    await station.outbox.settled()
    assert (station.web.texts("a"), station.pauses.asked) == (["1"], [60])


async def test_a_chat_that_fails_alone_is_woken_once_and_then_waits(station: Station) -> None:
    station.web.answers["a"] = [TryLater() for _ in range(9)]
    await station.owe(post("a", "1"))
    await station.outbox.settled()
    for n in range(6):
        await station.owe(post("b", str(n)))
        await station.outbox.settled()
        for _ in range(50):
            await asyncio.sleep(0)
    assert station.web.texts("a") == ["1", "1"]
    assert station.pauses.asked == [1, 2]


async def test_trouble_is_one_line_at_its_beginning_and_one_at_its_end(station: Station) -> None:
    station.web.answers["a"] = [ConnectionResetError(), TryLater()]
    station.web.answers["b"] = [TryLater(), TryLater(7)]
    with capture_logs() as logs:
        await station.owe(post("a", "1"), post("b", "2"))
        for _ in range(4):
            await station.outbox.settled()
            station.pauses.over()
            for _ in range(50):
                await asyncio.sleep(0)
        await station.outbox.settled()
    assert [(line["event"], line["platform"]) for line in logs] == [
        ("platform does not answer", "web"),
        ("platform answers again", "web"),
    ]
    assert (station.web.texts("a")[-1], station.web.texts("b")[-1]) == ("1", "2")


async def test_what_may_have_arrived_waits_long_and_keeps_nobody_waiting(station: Station) -> None:
    station.web.answers["a"] = [TryLater(perhaps=True)]
    first, second = await station.owe(post("a", "1"), post("a", "2"))
    await station.outbox.settled()
    assert station.web.texts("a") == ["1", "2"]
    assert station.pauses.asked == [ARRIVED_PAUSE]
    await station.outbox.relay()
    await station.outbox.settled()
    assert station.web.texts("a") == ["1", "2"]
    station.pauses.over()
    await until(lambda: len(station.web.calls) == 3)
    await station.outbox.settled()
    assert station.web.texts("a") == ["1", "2", "1"]
    assert [(await station.now(p)).state for p in (first, second)] == ["sent", "sent"]


async def test_however_slow_the_platform_each_card_is_said_once_in_a_while(
    station: Station,
) -> None:
    station.web.answers["a"] = [TryLater(perhaps=True) for _ in range(6)]
    await station.owe(*(post("a", str(n)) for n in range(3)))
    await station.outbox.settled()
    assert station.web.texts("a") == ["0", "1", "2"]
    station.pauses.over()
    await until(lambda: len(station.web.calls) == 6)
    await station.outbox.settled()
    assert station.pauses.asked == [ARRIVED_PAUSE] * 3 + [2 * ARRIVED_PAUSE] * 3


async def test_an_edit_that_may_have_arrived_is_simply_made_again(station: Station) -> None:
    (card,) = await station.owe(post("a", "old"))
    await station.outbox.settled()
    station.web.answers["a"] = [TryLater(perhaps=True)]
    await station.change(card, says("new"))
    await station.outbox.settled()
    assert station.pauses.asked == [1]
    station.pauses.over()
    await until(lambda: len(station.web.calls) == 3)
    assert station.web.calls[1:] == [("a", "new", "m1")] * 2


@pytest.mark.parametrize("tries", [1, 5])
async def test_what_may_have_arrived_is_never_parked(station: Station, tries: int) -> None:
    station.web.answers["a"] = [TryLater(perhaps=True) for _ in range(tries)]
    (owed,) = await station.owe(post("a", "1"))
    for n in range(tries):
        await until(lambda n=n: len(station.pauses.asked) == n + 1)  # type: ignore[misc]
        await station.outbox.settled()
        station.pauses.over()
    await until(lambda: len(station.web.calls) == tries + 1)
    await station.outbox.settled()
    assert (await station.now(owed)).state == "sent"
