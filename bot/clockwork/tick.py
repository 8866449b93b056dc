"""What the clocks do when their moment has come: one tick is one turn or several, each committed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands import do
from bot.commands.away import in_hands_of
from bot.commands.emergency import ReferItself
from bot.commands.entitled import held
from bot.commands.materials import delete_over
from bot.commands.resend import ResendPost
from bot.commands.undo import UNDO_FOR
from bot.commands.urge import UrgeFormally, UrgeInquiry
from bot.domain.clocks import Clock
from bot.domain.errors import Refusal
from bot.domain.facts import DatesMoved, RungReached
from bot.domain.inquiry import Inquiry
from bot.domain.ladder import FORMAL_URGE, recount
from bot.domain.office import NOBODY
from bot.domain.ruleset import SELF_REFERRAL
from bot.domain.urging import fallback_due, hear
from bot.ports.store import Work
from bot.ports.values import Filter, Part
from bot.turns.bundling import when_free
from bot.turns.codes import forget_shown
from bot.turns.digest import post_digests
from bot.turns.record import flush_items, post_to, record
from bot.turns.turn import Desk

AT_ONCE = 200
"""Inquiries one turn takes, so that a tick never holds the counter up for long."""
DAILY = "daily"
_DO: Mapping[str, Callable[[int], object]] = {
    FORMAL_URGE: UrgeFormally,
    SELF_REFERRAL: ReferItself,
}
"""What a step of a ladder does besides telling."""
PUBLISHED = "published-years"
MOST_RECOUNTED = 1_000_000


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something said that waits a moment for more: when next, and what is done with it then."""

    next: Callable[[Work], datetime | None]
    due: Callable[[Desk], None]


def tick(
    desk: Desk, awaited: Awaited, *, at_once: int = AT_ONCE, without: Collection[int] = ()
) -> bool:
    """Let due clocks speak, then the day's first things; True if more are due at once.

    *at_once* inquiries at most; *without* those that were found to be the bot's own fault.
    """
    _undo_is_over(desk)
    _send_wanted_again(desk)
    awaited.due(desk)
    forget_shown(desk)
    found = desk.work.inquiries.due(desk.now, at_once + len(without))
    due = [inquiry for inquiry in found if inquiry.id not in without][:at_once]
    for inquiry in due:
        _hear(desk, inquiry)
    if len(due) == at_once:
        desk.settle()
        return True
    _opening(desk)
    _closing(desk)
    flush_items(desk)
    desk.settle()
    return False


def next_alarm(work: Work, desk: Desk, awaited: Awaited) -> datetime | None:
    """When the next tick has something to do; ``None``: nothing is owed by anybody."""
    moments = [
        work.inquiries.next_alarm(),
        work.posts.next_held(work.now),
        work.items.next_held(work.now),
        awaited.next(work),
        _next_daily(desk),
    ]
    return min((m for m in moments if m is not None), default=None)


def _hear(desk: Desk, inquiry: Inquiry) -> None:
    urge_now = fallback_due(inquiry, at=desk.now)
    if urge_now:
        _urge_in_his_place(desk, inquiry)
        inquiry = held(desk, inquiry.id, NOBODY)
    after, facts = hear(inquiry, at=desk.now, office=desk.under(inquiry))
    record(desk, after, facts)
    for fact in facts:
        if isinstance(fact, RungReached) and fact.rung in _DO:
            do(_DO[fact.rung](inquiry.id), desk)
    desk.aged.add(inquiry.id)


def _undo_is_over(desk: Desk) -> None:
    """Ten minutes after a step its [撤回] goes from the cards that still show it."""
    for last in desk.work.undos.oldest(AT_ONCE):
        if desk.now - last.at <= UNDO_FOR:
            return
        desk.work.undos.drop(last.inquiry)
        desk.dirty[last.inquiry] = desk.work.inquiries.get(last.inquiry)


def _send_wanted_again(desk: Desk) -> None:
    """What was wanted again at the terminal (`shouwen outbox retry`)."""
    for post in desk.work.posts.wanted_again():
        do(ResendPost(post.id), desk)


