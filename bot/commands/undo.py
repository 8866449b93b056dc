"""撤回: one's own last step, for ten minutes, if nobody has acted since."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import NothingToUndo, TooLateToUndo
from bot.domain.handling import void
from bot.domain.inquiry import Inquiry
from bot.domain.office import OfficerId
from bot.turns.record import record, undo
from bot.turns.turn import Turn

UNDO_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class UndoStep:
    """*inquiry* 0: whatever *by* did last."""

    by: OfficerId
    inquiry: int = 0


def undone(command: UndoStep, turn: Turn) -> Inquiry:
    """Take the step back; a registration becomes 作废 and keeps its number."""
    undos = turn.work.undos
    last = undos.of(command.inquiry) if command.inquiry else undos.last_by(command.by)
    if last is None or last.by != command.by:
        raise NothingToUndo
    inquiry = turn.inquiry(last.inquiry)
    if turn.now - last.at > UNDO_FOR or inquiry.step != last.step:
        raise TooLateToUndo(inquiry.number)
    if last.before is not None:
        return undo(turn, last, by=command.by)
    after, facts = void(inquiry, by=command.by, at=turn.now)
    undos.drop(inquiry.id)
    return record(turn, after, facts, before=inquiry)
