"""A post that goes wrong for a reason of its own is nobody else's trouble, and not for ever."""

from dataclasses import replace
from typing import NoReturn

import pytest

from bot.chat import Undeliverable
from bot.delivery.retries import MOST_FAULTS
from bot.ports.values import PostState
from bot.turns.running import Turns
from tests.delivery.station import OFFICER, Station, post, says, until

WRONG = ValueError("王秀英 13800138000")


async def test_the_others_of_its_chat_do_not_wait_for_it(station: Station) -> None:
    station.web.answers["a"] = [WRONG]
    bad, good = await station.owe(post("a", "bad"), post("a", "good"))
    await station.outbox.settled()
    assert station.web.texts("a") == ["bad", "good"]
    await station.outbox.relay()
    await station.outbox.settled()
    assert station.web.texts("a") == ["bad", "good"]
    assert [(await station.now(each)).state for each in (bad, good)] == ["owed", "sent"]


async def test_it_is_tried_by_itself_with_growing_pauses_then_parked_and_told(
    station: Station,
) -> None:
    station.web.answers["p:002"] = [WRONG] * MOST_FAULTS
    (bad,) = await station.owe(post("p:002", "bad", to=OFFICER))
    for tries in range(1, MOST_FAULTS):
        await until(lambda: len(station.pauses.asked) == tries)  # noqa: B023
        await station.outbox.settled()
        station.pauses.over()
    await until(lambda: len(station.web.texts("p:002")) == MOST_FAULTS)
    await station.outbox.settled()
    await station.outbox.relay()
    await station.outbox.settled()
    words = "消息未送到李明，请当面转告。原因：程序发不出这条（ValueError）"
    assert station.pauses.asked == [30, 60, 120, 240]
    assert station.web.texts("p:002") == ["bad"] * MOST_FAULTS
    assert (station.web.texts("p:004"), station.web.texts("p:007")) == ([words], [words])
    assert ((kept := await station.now(bad)).state, kept.error) == ("parked", "defect: ValueError")


async def test_a_newer_version_of_it_need_not_wait(station: Station) -> None:
    station.web.answers["a"] = [WRONG]
    (bad,) = await station.owe(post("a", "bad"))
    await station.outbox.settled()
    await station.change(bad, says("mended"))
    await station.outbox.settled()
    station.pauses.over()
    await station.outbox.relay()
    await station.outbox.settled()
    assert station.web.calls == [("a", "bad", ""), ("a", "mended", "")]
    assert (await station.now(bad)).state == "sent"


async def test_what_waits_by_itself_is_still_owed_after_a_restart(station: Station) -> None:
    station.web.answers["a"] = [WRONG]
    (bad,) = await station.owe(post("a", "bad"))
    await station.outbox.settled()
    await station.outbox.close()
    await station.start().relay()
    await station.outbox.settled()
    assert station.web.texts("a") == ["bad", "bad"]
    assert (await station.now(bad)).state == "sent"


async def test_what_was_dropped_meanwhile_is_not_tried_again(station: Station) -> None:
    station.web.answers["a"] = [WRONG]
    (bad,) = await station.owe(post("a", "bad"))
    await station.outbox.settled()
    await station.work(lambda work: work.posts.save(replace(bad, state=PostState.DROPPED)))
    station.pauses.over()
    await station.outbox.settled()
    assert station.web.texts("a") == ["bad"]


async def test_a_broken_network_holds_the_chat_and_parks_nothing(station: Station) -> None:
    station.web.answers["a"] = [ConnectionResetError()] * 9
    first, _ = await station.owe(post("a", "1"), post("a", "2"))
    for tries in range(1, 10):
        await until(lambda: len(station.pauses.asked) == tries)  # noqa: B023
        await station.outbox.settled()
        station.pauses.over()
    await until(lambda: len(station.web.calls) == 11)
    await station.outbox.settled()
    assert station.web.texts("a") == ["1"] * 10 + ["2"]
    assert ((kept := await station.now(first)).state, kept.tries) == ("sent", 9)


async def test_news_that_cannot_be_told_does_not_bring_it_back(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.web.answers["a"] = [Undeliverable("blocked")]
    (bad,) = await station.owe(post("a", "bad", to=OFFICER))
    monkeypatch.setattr(Turns, "of", _no_turn)
    await station.outbox.settled()
    await station.outbox.relay()
    await station.outbox.settled()
    assert station.web.texts("a") == ["bad"]
    assert (await station.now(bad)).state == "parked"


def _no_turn(*_: object) -> NoReturn:
    raise LookupError
