"""Working days by the State Council's holiday notices, make-up workdays (调休) included."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

_NEXT = timedelta(days=1)
_PREVIOUS = timedelta(days=-1)
_SATURDAY = 5


@dataclass(frozen=True)
class Holiday:
    """One paragraph of a notice: a run of days off and the weekend days worked for it.

    *first* and *last* are both days off.
    """

    name: str
    first: date
    last: date
    make_up: tuple[date, ...] = ()

    def days(self) -> Iterator[date]:
        """Every day off from the first to the last, weekends included."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True)
class HolidayNotice:
    """What is known of a year's holidays (部分节假日安排的通知).

    Not *published*: only the statutory holidays known in advance; its dates are provisional (暂定).
    A notice may reach back into December of the year before.
    """

    year: int
    published: bool
    source: str
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True)
class Calendar:
    """Which days an office works.

    A make-up day is worked whatever else is said of it; *published* are the years with a notice.
    A year nobody knows anything of has its weekends off and nothing else.
    """

    days_off: frozenset[date]
    make_up: frozenset[date]
    published: frozenset[int]

    @classmethod
    def of(cls, notices: Iterable[HolidayNotice]) -> "Calendar":
        """Put years together; of two notices for one year the one named last replaces the other.

        Where a notice reaches back into the year before, the younger notice is right.
        """
        off: set[date] = set()
        worked: set[date] = set()
        by_year = {notice.year: notice for notice in notices}
        for _, notice in sorted(by_year.items()):
            now_off = {day for holiday in notice.holidays for day in holiday.days()}
            now_worked = {day for holiday in notice.holidays for day in holiday.make_up}
            off = (off - now_worked) | now_off
            worked = (worked - now_off) | now_worked
        published = frozenset(year for year, notice in by_year.items() if notice.published)
        return cls(frozenset(off), frozenset(worked), published)

    def is_working(self, day: date) -> bool:
        """Tell whether the office works on *day* (工作日)."""
        if day in self.make_up:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def is_provisional(self, day: date) -> bool:
        """Tell whether *day* lies in a year whose notice is not yet published (暂定)."""
        return day.year not in self.published

    def after(self, day: date, working_days: int) -> date:
        """Find the n-th working day strictly after *day*, or strictly before it for a negative n.

        Raises:
            ValueError: *working_days* is 0; no such day is strictly after anything.
        """
        if working_days == 0:
            msg = "count at least one working day, forwards or backwards"
            raise ValueError(msg)
        step = _NEXT if working_days > 0 else _PREVIOUS
        left = abs(working_days)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Count the working days begun after *start*, up to and including *end* (超N个工作日).

        0 where *end* is not after *start*.
        """
        if end <= start:
            return 0
        return self._worked_until(end) - self._worked_until(start)

    def _worked_until(self, day: date) -> int:
        # Ordinal 1 is a Monday. Arithmetic instead of a walk: old cases are counted over years.
        weeks, rest = divmod(day.toordinal(), 7)
        weekdays = weeks * 5 + min(rest, 5)
        lost = bisect_right(self._weekdays_off, day)
        gained = bisect_right(self._weekends_worked, day)
        return weekdays - lost + gained

    @cached_property
    def _weekdays_off(self) -> list[date]:
        return sorted(d for d in self.days_off - self.make_up if d.weekday() < _SATURDAY)

    @cached_property
    def _weekends_worked(self) -> list[date]:
        return sorted(d for d in self.make_up if d.weekday() >= _SATURDAY)
