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
    open_ones: Iterable[Inquiry], *, concluded: int, now: datetime, office: Office
) -> Digest:
    """Sort a department's open inquiries; only what an officer holds is shown in a channel."""
    held = [i for i in open_ones if i.state in WITH_ASSIGNEE and i.due]
    by_due = sorted(held, key=_due)
    today = office.hours.today(now)
    return Digest(
        overdue=tuple(i for i in by_due if _due(i) < now),
        today=tuple(i for i in by_due if _due(i) >= now and office.hours.today(_due(i)) == today),
        open=len(held),
        concluded=concluded,
    )


def _due(inquiry: Inquiry) -> datetime:
    return inquiry.due or inquiry.received_at
