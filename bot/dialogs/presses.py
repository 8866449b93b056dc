"""Buttons: from a payload's verb to what it does.

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
from bot.domain import rights
from bot.domain.errors import NotForYou, UsedButton
from bot.domain.inquiry import Inquiry
from bot.rendering.markup import read_payload


@dataclass(frozen=True, slots=True)
class Press:
    """What a verb does: called with the turn, the inquiry's id and the argument."""

    act: Callable[[Talk, int, str], None]
    strict: bool = True


def turn_face(talk: Talk, inquiry: int, arg: str) -> None:
    """更多, 另选人, 返回: another face of the same card."""
    talk.face(inquiry, arg)


PRESSES: dict[str, Press] = {
    "face": Press(turn_face),
    "to": Press(clerk.to),
    "give": Press(clerk.give),
    "mine": Press(clerk.mine),
    "unit": Press(clerk.unit_at),
    "answer": Press(clerk.answer),
    "own": Press(clerk.answer_own),
    "raise": Press(clerk.raise_it),
    "here": Press(clerk.presence, strict=False),
    "undo": Press(clerk.take_back),
    "papers": Press(clerk.papers),
    "duty": Press(clerk.duty_at),
    "tick": Press(clerk.tick),
    "notice": Press(clerk.notice),
    "complete": Press(clerk.complete),
    "settled": Press(clerk.settled),
    "out": Press(clerk.outcome),
    "urge": Press(clerk.urge, strict=False),
    "phoned": Press(clerk.phoned, strict=False),
    "grade": Press(clerk.grade),
    "why": Press(clerk.grade_reason),
    "redo": Press(clerk.redo),
    "explain": Press(clerk.explained),
    "noreach": Press(clerk.not_reached),
    "called": Press(clerk.called_back, strict=False),
    "notin": Press(clerk.not_at_desk),
    "fine": Press(clerk.doubt_fine, strict=False),
    "carry": Press(clerk.carry_on),
    "new": Press(clerk.new_matter),
    "accept": Press(officer.accept),
    "contact": Press(officer.contact, strict=False),
    "back": Press(officer.send_back),
    "pass": Press(officer.pass_on),
    "direct": Press(officer.direct),
    "lead": Press(officer.lead),
    "helper": Press(officer.helper),
    "co": Press(officer.co_handle),
    "reply": Press(officer.answer_self),
    "today": Press(officer.today, strict=False),
    "because": Press(officer.because, strict=False),
    "promise": Press(officer.promise, strict=False),
    "limit": Press(officer.limit, strict=False),
    "look": Press(officer.look_into, strict=False),
    "where": Press(officer.where, strict=False),
    "card": Press(looking.card, strict=False),
    "hand": Press(absence.hand_over, strict=False),
    "handall": Press(absence.hand_all, strict=False),
    "handeach": Press(absence.hand_each, strict=False),
    "keep": Press(absence.keep, strict=False),
    "another": Press(speaking.register_anyway, strict=False),
    "split": Press(speaking.split_up),
    "belongs": Press(handing.belongs, strict=False),
    "move": Press(handing.move, strict=False),
    "mytodo": Press(digesting.my_todo, strict=False),
    "field": Press(forming.pressed, strict=False),
    "prefer": Press(accounts.prefer, strict=False),
    "leave": Press(accounts.leave, strict=False),
    "leaving": Press(accounts.leave_last, strict=False),
    "unbind": Press(accounts.end_accounts, strict=False),
    "succeed": Press(handover.hand_all, strict=False),
    "succession": Press(handover.choose, strict=False),
    "successor": Press(handover.successor, strict=False),
    "handover": Press(handover.hand_chosen, strict=False),
    "resend": Press(undelivered.resend, strict=False),
    "discard": Press(undelivered.discard, strict=False),
    "unsent": Press(undelivered.page, strict=False),
    "sheet": Press(sheets.link, strict=False),
    "release": Press(sheets.release, strict=False),
    "inhand": Press(officer.take_in_hand, strict=False),
    "calm": Press(officer.calm, strict=False),
    "dropdev": Press(devices.remove, strict=False),
}


PRESSED_IN_CHANNELS = frozenset({"mytodo"})
"""What stands under a message in a team channel; every other card belongs into a private chat."""
ABOUT_NOTHING = frozenset(
    {"another", "keep", *(v for v, right in rights.PRESSES.items() if right.about != "case")}
)
"""Buttons that may stand in a message about no inquiry."""
_LARGEST = 2**31


def verb_of(payload: str) -> str:
    """What the pressed button asks for; empty where it is none of ours."""
    said = read_payload(payload)
    return said[0] if said else ""


def press(talk: Talk) -> None:
    """Do what the pressed button says.

    Whether it may be done is settled here, for every button, before anything happens: cards are
    forwarded, payloads edited, and roles change while a card stands.

    Raises:
        NotForYou: the inquiry is not to be seen by who pressed.
        NotYourRole: the button belongs to others.
        UsedButton: it belongs to a step that is over, or is none of ours.
    """
    said = read_payload(talk.incoming.press)
    known = PRESSES.get(said[0]) if said else None
    if said is None or known is None or max(said[1:3]) > _LARGEST:
        raise UsedButton("", talk.me.id, "")
    verb, inquiry, step, arg = said
    if not inquiry and verb not in ABOUT_NOTHING:
        raise UsedButton("", talk.me.id, "")
    right = rights.PRESSES.get(verb)
    if inquiry and (right is None or right.about != "papers"):
        found = talk.turn.inquiry(inquiry)
        _must_see(talk, found)
        if known.strict and found.step != step:
            raise UsedButton(found.number, found.owes, found.state)
    rights.must_be_allowed(right, talk.me, talk.turn.work.roster, verb)
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
