"""紧急: it goes to the duty's officer by itself, is taken in hand, or is not urgent after all."""

from dataclasses import dataclass

from bot.domain.copies import replace
from bot.domain.emergency import calm, goes_to, take_in_hand
from bot.domain.handling import refer
from bot.domain.inquiry import Inquiry, State
from bot.domain.office import NOBODY, OfficerId
from bot.turns.record import record
from bot.turns.turn import Turn


@dataclass(frozen=True)
class ReferItself:
    """Five minutes have passed and nobody has referred it."""

    inquiry: int


def referred_itself(command: ReferItself, turn: Turn) -> Inquiry:
    """Hand it to whom the catalogue names, the bot acting for who holds it; the clerk is told."""
    inquiry = turn.inquiry(command.inquiry)
    roster = turn.work.roster
    to = goes_to(inquiry, roster, turn.under(inquiry), turn.now)
    if inquiry.state is not State.REGISTERED or not to:
        return inquiry
    department = roster.officer(to).department
    after, facts = refer(
        replace(inquiry, acting_for=(inquiry.owes,)),
        to=to,
        department=department,
        duty=roster.duty(inquiry.duty),
        by=NOBODY,
        at=turn.now,
        office=turn.under(inquiry, department),
    )
    return record(turn, after, facts, before=inquiry)


@dataclass(frozen=True)
class TakeInHand:
    """我在处理."""

    inquiry: int
    by: OfficerId


def taken_in_hand(command: TakeInHand, turn: Turn) -> Inquiry:
    """Let the climbing rest, and tell the clerk."""
    inquiry = turn.inquiry(command.inquiry)
    after, facts = take_in_hand(inquiry, by=command.by, at=turn.now, office=turn.under(inquiry))
    return record(turn, after, facts, before=inquiry)


@dataclass(frozen=True)
class CalmDown:
    """不急."""

    inquiry: int
    by: OfficerId


def calmed(command: CalmDown, turn: Turn) -> Inquiry:
    """End the minutes; its ordinary dates stand."""
    inquiry = turn.inquiry(command.inquiry)
    after, facts = calm(inquiry, by=command.by, at=turn.now)
    return record(turn, after, facts, before=inquiry)
