"""Buttons: from a payload's verb to what it does, and who may press it; one row each.

A *strict* verb belongs to one step of the inquiry: pressed on an older card it is refused, so an
old button never does something a second time. The others are guarded by the inquiry's own rules.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.commands.entitled import must_see
from bot.dialogs import (
    absence,
    accounts,
    clerk,
    devices,
    digesting,
    forming,
    handing,
    handover,
    looking,
    officer,
    sheets,
    speaking,
    undelivered,
)
from bot.dialogs.talk import Talk
from bot.domain.errors import NotForYou, UsedButton
from bot.domain.inquiry import Inquiry
from bot.domain.office import Role
from bot.domain.rights import ABOVE, ADMINISTRATION, EVERYBODY, Subject, must_be_allowed
from bot.rendering.markup import read_payload


@dataclass(frozen=True, slots=True)
class Button:
    """What a verb does: called with the talk, the inquiry's id and the argument; and who may."""

    act: Callable[[Talk, int, str], None]
    roles: frozenset[Role]
    about: Subject = Subject.CASE
    strict: bool = True
    in_channels: bool = False  # it may stand in a team channel; other cards belong into a chat


def turn_face(talk: Talk, inquiry: int, arg: str) -> None:
    """更多, 另选人, 返回: another face of the same card."""
    talk.face(inquiry, arg)


BUTTONS: dict[str, Button] = {
    "face": Button(turn_face, EVERYBODY),
    "to": Button(clerk.to, EVERYBODY),
    "give": Button(clerk.give, EVERYBODY),
    "mine": Button(clerk.mine, EVERYBODY),
    "unit": Button(clerk.unit_at, EVERYBODY),
    "answer": Button(clerk.answer, EVERYBODY),
    "own": Button(clerk.answer_own, EVERYBODY),
    "raise": Button(clerk.raise_it, EVERYBODY),
    "here": Button(clerk.presence, EVERYBODY, strict=False),
    "undo": Button(clerk.take_back, EVERYBODY),
    "papers": Button(clerk.papers, EVERYBODY),
    "duty": Button(clerk.duty_at, EVERYBODY),
    "tick": Button(clerk.tick, EVERYBODY),
    "notice": Button(clerk.notice, EVERYBODY),
    "complete": Button(clerk.complete, EVERYBODY),
    "settled": Button(clerk.settled, EVERYBODY),
    "out": Button(clerk.outcome, EVERYBODY),
    "urge": Button(clerk.urge, EVERYBODY, strict=False),
    "phoned": Button(clerk.phoned, EVERYBODY, strict=False),
    "grade": Button(clerk.grade, EVERYBODY),
    "why": Button(clerk.grade_reason, EVERYBODY),
    "redo": Button(clerk.redo, EVERYBODY),
    "explain": Button(clerk.explained, EVERYBODY),
    "noreach": Button(clerk.not_reached, EVERYBODY),
    "called": Button(clerk.called_back, EVERYBODY, strict=False),
    "notin": Button(clerk.not_at_desk, EVERYBODY),
    "fine": Button(clerk.doubt_fine, EVERYBODY, strict=False),
    "carry": Button(clerk.carry_on, EVERYBODY),
    "new": Button(clerk.new_matter, EVERYBODY),
    "accept": Button(officer.accept, EVERYBODY),
    "contact": Button(officer.contact, EVERYBODY, strict=False),
    "back": Button(officer.send_back, EVERYBODY),
    "pass": Button(officer.pass_on, EVERYBODY),
    "direct": Button(officer.direct, EVERYBODY),
    "lead": Button(officer.lead, EVERYBODY),
    "helper": Button(officer.helper, EVERYBODY),
    "co": Button(officer.co_handle, EVERYBODY),
    "reply": Button(officer.answer_self, EVERYBODY),
    "today": Button(officer.today, EVERYBODY, strict=False),
    "because": Button(officer.because, EVERYBODY, strict=False),
    "promise": Button(officer.promise, EVERYBODY, strict=False),
    "limit": Button(officer.limit, ABOVE, strict=False),
    "look": Button(officer.look_into, ABOVE, strict=False),
    "where": Button(officer.where, EVERYBODY, strict=False),
    "card": Button(looking.card, EVERYBODY, strict=False),
    "hand": Button(absence.hand_over, EVERYBODY, strict=False),
    "handall": Button(absence.hand_all, EVERYBODY, Subject.NOTHING, strict=False),
    "handeach": Button(absence.hand_each, EVERYBODY, Subject.NOTHING, strict=False),
    "keep": Button(absence.keep, EVERYBODY, Subject.CASE_OR_NOTHING, strict=False),
    "another": Button(speaking.register_anyway, EVERYBODY, Subject.CASE_OR_NOTHING, strict=False),
    "split": Button(speaking.split_up, EVERYBODY),
    "belongs": Button(handing.belongs, EVERYBODY, Subject.NOTHING, strict=False),
    "move": Button(handing.move, EVERYBODY, strict=False),
    "mytodo": Button(digesting.my_todo, EVERYBODY, Subject.NOTHING, strict=False, in_channels=True),
    "field": Button(forming.pressed, EVERYBODY, Subject.NOTHING, strict=False),
    "prefer": Button(accounts.prefer, EVERYBODY, Subject.NOTHING, strict=False),
    "leave": Button(accounts.leave, EVERYBODY, Subject.NOTHING, strict=False),
    "leaving": Button(accounts.leave_last, EVERYBODY, Subject.NOTHING, strict=False),
    "unbind": Button(accounts.end_accounts, ADMINISTRATION, Subject.NOTHING, strict=False),
    "succeed": Button(handover.hand_all, ADMINISTRATION, Subject.PAPERS, strict=False),
    "succession": Button(handover.choose, ADMINISTRATION, Subject.PAPERS, strict=False),
    "successor": Button(handover.successor, ADMINISTRATION, Subject.PAPERS, strict=False),
    "handover": Button(handover.hand_chosen, ADMINISTRATION, Subject.PAPERS, strict=False),
    "resend": Button(undelivered.resend, ADMINISTRATION, Subject.NOTHING, strict=False),
    "discard": Button(undelivered.discard, ADMINISTRATION, Subject.NOTHING, strict=False),
    "unsent": Button(undelivered.page, ADMINISTRATION, Subject.NOTHING, strict=False),
    "sheet": Button(sheets.link, EVERYBODY, strict=False),
    "release": Button(sheets.release, EVERYBODY, strict=False),
    "inhand": Button(officer.take_in_hand, EVERYBODY, strict=False),
    "calm": Button(officer.calm, EVERYBODY, strict=False),
    "dropdev": Button(devices.remove, EVERYBODY, Subject.NOTHING, strict=False),
}


