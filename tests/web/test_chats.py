"""What the page keeps in memory, and the order in which changes are told."""

from collections.abc import AsyncIterator

import pytest

from adapters.web.chats import Change, Chats, Said, plain
from bot.chat import Address, Button, Outgoing, Segment, Undeliverable
from tests.web.fake_core import MONDAY, FakeOffice, say


@pytest.fixture
def chats() -> Chats:
    return Chats(first=1000, link=lambda chat, file: f"{chat}/{file.sha}")


async def take(stream: AsyncIterator[Change | None], count: int) -> list[tuple[str, str]]:
    seen = [await anext(stream) for _ in range(count)]
    return [(change.name, change.chat) for change in seen if change]


def texts(chats: Chats, chat: str) -> list[tuple[str, str, bool]]:
    messages = chats.history(chat)["messages"]
    return [(each["id"], each["segments"][0].text, each["edited"]) for each in messages]


def test_an_edit_stays_in_its_place_and_is_marked(chats: Chats) -> None:
    first = chats.post("p:001", plain("一"), at=MONDAY)
    chats.post("p:001", plain("二"), at=MONDAY)
    chats.edit("p:001", first, plain("一改"), at=MONDAY)
    assert texts(chats, "p:001") == [("1000", "一改", True), ("1001", "二", False)]


def test_an_edit_of_an_earlier_runs_message_is_shown_before_this_runs(chats: Chats) -> None:
    chats.post("p:001", plain("新"), at=MONDAY)
    chats.edit("p:001", "7", plain("旧"), at=MONDAY)
    assert texts(chats, "p:001") == [("7", "旧", False), ("1000", "新", False)]


def test_a_wiped_message_is_gone_and_wiping_it_twice_changes_nothing(chats: Chats) -> None:
    name = chats.post("c:a", plain("一"), at=MONDAY)
    chats.wipe("c:a", name)
    chats.wipe("c:a", name)
    assert chats.history("c:a")["messages"] == []
    assert chats.history("c:a")["version"] == 2


def test_a_message_without_keyboard_leaves_the_keyboard_as_it_was(chats: Chats) -> None:
    chats.post("p:001", Outgoing((Segment("text", "一"),), keyboard=(("待办",),)), at=MONDAY)
    chats.post("p:001", plain("二"), at=MONDAY)
    assert chats.history("p:001")["keyboard"] == (("待办",),)


def test_what_was_sent_under_a_delivery_is_found_again(chats: Chats) -> None:
    name = chats.post("p:001", plain("一"), at=MONDAY, said=Said("001", "d1"))
    assert [chats.delivered("p:001", each) for each in ("d1", "d2")] == [name, ""]


async def test_a_new_listener_is_greeted_and_hears_what_comes(chats: Chats) -> None:
    chats.post("p:001", plain("before"), at=MONDAY)
    stream = chats.listen(chat="", after="")
    assert await take(stream, 1) == [("hello", "")]
    chats.post("c:a", plain("after"), at=MONDAY)
    assert await take(stream, 1) == [("message", "c:a")]


async def test_a_listener_of_one_chat_hears_only_it_and_the_clock(chats: Chats) -> None:
    stream = chats.listen(chat="p:001", after="1000-0")
    chats.post("p:002", plain("else"), at=MONDAY)
    chats.tell_clock({"now": "", "next": None})
    chats.post("p:001", plain("mine"), at=MONDAY)
    assert await take(stream, 2) == [("clock", ""), ("message", "p:001")]


async def test_a_listener_that_comes_back_hears_what_it_missed(chats: Chats) -> None:
    for text in "一二三":
        chats.post("p:001", plain(text), at=MONDAY)
    assert await take(chats.listen(chat="", after="1000-1"), 2) == [("message", "p:001")] * 2


@pytest.mark.parametrize("after", ["999-1", "1000-x", "nonsense"])
async def test_a_listener_of_another_run_is_told_to_begin_anew(chats: Chats, after: str) -> None:
    assert await take(chats.listen(chat="", after=after), 1) == [("reset", "")]


async def test_closing_ends_the_streams_also_those_opened_later(chats: Chats) -> None:
    chats.close()
    assert [change async for change in chats.listen(chat="", after="1000-0")] == []


async def test_buttons_are_kept_row_by_row() -> None:
    office = FakeOffice()
    adapter = office.connect()
    name = await adapter.send(Address("web", "p:001"), say("一", "甲|乙", "丙"))
    await adapter.send(Address("web", "p:001"), say("二", "丁"), edit=name)
    kept = adapter.chats.history("p:001")["messages"]
    assert [each["rows"] for each in kept] == [((Button("丁", "0.0:丁"),),)]
    await adapter.close()


async def test_a_chat_that_does_not_exist_is_undeliverable() -> None:
    office = FakeOffice()
    adapter = office.connect()
    for chat in ("p:999", "c:无", "001"):
        with pytest.raises(Undeliverable):
            await adapter.send(Address("web", chat), say("一"))
    await adapter.close()
