"""The sender after a crash, beside a busy store, and while a platform says "later"."""

from dataclasses import replace

from structlog.testing import capture_logs

from bot.chat import Address, TryLater
from bot.ports.values import PostState
from tests.delivery.station import Station, post, says, until


async def test_a_crash_between_sending_and_marking_sends_again(station: Station) -> None:
    (owed,) = await station.owe(post("a", "one"))
    station.store.busy = True
    await until(lambda: station.pauses.asked != [])
    station.store.busy = False
    await station.start().relay()
    await station.outbox.settled()
    assert station.web.texts("a") == ["one", "one"]
    assert ((kept := await station.now(owed)).state, kept.message_id) == ("sent", "m2")


async def test_marks_wait_for_a_busy_store_with_growing_pauses(station: Station) -> None:
    posts = await station.owe(post("a"), post("b"))
    station.store.busy = True
    for attempts in (1, 2, 3):
        await until(lambda: len(station.pauses.asked) == attempts)  # noqa: B023
        station.pauses.over()
    await until(lambda: len(station.pauses.asked) == 4)
    station.store.busy = False
    station.pauses.over()
    await station.outbox.settled()
    assert station.pauses.asked == [0.1, 0.2, 0.4, 0.8]
    assert [(await station.now(each)).state for each in posts] == ["sent", "sent"]
    assert len(station.web.calls) == 2


async def test_closing_leaves_what_is_not_sent_in_the_store(station: Station) -> None:
    done, stuck = await station.owe(post("a"), post("b"))
    station.web.answers["b"] = [TryLater()]
    await station.outbox.settled()
    await station.outbox.close()
    station.outbox.hand_on([stuck])
    await station.start().relay()
    await station.outbox.settled()
    assert [chat for chat, _, _ in station.web.calls] == ["a", "b", "b"]
    assert [(await station.now(each)).state for each in (done, stuck)] == ["sent", "sent"]


async def test_a_sending_under_way_when_it_closes_is_sent_again(station: Station) -> None:
    station.web.gate.clear()
    (stuck,) = await station.owe(post("a", "one"))
    await until(lambda: station.web.knocking == 1)
    await station.outbox.close()
    station.web.gate.set()
    await station.start().relay()
    await station.outbox.settled()
    assert station.web.texts("a") == ["one"]
    assert (await station.now(stuck)).state == "sent"


async def test_posts_of_a_platform_that_is_not_served_stay_owed(station: Station) -> None:
    elsewhere = replace(post("a"), address=Address("telegram", "a"))
    with capture_logs() as logs:
        posts = await station.owe(elsewhere, elsewhere)
        await station.outbox.relay()
    await station.outbox.settled()
    assert await station.work(lambda work: work.posts.owed(work.now)) == posts
    assert [line["platform"] for line in logs] == ["telegram"]


async def test_try_later_holds_its_own_chat_for_as_long_as_the_platform_says(
    station: Station,
) -> None:
    station.web.answers["a"] = [TryLater(7.5)]
    await station.owe(post("a", "1"), post("b", "2"), post("a", "3"), post("b", "4"))
    await station.outbox.settled()
    assert (station.web.texts("a"), station.web.texts("b")) == (["1"], ["2", "4"])
    assert station.pauses.asked == [7.5]
    station.pauses.over()
    await until(lambda: len(station.web.texts("a")) == 3)
    assert station.web.texts("a") == ["1", "1", "3"]


async def test_without_a_word_how_long_pauses_double_up_to_a_minute(station: Station) -> None:
    station.web.answers["a"] = [TryLater() for _ in range(9)]
    (owed,) = await station.owe(post("a"))
    for attempts in range(1, 10):
        await until(lambda: len(station.pauses.asked) == attempts)  # noqa: B023
        await station.outbox.settled()
        station.pauses.over()
    await until(lambda: len(station.web.calls) == 10)
    await station.outbox.settled()
    assert station.pauses.asked == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert ((kept := await station.now(owed)).state, kept.tries) == ("sent", 9)


async def test_what_changed_while_the_chat_waited_goes_out_as_it_is_now(station: Station) -> None:
    station.web.answers["a"] = [TryLater(1)]
    (owed,) = await station.owe(post("a", "old"))
    await station.outbox.settled()
    await station.work(lambda w: w.posts.save(replace(owed, body=says("new"), wanted=2)))
    station.pauses.over()
    await until(lambda: len(station.web.calls) == 2)
    assert station.web.texts("a") == ["old", "new"]


async def test_what_was_dropped_while_the_chat_waited_is_not_sent(station: Station) -> None:
    station.web.answers["a"] = [TryLater(1)]
    owed, after = await station.owe(post("a", "old"), post("a", "after"))
    await station.outbox.settled()
    await station.work(lambda work: work.posts.save(replace(owed, state=PostState.DROPPED)))
    station.pauses.over()
    await until(lambda: len(station.web.calls) == 2)
    await station.outbox.settled()
    assert station.web.texts("a") == ["old", "after"]
    assert [(await station.now(p)).state for p in (owed, after)] == ["dropped", "sent"]


async def test_an_unexpected_error_is_tried_later_and_says_nothing_of_the_message(
    station: Station,
) -> None:
    station.web.answers["a"] = [RuntimeError("王秀英 13800138000")]
    with capture_logs() as logs:
        (owed,) = await station.owe(post("a", "公租房"))
        await station.outbox.settled()
    assert [(line["event"], line["post"], line["error"]) for line in logs] == [
        ("sending went wrong", owed.id, "RuntimeError")
    ]
    assert (await station.now(owed)).error == "RuntimeError"
    station.pauses.over()
    await until(lambda: len(station.web.calls) == 2)
    assert station.pauses.asked == [30]
