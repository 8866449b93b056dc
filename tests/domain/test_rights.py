"""Who may see and do what: every role at every command and every button, through the real door."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from bot.app import House
from bot.chat import Attachment, Contact, Incoming
from bot.commands import do
from bot.commands.refer import ReferInquiry
from bot.commands.register import RegisterInquiry
from bot.dialogs.buttons import BUTTONS
from bot.dialogs.words import COMMANDS
from bot.domain import rights
from bot.domain.inquiry import Inquiry
from bot.domain.office import Department, Officer, OfficerId, Role
from bot.domain.rules import Office
from bot.ports.store import Work
from storage.memory import MemoryStore
from tests.counter import Counter, accounts_for
from tests.dialogs.rights_page import PAGE, printed
from tests.offices import demo_office
from tests.stories.walk_checks import listening

PEOPLE = {
    "a1": ("甲科", Role.CLERK),
    "a2": ("甲科", Role.OFFICER),
    "a3": ("甲科", Role.HEAD),
    "a4": ("甲科", Role.LEADER),
    "a5": ("甲科", Role.CHIEF),
    "a6": ("甲科", Role.SUPERVISOR),
    "a7": ("甲科", Role.DISCIPLINE),
    "a8": ("甲科", Role.PERSONNEL),
    "a9": ("甲科", Role.ADMINISTRATOR),
    "a0": ("甲科", Role.CLERK),
    "b1": ("乙科", Role.CLERK),
    "b2": ("乙科", Role.OFFICER),
    "b3": ("乙科", Role.HEAD),
    "b4": ("乙科", Role.LEADER),
}
WHOSE = ("own", "department", "other")
SEEN_BY = {
    "own": set(Role),
    "department": {Role.HEAD, Role.LEADER, Role.CHIEF, Role.SUPERVISOR},
    "other": {Role.CHIEF, Role.SUPERVISOR},
}
OF_ADMINISTRATORS = {
    "catalogue", "failed", "bind", "bind_channel", "unbind", "handover", "resend", "discard", "unsent",
    "succeed", "succession", "successor",
}  # fmt: skip
OF_SOME = {
    "limit": {Role.HEAD, Role.LEADER, Role.CHIEF},
    "look": {Role.HEAD, Role.LEADER, Role.CHIEF},
    "ledger": {Role.HEAD, Role.LEADER, Role.CHIEF, Role.SUPERVISOR, Role.ADMINISTRATOR},
    **{name: {Role.ADMINISTRATOR} for name in OF_ADMINISTRATORS},
}
NOT_FOR_YOU, NOT_YOUR_ROLE = "您无权查看这件", "这项由"
NUMBERED = ("where", "urge", "raise", "note", "undo")
"""Commands that speak of one inquiry by its number."""
SHOWS_DEBTS = {"succeed", "succession", "successor", "handover"}


@dataclass
class TwoSections:
    """A counter of two sections, and one inquiry of each kind at a time."""

    counter: Counter

    async def inquiry(self, whose: str, actor: str) -> Inquiry:
        """One of the actor's own, one of his section, or one of the other; the matter says which."""
        clerk, officer = {"own": (actor, actor), "department": ("a0", "a0"), "other": ("b1", "b2")}[
            whose
        ]
        house: House = self.counter._house

        def turn(work: Work) -> Inquiry:
            turn = house.turns.of(work)
            matter = f"暗号{whose}"
            given = RegisterInquiry(by=OfficerId(clerk), matter=matter, channel="来访")
            kept = do(given, turn)
            found = do(ReferInquiry(kept.id, OfficerId(officer), OfficerId(clerk)), turn)
            assert isinstance(found, Inquiry)
            return found

        return await self.counter.work(turn)

    async def says(self, actor: str, **what: str) -> str:
        """What he is told, by a word that passes or by a message."""
        before = len(self.counter.screens(actor))
        ack = await self.counter.deliver(self.counter.incoming(actor, **what))
        return "\n".join((ack.text, *self.counter.screens(actor)[before:]))


@pytest.fixture(scope="module")
def office() -> Office:
    """The demo office's rules and hours."""
    return demo_office()


@pytest.fixture
async def sections(office: Office) -> AsyncIterator[TwoSections]:
    """Two sections with everybody in them."""
    people = tuple(
        Officer(id=OfficerId(key), name=f"某{key}", department=section, roles=(role,))
        for key, (section, role) in PEOPLE.items()
    )
    sections = (
        Department(name="甲科", head=OfficerId("a3"), leader=OfficerId("a4")),
        Department(name="乙科", head=OfficerId("b3"), leader=OfficerId("b4")),
    )
    counter = await Counter(office, MemoryStore()).open((*people, *sections, *accounts_for(PEOPLE)))
    yield TwoSections(counter)
    await counter.close()


by_role = pytest.mark.parametrize("actor", [key for key in PEOPLE if key[0] == "a" and key != "a0"])


def test_everybody_of_every_role_sees_something() -> None:
    assert set(rights.SEES) == set(Role)


@by_role
async def test_every_button_for_every_role(sections: TwoSections, actor: str) -> None:
    role, wrong = PEOPLE[actor][1], []
    with listening() as faults:
        for verb in BUTTONS:
            for whose in WHOSE:
                inquiry = await sections.inquiry(whose, actor)
                press = f"{verb}:{inquiry.id}:{inquiry.step}:"
                told = await sections.says(actor, press=press, message_id="none")
                wanted = _press_refused(verb, whose, role)
                after = await sections.counter.inquiry(inquiry.number)
                if _refusal(told) != wanted or (wanted and after != inquiry):
                    wrong.append((verb, whose, told))
    assert (wrong, faults.found) == ([], [])


