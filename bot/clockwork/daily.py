"""What the office does once a working day, at its hour: the whole day as a list."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.commands.away import in_hands_of
from bot.commands.materials import delete_over
from bot.domain.clocks import Clock
from bot.domain.facts import DatesMoved
from bot.domain.inquiry import Inquiry
from bot.domain.ladder import recount
from bot.domain.messages import PostKind
from bot.domain.office import NOBODY
from bot.domain.rules import Office
from bot.ports.store import Work
from bot.ports.values import Part
from bot.turns.digest import post_digests
from bot.turns.owed import Owed
from bot.turns.owing import listed, owe, when_free
from bot.turns.record import record
from bot.turns.slice import Slice
from bot.turns.turn import Turn

DAILY = "daily"
PUBLISHED = "published-years"
RECOUNTED = "recounted-to"


def _always(_: Work) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Daily:
    """Something done once a working day: *at* gives its moment on a day of the office (aware).

    *act* returns whether it is finished: what is more than a slice goes on in the next turn. The clock is
    set for it only while it is *wanted*; whatever was missed is made up the same day.
    """

    name: str
    at: Callable[[Office, date], datetime]
    act: Callable[[Turn, Slice], bool]
    wanted: Callable[[Work], bool] = _always


def do_daily(turn: Turn, piece: Slice) -> None:
    """Do what is due of the day and was not done yet."""
    hours, work = turn.office.hours, turn.work
    today = hours.today(turn.now)
    if not hours.calendar.is_working(today):
        return
    for row in EVERY_DAY:
        due = turn.now >= row.at(turn.office, today)
        if due and not work.once_done(DAILY, row.name, today):
            if piece.spent or not row.act(turn, piece):
                return
            work.once(DAILY, row.name, today)


def next_daily(turn: Turn) -> datetime:
    """When something of the day is to be done next; not after now where it is overdue."""
    return min(_next(row, turn) for row in EVERY_DAY if row.wanted(turn.work))


def _next(row: Daily, turn: Turn) -> datetime:
    calendar, today = turn.office.hours.calendar, turn.office.hours.today(turn.now)
    done = not calendar.is_working(today) or turn.work.once_done(DAILY, row.name, today)
    return row.at(turn.office, calendar.after(today, 1) if done else today)


def _at_opening(office: Office, day: date) -> datetime:
    return office.hours.opening(day)


def _at_digest(office: Office, day: date) -> datetime:
    return office.digest_at(day)


def _at_closing(office: Office, day: date) -> datetime:
    return office.hours.closing(day)


def _recount(turn: Turn, piece: Slice) -> bool:
    """A year's holidays have been published: provisional dates are counted anew (DESIGN §8)."""
    years = ",".join(map(str, sorted(turn.office.hours.calendar.published)))
    former = turn.work.kept(PUBLISHED)
    if former not in ("", years):
        last = _recounted_to(turn, years)
        found = turn.work.inquiries.open_after(last, piece.left)
        for inquiry in found:
            _recounted(turn, inquiry)
        piece.spend(len(found))
        turn.work.keep(RECOUNTED, f"{found[-1].id} {years}" if piece.spent else "")
        if piece.spent:
            return False
    turn.work.keep(PUBLISHED, years)
    return True


def _recounted_to(turn: Turn, years: str) -> int:
    """The last inquiry recounted for these published years; 0 where none was yet."""
    last, _, of = turn.work.kept(RECOUNTED).partition(" ")
    return int(last) if of == years else 0


def _recounted(turn: Turn, inquiry: Inquiry) -> None:
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


def _greet_returned(turn: Turn, piece: Slice) -> bool:
    """Who was away until yesterday hears in one message what was done and what waits (10.6)."""
    hours = turn.office.hours
    today = hours.today(turn.now)
    before = hours.calendar.after(today, -1)
    for absence in turn.work.roster.directory.absences.values():
        if not before <= absence.last < today:
            continue
        if piece.spent:
            return False
        if not turn.work.once("returned", absence.officer, absence.last):
            continue
        args = (absence.first.isoformat(), absence.last.isoformat(), absence.deputy)
        waiting = tuple(Part("waiting", i.id) for i in in_hands_of(turn, absence.officer))
        parts = (Part("returned-from-leave", args=args), *listed(waiting))
        key = f"return:{absence.officer}:{absence.last.isoformat()}"
        owe(turn, Owed(to=absence.officer, parts=parts, kind=PostKind.LIST, key=key))
        piece.spend(len(parts))
    return True


def _post_digests(turn: Turn, piece: Slice) -> bool:
    """The digest of a day that is over is of no use to anybody."""
    over = turn.now >= turn.office.hours.closing(turn.office.hours.today(turn.now))
    return over or post_digests(turn, piece)


def _draft_waits(work: Work) -> bool:
    return any(not draft.reminded for draft in work.drafts.all())


def _remind_of_drafts(turn: Turn, piece: Slice) -> bool:
    """At closing time an unfinished draft gets one line, unless it was begun after closing."""
    closing = turn.office.hours.closing(turn.office.hours.today(turn.now))
    for draft in turn.work.drafts.all():
        if draft.reminded or draft.started_at > closing:
            continue
        if piece.spent:
            return False
        turn.work.drafts.put(replace(draft, reminded=True))
        owed = Owed(
            at=draft.address,
            to=draft.officer,
            kind=PostKind.NOTICE,
            parts=(Part("draft-waits"),),
            not_before=when_free(turn, draft.officer, None),
        )
        owe(turn, owed)
        piece.spend()
    return True


EVERY_DAY = (
    Daily("recount", _at_opening, _recount),
    Daily("deletions", _at_opening, delete_over),
    Daily("returned", _at_opening, _greet_returned),
    Daily("digest", _at_digest, _post_digests),
    Daily("drafts", _at_closing, _remind_of_drafts, wanted=_draft_waits),
)
"""The working day, in the order in which what falls on one moment is done."""
