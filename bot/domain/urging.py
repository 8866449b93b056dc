"""Urging (催办): told to urge, urged, urged in his place, answered, formally urged (4.6)."""

from datetime import date, datetime, timedelta

from bot.domain.clocks import Clock, ClockKind
from bot.domain.copies import replace
from bot.domain.errors import BadDate, NothingToUrge, UrgedToday
from bot.domain.facts import Facts, Missed, RungReached, UrgeAnswered, Urged, UrgeNeglected
from bot.domain.hands import Step, must_be_one_of, needs, stopped
from bot.domain.inquiry import WITH_ASSIGNEE, Inquiry, State, Urge, UrgeKind
from bot.domain.ladder import (
    FORMAL_URGE,
    OWED_URGE,
    Reached,
    arm,
    begin,
    missed_at,
    reached,
    to_be_said,
)
from bot.domain.office import NOBODY, OfficerId
from bot.domain.rules import Office

FARTHEST = timedelta(days=366)
"""How far ahead a new date may be promised."""


def urge(
    inquiry: Inquiry, *, by: OfficerId, at: datetime, office: Office, how: UrgeKind = UrgeKind.BOT
) -> Step:
    """Urge the assignee, numbered and recorded; the bot need not do it any more.

    *by* empty is 系统代催, the first responder's miss. *how* ``phone``: he was called (已打电话催).

    Raises:
        NothingToUrge: nobody else owes anything.
        UrgedToday: at most so many a working day; by the bot's own rule.
    """
    if inquiry.state not in WITH_ASSIGNEE or by == inquiry.assignee:
        raise NothingToUrge(inquiry.number, inquiry.owes)
    if urged_today(inquiry, at=at, office=office):
        raise UrgedToday(inquiry.number)
    number = len(inquiry.urges) + 1
    entry = Urge(number=number, by=by, at=at, of=inquiry.assignee, how=how)
    clocks = tuple(_without_fallback(c, office) for c in inquiry.clocks)
    facts: Facts = (Urged(inquiry=inquiry.id, at=at, by=by, number=entry.number, how=how),)
    if by == NOBODY:
        neglected = UrgeNeglected(inquiry=inquiry.id, at=at, by=NOBODY, owner=inquiry.follower)
        facts = (neglected, *facts)
    changed = replace(inquiry, urges=(*inquiry.urges, entry), clocks=clocks, step=inquiry.step + 1)
    return changed, facts


def urged_today(inquiry: Inquiry, *, at: datetime, office: Office) -> bool:
    """Tell whether the day's urges are used up; formal ones do not count."""
    today = office.hours.today(at)
    same_day = [u for u in inquiry.plain_urges if office.hours.today(u.at) == today]
    return len(same_day) >= office.rules.urge.at_most


def answer_urge(
    inquiry: Inquiry,
    *,
    reason: str,
    promised: date,
    by: OfficerId,
    at: datetime,
    office: Office,
) -> Step:
    """Answer with the reason and a new date: a promise with a ladder of its own; the miss stays.

    Raises:
        NotYours: *by* is not the assignee.
        NotAllowedNow: it is not in the assignee's hands.
        BadDate: the date is not ahead, nobody works that day, or it is out of all reason.
    """
    needs(inquiry, *WITH_ASSIGNEE)
    must_be_one_of(inquiry, by, inquiry.assignee)
    today = office.hours.today(at)
    ahead = today <= promised <= today + FARTHEST
    if not ahead or not office.hours.calendar.is_working(promised):
        raise BadDate(promised.isoformat())
    urges = tuple(_answered(u, reason, promised, at) for u in inquiry.urges)
    clocks = stopped(inquiry.clocks, ClockKind.PROMISE, ClockKind.HALL, at=at)
    clocks = tuple(_rests(c, office) for c in clocks)
    due = office.hours.closing(promised)
    promise = begin(ClockKind.PROMISE, owner=inquiry.assignee, at=at, due=due, office=office)
    changed = replace(
        inquiry,
        state=State.ACCEPTED,
        accepted_at=inquiry.accepted_at or at,
        step=inquiry.step + 1,
        urges=urges,
        clocks=(*clocks, promise),
        told_new_date=False,
    )
    fact = UrgeAnswered(inquiry=inquiry.id, at=at, by=by, reason=reason, promised=promised)
    return changed, (fact,)


