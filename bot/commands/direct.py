"""请示 and 批办: to the leader, and back with a name."""

from dataclasses import dataclass

from bot.commands.entitled import held, on_the_staff
from bot.domain.errors import NobodyThere
from bot.domain.inquiry import Inquiry
from bot.domain.office import NOBODY, OfficerId
from bot.domain.passing import direct, raise_
from bot.turns.record import record
from bot.turns.turn import Turn


@dataclass(frozen=True)
class RaiseInquiry:
    """不清楚归谁, or 请示; *to* empty finds the leader in charge."""

    inquiry: int
    by: OfficerId
    to: OfficerId = NOBODY


def raise_inquiry(command: RaiseInquiry, turn: Turn) -> Inquiry:
    """The leader of the department it lies with, else of the first responder's own (4.4)."""
    inquiry = held(turn, command.inquiry, command.by)
    roster = turn.work.roster
    department = inquiry.department or roster.officer(command.by).department
    above = (command.to, roster.leader_of(department), roster.chief)
    to = next((who for who in above if who and who != command.by), NOBODY)
    if not to:
        raise NobodyThere(department)
    today = turn.office.hours.today(turn.now)
    to = roster.acting(to, today) or to
    after, facts = raise_(inquiry, to=to, by=command.by, at=turn.now, office=turn.under(inquiry))
    return record(turn, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class DirectInquiry:
    """批办: *to* does it, with *helpers* beside him (会办)."""

    inquiry: int
    to: OfficerId
    by: OfficerId
    helpers: tuple[OfficerId, ...] = ()


def direct_inquiry(command: DirectInquiry, turn: Turn) -> Inquiry:
    """Name the officer."""
    inquiry = held(turn, command.inquiry, command.by)
    officer = on_the_staff(turn, command.to)
    after, facts = direct(
        inquiry,
        to=command.to,
        department=officer.department,
        by=command.by,
        at=turn.now,
        office=turn.under(inquiry, officer.department),
        helpers=command.helpers,
    )
    return record(turn, after, facts, before=inquiry, undo_by=command.by)
