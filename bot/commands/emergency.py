"""紧急: it goes to the duty's officer by itself, is taken in hand, or is not urgent after all."""

from dataclasses import dataclass, replace

from bot.domain.emergency import calm, goes_to, take_in_hand
from bot.domain.handling import refer
from bot.domain.inquiry import Inquiry, State
from bot.domain.office import NOBODY, OfficerId
from bot.turns.record import record
from bot.turns.turn import Desk


@dataclass(frozen=True)
class ReferItself:
    """Five minutes have passed and nobody has referred it."""

    inquiry: int


def referred_itself(command: ReferItself, desk: Desk) -> Inquiry:
    """Hand it to whom the catalogue names, the bot acting for who holds it; the clerk is told."""
    inquiry = desk.dirty.get(command.inquiry) or desk.work.inquiries.get(command.inquiry)
    roster = desk.work.roster
    to = goes_to(inquiry, roster, desk.under(inquiry), desk.now)
    if inquiry.state is not State.REGISTERED or not to:
        return inquiry
    department = roster.officer(to).department
    after, facts = refer(
        replace(inquiry, acting_for=(inquiry.owes,)),
        to=to,
        department=department,
        duty=roster.duty(inquiry.duty),
        by=NOBODY,
        at=desk.now,
        office=desk.under(inquiry, department),
    )
    return record(desk, after, facts, before=inquiry)


@dataclass(frozen=True)
class TakeInHand:
    """我在处理."""

    inquiry: int
    by: OfficerId


def taken_in_hand(command: TakeInHand, desk: Desk) -> Inquiry:
    """Let the climbing rest, and tell the clerk."""
    inquiry = desk.work.inquiries.get(command.inquiry)
    after, facts = take_in_hand(inquiry, by=command.by, at=desk.now, office=desk.under(inquiry))
    return record(desk, after, facts, before=inquiry)


@dataclass(frozen=True)
class CalmDown:
    """不急."""

    inquiry: int
    by: OfficerId


def calmed(command: CalmDown, desk: Desk) -> Inquiry:
    """End the minutes; its ordinary dates stand."""
    inquiry = desk.work.inquiries.get(command.inquiry)
    after, facts = calm(inquiry, by=command.by, at=desk.now)
    return record(desk, after, facts, before=inquiry)
