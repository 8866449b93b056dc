"""What the rows of buttons and commands allow beyond who may: where, how said, and on which card."""

import pytest

from bot.chat import Address, Incoming
from bot.dialogs.buttons import BUTTONS
from bot.dialogs.talk import Talk
from bot.dialogs.words import COMMANDS, Takes, command_in
from bot.domain.rights import Subject
from bot.domain.rules import Office
from bot.ports.store import Work
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.offices import demo_office

LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"
USED = "这个按钮已用过，现由李明承办。"
STANDING = {
    "here", "urge", "phoned", "called", "fine", "contact", "today", "because", "promise", "limit",
    "look", "where", "card", "hand", "keep", "another", "move", "sheet", "release", "inhand", "calm",
}  # fmt: skip
"""Buttons about an inquiry that an older card keeps: the inquiry's own rules guard them."""


@pytest.fixture(scope="module")
def office() -> Office:
    return demo_office()


def test_what_may_be_said_and_pressed_in_a_team_channel() -> None:
    assert {name for name, row in COMMANDS.items() if row.in_channels} == {"bind_channel", "today"}
    assert {verb for verb, row in BUTTONS.items() if row.in_channels} == {"mytodo"}


def test_which_commands_are_a_whole_text() -> None:
    assert {name for name, row in COMMANDS.items() if row.takes is Takes.ALONE} == {
        "register", "back", "myrecord", "catalogue", "failed", "account", "today", "more", "help",
    }  # fmt: skip


def test_which_buttons_an_older_card_keeps() -> None:
    about_one = {
        verb
        for verb, row in BUTTONS.items()
        if row.about in (Subject.CASE, Subject.CASE_OR_NOTHING)
    }
    assert {verb for verb in about_one if not BUTTONS[verb].strict} == STANDING


async def test_a_button_of_a_former_step_does_nothing(office: Office) -> None:
    counter = await Counter(office, MemoryStore()).open()
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    before = await counter.inquiry("1123-01")
    told = {}
    for verb, row in BUTTONS.items():
        if row.strict and row.about is Subject.CASE:
            press = f"{verb}:{before.id}:{before.step - 1}:"
            ack = await counter.deliver(counter.incoming("李明", press=press, message_id="none"))
            told[verb] = ack.text
    assert set(told.values()) == {USED}, told
    assert await counter.inquiry("1123-01") == before
    await counter.close()


@pytest.mark.parametrize(
    ("more", "takes"), [("", {Takes.ALONE, Takes.WORDS}), (" 还有话", {Takes.WORDS})]
)
async def test_how_a_command_is_said(office: Office, more: str, takes: set[Takes]) -> None:
    counter = await Counter(office, MemoryStore()).open()

    def understood(work: Work) -> set[str]:
        turn = counter._house.turns.of(work)
        found = set()
        for word in turn.views.wording.commands:
            said = Incoming(id="1", address=Address("web", "p:001"), sender="001", text=word + more)
            if named := command_in(Talk(turn, work.roster.officer("001"), said)):
                found.add(named[0])
        return found

    wanted = {name for name, row in COMMANDS.items() if row.takes in takes}
    assert await counter.work(understood) == wanted
    await counter.close()
