"""The verbs of handling an inquiry, from registration to conclusion: values in, facts out.

Each returns the changed inquiry and what happened. Moments are aware; *office* gives the limits.
"""

from dataclasses import fields
from datetime import datetime
from typing import Any

from bot.domain.clocks import Clock, ClockKind
from bot.domain.copies import replace
from bot.domain.errors import NotAllowedNow, ReasonNeeded, SecondReturn
from bot.domain.facts import (
    Accepted,
    Attempted,
    Concluded,
    Contacted,
    Facts,
    Noted,
    PresenceTold,
    Referred,
    Registered,
    Voided,
    WordsReleased,
)
from bot.domain.hands import Step, hand_over, must_be_one_of, must_hold, needs, stopped
from bot.domain.inquirer import Inquirer
from bot.domain.inquiry import WITH_ASSIGNEE, Inquiry, Note, Outcome, Presence, State
from bot.domain.ladder import begin
from bot.domain.office import Duty, OfficerId
from bot.domain.passing import MOST_RETURNS
from bot.domain.rules import Office

_OF_THE_INQUIRER = frozenset(field.name for field in fields(Inquirer))
_CAN_CONCLUDE = (
    State.REGISTERED,
    State.RAISED,
    State.REFERRED,
    State.ACCEPTED,
    State.AWAITING,
)


def register(inquiry: Inquiry, *, office: Office) -> Step:
    """Begin (登记): the refer clock runs from reception, a late entry does not move it (2.1)."""
    clock = begin(
        ClockKind.REFER,
        owner=inquiry.first_responder,
        at=inquiry.registered_at,
        since=inquiry.received_at,
        office=office,
    )
    registered = Registered(
        inquiry=inquiry.id,
        at=inquiry.registered_at,
        by=inquiry.registered_by,
        first_responder=inquiry.first_responder,
        matter=inquiry.matter,
    )
    return replace(inquiry, clocks=(clock,)), (registered,)


def refer(
    inquiry: Inquiry,
    *,
    to: OfficerId,
    department: str,
    duty: Duty | None,
    by: OfficerId,
    at: datetime,
    office: Office,
) -> Step:
    """Hand the inquiry (转办) to the officer whose duty it is.

    The first referral starts the finish clock; later ones do not move it. Kept by the first
    responder himself it counts from registration, where the ruleset says so.

    Raises:
        NotYours: *by* does not hold it.
        NotAllowedNow: it is not waiting to be referred.
        SecondReturn: after a second return only the head or leader names the officer (9.4).
    """
    needs(inquiry, State.REGISTERED)
    must_hold(inquiry, by)
    if len(inquiry.returns) >= MOST_RETURNS:
        raise SecondReturn(inquiry.number, inquiry.director)
    fact = Referred(
        inquiry=inquiry.id,
        at=at,
        by=by,
        to=to,
        duty=duty.title if duty else inquiry.duty,
        department=department,
        taken_up=to == inquiry.follower,
    )
    return hand_over(inquiry, to=to, department=department, duty=duty, at=at, office=office), (
        fact,
    )


def tell_presence(
    inquiry: Inquiry, *, presence: Presence, by: OfficerId, at: datetime, office: Office
) -> Step:
    """Say where the inquirer is (1.10); waiting in the hall starts a minute clock.

    Raises:
        NotAllowedNow: it is with nobody who could come.
    """
    if inquiry.state not in {*WITH_ASSIGNEE, State.REGISTERED, State.RAISED}:
        raise NotAllowedNow(inquiry.number, inquiry.state, inquiry.owes)
    clocks = stopped(inquiry.clocks, ClockKind.HALL, at=at)
    if presence is Presence.HALL and inquiry.state in WITH_ASSIGNEE:
        clocks = (*clocks, begin(ClockKind.HALL, owner=inquiry.assignee, at=at, office=office))
    fact = PresenceTold(inquiry=inquiry.id, at=at, by=by, presence=presence.value)
    return replace(inquiry, presence=presence, clocks=clocks), (fact,)


def accept(inquiry: Inquiry, *, by: OfficerId, at: datetime) -> Step:
    """Sign for it (签收, 阅知). Never 受理, which has legal effect.

    Raises:
        NotYours: *by* is not the assignee.
        NotAllowedNow: it is not waiting to be signed for.
    """
    needs(inquiry, State.REFERRED)
    must_hold(inquiry, by)
    face = inquiry.presence in (Presence.TAKEN, Presence.HALL)
    clocks = stopped(inquiry.clocks, ClockKind.HALL, at=at)
    if face:
        clocks = stopped(clocks, ClockKind.CONTACT, at=at)
    accepted = replace(
        inquiry,
        state=State.ACCEPTED,
        step=inquiry.step + 1,
        accepted_at=at,
        contacted_at=at if face else inquiry.contacted_at,
        first_handler=inquiry.first_handler or by,
        clocks=clocks,
    )
    return accepted, (Accepted(inquiry=inquiry.id, at=at, by=by, face_to_face=face),)


