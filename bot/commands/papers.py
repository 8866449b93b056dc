"""缺材料 and 补齐: the one-time notice (3.3)."""

from dataclasses import dataclass

from bot.commands.entitled import held
from bot.domain.inquiry import Inquiry
from bot.domain.office import Duty, OfficerId
from bot.domain.papers import complete_papers, lack_papers
from bot.turns.record import record
from bot.turns.turn import Turn


@dataclass(frozen=True)
class LackPapers:
    """Which papers of *duty* are missing."""

    inquiry: int
    duty: str
    missing: tuple[str, ...]
    by: OfficerId


def lacking_papers(command: LackPapers, turn: Turn) -> Inquiry:
    """Give the notice and wait."""
    inquiry = held(turn, command.inquiry, command.by)
    duty = turn.work.roster.duty(command.duty) or Duty(title=command.duty)
    after, facts = lack_papers(
        inquiry,
        duty=duty,
        missing=command.missing,
        by=command.by,
        at=turn.now,
        office=turn.under(inquiry),
    )
    return record(turn, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class CompletePapers:
    """已补齐."""

    inquiry: int
    by: OfficerId


def completed_papers(command: CompletePapers, turn: Turn) -> Inquiry:
    """The papers came."""
    inquiry = held(turn, command.inquiry, command.by)
    after, facts = complete_papers(inquiry, by=command.by, at=turn.now, office=turn.under(inquiry))
    return record(turn, after, facts, before=inquiry, undo_by=command.by)
