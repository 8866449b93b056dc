"""What every adapter does with an `Outgoing`, and how it says that it cannot."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.app import memory_store
from bot.chat import Address, Button, Enclosed, Moved, Outgoing, Segment, TryLater, Undeliverable
from bot.delivery.outbox import Outbox
from bot.demo import demo_start
from bot.demo.office import demo_office
from bot.domain.messages import PostKind
from bot.domain.office import OfficerId
from bot.lines.candidates import Router
from bot.ports.store import Work
from bot.ports.values import Post
from bot.rendering.reach import Reach
from bot.rendering.views import Views
from bot.rendering.wording import Wording
from bot.turns.running import Turns
from tests.adapters.core import until
from tests.adapters.hostile import HOSTILE
from tests.adapters.peer import Enclosing, Forgetting, Hushing, Moving, Peer, Refusing, Shown

ROWS = ((Button("签收", "take:1"), Button("不是我的", "back:1")), (Button("撤回", "undo:1"),))
LABELS = [["签收", "不是我的"], ["撤回"]]
PNG = b"\x89PNG\r\n\x1a\n"


def words(text: str, **more: object) -> Outgoing:
    return Outgoing((Segment("text", text),), **more)  # type: ignore[arg-type]


async def test_a_message_stands_there_with_its_words_and_buttons(peer: Peer) -> None:
    card = Outgoing(
        (
            Segment("b", "1123-07"),
            Segment("text", " 来访 "),
            Segment("i", "（暂定）"),
            Segment("code", "8302"),
            Segment("a", "看", "https://office.example/?a=1&b=2"),
            Segment("at", "李明"),
        ),
        rows=ROWS,
    )
    sent = await peer.adapter.send(peer.private, card)
    text = "1123-07 来访 （暂定）8302看李明"
    assert peer.shown(peer.private) == [Shown(sent, text, LABELS, False, [])]


@pytest.mark.parametrize("kind", ["text", "b", "i", "code", "at"])
async def test_whatever_is_said_is_read_as_it_was_said(kind: str, peer: Peer) -> None:
    for text in HOSTILE.values():
        said = Outgoing((Segment(kind, text), Segment("text", "。")))
        await peer.adapter.send(peer.private, said)
    read = [shown.text for shown in peer.shown(peer.private)]
    assert read == [f"{text}。" for text in HOSTILE.values()]


async def test_an_edit_changes_the_message_in_its_place_and_takes_its_buttons(peer: Peer) -> None:
    first = await peer.adapter.send(peer.private, words("一", rows=ROWS))
    second = await peer.adapter.send(peer.private, words("二"))
    for _ in range(2):  # saying the same again is no fault
        assert await peer.adapter.send(peer.private, words("1"), edit=first) == first
    assert peer.shown(peer.private) == [
        Shown(first, "1", [], False, []),
        Shown(second, "二", [], False, []),
    ]


async def test_what_is_taken_back_is_gone_and_may_be_taken_back_again(peer: Peer) -> None:
    kept = await peer.adapter.send(peer.private, words("一"))
    wiped = await peer.adapter.send(peer.private, words("二", rows=ROWS))
    for _ in range(2):
        await peer.adapter.send(peer.private, words("1123-07", wipe=True), edit=wiped)
    await peer.adapter.send(peer.private, words("1123-07", wipe=True))  # never sent at all
    assert [shown.id for shown in peer.shown(peer.private)] == [kept]


async def test_a_long_text_loses_nothing_and_its_last_part_bears_the_buttons(peer: Peer) -> None:
    text = "\n".join(f"⟦{n}⟧{'字' * 90}&<>" for n in range(200))
    sent = await peer.adapter.send(peer.private, words(text, rows=ROWS))
    parts = peer.shown(peer.private)
    joined = "\n".join(part.text for part in parts)
    assert re.findall(r"⟦(\d+)⟧(字+&<>)", joined) == [
        (str(n), "字" * 90 + "&<>") for n in range(200)
    ]
    assert [part.labels for part in parts] == [[]] * (len(parts) - 1) + [LABELS]
    assert sent == parts[-1].id


async def test_words_kept_under_the_field_harm_nobody(peer: Peer) -> None:
    await peer.adapter.send(
        peer.private, words("您好", keyboard=(("待办", "查"), ("外出", "更多")))
    )
    assert [shown.text for shown in peer.shown(peer.private)] == ["您好"]


async def test_silent_is_silent_and_everything_else_is_not(peer: Hushing) -> None:
    await peer.adapter.send(peer.private, words("一", silent=True))
    await peer.adapter.send(peer.private, words("二"))
    assert [shown.silent for shown in peer.shown(peer.private)] == [True, False]


async def test_a_message_that_vanished_cannot_be_edited(peer: Forgetting) -> None:
    sent = await peer.adapter.send(peer.private, words("一"))
    peer.vanishes(sent)
    with pytest.raises(Undeliverable) as never:
        await peer.adapter.send(peer.private, words("二"), edit=sent)
    assert never.value.reason


async def test_files_go_along_and_what_is_kept_no_more_stays_behind(peer: Enclosing) -> None:
    kinds = (("photo", "漏水.png", "image/png"), ("document", "../表 <1>.pdf", "application/pdf"))
    contents = (PNG, b"%PDF-1.7 " + bytes(range(256)))
    files = [
        Enclosed(*kind, peer.shelf.put(content))
        for kind, content in zip(kinds, contents, strict=True)
    ]
    gone = Enclosed("photo", "x.png", "image/png", "0" * 64)
    await peer.adapter.send(peer.private, words("材料2件", rows=ROWS, files=(*files, gone)))
    shown = peer.shown(peer.private)
    assert sorted(content for message in shown for content in message.files) == sorted(contents)
    assert [m.text for m in shown if m.text] == ["材料2件"]
    assert [m.labels for m in shown if m.labels] == [LABELS]


async def test_a_message_with_a_file_is_edited_by_the_id_it_got(peer: Enclosing) -> None:
    file = Enclosed("photo", "漏水.png", "image/png", peer.shelf.put(PNG))
    sent = await peer.adapter.send(peer.private, words("一", rows=ROWS, files=(file,)))
    edited = await peer.adapter.send(peer.private, words("二", files=(file,)), edit=sent)
    shown = peer.shown(peer.private)
    assert edited == sent
    assert [m.text for m in shown if m.text] == ["二"]
    assert [content for m in shown for content in m.files] == [PNG]
    assert [m.labels for m in shown if m.labels] == []


async def test_a_busy_platform_means_later_by_so_many_seconds(peer: Refusing) -> None:
    peer.busy(9)
    with pytest.raises(TryLater) as later:
        await peer.adapter.send(peer.private, words("一"))
    assert later.value.after_seconds == 9
    await peer.adapter.send(peer.private, words("一"))
    assert [shown.text for shown in peer.shown(peer.private)] == ["一"]


async def test_what_was_refused_midway_goes_on_there_and_says_nothing_twice(
    peer: Refusing,
) -> None:
    text = "\n".join(f"⟦{n}⟧{'字' * 90}" for n in range(150))
    first = await peer.adapter.send(peer.private, words(text, rows=ROWS))
    whole = [shown.text for shown in peer.shown(peer.private)]
    peer.busy(9, after=len(whole) - 1)
    with pytest.raises(TryLater):
        await peer.adapter.send(peer.private, words(text, rows=ROWS))
    again = await peer.adapter.send(peer.private, words(text, rows=ROWS))
    shown = peer.shown(peer.private)
    assert [each.text for each in shown] == whole * 2
    assert [each.id for each in shown if each.labels] == [first, again]


async def test_a_broken_connection_means_later(peer: Refusing) -> None:
    peer.breaks()
    with pytest.raises(TryLater) as later:
        await peer.adapter.send(peer.private, words("一"))
    assert later.value.after_seconds is None
    await peer.adapter.send(peer.private, words("一"))
    assert [shown.text for shown in peer.shown(peer.private)] == ["一"]


async def test_an_error_of_the_platforms_own_making_means_later(peer: Refusing) -> None:
    peer.errs()
    with pytest.raises(TryLater) as later:
        await peer.adapter.send(peer.private, words("一"))
    assert (later.value.after_seconds, later.value.perhaps) == (None, False)


async def test_what_was_shown_without_an_answer_may_have_arrived(peer: Refusing) -> None:
    peer.stalls()
    with pytest.raises(TryLater) as later:
        await peer.adapter.send(peer.private, words("一"))
    assert (later.value.after_seconds, later.value.perhaps) == (None, True)
    assert [shown.text for shown in peer.shown(peer.private)] == ["一"]


@pytest.mark.parametrize("trouble", ["breaks", "errs"])
async def test_after_a_moment_of_trouble_the_sender_tries_again_at_once(
    peer: Refusing, trouble: str
) -> None:
    getattr(peer, trouble)()
    async with sender(peer) as (outbox, pauses):
        await owe(outbox, peer, "一", "二")
        await until(lambda: len(peer.shown(peer.private)) == 2)
        assert [shown.text for shown in peer.shown(peer.private)] == ["一", "二"]
        assert [1 <= seconds <= 2 for seconds in pauses] == [True]


async def test_a_platform_too_slow_to_answer_is_not_told_the_same_again_and_again(
    peer: Refusing,
) -> None:
    peer.stalls()
    async with sender(peer) as (outbox, pauses):
        await owe(outbox, peer, "一", "二")
        await until(lambda: len(peer.shown(peer.private)) == 2)
        assert [shown.text for shown in peer.shown(peer.private)] == ["一", "二"]
        await until(lambda: pauses)
        assert [seconds >= 300 for seconds in pauses] == [True]


async def test_who_does_not_want_to_hear_is_undeliverable_with_the_reason(peer: Refusing) -> None:
    sent = await peer.adapter.send(peer.private, words("一"))
    peer.refuses()
    for edit in ("", sent):
        with pytest.raises(Undeliverable) as never:
            await peer.adapter.send(peer.private, words("二"), edit=edit)
        assert never.value.reason
    nobody = Address(peer.private.platform, "999999999")
    with pytest.raises(Undeliverable) as never:
        await peer.adapter.send(nobody, words("二"))
    assert never.value.reason


async def test_a_chat_that_moved_says_where_to(peer: Moving) -> None:
    new = peer.moves()
    with pytest.raises(Moved) as moved:
        await peer.adapter.send(peer.team, words("一"))
    assert moved.value.chat == new
    there = Address(peer.team.platform, new)
    await peer.adapter.send(there, words("一"))
    assert [shown.text for shown in peer.shown(there)] == ["一"]


async def test_sending_side_by_side_mixes_nothing_up(peer: Peer) -> None:
    texts = [f"第{n}条" for n in range(20)]
    sent = await asyncio.gather(*(peer.adapter.send(peer.private, words(t)) for t in texts))
    standing = {shown.id: shown.text for shown in peer.shown(peer.private)}
    assert [standing[message] for message in sent] == texts


@asynccontextmanager
async def sender(peer: Peer) -> AsyncIterator[tuple[Outbox, list[float]]]:
    """The real sender on this adapter, and the seconds it has waited: a short wait is soon over."""
    pauses: list[float] = []
    store, office = memory_store(), demo_office()
    views = Views(office, Wording(office), Reach(at_home=frozenset()))

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await (asyncio.sleep(0) if seconds < LONG else asyncio.Event().wait())

    outbox = Outbox(
        Turns(store, office, views, Router(), demo_start),
        {peer.adapter.name: peer.adapter},
        sleep=sleep,
    )
    yield outbox, pauses
    await outbox.close()
    await store.close()


LONG = 60.0


async def owe(outbox: Outbox, peer: Peer, *texts: str) -> None:
    """Owe messages to the private chat, as a committed turn does."""

    def turn(work: Work) -> list[Post]:
        owed = [
            work.posts.add(
                Post(
                    address=peer.private,
                    to=OfficerId("001"),
                    kind=PostKind.CARD,
                    body=words(text),
                    made_at=work.now,
                )
            )
            for text in texts
        ]
        return [each for each in owed if each]

    outbox.hand_on(await outbox._turns.plain(turn))
