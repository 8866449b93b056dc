"""回访: the grade, 没打通, 重办, 已回电."""

from dataclasses import dataclass

from bot.commands.entitled import held, on_the_staff
from bot.domain.following_up import attempt, called_back, grade, grade_later, reopen
from bot.domain.inquiry import Grade, Inquiry
from bot.domain.office import OfficerId
from bot.turns.record import record
from bot.turns.turn import Desk


@dataclass(frozen=True)
class GradeInquiry:
    """The inquirer's grade, or that he declined; closes."""

    inquiry: int
    value: Grade
    by: OfficerId
    reason: str = ""


def grade_inquiry(command: GradeInquiry, desk: Desk) -> Inquiry:
    """Record the grade."""
    inquiry = held(desk, command.inquiry, command.by)
    after, facts = grade(
        inquiry, value=command.value, by=command.by, at=desk.now, reason=command.reason
    )
    return record(desk, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class GradeLater:
    """A grade added by reply to what was closed without one."""

    inquiry: int
    value: Grade
    by: OfficerId


def graded_later(command: GradeLater, desk: Desk) -> Inquiry:
    """Mark it as recorded by oneself (本人登记)."""
    inquiry = desk.work.inquiries.get(command.inquiry)
    after, facts = grade_later(inquiry, value=command.value, by=command.by, at=desk.now)
    return record(desk, after, facts, before=inquiry)


@dataclass(frozen=True)
class NotReached:
    """没打通."""

    inquiry: int
    by: OfficerId


def not_reached(command: NotReached, desk: Desk) -> Inquiry:
    """Record an attempt; the third closes."""
    inquiry = held(desk, command.inquiry, command.by)
    after, facts = attempt(inquiry, by=command.by, at=desk.now, office=desk.under(inquiry))
    return record(desk, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class ReopenInquiry:
    """退…重办 after a bad grade."""

    inquiry: int
    to: OfficerId
    value: Grade
    reason: str
    by: OfficerId


def reopen_inquiry(command: ReopenInquiry, desk: Desk) -> Inquiry:
    """Have it done again."""
    inquiry = held(desk, command.inquiry, command.by)
    department = on_the_staff(desk, command.to).department
    after, facts = reopen(
        inquiry,
        to=command.to,
        department=department,
        value=command.value,
        reason=command.reason,
        by=command.by,
        at=desk.now,
        office=desk.under(inquiry, department),
    )
    return record(desk, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class CalledBack:
    """已回电, 已告诉."""

    inquiry: int
    by: OfficerId


def called(command: CalledBack, desk: Desk) -> Inquiry:
    """The inquirer knows."""
    inquiry = held(desk, command.inquiry, command.by)
    after, facts = called_back(inquiry, by=command.by, at=desk.now)
    return record(desk, after, facts, before=inquiry)