def contact(inquiry: Inquiry, *, by: OfficerId, at: datetime) -> Step:
    """Record the first contact with the inquirer (2.2); it signs for the card too.

    Raises:
        NotYours: *by* is not the assignee.
        NotAllowedNow: it is not in the assignee's hands.
    """
    needs(inquiry, *WITH_ASSIGNEE)
    must_hold(inquiry, by)
    facts: Facts = (Contacted(inquiry=inquiry.id, at=at, by=by),)
    contacted = replace(
        inquiry,
        contacted_at=inquiry.contacted_at or at,
        clocks=stopped(inquiry.clocks, ClockKind.CONTACT, ClockKind.HALL, at=at),
    )
    if inquiry.state is State.ACCEPTED:
        return contacted, facts
    accepted, before = accept(contacted, by=by, at=at)
    return accepted, (*before, *facts)


def conclude(
    inquiry: Inquiry,
    *,
    outcome: Outcome,
    told: str,
    by: OfficerId,
    at: datetime,
    office: Office,
    basis: str = "",
    outside: str = "",
    receipt: str = "",
) -> Step:
    """Answer the inquirer (办结); what he was told is required (7.4), the follow-up is owed next.

    Raises:
        NotYours: *by* does not hold it (the first responder while papers are awaited).
        NotAllowedNow: it is concluded already.
        ReasonNeeded: nothing was said to have been told, or a refusal without its basis (4.8).
    """
    needs(inquiry, *_CAN_CONCLUDE)
    must_hold(inquiry, by)
    if not told.strip() or (outcome is Outcome.REFUSED and not basis.strip()):
        raise ReasonNeeded(inquiry.number)
    fact = Concluded(inquiry=inquiry.id, at=at, by=by, outcome=outcome.value, told=told)
    concluded = replace(
        inquiry,
        state=State.CONCLUDED,
        step=inquiry.step + 1,
        outcome=outcome,
        told=told,
        basis=basis,
        outside=outside,
        receipt=receipt,
        first_handler=inquiry.first_handler or by,
        concluded_at=at,
        clocks=_until_followed_up(inquiry, at, office),
        call_back=False,
        told_new_date=True,
    )
    return concluded, (fact,)


def _until_followed_up(inquiry: Inquiry, at: datetime, office: Office) -> tuple[Clock, ...]:
    """Every clock stands still; the one of the follow-up (回访) begins."""
    stood = (c.stop(at) if c.stopped is None else c for c in inquiry.clocks)
    return (*stood, begin(ClockKind.FOLLOW_UP, owner=inquiry.follower, at=at, office=office))


def note(inquiry: Inquiry, *, text: str, by: OfficerId, at: datetime, field: str = "") -> Step:
    """Add a remark (补), or correct *field* keeping what stood before (1.1)."""
    former, changed = _corrected(inquiry, field, text) if field else ("", inquiry)
    entry = Note(at=at, by=by, text=text, field=field, former=former)
    changed = replace(changed, notes=(*inquiry.notes, entry))
    fact = Noted(inquiry=inquiry.id, at=at, by=by, text=text, field=field, former=former)
    return changed, (fact,)


def _corrected(inquiry: Inquiry, field: str, text: str) -> tuple[str, Inquiry]:
    """What stood in a field of the inquiry or its inquirer, and the inquiry with the new text."""
    setting: dict[str, Any] = {field: text}
    if field in _OF_THE_INQUIRER:
        former = getattr(inquiry.inquirer, field)
        return former, replace(inquiry, inquirer=replace(inquiry.inquirer, **setting))
    return getattr(inquiry, field), replace(inquiry, **setting)


def release_words(inquiry: Inquiry, *, by: OfficerId, at: datetime) -> Step:
    """Let the inquiry's words be shown on platforms abroad, veiled (文字可发).

    Raises:
        NotYours: *by* is not its first responder.
    """
    must_be_one_of(inquiry, by, inquiry.follower)
    fact = WordsReleased(inquiry=inquiry.id, at=at, by=by)
    return replace(inquiry, released=True), (fact,)


def not_found_in(inquiry: Inquiry, *, whom: OfficerId, by: OfficerId, at: datetime) -> Step:
    """Record an attempt to reach an officer who is not at his desk (人不在, 1.8)."""
    return inquiry, (Attempted(inquiry=inquiry.id, at=at, by=by, whom=whom),)


def void(inquiry: Inquiry, *, by: OfficerId, at: datetime) -> Step:
    """Take a registration back (作废); the number stays."""
    clocks = tuple(c.stop(at) if c.stopped is None else c for c in inquiry.clocks)
    voided = replace(inquiry, state=State.VOID, step=inquiry.step + 1, clocks=clocks, closed_at=at)
    return voided, (Voided(inquiry=inquiry.id, at=at, by=by),)
