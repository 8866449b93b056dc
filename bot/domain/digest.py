"""The day's digest of a department (日报): what is overdue and what is due today (transcript h)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.inquiry import WITH_ASSIGNEE, Inquiry
from bot.domain.rules import Office


@dataclass(frozen=True, slots=True)
class Digest:
    """Overdue first, longest first; counts as the last line. Empty: nothing is posted."""

    overdue: tuple[Inquiry, ...]
    today: tuple[Inquiry, ...]
    open: int
    concluded: int

    @property
    def worth_posting(self) -> bool:
        """Tell whether at least one item is overdue or due today."""
        return bool(self.overdue or self.today)


def digest(
    due_ones: Iterable[Inquiry], *, held: int, concluded: int, now: datetime, office: Office
) -> Digest:
    """Sort what is due in a department by the end of the day.

    *held* is how many inquiries its officers hold, *concluded* how many were the working day before.
    Only what an officer holds is shown in a channel.
    """
    by_due = sorted((i for i in due_ones if i.state in WITH_ASSIGNEE and i.due), key=_due)
    today = office.hours.today(now)
    return Digest(
        overdue=tuple(i for i in by_due if _due(i) < now),
        today=tuple(i for i in by_due if _due(i) >= now and office.hours.today(_due(i)) == today),
        open=held,
        concluded=concluded,
    )


def _due(inquiry: Inquiry) -> datetime:
    return inquiry.due or inquiry.received_at
