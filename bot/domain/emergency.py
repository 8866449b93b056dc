"""Emergencies run in minutes (紧急): a clock from reception, at any hour, until it is done or calm.

An inquiry is urgent whose duty is, or whose words say so, until somebody says that it is not. Not
referred five minutes later it goes to the duty's officer by itself; at its limit and after it the
ladder climbs, until somebody has it in hand, and goes on an hour later if nothing was heard.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.clocks import ClockKind
from bot.domain.copies import replace
from bot.domain.errors import NotAllowedNow
from bot.domain.facts_of_emergencies import Calmed, TakenInHand
from bot.domain.hands import Step, stopped
from bot.domain.hours import Limit
from bot.domain.inquiry import Inquiry
from bot.domain.ladder import begin, put_off
from bot.domain.office import NOBODY, Duty, OfficerId
from bot.domain.roster import Roster
from bot.domain.rules import Office

HELD_FOR = timedelta(minutes=60)
"""How long the climbing rests once somebody has it in hand."""

LONG_PAST = timedelta(hours=1)
"""A reception so long ago was registered late: its minutes begin with the registration."""


def with_urgency(
    inquiry: Inquiry, *, duty: Duty | None, said: bool, at: datetime, office: Office
) -> Inquiry:
    """Start the minute clock, once, where the duty or the words are urgent (*said*)."""
    urgent = said or bool(duty and duty.urgent)
    if not urgent or any(clock.kind == ClockKind.URGENT for clock in inquiry.clocks):
        return inquiry
    clock = begin(
        ClockKind.URGENT,
        owner=inquiry.owes,
        at=at,
        since=_since(inquiry, at),
        limit=_minutes(duty),
        office=office,
        urgent=True,
    )
    return replace(inquiry, clocks=(*inquiry.clocks, clock))


def is_urgent(inquiry: Inquiry) -> bool:
    """Whether its minutes still run."""
    return inquiry.clock(ClockKind.URGENT) is not None


def take_in_hand(inquiry: Inquiry, *, by: OfficerId, at: datetime, office: Office) -> Step:
    """Somebody is on it (我在处理): nobody further is called for an hour.

    Raises:
        NotAllowedNow: it is not urgent any more.
    """
    _must_be_urgent(inquiry)
    clocks = tuple(
        put_off(c, until=at + HELD_FOR, office=office)
        if c.kind == ClockKind.URGENT and c.running
        else c
        for c in inquiry.clocks
    )
    fact = TakenInHand(inquiry=inquiry.id, at=at, by=by)
    held = replace(inquiry, clocks=clocks, in_hand_of=by, in_hand_at=at, step=inquiry.step + 1)
    return held, (fact,)


def calm(inquiry: Inquiry, *, by: OfficerId, at: datetime) -> Step:
    """It is not urgent (不急): its ordinary dates count again.

    Raises:
        NotAllowedNow: it is not urgent any more.
    """
    _must_be_urgent(inquiry)
    clocks = stopped(inquiry.clocks, ClockKind.URGENT, at=at)
    calmed = replace(inquiry, clocks=clocks, step=inquiry.step + 1)
    return calmed, (Calmed(inquiry=inquiry.id, at=at, by=by),)


def goes_to(inquiry: Inquiry, roster: Roster, office: Office, at: datetime) -> OfficerId:
    """Whom it goes to by itself: the duty's officer, his deputy or head, else up from the counter."""
    duty = roster.duty(inquiry.duty)
    today = office.hours.today(at)
    section = duty.department if duty else roster.officer(inquiry.follower).department
    officer = duty.officer if duty else NOBODY
    wanted = (
        roster.acting(officer, today) if officer else NOBODY,
        roster.head_of(section),
        roster.leader_of(section),
        roster.chief,
        officer,
    )
    return next((who for who in wanted if who and roster.officer(who).active), NOBODY)


def called(part: str, inquiry: Inquiry, roster: Roster, told: Collection[OfficerId]) -> OfficerId:
    """Who is called as *part* of the climb; whoever was *told* already passes his turn up."""
    owes = inquiry.assignee or inquiry.owes
    department = inquiry.department or roster.officer(owes).department
    ladder = {
        "assignee": owes,
        "deputy": roster.officer(owes).deputy,
        "head": roster.head_of(department),
        "leader": roster.leader_of(department),
        "chief": roster.chief,
    }
    if part in ("assignee", "deputy"):
        return ladder[part]
    climb = ("head", "leader", "chief")
    above = [ladder[step] for step in climb[climb.index(part) :]] if part in climb else []
    fresh = (who for who in above if who and who not in told and roster.officer(who).active)
    return next(fresh, next((who for who in reversed(above) if who), NOBODY))


def _since(inquiry: Inquiry, at: datetime) -> datetime:
    """Reception; where that is long past (昨天下午 …) nobody was called in vain: from now on."""
    received = min(inquiry.received_at, at)
    return received if at - received < LONG_PAST else at


def _minutes(duty: Duty | None) -> Limit | None:
    """The duty's own limit, where it is one of minutes or hours."""
    limit = Limit.parse(duty.promise) if duty and duty.promise else None
    return limit if limit and limit.unit != "wd" else None


def _must_be_urgent(inquiry: Inquiry) -> None:
    if not is_urgent(inquiry):
        raise NotAllowedNow(inquiry.number, inquiry.state, inquiry.owes)
