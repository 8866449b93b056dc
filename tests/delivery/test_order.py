"""The sender: each chat in the order of commits, none waiting for another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat import TryLater, Undeliverable
from bot.delivery import lane
from bot.ports.values import PostState
from tests.delivery.station import Station, post, says, until


async def test_a_chat_hears_what_it_is_owed_in_the_order_of_commits(station: Station) -> None:
    posts = await station.owe(*(post("a", str(n)) for n in range(20)))
    await station.outbox.settled()
    kept = [await station.now(each) for each in posts]
    assert station.web.texts("a") == [str(n) for n in range(20)]
    assert {(p.state, p.shown, p.error) for p in kept} == {("sent", 1, "")}
    assert [p.message_id for p in kept] == [f"m{n}" for n in range(1, 21)]


async def test_a_newer_version_takes_the_place_of_the_one_that_waits(station: Station) -> None:
    station.web.gate.clear()
    _, changed, _ = await station.owe(post("a", "first"), post("a", "old"), post("a", "last"))
    await station.change(changed, says("new"))
    station.web.gate.set()
    await station.outbox.settled()
    assert station.web.calls == [("a", "first", ""), ("a", "new", ""), ("a", "last", "")]
    assert (await station.now(changed)).shown == 2


async def test_urgent_overtakes_routine_and_nothing_else(station: Station) -> None:
    ranks = {"r1": 2, "r2": 2, "u1": 1, "i1": 0, "r3": 2, "u2": 1}
    await station.owe(*(post("a", text, rank=rank) for text, rank in ranks.items()))
    await station.outbox.settled()
    assert station.web.texts("a") == ["u1", "r1", "r2", "i1", "u2", "r3"]


async def test_what_is_urgent_stays_so_when_it_changes_while_it_waits(station: Station) -> None:
    station.web.gate.clear()
    first, _, urgent = await station.owe(
        post("a", "first"), post("a", "routine", rank=2), post("a", "urgent", rank=1)
    )
    await until(lambda: station.web.knocking == 1)
    newer = replace(urgent, body=says("changed"), wanted=2, rank=2)
    await station.work(lambda work: work.posts.save(newer))
    station.outbox.hand_on([newer])
    station.web.gate.set()
    await station.outbox.settled()
    assert station.web.texts("a") == ["first", "changed", "routine"]
    assert (await station.now(first)).state == "sent"


async def test_a_thousand_chats_are_served_at_once(station: Station) -> None:
    await station.owe(*(post(f"p{n % 1000}", str(n)) for n in range(3000)))
    await station.outbox.settled()
    assert {chat: station.web.texts(chat) for chat in ("p0", "p999")} == {
        "p0": ["0", "1000", "2000"],
        "p999": ["999", "1999", "2999"],
    }
    assert await station.work(lambda work: work.posts.owed(work.now)) == []
    assert len(station.web.calls) == 3000


async def test_more_than_may_wait_in_memory_still_arrives_in_order(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "MOST_WAITING", 3)
    await station.owe(*(post("a", str(n)) for n in range(10)))
    await station.outbox.settled()
    assert station.web.texts("a") == [str(n) for n in range(10)]


async def test_what_is_dropped_before_its_turn_is_not_sent(station: Station) -> None:
    first, second = await station.owe(post("a", "first"), post("a", "second"))
    station.outbox.hand_on([replace(first, state=PostState.DROPPED)])
    await station.outbox.settled()
    assert station.web.calls == [("a", "second", "")]
    assert (await station.now(second)).state == "sent"


async def test_what_is_held_back_goes_out_when_its_moment_has_come(station: Station) -> None:
    later = station.clock.now() + timedelta(hours=1)
    await station.owe(replace(post("a", "held"), not_before=later))
    await station.outbox.relay()
    await station.outbox.settled()
    assert station.web.calls == []
    station.clock.wind(later)
    await station.outbox.relay()
    await station.outbox.settled()
    assert station.web.calls == [("a", "held", "")]


async def test_a_message_just_sent_is_edited_before_it_is_marked(station: Station) -> None:
    station.web.gate.clear()
    (sent,) = await station.owe(post("a", "one"))
    newer = replace(sent, body=says("two"), wanted=2)
    await station.work(lambda work: work.posts.save(newer))
    station.store.busy = True
    station.web.gate.set()
    await until(lambda: station.pauses.asked != [])
    station.outbox.hand_on([newer])
    await until(lambda: len(station.web.calls) == 2)
    station.store.busy = False
    station.pauses.over()
    await station.outbox.settled()
    assert station.web.calls == [("a", "one", ""), ("a", "two", "m1")]
    kept = await station.now(sent)
    assert (kept.state, kept.shown, kept.message_id) == ("sent", 2, "m1")


async def test_a_version_that_stands_already_is_not_sent_again(station: Station) -> None:
    (sent,) = await station.owe(post("a", "one"))
    await station.outbox.settled()
    station.outbox.hand_on([sent])
    await station.outbox.settled()
    assert station.web.calls == [("a", "one", "")]


async def test_a_refused_edit_becomes_one_new_card_which_is_edited_from_then_on(
    station: Station,
) -> None:
    (card,) = await station.owe(post("a", "one"))
    await station.outbox.settled()
    station.web.answers["a"] = [Undeliverable("too old")]
    await station.change(card, says("two"))
    await station.outbox.settled()
    await station.change(card, says("three"))
    await station.outbox.settled()
    assert station.web.calls == [
        ("a", "one", ""),
        ("a", "two", "m1"),
        ("a", "two", ""),
        ("a", "three", "m3"),
    ]
    assert (await station.now(card)).message_id == "m3"


async def test_an_edit_refused_after_a_restart_becomes_one_new_card_too(station: Station) -> None:
    (card,) = await station.owe(post("a", "one"))
    await station.outbox.settled()
    station.web.answers["a"] = [Undeliverable("too old"), TryLater()]
    await station.change(card, says("two"))
    await station.outbox.settled()
    await station.outbox.close()
    station.web.answers["a"] = [Undeliverable("too old")]
    await station.start().relay()
    await station.outbox.settled()
    await station.start().relay()
    await station.outbox.settled()
    assert station.web.calls == [
        ("a", "one", ""),
        ("a", "two", "m1"),
        ("a", "two", ""),
        ("a", "two", "m1"),
        ("a", "two", ""),
    ]
    assert ((kept := await station.now(card)).state, kept.message_id) == ("sent", "m5")


async def test_a_new_card_that_has_to_wait_is_not_edited_into_the_old_one(
    station: Station,
) -> None:
    (card,) = await station.owe(post("a", "one"))
    await station.outbox.settled()
    station.web.answers["a"] = [Undeliverable("too old"), TryLater(5)]
    await station.change(card, says("two"))
    await station.outbox.settled()
    station.pauses.over()
    await until(lambda: len(station.web.calls) == 4)
    assert station.web.calls[1:] == [("a", "two", "m1"), ("a", "two", ""), ("a", "two", "")]


async def test_a_chat_that_refuses_the_edit_and_the_new_card_is_left_alone(
    station: Station,
) -> None:
    (card,) = await station.owe(post("a", "one"))
    await station.outbox.settled()
    station.web.answers["a"] = [Undeliverable("too old"), Undeliverable("blocked")]
    await station.change(card, says("two"))
    await station.outbox.settled()
    await station.outbox.relay()
    await station.outbox.settled()
    assert station.web.calls[1:] == [("a", "two", "m1"), ("a", "two", "")]
    assert ((kept := await station.now(card)).state, kept.error) == ("parked", "blocked")


async def test_a_new_card_whose_edits_are_refused_as_well_is_posted_once_a_change(
    station: Station,
) -> None:
    (card,) = await station.owe(post("a", "one"))
    await station.outbox.settled()
    for text in ("two", "three"):
        station.web.answers["a"] = [Undeliverable("keyboard")]
        await station.change(card, says(text))
        await station.outbox.settled()
    await station.outbox.relay()
    await station.outbox.settled()
    assert station.web.calls[1:] == [
        ("a", "two", "m1"),
        ("a", "two", ""),
        ("a", "three", "m3"),
        ("a", "three", ""),
    ]


async def test_the_message_somebody_pressed_is_the_one_to_edit(station: Station) -> None:
    (card,) = await station.owe(post("a", "one"))
    await station.outbox.settled()
    kept = await station.now(card)
    adopted = replace(kept, message_id="m0", body=says("two"), wanted=2, state=PostState.OWED)
    await station.work(lambda work: work.posts.save(adopted))
    station.outbox.hand_on([adopted])
    await station.outbox.settled()
    assert station.web.calls[1:] == [("a", "two", "m0")]


async def test_what_was_never_posted_is_not_posted_to_be_deleted(station: Station) -> None:
    (line,) = await station.owe(replace(post("c:1"), body=says("gone", wipe=True)))
    await station.outbox.settled()
    assert station.web.calls == []
    assert (await station.now(line)).state == "dropped"


async def test_a_deletion_that_is_refused_posts_nothing_new(station: Station) -> None:
    (line,) = await station.owe(post("c:1", "line"))
    await station.outbox.settled()
    station.web.answers["c:1"] = [Undeliverable("gone")]
    await station.change(line, says("", wipe=True))
    await station.outbox.settled()
    assert station.web.calls == [("c:1", "line", ""), ("c:1", "", "m1")]
    assert ((kept := await station.now(line)).state, kept.error) == ("dropped", "gone")
