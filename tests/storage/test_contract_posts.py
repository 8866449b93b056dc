"""What both stores promise of posts: what is owed to chats and what stands there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from bot.chat import Address
from bot.ports.store import Store, Work
from bot.ports.values import Part, Post, PostState, Sent
from storage import Taken
from tests.storage.samples import CHAT, DAY, HOUR, LI, NOW, look, post, run

ELSEWHERE = Address("web", "1001", "topic")


def _add(*posts: Post) -> Callable[[Work], list[Post]]:
    def add(work: Work) -> list[Post]:
        return [added for each in posts if (added := work.posts.add(each))]

    return add


def _ids(posts: list[Post]) -> list[int]:
    return [each.id for each in posts]


async def _post(store: Store, key: int = 1) -> Post:
    found = await run(store, lambda work: work.posts.get(key))
    assert found
    return found


async def _mark(store: Store, *sent: Sent) -> None:
    await run(store, lambda work: work.posts.mark(sent))


async def test_a_post_comes_back_as_it_was(store: Store) -> None:
    office = timezone(timedelta(hours=8))
    whole = post(
        ELSEWHERE,
        *(3, 4),
        to=LI,
        key="clock/1",
        rank=1,
        not_before=NOW.astimezone(office),
        body=look("1123-01", silent=True, keyboard=(("待办", "帮助"),)),
    )
    (added,) = await run(store, _add(whole))
    assert added == replace(whole, id=1) == await _post(store)
    assert await run(store, lambda work: work.posts.get(2)) is None


async def test_a_key_is_owed_once_a_plain_reply_always(store: Store) -> None:
    added = await run(store, _add(post(key="k"), post(), post(key="k"), post()))
    assert [each.key for each in added] == ["k", "", ""]
    assert await run(store, lambda work: work.posts.add(post(key="k"))) is None
    assert await run(store, lambda work: work.outgoing) == []
    last = await run(store, _add(post(key="l")))
    with pytest.raises(Taken):
        await run(store, lambda work: work.posts.save(replace(last[0], key="k")))


async def test_what_is_owed_goes_out_in_order_and_not_before_its_moment(store: Store) -> None:
    held = post(not_before=NOW + HOUR)
    await run(store, _add(held, post(), post(not_before=NOW), post(not_before=NOW + DAY)))
    assert _ids(await run(store, lambda work: work.posts.owed(NOW))) == [2, 3]
    assert await run(store, lambda work: work.posts.next_held(NOW)) == NOW + HOUR
    assert _ids(await run(store, lambda work: work.posts.owed(NOW + HOUR))) == [1, 2, 3]
    assert await run(store, lambda work: work.posts.next_held(NOW + HOUR)) == NOW + DAY
    assert await run(store, lambda work: work.posts.next_held(NOW + DAY)) is None


async def test_sent_is_shown_and_no_longer_owed(store: Store) -> None:
    (added,) = await run(store, _add(post()))
    await _mark(store, Sent(1, PostState.SENT, 1, "m1"), Sent(99, PostState.SENT, 1, "m2"))
    assert await _post(store) == replace(added, state=PostState.SENT, shown=1, message_id="m1")
    assert await run(store, lambda work: work.posts.owed(NOW)) == []
    assert await run(store, lambda work: work.posts.at(CHAT, "m1")) == await _post(store)
    assert await run(store, lambda work: work.posts.at(CHAT, "m2")) is None
    assert await run(store, lambda work: work.posts.at(ELSEWHERE, "m1")) is None


async def test_a_version_behind_the_wanted_one_stays_owed(store: Store) -> None:
    (added,) = await run(store, _add(post()))
    await run(store, lambda work: work.posts.save(replace(added, wanted=3)))
    await _mark(store, Sent(1, PostState.SENT, 2, "m1"))
    assert _ids(await run(store, lambda work: work.posts.owed(NOW))) == [1]
    await _mark(store, Sent(1, PostState.SENT, 3, "m1"), Sent(1, PostState.SENT, 1, "m1"))
    found = await _post(store)
    assert (found.shown, found.state, found.message_id) == (3, "sent", "m1")


async def test_a_failed_try_is_counted_and_what_cannot_be_sent_is_put_aside(store: Store) -> None:
    await run(store, _add(post(), post(), post()))
    await _mark(
        store, Sent(1, PostState.OWED, error="busy"), Sent(2, PostState.PARKED, error="blocked")
    )
    await _mark(
        store, Sent(1, PostState.OWED, error="still"), Sent(3, PostState.DROPPED, error="stopped")
    )
    found = [await _post(store, key) for key in (1, 2, 3)]
    assert [(each.state, each.tries, each.error) for each in found] == [
        ("owed", 2, "still"),
        ("parked", 0, "blocked"),
        ("dropped", 0, "stopped"),
    ]
    assert _ids(await run(store, lambda work: work.posts.owed(NOW))) == [1]
    assert _ids(await run(store, lambda work: work.posts.parked())) == [2]


async def test_saving_leaves_to_the_sender_what_is_his(store: Store) -> None:
    (added,) = await run(store, _add(post(CHAT, 1)))
    await _mark(store, Sent(1, PostState.OWED, error="busy"), Sent(1, PostState.SENT, 1, "m1"))
    changed = replace(
        added,
        address=ELSEWHERE,
        parts=(Part("list", 2),),
        body=look("1123-02"),
        key="k",
        not_before=NOW + HOUR,
        wanted=2,
        message_id="m2",
    )
    await run(store, lambda work: work.posts.save(changed))
    assert await _post(store) == replace(changed, shown=1, tries=1)
    assert await run(store, lambda work: work.posts.at(ELSEWHERE, "m2")) == await _post(store)
    assert await run(store, lambda work: work.posts.about(1)) == []
    assert _ids(await run(store, lambda work: work.posts.about(2))) == [1]
    assert await run(store, lambda work: work.posts.add(post(key="k"))) is None


async def test_a_key_given_up_may_be_owed_again(store: Store) -> None:
    (added,) = await run(store, _add(post(key="k")))
    await run(store, lambda work: work.posts.save(replace(added, key="")))
    assert await run(store, lambda work: work.posts.add(post(key="k")))


async def test_the_posts_about_an_inquiry(store: Store) -> None:
    await run(store, _add(post(CHAT, 1), post(ELSEWHERE, 2), post(CHAT, 2, 1), post(CHAT, 1, 1)))
    await _mark(store, Sent(1, PostState.PARKED), Sent(3, PostState.SENT, 1, "m3"))
    assert _ids(await run(store, lambda work: work.posts.about(1))) == [3, 4]
    assert _ids(await run(store, lambda work: work.posts.about(2))) == [2, 3]
    assert await run(store, lambda work: work.posts.about(3)) == []


async def test_the_last_post_of_a_chat_is_neither_dropped_nor_held_back(store: Store) -> None:
    def last(work: Work) -> int:
        found = work.posts.last(CHAT)
        return found.id if found else 0

    held = post(not_before=NOW + HOUR)
    assert await run(store, last) == 0
    await run(store, _add(post(), post(), post(), post(ELSEWHERE), held))
    assert await run(store, last) == 3
    assert await run(store, last, NOW + HOUR) == 5
    await _mark(store, Sent(3, PostState.DROPPED), Sent(2, PostState.PARKED))
    assert await run(store, last) == 1


async def test_the_history_of_a_chat_is_what_stands_in_it(store: Store) -> None:
    wiped = post(body=look("1123-01", wipe=True))
    await run(store, _add(post(), post(), post(), post(ELSEWHERE), wiped, post()))
    await _mark(store, *(Sent(key, PostState.SENT, 1, f"m{key}") for key in (1, 2, 4, 5, 6)))
    assert _ids(await run(store, lambda work: work.posts.history(CHAT, 9))) == [1, 2, 6]
    assert _ids(await run(store, lambda work: work.posts.history(CHAT, 1))) == [6]