def _urge_in_his_place(desk: Desk, inquiry: Inquiry) -> None:
    """系统代催; where a rule of the urge stands against it, only the waiting ends."""
    try:
        do(UrgeInquiry(inquiry.id, NOBODY), desk)
    except Refusal:
        clocks = tuple(replace(c, fallback_at=None) for c in inquiry.clocks)
        record(desk, replace(inquiry, clocks=clocks), ())


def _opening(desk: Desk) -> None:
    """Once a working day, from opening on: digests, and who is back."""
    hours = desk.office.hours
    today = hours.today(desk.now)
    if not hours.calendar.is_working(today) or desk.now < hours.opening(today):
        return
    if desk.work.once_done(DAILY, "opening", today):
        return
    desk.work.once(DAILY, "opening", today)
    _recount(desk)
    delete_over(desk)
    _greet_returned(desk)
    if desk.now < hours.closing(today):
        post_digests(desk)


def _recount(desk: Desk) -> None:
    """A year's holidays have been published: provisional dates are counted anew (DESIGN §8)."""
    years = ",".join(map(str, sorted(desk.office.hours.calendar.published)))
    former = desk.work.kept(PUBLISHED)
    desk.work.keep(PUBLISHED, years)
    if former in ("", years):
        return
    for inquiry in desk.work.inquiries.find(Filter(open=True, at_most=MOST_RECOUNTED)):
        clocks = tuple(recount(clock, desk.under(inquiry)) for clock in inquiry.clocks)
        if clocks != inquiry.clocks:
            facts = _moved(inquiry, clocks, desk.now)
            record(desk, replace(inquiry, clocks=clocks), facts, before=inquiry)


def _moved(inquiry: Inquiry, clocks: tuple[Clock, ...], now: datetime) -> tuple[DatesMoved, ...]:
    return tuple(
        DatesMoved(inquiry=inquiry.id, at=now, by=NOBODY, clock=c.kind, former=f.due, due=c.due)
        for f, c in zip(inquiry.clocks, clocks, strict=True)
        if f.due != c.due
    )


def _greet_returned(desk: Desk) -> None:
    """Who was away until yesterday hears in one message what was done and what waits (10.6)."""
    hours = desk.office.hours
    today = hours.today(desk.now)
    before = hours.calendar.after(today, -1)
    for absence in desk.work.roster.directory.absences.values():
        if not before <= absence.last < today:
            continue
        args = (absence.first.isoformat(), absence.last.isoformat(), absence.deputy)
        waiting = tuple(Part("waiting", i.id) for i in in_hands_of(desk, absence.officer))
        parts = (Part("returned-from-leave", args=args), *waiting)
        key = f"return:{absence.officer}:{absence.last.isoformat()}"
        post_to(desk, absence.officer, parts, kind="list", key=key)


def _closing(desk: Desk) -> None:
    """At closing time an unfinished draft gets one line."""
    hours = desk.office.hours
    today = hours.today(desk.now)
    if not hours.calendar.is_working(today) or desk.now < hours.closing(today):
        return
    for draft in desk.work.drafts.all():
        if draft.reminded or draft.started_at > hours.closing(today):
            continue
        desk.work.drafts.put(replace(draft, reminded=True))
        desk.owe(
            draft.address,
            to=draft.officer,
            kind="notice",
            parts=(Part("draft-waits"),),
            not_before=when_free(desk, draft.officer, None),
        )


def _next_daily(desk: Desk) -> datetime | None:
    """The next opening whose daily things are not done, or a closing with drafts waiting."""
    hours, work = desk.office.hours, desk.work
    today = hours.today(work.now)
    day = today
    if not hours.calendar.is_working(day) or work.once_done(DAILY, "opening", day):
        day = hours.calendar.after(day, 1)
    opening = hours.opening(day)
    waiting = [d for d in work.drafts.all() if not d.reminded]
    closing = hours.closing(today)
    if waiting and hours.calendar.is_working(today) and work.now < closing:
        return min(opening, closing)
    return opening
