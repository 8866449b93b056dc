"""What the verbs share: who holds an inquiry, and how it and its clocks change hands."""

from datetime import datetime

from bot.domain.clocks import Clock, ClockKind
from bot.domain.copies import replace
from bot.domain.errors import NotAllowedNow, NotYours
from bot.domain.facts import Facts
from bot.domain.hours import Limit
from bot.domain.inquiry import Inquiry, State
from bot.domain.ladder import begin
from bot.domain.office import NOBODY, Duty, OfficerId
from bot.domain.rules import Office
from bot.domain.ruleset import REGISTRATION

Step = tuple[Inquiry, Facts]
"""What a verb gives back: the changed inquiry and what happened."""

ONE_DAY = Limit(1, "wd")


def needs(inquiry: Inquiry, *states: State) -> None:
    """Refuse with `NotAllowedNow` in any other state."""
    if inquiry.state not in states:
        raise NotAllowedNow(inquiry.number, inquiry.state, inquiry.owes)


def must_hold(inquiry: Inquiry, by: OfficerId) -> None:
    """Refuse with `NotYours` whoever neither owes the next step nor stands in for who does."""
    must_be_one_of(inquiry, by, inquiry.owes)


def must_be_one_of(inquiry: Inquiry, by: OfficerId, *officers: OfficerId) -> None:
    """Refuse with `NotYours` whoever is none of *officers* and stands in for none of them."""
    if by not in officers and not set(officers) & set(inquiry.acting_for):
        raise NotYours(inquiry.number, officers[0])


def hand_over(
    inquiry: Inquiry,
    *,
    to: OfficerId,
    department: str,
    duty: Duty | None,
    at: datetime,
    office: Office,
) -> Inquiry:
    """Put the inquiry into the assignee's hands and start or go on with his clocks."""
    own = to == inquiry.follower
    return replace(
        inquiry,
        state=State.ACCEPTED if own else State.REFERRED,
        step=inquiry.step + 1,
        assignee=to,
        holders=(*inquiry.holders, to),
        first_handler=inquiry.first_handler or (to if own else NOBODY),
        department=department,
        duty=duty.title if duty else inquiry.duty,
        referred_at=inquiry.referred_at or at,
        accepted_at=at if own else None,
        clocks=_in_his_hands(inquiry, to, duty, at, office),
    )


def _in_his_hands(
    inquiry: Inquiry, to: OfficerId, duty: Duty | None, at: datetime, office: Office
) -> tuple[Clock, ...]:
    """The clocks of the answer are his, begun or going on; what was owed before him stands still."""
    own = to == inquiry.follower
    clocks = stopped(inquiry.clocks, ClockKind.REFER, ClockKind.DIRECT, at=at)
    clocks = owned(
        clocks, ClockKind.FINISH, ClockKind.PROMISE, ClockKind.REDO, ClockKind.URGENT, owner=to
    )
    if not any(c.kind.answers_the_inquirer and c.running for c in clocks):
        limit = _own_limit(inquiry, duty)
        rule = office.rules.limits[ClockKind.FINISH]
        from_reception = REGISTRATION in (rule.begins, rule.own if own else "")
        since = inquiry.received_at if from_reception else at
        finish = begin(ClockKind.FINISH, owner=to, at=at, since=since, limit=limit, office=office)
        clocks = (*clocks, finish)
    if not own and inquiry.contacted_at is None and ClockKind.CONTACT in office.rules.limits:
        contact = begin(ClockKind.CONTACT, owner=to, at=at, office=office)
        clocks = (*stopped(clocks, ClockKind.CONTACT, at=at), contact)
    return clocks


def _own_limit(inquiry: Inquiry, duty: Duty | None) -> Limit | None:
    """The duty's own limit; the minutes of an emergency run on a clock of their own."""
    limit = Limit.parse(duty.promise) if duty and duty.promise else None
    in_minutes = limit is not None and limit.unit != "wd"
    return None if in_minutes and inquiry.clock(ClockKind.URGENT) else limit


def stopped(clocks: tuple[Clock, ...], *kinds: ClockKind, at: datetime) -> tuple[Clock, ...]:
    """Stop the running clocks of these kinds."""
    return tuple(c.stop(at) if c.kind in kinds and c.stopped is None else c for c in clocks)


def owned(clocks: tuple[Clock, ...], *kinds: ClockKind, owner: OfficerId) -> tuple[Clock, ...]:
    """Give the running clocks of these kinds to another owner; no date moves."""
    return tuple(
        replace(c, owner=owner) if c.kind in kinds and c.stopped is None else c for c in clocks
    )


def paused(clock: Clock, at: datetime) -> Clock:
    """Let a clock rest while the inquirer is waited for; counted apart."""
    if clock.stopped is not None:
        return clock
    return replace(clock, paused=at, alarm=None, fallback_at=None)
