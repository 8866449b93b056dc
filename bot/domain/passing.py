"""The verbs that pass an inquiry on: return, transfer, ask the leader, direct."""

from datetime import datetime

from bot.domain.clocks import Clock, ClockKind
from bot.domain.copies import replace
from bot.domain.errors import ReasonNeeded
from bot.domain.facts import Directed, Raised, SentBack, Transferred
from bot.domain.hands import ONE_DAY, Step, hand_over, must_hold, needs, owned, stopped
from bot.domain.inquiry import WITH_ASSIGNEE, Inquiry, Return, State
from bot.domain.ladder import begin
from bot.domain.office import NOBODY, OfficerId
from bot.domain.rules import Office

MOST_RETURNS = 2
"""After so many the head or leader names the officer (9.4)."""


def send_back(
    inquiry: Inquiry, *, reason: str, head: OfficerId, by: OfficerId, at: datetime, office: Office
) -> Step:
    """Return it (退回) with a reason; the second time to *head*, who names the officer (9.4).

    What is left of the refer clock, at least one working day, runs again for the first
    responder (2.1); the inquirer's date does not move.

    Raises:
        ReasonNeeded: no reason.
        NotYours: *by* is not the assignee.
        NotAllowedNow: it is not in the assignee's hands.
    """
    needs(inquiry, *WITH_ASSIGNEE)
    must_hold(inquiry, by)
    if not reason.strip():
        raise ReasonNeeded(inquiry.number)
    sent = Return(by=by, at=at, reason=reason, department=inquiry.department)
    returns = (*inquiry.returns, sent)
    decides = head if len(returns) >= MOST_RETURNS else NOBODY
    clocks = stopped(inquiry.clocks, ClockKind.CONTACT, ClockKind.HALL, at=at)
    if decides:
        clocks = (*clocks, begin(ClockKind.DIRECT, owner=decides, at=at, office=office))
    else:
        clocks = (*clocks, _refer_again(inquiry, at=at, office=office))
    clocks = owned(clocks, ClockKind.URGENT, owner=decides or inquiry.follower)
    returned = replace(
        inquiry,
        state=State.RAISED if decides else State.REGISTERED,
        step=inquiry.step + 1,
        returns=returns,
        assignee=NOBODY,
        director=decides or inquiry.director,
        clocks=clocks,
        accepted_at=None,
    )
    to = decides or inquiry.follower
    return returned, (SentBack(inquiry=inquiry.id, at=at, by=by, reason=reason, to=to),)


def transfer(
    inquiry: Inquiry,
    *,
    to: OfficerId,
    department: str,
    by: OfficerId,
    at: datetime,
    office: Office,
    why: str = "",
    entitled: bool = False,
) -> Step:
    """Pass it on (移交) to another officer; no date moves (2.10).

    *entitled* lets a head or leader do it in the assignee's stead.

    Raises:
        NotYours: *by* is neither assignee nor entitled.
        NotAllowedNow: it is not in an assignee's hands.
    """
    needs(inquiry, *WITH_ASSIGNEE)
    if not entitled:
        must_hold(inquiry, by)
    fact = Transferred(
        inquiry=inquiry.id,
        at=at,
        by=by,
        to=to,
        former=inquiry.assignee,
        department=department,
        why=why,
    )
    moved = hand_over(inquiry, to=to, department=department, duty=None, at=at, office=office)
    return replace(moved, duty=inquiry.duty), (fact,)


def raise_(inquiry: Inquiry, *, to: OfficerId, by: OfficerId, at: datetime, office: Office) -> Step:
    """Ask a leader (请示) whose it is or what to do (4.4); his own clock runs (批办).

    Raises:
        NotYours: *by* does not hold it.
        NotAllowedNow: it cannot be raised from where it is.
    """
    needs(inquiry, State.REGISTERED, State.REFERRED, State.ACCEPTED, State.RAISED)
    must_hold(inquiry, by)
    clocks = stopped(
        inquiry.clocks, ClockKind.REFER, ClockKind.CONTACT, ClockKind.HALL, ClockKind.DIRECT, at=at
    )
    clocks = owned(clocks, ClockKind.URGENT, owner=to)
    raised = replace(
        inquiry,
        state=State.RAISED,
        step=inquiry.step + 1,
        director=to,
        clocks=(*clocks, begin(ClockKind.DIRECT, owner=to, at=at, office=office)),
    )
    return raised, (Raised(inquiry=inquiry.id, at=at, by=by, to=to),)


def direct(
    inquiry: Inquiry,
    *,
    to: OfficerId,
    department: str,
    by: OfficerId,
    at: datetime,
    office: Office,
    helpers: tuple[OfficerId, ...] = (),
) -> Step:
    """Name the officer (批办), with *helpers* for co-handling (会办) under one lead.

    Raises:
        NotYours: it does not lie with *by*.
        NotAllowedNow: it was not raised.
    """
    needs(inquiry, State.RAISED)
    must_hold(inquiry, by)
    fact = Directed(inquiry=inquiry.id, at=at, by=by, to=to, helpers=helpers)
    moved = hand_over(inquiry, to=to, department=department, duty=None, at=at, office=office)
    return replace(moved, helpers=helpers, call_back=inquiry.follower != to), (fact,)


def _refer_again(inquiry: Inquiry, *, at: datetime, office: Office) -> Clock:
    former = [c for c in inquiry.clocks if c.kind == ClockKind.REFER]
    clock = begin(ClockKind.REFER, owner=inquiry.follower, at=at, office=office, limit=ONE_DAY)
    if former and former[-1].due > clock.due:
        clock = begin(
            ClockKind.REFER, owner=inquiry.follower, at=at, office=office, due=former[-1].due
        )
    return clock