_LARGEST = 2**31


def button_of(payload: str) -> Button | None:
    """The row of a pressed button; ``None`` where it is none of ours."""
    said = read_payload(payload)
    return BUTTONS.get(said[0]) if said else None


def press(talk: Talk) -> None:
    """Do what the pressed button says.

    Whether it may be done is settled here, for every button, before anything happens: cards are
    forwarded, payloads edited, and roles change while a card stands.

    Raises:
        NotForYou: the inquiry is not to be seen by who pressed.
        NotYourRole: the button belongs to others.
        UsedButton: it belongs to a step that is over, or is none of ours.
    """
    said, known = read_payload(talk.incoming.press), button_of(talk.incoming.press)
    if said is None or known is None or max(said[1:3]) > _LARGEST:
        raise UsedButton("", talk.me.id, "")
    verb, inquiry, step, arg = said
    if not inquiry and known.about is Subject.CASE:
        raise UsedButton("", talk.me.id, "")
    if inquiry and known.about is not Subject.PAPERS:
        found = talk.turn.inquiry(inquiry)
        _must_see(talk, found)
        if known.strict and found.step != step:
            raise UsedButton(found.number, found.owes, found.state)
    must_be_allowed(known.roles, talk.me, talk.turn.work.roster, verb)
    known.act(talk, inquiry, arg)


def _must_see(talk: Talk, inquiry: Inquiry) -> None:
    """Whoever was sent the pressed card itself knows what it was about: its step is over."""
    try:
        must_see(talk.turn, talk.me, inquiry)
    except NotForYou:
        own = talk.post is not None and talk.post.to == talk.me.id
        if own and talk.part(inquiry.id).view:
            raise UsedButton(inquiry.number, inquiry.owes, inquiry.state) from None
        raise
