"""回访: the grade, 没打通, 重办, 已回电."""

from dataclasses import dataclass

from bot.commands.entitled import held, on_the_staff
from bot.domain.following_up import attempt, called_back, grade, grade_later, reopen
from bot.domain.inquiry import Grade, Inquiry
from bot.domain.office import OfficerId
from bot.turns.record import record
from bot.turns.turn import Turn


@dataclass(frozen=True)
class GradeInquiry:
    """The inquirer's grade, or that he declined; closes."""

    inquiry: int
    value: Grade
    by: OfficerId
    reason: str = ""


def grade_inquiry(command: GradeInquiry, turn: Turn) -> Inquiry:
    """Record the grade."""
    inquiry = held(turn, command.inquiry, command.by)
    after, facts = grade(
        inquiry, value=command.value, by=command.by, at=turn.now, reason=command.reason
    )
    return record(turn, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class GradeLater:
    """A grade added by reply to what was closed without one."""

    inquiry: int
    value: Grade
    by: OfficerId


def graded_later(command: GradeLater, turn: Turn) -> Inquiry:
    """Mark it as recorded by oneself (本人登记)."""
    inquiry = turn.inquiry(command.inquiry)
    after, facts = grade_later(inquiry, value=command.value, by=command.by, at=turn.now)
    return record(turn, after, facts, before=inquiry)


@dataclass(frozen=True)
class NotReached:
    """没打通."""

    inquiry: int
    by: OfficerId


def not_reached(command: NotReached, turn: Turn) -> Inquiry:
    """Record an attempt; the third closes."""
    inquiry = held(turn, command.inquiry, command.by)
    after, facts = attempt(inquiry, by=command.by, at=turn.now, office=turn.under(inquiry))
    return record(turn, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class ReopenInquiry:
    """退…重办 after a bad grade."""

    inquiry: int
    to: OfficerId
    value: Grade
    reason: str
    by: OfficerId


def reopen_inquiry(command: ReopenInquiry, turn: Turn) -> Inquiry:
    """Have it done again."""
    inquiry = held(turn, command.inquiry, command.by)
    department = on_the_staff(turn, command.to).department
    after, facts = reopen(
        inquiry,
        to=command.to,
        department=department,
        value=command.value,
        reason=command.reason,
        by=command.by,
        at=turn.now,
        office=turn.under(inquiry, department),
    )
    return record(turn, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class CalledBack:
    """已回电, 已告诉."""

    inquiry: int
    by: OfficerId


def called(command: CalledBack, turn: Turn) -> Inquiry:
    """The inquirer knows."""
    inquiry = held(turn, command.inquiry, command.by)
    after, facts = called_back(inquiry, by=command.by, at=turn.now)
    return record(turn, after, facts, before=inquiry)
