"""Ladders: from a clock to the moments something is to be told, and what has been reached.

Everything counts from the clock's due date, so an extension re-arms it. A rung is heard when the
office is open: `OfficeHours.heard` of its nominal moment, unless it is urgent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice

from bot.domain.clocks import Clock, ClockKind
from bot.domain.copies import replace
from bot.domain.hours import Limit, OfficeHours, Offset
from bot.domain.office import OfficerId
from bot.domain.rules import Office
from bot.domain.ruleset import REGISTRATION, SELF_REFERRAL, LimitRule, Rung

OWED_URGE, FORMAL_URGE = "owed-urge", "formal-urge"
"""Views of rungs that do more than tell: the first asks for an urge, the second is one."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A rung that has come: its place in the ladder, the occurrence, when it was nominal."""

    place: int
    rung: Rung
    occurrence: int
    nominal: datetime


def begin(
    kind: ClockKind,
    *,
    owner: OfficerId,
    at: datetime,
    office: Office,
    since: datetime | None = None,
    limit: Limit | None = None,
    due: datetime | None = None,
    urgent: bool = False,
) -> Clock:
    """Start a clock (起算) at *at*, counted from *since* where that is earlier.

    *limit* is a duty's own limit: shorter ones apply as they are, longer ones are cut where the
    ruleset says ``cap``. *due* overrides both, for dates a person gave.
    """
    rule = office.rules.limits.get(kind, _IN_MINUTES if kind == ClockKind.URGENT else _NO_RULE)
    urgent = urgent or rule.urgent
    chosen = None if due else _chosen(rule, limit, since or at, office, urgent=urgent)
    if due is None:
        due = _ends(chosen, since or at, office, urgent=urgent)
    clock = Clock(
        kind=kind,
        owner=owner,
        started=at,
        due=due.astimezone(UTC),
        heard=at,
        urgent=urgent,
        provisional=office.hours.calendar.is_provisional(office.hours.today(due)),
        since=since,
        limit=str(chosen) if chosen else "",
    )
    return arm(clock, office)


def recount(clock: Clock, office: Office) -> Clock:
    """Count a provisional date anew once the year's notice is there; the same clock if it stands.

    A date a person gave does not move, it is only provisional no longer.
    """
    provisional = office.hours.calendar.is_provisional(office.hours.today(clock.due))
    if not clock.provisional or provisional or clock.stopped is not None:
        return clock
    due = clock.due
    if clock.limit:
        limit, since = Limit.parse(clock.limit), clock.since or clock.started
        due = _ends(limit, since, office, urgent=clock.urgent).astimezone(UTC)
    return arm(replace(clock, due=due, provisional=False), office)


def arm(clock: Clock, office: Office) -> Clock:
    """Set the clock's next alarm; a clock that is stopped, paused or quiet has none."""
    if not clock.running:
        return replace(clock, alarm=None)
    upcoming = [] if clock.quiet else [m for m in _next_moments(clock, office) if m]
    if clock.fallback_at:
        upcoming.append(clock.fallback_at)
    if not clock.missed:
        upcoming.append(missed_at(clock, office))
    return replace(clock, alarm=min(upcoming, default=None))


def put_off(clock: Clock, *, until: datetime, office: Office) -> Clock:
    """Let the next step of a ladder in minutes come at *until*, the others as far behind it."""
    ahead = [
        first
        for _, rung in _to_come(clock, office)
        if rung.after != REGISTRATION
        for _, first, _ in islice(_moments(clock, rung, office, clock.heard), 1)
    ]
    if not ahead:
        return clock
    later = max(until - min(ahead), timedelta())
    return arm(replace(clock, shift=clock.shift + later), office)


def reached(clock: Clock, office: Office, now: datetime) -> tuple[Reached, ...]:
    """Return the rungs heard since last time: of each its latest occurrence, lowest rung first."""
    if clock.quiet or not clock.running:
        return ()
    found = []
    for place, rung in _to_come(clock, office):
        latest = None
        for occurrence, nominal, heard in _moments(clock, rung, office, clock.heard):
            if heard > now:
                break
            latest = Reached(place, rung, occurrence, nominal)
        if latest:
            found.append(latest)
    return tuple(found)


def to_be_said(rungs: Sequence[Reached], ladder: Sequence[Rung]) -> tuple[Reached, ...]:
    """What is said of *rungs* that are heard at one moment: the highest replaces mere reminders.

    Steps with consequences (the notice, what counts from it) come all of them, in their order.
    """
    counted_from = {rung.after for rung in ladder} | {FORMAL_URGE, SELF_REFERRAL}
    return tuple(
        step
        for step in rungs
        if step is rungs[-1] or step.rung.view in counted_from or step.rung.after
    )