@by_role
async def test_every_command_for_every_role(sections: TwoSections, actor: str) -> None:
    role, wrong = PEOPLE[actor][1], []
    with listening() as faults:
        for name in COMMANDS:
            for whose in WHOSE:
                inquiry = await sections.inquiry(whose, actor)
                told = await sections.says(actor, command=name, text=inquiry.number)
                wanted = _command_refused(name, whose, role)
                after = await sections.counter.inquiry(inquiry.number)
                if _refusal(told) != wanted or (wanted and after != inquiry):
                    wrong.append((name, whose, told))
                if role not in SEEN_BY[whose] and f"暗号{whose}" in told:
                    wrong.append((name, whose, told))
    assert (wrong, faults.found) == ([], [])


async def test_a_role_counts_when_acting_not_when_the_button_was_made(
    sections: TwoSections,
) -> None:
    await sections.says("a9", text="解绑 某a2")
    message, payload = sections.counter.button("a9", "解绑")

    def demoted(work: Work) -> None:
        work.put(replace(work.roster.officer("a9"), roles=(Role.CLERK,)))

    await sections.counter.work(demoted)
    told = await sections.says("a9", press=payload, message_id=message)
    assert _refusal(told) == NOT_YOUR_ROLE
    assert await sections.counter.work(lambda work: len(work.roster.accounts(OfficerId("a2")))) == 1


async def test_the_deputy_in_force_sees_what_he_stands_in_for_and_no_longer(
    sections: TwoSections,
) -> None:
    def deputy(work: Work) -> None:
        work.put(replace(work.roster.officer("b2"), deputy=OfficerId("a2")))

    await sections.counter.work(deputy)
    inquiry = await sections.inquiry("other", "a2")
    assert _refusal(await sections.says("a2", text=inquiry.number)) == NOT_FOR_YOU
    await sections.says("b2", text="外出 今天 开会")
    assert "暗号other" in await sections.says("a2", text=inquiry.number)
    await sections.says("b2", text="回来")
    assert _refusal(await sections.says("a2", text=inquiry.number)) == NOT_FOR_YOU


def _of_a_stranger(inquiry: Inquiry) -> list[dict[str, object]]:
    presses: list[dict[str, object]] = [
        {"press": f"{verb}:{inquiry.id}:{inquiry.step}:"} for verb in BUTTONS
    ]
    commands: list[dict[str, object]] = [
        {"command": name, "text": inquiry.number} for name in COMMANDS
    ]
    others: list[dict[str, object]] = [
        {"text": "王秀英 13800138000 公租房没消息"},
        {"text": inquiry.number},
        {"text": "k7mp-3x9d"},
        {"form": "registration", "answers": {"matter": "漏水"}},
        {"attachments": (Attachment(kind="photo", handle="h"),)},
        {"contact": Contact("13800138000", "someone else")},
        {"email": "nobody@example.org", "text": "待办"},
        {"text": "补一句", "reply_to": "1"},
        {"text": "改了", "edited": True, "message_id": "1"},
    ]
    return [*presses, *commands, *others]


async def test_a_stranger_gets_one_polite_sentence_whatever_he_does(sections: TwoSections) -> None:
    inquiry = await sections.inquiry("other", "b1")
    asked = _of_a_stranger(inquiry)
    told: set[str] = set()
    for what in asked:
        before = len(sections.counter.screens("999"))
        ack = await sections.counter.deliver(sections.counter.incoming("999", **what))
        told.add("\n".join((ack.text, *sections.counter.screens("999")[before:])).strip())
    hello = next(words for words in told if words.startswith("您好"))
    assert told == {hello, "请先绑定。"}
    assert hello == (
        "您好，这里是云岭县住房和城乡建设局的内部登记号。"
        "工作人员请向管理员要绑定链接，或在此分享本人号码。"
    )
    assert await sections.counter.inquiry(inquiry.number) == inquiry
    assert await sections.counter.work(lambda work: work.inquiries.numbered("1123-02")) is None


async def test_in_groups_a_stranger_hears_nothing_at_all(sections: TwoSections) -> None:
    inquiry = await sections.inquiry("other", "b1")
    for what in _of_a_stranger(inquiry):
        incoming: Incoming = sections.counter.incoming("999", **what)
        where = sections.counter.channel("乙科")
        ack = await sections.counter.deliver(replace(incoming, address=where, private=False))
        assert ack.text == ""
    assert (sections.counter.board("乙科"), sections.counter.screens("999")) == ([], [])


def test_the_page_of_rights_is_printed_from_the_tables() -> None:
    page = PAGE.read_text("utf-8")
    assert page == printed(page), "run python -m tests.dialogs.rights_page"


def _press_refused(verb: str, whose: str, role: Role) -> str:
    if verb not in SHOWS_DEBTS and role not in SEEN_BY[whose]:
        return NOT_FOR_YOU
    return "" if role in OF_SOME.get(verb, set(Role)) else NOT_YOUR_ROLE


def _command_refused(name: str, whose: str, role: Role) -> str:
    if role not in OF_SOME.get(name, set(Role)):
        return NOT_YOUR_ROLE
    return NOT_FOR_YOU if name in NUMBERED and role not in SEEN_BY[whose] else ""


def _refusal(told: str) -> str:
    return next((words for words in (NOT_FOR_YOU, NOT_YOUR_ROLE) if words in told), "")
