"""缺材料 and 补齐: the one-time notice (3.3)."""

from dataclasses import dataclass

from bot.commands.entitled import held
from bot.domain.inquiry import Inquiry
from bot.domain.office import Duty, OfficerId
from bot.domain.papers import complete_papers, lack_papers
from bot.turns.record import record
from bot.turns.turn import Desk


@dataclass(frozen=True)
class LackPapers:
    """Which papers of *duty* are missing."""

    inquiry: int
    duty: str
    missing: tuple[str, ...]
    by: OfficerId


def lacking_papers(command: LackPapers, desk: Desk) -> Inquiry:
    """Give the notice and wait."""
    inquiry = held(desk, command.inquiry, command.by)
    duty = desk.work.roster.duty(command.duty) or Duty(title=command.duty)
    after, facts = lack_papers(
        inquiry,
        duty=duty,
        missing=command.missing,
        by=command.by,
        at=desk.now,
        office=desk.under(inquiry),
    )
    return record(desk, after, facts, before=inquiry, undo_by=command.by)


@dataclass(frozen=True)
class CompletePapers:
    """已补齐."""

    inquiry: int
    by: OfficerId


def completed_papers(command: CompletePapers, desk: Desk) -> Inquiry:
    """The papers came."""
    inquiry = held(desk, command.inquiry, command.by)
    after, facts = complete_papers(inquiry, by=command.by, at=desk.now, office=desk.under(inquiry))
    return record(desk, after, facts, before=inquiry, undo_by=command.by)