def _chosen(
    rule: LimitRule, own: Limit | None, since: datetime, office: Office, *, urgent: bool
) -> Limit:
    """The limit that applies: the duty's own, cut to the ruleset's where that caps it (2.2)."""
    limits = [own or rule.limit or _ONE_DAY]
    if own is not None and rule.cap and rule.limit is not None:
        limits.append(rule.limit)
    return min(limits, key=lambda limit: _ends(limit, since, office, urgent=urgent))


def _ends(limit: Limit | None, since: datetime, office: Office, *, urgent: bool) -> datetime:
    return office.hours.deadline(
        since, limit or _ONE_DAY, count_first_day=office.rules.count_first_day, urgent=urgent
    )


def missed_at(clock: Clock, office: Office) -> datetime:
    """When the miss is written down: quietly, at the opening after the due moment."""
    return clock.due if clock.urgent else _heard(office, clock.due)


def _next_moments(clock: Clock, office: Office) -> Iterator[datetime | None]:
    for _, rung in _to_come(clock, office):
        found = next(_moments(clock, rung, office, clock.heard), None)
        yield found[2] if found else None


def _to_come(clock: Clock, office: Office) -> Iterator[tuple[int, Rung]]:
    """The steps by place; of a clock that was put off, those it has not taken."""
    for place, rung in enumerate(office.rules.ladder(clock.kind)):
        if not clock.shift or place > clock.place:
            yield place, rung


def _moments(
    clock: Clock, rung: Rung, office: Office, after: datetime
) -> Iterator[tuple[int, datetime, datetime]]:
    """Occurrences heard after *after*: number, nominal moment, moment heard (UTC)."""
    urgent = rung.urgent or clock.urgent
    due = _counted_from(clock, rung, office)
    if due is None:
        return
    first = _nominal(office, due, _start_of(clock, rung), rung.at, urgent=urgent)
    if first <= clock.started:
        return
    for occurrence in _count(rung, first, after, office):
        nominal = first if occurrence == 0 else _repeated(office.hours, first, rung, occurrence)
        heard = nominal if urgent else _heard(office, nominal)
        if heard > after:
            yield occurrence, nominal, heard


def _counted_from(clock: Clock, rung: Rung, office: Office) -> datetime | None:
    """The due date; for a step after another one the closing before that one was taken.

    So that its own day is the first of the working days that must pass. ``None``: it was not taken.
    """
    if not rung.after:
        return clock.due + clock.shift
    taken = clock.started if rung.after == REGISTRATION else clock.taken_at(rung.after)
    if taken is None or Offset.parse(rung.at).unit != "wd":
        return taken
    hours = office.hours
    return hours.closing(hours.calendar.after(hours.today(taken), -1)).astimezone(UTC)


def _count(rung: Rung, first: datetime, after: datetime, office: Office) -> Iterator[int]:
    if rung.every is None:
        yield 0
        return
    hours = office.hours
    begun = 0
    if rung.every.unit == "wd" and after > first:
        passed = hours.calendar.between(hours.today(first), hours.today(after))
        begun = max(0, passed // rung.every.amount - 1)
    while True:
        yield begun
        begun += 1


def _repeated(hours: OfficeHours, first: datetime, rung: Rung, occurrence: int) -> datetime:
    every = rung.every or _ONE_DAY
    if every.unit == "wd":
        day = hours.calendar.after(hours.today(first), every.amount * occurrence)
        return hours.closing(day).astimezone(UTC)
    return hours.plus_open(first, every.span * occurrence).astimezone(UTC)


def _start_of(clock: Clock, rung: Rung) -> datetime:
    # Only a share of the way depends on the start; leaving it out lets others share the cache.
    return clock.started if rung.at.endswith("%") else clock.due


@lru_cache(maxsize=4096)
def _nominal(office: Office, due: datetime, start: datetime, at: str, *, urgent: bool) -> datetime:
    return office.hours.rung(due, start, at, urgent=urgent).astimezone(UTC)


@lru_cache(maxsize=4096)
def _heard(office: Office, at: datetime) -> datetime:
    return office.hours.heard(at).astimezone(UTC)


_ONE_DAY = Limit(1, "wd")
_NO_RULE = LimitRule(limit=_ONE_DAY)
_IN_MINUTES = LimitRule(limit=Limit(30, "min"), urgent=True)
