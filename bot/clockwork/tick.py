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
from bot.domain.notices import PostKind
from bot.domain.office import NOBODY
from bot.domain.ruleset import SELF_REFERRAL
from bot.domain.urging import fallback_due, hear
from bot.ports.store import Work
from bot.ports.values import Filter, Part
from bot.turns.codes import forget_shown
from bot.turns.digest import post_digests
from bot.turns.owed import Owed
from bot.turns.owing import owe, when_free
from bot.turns.record import flush_items, record
from bot.turns.turn import Turn

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
    due: Callable[[Turn], None]


def tick(
    turn: Turn, awaited: Awaited, *, at_once: int = AT_ONCE, without: Collection[int] = ()
) -> bool:
    """Let due clocks speak, then the day's first things; True if more are due at once.

    *at_once* inquiries at most; *without* those that were found to be the bot's own fault.
    """
    _undo_is_over(turn)
    _send_wanted_again(turn)
    awaited.due(turn)
    forget_shown(turn)
    found = turn.work.inquiries.due(turn.now, at_once + len(without))
    due = [inquiry for inquiry in found if inquiry.id not in without][:at_once]
    for inquiry in due:
        _hear(turn, inquiry)
    if len(due) == at_once:
        return True
    _opening(turn)
    _closing(turn)
    flush_items(turn)
    return False


def next_alarm(work: Work, turn: Turn, awaited: Awaited) -> datetime | None:
    """When the next tick has something to do; ``None``: nothing is owed by anybody."""
    moments = [
        work.inquiries.next_alarm(),
        work.posts.next_held(work.now),
        work.items.next_held(work.now),
        awaited.next(work),
        _next_daily(turn),
    ]
    return min((m for m in moments if m is not None), default=None)


def _hear(turn: Turn, inquiry: Inquiry) -> None:
    urge_now = fallback_due(inquiry, at=turn.now)
    if urge_now:
        _urge_in_his_place(turn, inquiry)
        inquiry = held(turn, inquiry.id, NOBODY)
    after, facts = hear(inquiry, at=turn.now, office=turn.under(inquiry))
    record(turn, after, facts)
    for fact in facts:
        if isinstance(fact, RungReached) and fact.rung in _DO:
            do(_DO[fact.rung](inquiry.id), turn)
    turn.aged(inquiry.id)


def _undo_is_over(turn: Turn) -> None:
    """Ten minutes after a step its [撤回] goes from the cards that still show it."""
    for last in turn.work.undos.oldest(AT_ONCE):
        if turn.now - last.at <= UNDO_FOR:
            return
        turn.work.undos.drop(last.inquiry)
        turn.look_again(last.inquiry)


def _send_wanted_again(turn: Turn) -> None:
    """What was wanted again at the terminal (`shouwen outbox retry`)."""
    for post in turn.work.posts.wanted_again():
        do(ResendPost(post.id), turn)


def _urge_in_his_place(turn: Turn, inquiry: Inquiry) -> None:
    """系统代催; where a rule of the urge stands against it, only the waiting ends."""
    try:
        do(UrgeInquiry(inquiry.id, NOBODY), turn)
    except Refusal:
        clocks = tuple(replace(c, fallback_at=None) for c in inquiry.clocks)
        record(turn, replace(inquiry, clocks=clocks), ())


def _opening(turn: Turn) -> None:
    """Once a working day, from opening on: digests, and who is back."""
    hours = turn.office.hours
    today = hours.today(turn.now)
    if not hours.calendar.is_working(today) or turn.now < hours.opening(today):
        return
    if turn.work.once_done(DAILY, "opening", today):
        return
    turn.work.once(DAILY, "opening", today)
    _recount(turn)
    delete_over(turn)
    _greet_returned(turn)
    if turn.now < hours.closing(today):
        post_digests(turn)


def _recount(turn: Turn) -> None:
    """A year's holidays have been published: provisional dates are counted anew (DESIGN §8)."""
    years = ",".join(map(str, sorted(turn.office.hours.calendar.published)))
    former = turn.work.kept(PUBLISHED)
    turn.work.keep(PUBLISHED, years)
    if former in ("", years):
        return
    for inquiry in turn.work.inquiries.find(Filter(open=True, at_most=MOST_RECOUNTED)):
        clocks = tuple(recount(clock, turn.under(inquiry)) for clock in inquiry.clocks)
        if clocks != inquiry.clocks:
            facts = _moved(inquiry, clocks, turn.now)
            record(turn, replace(inquiry, clocks=clocks), facts, before=inquiry)


def _moved(inquiry: Inquiry, clocks: tuple[Clock, ...], now: datetime) -> tuple[DatesMoved, ...]:
    return tuple(
        DatesMoved(inquiry=inquiry.id, at=now, by=NOBODY, clock=c.kind, former=f.due, due=c.due)
        for f, c in zip(inquiry.clocks, clocks, strict=True)
        if f.due != c.due
    )


def _greet_returned(turn: Turn) -> None:
    """Who was away until yesterday hears in one message what was done and what waits (10.6)."""
    hours = turn.office.hours
    today = hours.today(turn.now)
    before = hours.calendar.after(today, -1)
    for absence in turn.work.roster.directory.absences.values():
        if not before <= absence.last < today:
            continue
        args = (absence.first.isoformat(), absence.last.isoformat(), absence.deputy)
        waiting = tuple(Part("waiting", i.id) for i in in_hands_of(turn, absence.officer))
        parts = (Part("returned-from-leave", args=args), *waiting)
        key = f"return:{absence.officer}:{absence.last.isoformat()}"
        owe(turn, Owed(to=absence.officer, parts=parts, kind=PostKind.LIST, key=key))


def _closing(turn: Turn) -> None:
    """At closing time an unfinished draft gets one line."""
    hours = turn.office.hours
    today = hours.today(turn.now)
    if not hours.calendar.is_working(today) or turn.now < hours.closing(today):
        return
    for draft in turn.work.drafts.all():
        if draft.reminded or draft.started_at > hours.closing(today):
            continue
        turn.work.drafts.put(replace(draft, reminded=True))
        owed = Owed(
            at=draft.address,
            to=draft.officer,
            kind=PostKind.NOTICE,
            parts=(Part("draft-waits"),),
            not_before=when_free(turn, draft.officer, None),
        )
        owe(turn, owed)


def _next_daily(turn: Turn) -> datetime | None:
    """The next opening whose daily things are not done, or a closing with drafts waiting."""
    hours, work = turn.office.hours, turn.work
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
