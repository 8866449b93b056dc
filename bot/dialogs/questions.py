"""What is typed in answer to a question, or in reply to a card."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import lines
from bot.commands.conclude import ConcludeInquiry
from bot.commands.entitled import must_see
from bot.commands.handle import AddNote, SendBack
from bot.commands.urge import AnswerUrge
from bot.dialogs import forming, handing
from bot.dialogs.clerk import give
from bot.dialogs.looking import must_be_mine
from bot.dialogs.officer import pass_on
from bot.dialogs.remarks import add
from bot.dialogs.talk import Talk
from bot.domain.errors import ReasonNeeded, Unclear
from bot.domain.inquiry import Inquiry, Outcome, State
from bot.domain.messages import PostKind
from bot.lines.names import find_people
from bot.lines.phones import find
from bot.ports.values import Part, Post

_LONGEST = 1000


def answer_question(talk: Talk, question: Post, text: str) -> None:
    """Take *text* as the answer to *question*; it carries [另登一件] for ten minutes.

    Raises:
        Unclear: it cannot be read as such an answer.
    """
    part = question.parts[0]
    if part.inquiry:
        must_see(talk.turn, talk.me, talk.turn.inquiry(part.inquiry))
    name = part.view.removeprefix("ask/")
    if name == "field":
        draft = talk.turn.work.drafts.get(talk.here, talk.me.id)
        if draft is None:
            talk.say("toasts/no_draft")
        else:
            forming.typed(talk, replace(draft, asking=part.args[0]), text)
        return
    if name == "files-matter":
        handing.registered_with(talk, text, part.args[0])
        return
    if name.startswith("told-"):
        _conclude(talk, part, Outcome(name.removeprefix("told-")), text)
    else:
        _ANSWERS[name](talk, part, text)
    talk.show("taken", part.inquiry, kind=PostKind.REPLY, args=(text, name))


def reply_to_card(talk: Talk, card: Post, text: str) -> bool:
    """A reply to a card adds to it: a name in its list of people, a number, a remark; False if not taken."""
    about = {p.inquiry: p for p in card.parts if p.inquiry}
    if not about:
        return False
    part = next(iter(about.values()))
    if len(about) > 1:
        named = _named_in(talk, about, text)
        if named is None:
            talk.say("replies/which_one")
            return True
        part, text = named
    inquiry = talk.turn.inquiry(part.inquiry)
    must_see(talk.turn, talk.me, inquiry)
    if part.face.startswith("people"):
        people = _people(talk, text)
        if len(people) == 1:
            _hand(talk, inquiry, people[0])
            return True
    must_be_mine(talk, inquiry)
    add(talk, inquiry, text)
    return True


def _named_in(talk: Talk, about: Mapping[int, Part], text: str) -> tuple[Part, str] | None:
    """In a list: the item whose number is said, or whose people are shown; and what is left."""
    for part in about.values():
        number = talk.turn.inquiry(part.inquiry).number
        if number in text:
            return part, text.replace(number, "", 1).strip()
    open_ones = [part for part in about.values() if part.face.startswith("people")]
    return (open_ones[0], text) if len(open_ones) == 1 else None


def _conclude(talk: Talk, part: Part, outcome: Outcome, text: str) -> None:
    basis = text if outcome is Outcome.REFUSED else ""
    receipt = text if outcome is Outcome.ENTERED else ""
    command = ConcludeInquiry(
        inquiry=part.inquiry,
        outcome=outcome,
        told=text[:_LONGEST],
        by=talk.me.id,
        basis=basis,
        receipt=receipt,
    )
    talk.do(command)


def _answer(talk: Talk, part: Part, text: str) -> None:
    _conclude(talk, part, Outcome.ANSWERED, text)


def _phone(talk: Talk, part: Part, text: str) -> None:
    found = find(text, area_code=talk.turn.office.area_code)
    if not found:
        raise Unclear("phone")
    talk.do(AddNote(part.inquiry, found.phone, talk.me.id, field="phone"))


def _reason_back(talk: Talk, part: Part, text: str) -> None:
    talk.do(SendBack(part.inquiry, text, talk.me.id))


def _reason_late(talk: Talk, part: Part, text: str) -> None:
    if not text.strip():
        raise ReasonNeeded("")
    talk.ask("date-late", part.inquiry, text)


def _date_late(talk: Talk, part: Part, text: str) -> None:
    hours = talk.turn.office.hours
    day = lines.parse_day(text, today=hours.today(talk.turn.now), working=hours.calendar.is_working)
    if day is None:
        raise Unclear("day")
    code = part.args[0] if part.args else ""
    reason = talk.turn.views.wording.label("delay", code)
    talk.do(AnswerUrge(part.inquiry, reason, day, talk.me.id))


def _person(talk: Talk, part: Part, text: str) -> None:
    people = _people(talk, text)
    if len(people) != 1:
        raise Unclear("person")
    _hand(talk, talk.turn.inquiry(part.inquiry), people[0])


def _hand(talk: Talk, inquiry: Inquiry, officer: str) -> None:
    if inquiry.state is State.REGISTERED:
        give(talk, inquiry.id, officer)
    else:
        pass_on(talk, inquiry.id, officer)


def _people(talk: Talk, text: str) -> tuple[str, ...]:
    staff = [(o.id, o.name) for o in talk.turn.work.roster.active()]
    return find_people(text, staff)


_ANSWERS: dict[str, Callable[[Talk, Part, str], None]] = {
    "answer": _answer,
    "phone": _phone,
    "reason-back": _reason_back,
    "reason-late": _reason_late,
    "date-late": _date_late,
    "person": _person,
}
