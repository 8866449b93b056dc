"""After the conclusion: the inquirer's grade, attempts to reach him, redo, closing (2.3)."""

from datetime import datetime, time

from bot.domain.clocks import ClockKind
from bot.domain.copies import replace
from bot.domain.errors import NotAllowedNow, TriedAlready
from bot.domain.facts import Attempted, CalledBack, Closed, Facts, Graded, Reopened
from bot.domain.hands import Step, must_be_one_of, must_hold, needs, stopped
from bot.domain.inquiry import Grade, Inquiry, Outcome, State
from bot.domain.ladder import begin
from bot.domain.office import OfficerId
from bot.domain.rules import Office

MOST_ATTEMPTS = 3
_NOON = time(12)


def grade(inquiry: Inquiry, *, value: Grade, by: OfficerId, at: datetime, reason: str = "") -> Step:
    """Record the inquirer's grade and close; who records the grade of his own work is marked.

    Raises:
        NotYours: *by* is not the first responder.
        NotAllowedNow: it is not concluded.
    """
    needs(inquiry, State.CONCLUDED)
    must_hold(inquiry, by)
    own = by in (inquiry.assignee, inquiry.first_handler)
    fact = Graded(inquiry=inquiry.id, at=at, by=by, grade=value.value, reason=reason, own_work=own)
    graded = replace(inquiry, grade=value, grade_reason=reason, graded_by=by)
    closed, facts = close(graded, by=by, at=at)
    return closed, (fact, *facts)


def grade_later(inquiry: Inquiry, *, value: Grade, by: OfficerId, at: datetime) -> Step:
    """Add a grade to what was closed without one; it is always marked as recorded by oneself.

    Raises:
        NotAllowedNow: it is not closed, or has its grade.
    """
    if inquiry.state is not State.CLOSED or inquiry.grade is not Grade.NONE:
        raise NotAllowedNow(inquiry.number, inquiry.state, inquiry.owes)
    fact = Graded(inquiry=inquiry.id, at=at, by=by, grade=value.value, own_work=True)
    return replace(inquiry, grade=value, graded_by=by), (fact,)


def close(inquiry: Inquiry, *, by: OfficerId, at: datetime) -> Step:
    """End it (结案): every clock stops, nothing is owed any more."""
    clocks = tuple(c.stop(at) if c.stopped is None else c for c in inquiry.clocks)
    closed = replace(
        inquiry,
        state=State.CLOSED,
        step=inquiry.step + 1,
        clocks=clocks,
        closed_at=at,
        grade=inquiry.grade or Grade.NONE,
    )
    return closed, (Closed(inquiry=inquiry.id, at=at, by=by),)


def settled_at_once(inquiry: Inquiry) -> bool:
    """Tell whether a conclusion closes too: answered on the spot, or nobody can be called."""
    return inquiry.outcome is Outcome.ANSWERED or not inquiry.inquirer.phone


def attempt(inquiry: Inquiry, *, by: OfficerId, at: datetime, office: Office) -> Step:
    """Record that the inquirer could not be reached (没打通); the third time closes.

    Raises:
        TriedAlready: at most once a half-day counts.
    """
    needs(inquiry, State.CONCLUDED)
    must_hold(inquiry, by)
    if any(_half_day(a, office) == _half_day(at, office) for a in inquiry.attempts):
        raise TriedAlready(inquiry.number)
    attempts = (*inquiry.attempts, at)
    fact = Attempted(inquiry=inquiry.id, at=at, by=by, whom="inquirer")
    if len(attempts) >= MOST_ATTEMPTS:
        tried = replace(inquiry, attempts=attempts, grade=Grade.UNREACHABLE)
        closed, facts = close(tried, by=by, at=at)
        return closed, (fact, *facts)
    clocks = stopped(inquiry.clocks, ClockKind.FOLLOW_UP, at=at)
    again = begin(ClockKind.FOLLOW_UP, owner=inquiry.follower, at=at, office=office)
    return replace(inquiry, attempts=attempts, clocks=(*clocks, again)), (fact,)


def reopen(
    inquiry: Inquiry,
    *,
    to: OfficerId,
    department: str,
    value: Grade,
    reason: str,
    by: OfficerId,
    at: datetime,
    office: Office,
) -> Step:
    """Have it done again (重办) after a bad grade; the grade stays on record.

    Raises:
        NotYours: *by* is not the first responder.
        NotAllowedNow: it is not concluded.
    """
    needs(inquiry, State.CONCLUDED)
    must_hold(inquiry, by)
    clocks = stopped(inquiry.clocks, ClockKind.FOLLOW_UP, at=at)
    facts: Facts = (
        Graded(inquiry=inquiry.id, at=at, by=by, grade=value.value, reason=reason),
        Reopened(inquiry=inquiry.id, at=at, by=by, to=to, reason=reason),
    )
    reopened = replace(
        _anew(inquiry, to),
        department=department,
        grade=value,
        grade_reason=reason,
        graded_by=by,
        clocks=(*clocks, begin(ClockKind.REDO, owner=to, at=at, office=office)),
    )
    return reopened, facts


def _anew(inquiry: Inquiry, to: OfficerId) -> Inquiry:
    """As it was when it was referred, one time more, and *to* is who has it now."""
    return replace(
        inquiry,
        state=State.REFERRED,
        step=inquiry.step + 1,
        assignee=to,
        holders=(*inquiry.holders, to),
        accepted_at=None,
        concluded_at=None,
        outcome=None,
        redone=inquiry.redone + 1,
        attempts=(),
    )


def called_back(inquiry: Inquiry, *, by: OfficerId, at: datetime) -> Step:
    """Note that the inquirer was told what was decided or promised (已回电, 已告诉).

    Raises:
        NotYours: *by* is not the first responder.
    """
    must_be_one_of(inquiry, by, inquiry.follower)
    told = replace(inquiry, call_back=False, told_new_date=True)
    return told, (CalledBack(inquiry=inquiry.id, at=at, by=by),)


def _half_day(at: datetime, office: Office) -> tuple[object, bool]:
    local = office.hours.local(at)
    return local.date(), local.time() < _NOON
