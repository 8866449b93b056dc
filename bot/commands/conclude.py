"""办结: with its outcome and what the inquirer was told (7.4)."""

from dataclasses import dataclass

from bot.commands.entitled import held
from bot.domain.copies import replace
from bot.domain.following_up import close, settled_at_once
from bot.domain.handling import conclude
from bot.domain.inquiry import Grade, Inquiry, Outcome
from bot.domain.office import OfficerId
from bot.turns.record import record
from bot.turns.turn import Turn


@dataclass(frozen=True, kw_only=True)
class ConcludeInquiry:
    """The result; *basis* for what the rules refuse, *outside* for another unit's matter."""

    inquiry: int
    outcome: Outcome
    told: str
    by: OfficerId
    basis: str = ""
    outside: str = ""
    receipt: str = ""


def conclude_inquiry(command: ConcludeInquiry, turn: Turn) -> Inquiry:
    """Conclude; an answer on the spot, or to nobody who could be called, closes at once (2.3)."""
    inquiry = held(turn, command.inquiry, command.by)
    after, facts = conclude(
        inquiry,
        outcome=command.outcome,
        told=command.told,
        by=command.by,
        at=turn.now,
        office=turn.under(inquiry),
        basis=command.basis,
        outside=command.outside,
        receipt=command.receipt,
    )
    if settled_at_once(after):
        grade = Grade.NONE if after.outcome is Outcome.ANSWERED else Grade.UNREACHABLE
        after, more = close(replace(after, grade=grade), by=command.by, at=turn.now)
        facts = (*facts, *more)
    return record(turn, after, facts, before=inquiry, undo_by=command.by)
