"""``shouwen outbox``: what did not arrive, listed, sent again by the running office, or dropped."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.console import Console
from bot.app import House, open_store
from bot.chat import Address, Outgoing, Segment
from bot.chat.about import Hosted
from bot.clockwork.clock import DemoClock
from bot.commands import do
from bot.commands.register import RegisterInquiry
from bot.demo import demo_directory, demo_start
from bot.demo.office import demo_office
from bot.domain.inquirer import Inquirer
from bot.domain.messages import PostKind
from bot.domain.office import Account, OfficerId
from bot.domain.rules import Office
from bot.ports.store import Work
from bot.ports.values import Part, Post, PostState, Sent
from bot.turns.owed import Owed
from bot.turns.owing import owe
from bot.turns.turn import Turn
from tests.shell import OFFICE, Shouwen, shouwen

__all__ = ["shouwen"]

T = TypeVar("T")
NOTHING = "没有未送达的消息。\n"


@pytest.fixture
def office(shouwen: Shouwen) -> Shouwen:
    """An office in whose record three posts lie parked."""
    Path("config.toml").write_text(OFFICE, "utf-8")
    on_record(lambda work: park(work, 3))
    return shouwen


def on_record(turn: Callable[[Work], T]) -> T:
    async def run() -> T:
        store = open_store("sqlite:///data/shouwen.db", zone=demo_office().hours.zone)
        try:
            return await store.run(turn, at=demo_start())
        finally:
            await store.close()

    Path("data").mkdir(exist_ok=True)
    return asyncio.run(run())


def park(work: Work, count: int) -> None:
    work.put(*demo_directory().officers.values())
    for n in range(1, count + 1):
        post = Post(
            address=Address("web", "p:002"),
            to=OfficerId("002"),
            kind=PostKind.REPLY,
            body=Outgoing((Segment("text", f"words {n}"),)),
            made_at=demo_start(),
        )
        owed = work.posts.add(post)
        assert owed is not None
        error = "defect: ValueError" if n == 1 else "bot was blocked"
        work.posts.mark([Sent(owed.id, PostState.PARKED, error=error)])


def states() -> list[str]:
    return on_record(lambda work: [_of(work, n).state for n in (1, 2, 3)])


def _of(work: Work, post: int) -> Post:
    found = work.posts.get(post)
    assert found is not None
    return found


def test_what_did_not_arrive_is_listed_with_reason_and_number(office: Shouwen) -> None:
    answer = office("outbox")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "未送达3条：",
        "1　李明（web）　11月23日 09:00　　程序发不出这条（ValueError）",
        "2　李明（web）　11月23日 09:00　　bot was blocked",
        "3　李明（web）　11月23日 09:00　　bot was blocked",
        "重发：shouwen outbox retry 编号（或 all）；不发了：shouwen outbox drop 编号（或 all）。",
    ]


def test_one_is_sent_again_and_another_dropped_with_a_line_in_the_journal(
    office: Shouwen,
) -> None:
    assert office("outbox", "retry", "2").out == "已重新排上1条，运行中的单位随即发出。\n"
    assert office("outbox", "drop", "3").out == "1条不再发送，已留痕。\n"
    assert states() == ["parked", "again", "dropped"]
    lines = on_record(lambda work: work.journal.kind("NoticeDropped", demo_start()))
    assert [(line.fact.view, line.fact.to) for line in lines] == [("reply", "002")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("more", [(), ("all",)])
def test_without_a_number_everything_is_sent_again(office: Shouwen, more: tuple[str]) -> None:
    assert office("outbox", "retry", *more).out.startswith("已重新排上3条")
    assert states() == ["again", "again", "again"]
    assert office("outbox").out == NOTHING


def test_what_was_wanted_again_can_still_be_dropped(office: Shouwen) -> None:
    office("outbox", "retry", "2")
    assert office("outbox", "drop", "2").out == "1条不再发送，已留痕。\n"
    assert states() == ["parked", "dropped", "parked"]


def test_everything_is_dropped_only_when_that_is_said(office: Shouwen) -> None:
    assert office("outbox", "drop").code == 2
    assert states() == ["parked", "parked", "parked"]
    assert office("outbox", "drop", "all").out == "3条不再发送，已留痕。\n"
    assert states() == ["dropped", "dropped", "dropped"]


def test_a_number_nobody_knows_is_refused_and_a_word_is_wrong_usage(office: Shouwen) -> None:
    answer = office("outbox", "retry", "77")
    assert (answer.code, answer.err) == (1, "没有编号77的未送达消息。用 shouwen outbox 看编号。\n")
    assert office("outbox", "retry", "seven").code == 2
    assert states() == ["parked", "parked", "parked"]


async def test_the_running_office_sends_it_at_its_next_tick(office: Shouwen) -> None:
    store = open_store("sqlite:///data/shouwen.db", zone=demo_office().hours.zone)
    clock = DemoClock(demo_start(), running=False)
    house = House(demo_office(), store, clock)
    console = Console(name="web")
    house.add(console, Hosted.HOME)
    try:
        await house.clockwork.tick()
        await asyncio.to_thread(office, "outbox", "retry", "2")
        await house.clockwork.tick()
        await house.outbox.settled()
        assert [message.text for message in console.messages.values()] == ["words 2"]
    finally:
        await house.close()


@pytest.fixture
def mainland(shouwen: Shouwen) -> Office:
    """An office that keeps names and numbers at home."""
    del shouwen  # who is in the empty folder
    text = OFFICE.replace("mainland = false", "mainland = true")
    Path("config.toml").write_text(text, "utf-8")
    Path("data").mkdir()
    return replace(demo_office(), mainland=True)


async def test_a_card_sent_again_to_a_platform_abroad_is_masked_there_as_before(
    mainland: Office, shouwen: Shouwen
) -> None:
    """The terminal does not know what stands abroad: it renders nothing."""
    office = mainland
    store = open_store("sqlite:///data/shouwen.db", zone=office.hours.zone)
    house = House(office, store, DemoClock(demo_start(), running=False))
    console = Console(name="telegram")
    house.add(console, Hosted.ABROAD)
    try:
        refused = await store.run(lambda work: _park_a_card(house.turns.of(work)), at=demo_start())
        await asyncio.to_thread(shouwen, "outbox", "retry")
        await house.clockwork.tick()
        await house.outbox.settled()
        (message,) = console.messages.values()
        assert message == refused.body
        assert "王**" in message.text
        assert [said for said in PARTICULARS if said in message.text] == []
    finally:
        await house.close()


PARTICULARS = ("王秀英", "13800138000", "黑石乡", "8000")


def _park_a_card(turn: Turn) -> Post:
    work = turn.work
    account = Account(platform="telegram", user="2", officer=OfficerId("002"), chat="2")
    work.put(*demo_directory().officers.values(), account)
    said = RegisterInquiry(
        by=OfficerId("001"),
        matter="公租房",
        inquirer=Inquirer(name="王秀英", phone="13800138000", place="黑石乡"),
    )
    registered = do(said, turn)
    parts = (Part("clerk", registered.id),)
    post = owe(turn, Owed(at=Address("telegram", "2"), to=OfficerId("002"), parts=parts))
    assert post is not None
    work.posts.mark([Sent(post.id, PostState.PARKED, error="bot was blocked")])
    return post
