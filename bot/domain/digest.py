"""The day's digest of a department (日报): what is overdue and what is due today (transcript h)."""

from dataclasses import dataclass

from bot.domain.inquiry import Inquiry


@dataclass(frozen=True, slots=True)
class Digest:
    """Overdue first, longest first, as many as are shown; counts of all. Empty: nothing is posted.

    Only what an officer holds is shown in a channel. *late* and *due* count what is overdue and
    what is due today, *open* what is held, *concluded* what was the working day before.
    """

    overdue: tuple[Inquiry, ...]
    today: tuple[Inquiry, ...]
    late: int
    due: int
    open: int
    concluded: int

    @property
    def worth_posting(self) -> bool:
        """Tell whether at least one item is overdue or due today."""
        return bool(self.overdue or self.today)