def formally_urge(inquiry: Inquiry, *, document: str, at: datetime) -> Step:
    """Issue the numbered 催办通知书."""
    entry = Urge(
        number=len(inquiry.urges) + 1,
        by=NOBODY,
        at=at,
        of=inquiry.assignee,
        how=UrgeKind.FORMAL,
        document=document,
    )
    fact = Urged(
        inquiry=inquiry.id,
        at=at,
        by=NOBODY,
        number=entry.number,
        how=UrgeKind.FORMAL,
        document=document,
    )
    changed = replace(inquiry, urges=(*inquiry.urges, entry), step=inquiry.step + 1)
    return changed, (fact,)


def hear(inquiry: Inquiry, *, at: datetime, office: Office) -> Step:
    """Let the inquiry's clocks speak: misses written down, rungs reached, the next alarm set.

    A higher rung replaces reminders that are heard at the same tick, so after a pause only what
    matters now is said; steps with consequences are caught up in their order. The bot's own urge
    (4.6) falls due here too; `urge` does it.
    """
    facts: Facts = ()
    clocks = []
    for clock in inquiry.clocks:
        if clock.alarm is None or clock.alarm > at:
            clocks.append(clock)
            continue
        heard, said = _hear(clock, inquiry, at=at, office=office)
        clocks.append(heard)
        facts = (*facts, *said)
    return replace(inquiry, clocks=tuple(clocks)), facts


def fallback_due(inquiry: Inquiry, *, at: datetime) -> bool:
    """Tell whether the first responder's time to urge is over."""
    return any(
        c.fallback_at is not None and c.fallback_at <= at and c.running for c in inquiry.clocks
    )


def _hear(clock: Clock, inquiry: Inquiry, *, at: datetime, office: Office) -> tuple[Clock, Facts]:
    facts: Facts = ()
    clock = _with_former(clock, inquiry)
    rungs = to_be_said(reached(clock, office, at), office.rules.ladder(clock.kind))
    clock = replace(clock, heard=at)
    if not clock.missed and at >= missed_at(clock, office):
        clock = replace(clock, missed=True)
        facts = (_missed(clock, inquiry, at),)
    for step in rungs:
        facts = (*facts, _rung_fact(step, clock, inquiry, at))
        clock = replace(clock.take(step.rung.view, at), place=step.place)
    if rungs:
        clock = _expect_urge(clock, rungs[-1], inquiry, at=at, office=office)
    return arm(clock, office), facts


def _with_former(clock: Clock, inquiry: Inquiry) -> Clock:
    """A notice issued before clocks remembered their steps."""
    formal = [u.at for u in inquiry.formal_urges if u.at >= clock.started]
    known = not formal or clock.taken_at(FORMAL_URGE) is not None
    return clock if known else clock.take(FORMAL_URGE, formal[-1])


def _missed(clock: Clock, inquiry: Inquiry, at: datetime) -> Missed:
    return Missed(
        inquiry=inquiry.id, at=at, by=NOBODY, clock=clock.kind, owner=clock.owner, due=clock.due
    )


def _rung_fact(step: Reached, clock: Clock, inquiry: Inquiry, at: datetime) -> RungReached:
    return RungReached(
        inquiry=inquiry.id,
        at=at,
        by=NOBODY,
        clock=clock.kind,
        rung=step.rung.view,
        place=step.place,
        occurrence=step.occurrence,
        due=clock.due,
        owner=clock.owner,
    )


def _expect_urge(
    clock: Clock, step: Reached, inquiry: Inquiry, *, at: datetime, office: Office
) -> Clock:
    fallback = office.rules.urge.fallback
    if step.rung.view != OWED_URGE or fallback is None:
        return clock
    if inquiry.follower == inquiry.assignee:
        return clock  # nobody urges himself: the reminder and the formal notice do
    return replace(clock, fallback_at=office.hours.plus_open(at, fallback.span))


def _without_fallback(clock: Clock, office: Office) -> Clock:
    if clock.fallback_at is None:
        return clock
    return arm(replace(clock, fallback_at=None), office)


def _rests(clock: Clock, office: Office) -> Clock:
    if not clock.kind.answers_the_inquirer or clock.stopped is not None:
        return clock
    return arm(replace(clock, quiet=True, fallback_at=None), office)


def _answered(entry: Urge, reason: str, promised: date, at: datetime) -> Urge:
    if entry.answered_at is not None:
        return entry
    return replace(entry, answered_at=at, reason=reason, promised=promised)
