"""Opening hours of an office, and the deadlines and ladder rungs counted in them.

Every moment taken is aware, in any zone; every moment given back is in the office's zone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, cast
from zoneinfo import ZoneInfo

from bot.domain.calendar import Calendar

_SPANS = {"min": timedelta(minutes=1), "h": timedelta(hours=1)}
_LIMIT = re.compile(r"([1-9][0-9]{0,3})(wd|min|h)", re.ASCII)
_OFFSET = re.compile(r"([+-][1-9][0-9]{0,3})(wd|min|h)", re.ASCII)
_SHARE = re.compile(r"([1-9][0-9]?)%", re.ASCII)


@dataclass(frozen=True)
class Limit:
    """How long something may take (时限): working days, or minutes and hours of opening time.

    Raises:
        ValueError: less than 1; a limit of nothing would be missed before it begins.
    """

    amount: int
    unit: Literal["wd", "min", "h"]

    def __post_init__(self) -> None:
        """Refuse what cannot be kept."""
        if self.amount < 1:
            msg = f"a limit is at least 1 {self.unit}, not {self.amount}"
            raise ValueError(msg)

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read ``2wd``, ``90min`` or ``2h``, at most four digits.

        Raises:
            ValueError: anything else, 0 included.
        """
        match = _LIMIT.fullmatch(text)
        if match is None:
            msg = f'expected a limit such as "2wd", "90min" or "2h", not "{text}"'
            raise ValueError(msg)
        return cls(int(match[1]), cast('Literal["wd", "min", "h"]', match[2]))

    def __str__(self) -> str:
        """Give back the text it was read from."""
        return f"{self.amount}{self.unit}"

    @property
    def span(self) -> timedelta:
        """Length of a limit in minutes or hours; working days have none."""
        return self.amount * _SPANS[self.unit]


@dataclass(frozen=True)
class Offset:
    """Where a rung stands: before or after the due moment, or a share of the way to it.

    *amount* is negative before the due moment, 0 at it, per cent for ``%``.
    """

    amount: int
    unit: Literal["wd", "min", "h", "%", "due"]

    @staticmethod
    @lru_cache(maxsize=256)
    def parse(text: str) -> "Offset":
        """Read ``-1wd``, ``due``, ``+1wd``, ``-5min``, ``+2h`` or ``90%`` (1 to 99).

        Raises:
            ValueError: anything else.
        """
        if text == "due":
            return Offset(0, "due")
        if share := _SHARE.fullmatch(text):
            return Offset(int(share[1]), "%")
        if match := _OFFSET.fullmatch(text):
            return Offset(int(match[1]), cast('Literal["wd", "min", "h"]', match[2]))
        msg = f'expected a rung such as "-1wd", "due", "+1wd", "+5min" or "90%", not "{text}"'
        raise ValueError(msg)

    @property
    def span(self) -> timedelta:
        """Signed length of an offset in minutes or hours; the other units have none."""
        return self.amount * _SPANS[self.unit]


@lru_cache(maxsize=512)
def _on_the_clock_of(zone: ZoneInfo, at: datetime) -> datetime:
    """A turn asks for the same few moments again and again."""
    return at.astimezone(zone)


@dataclass(frozen=True)
class OfficeHours:
    """When an office can be reached: sessions of a working day, in order, on its own wall clock.

    Raises:
        ValueError: no session, or sessions that run backwards or overlap.
    """

    zone: ZoneInfo
    sessions: tuple[tuple[time, time], ...]
    calendar: Calendar

    def __post_init__(self) -> None:
        """Refuse hours in which a moment could be both open and closed."""
        bounds = [bound for session in self.sessions for bound in session]
        runs_on = all(opens < closes for opens, closes in self.sessions)
        if not bounds or not runs_on or bounds != sorted(bounds):
            msg = "opening hours need at least one session, each ending before the next begins"
            raise ValueError(msg)

    def local(self, at: datetime) -> datetime:
        """Show the moment on the office's clock.

        Raises:
            ValueError: *at* is naive; the server's zone is never guessed.
        """
        if at.tzinfo is self.zone:
            return at
        if at.tzinfo is None:
            msg = f"a moment needs a time zone: {at.isoformat()}"
            raise ValueError(msg)
        return _on_the_clock_of(self.zone, at)

    def today(self, at: datetime) -> date:
        """Day on the office's calendar at that moment."""
        return self.local(at).date()

    def opening(self, day: date) -> datetime:
        """First opening of *day*, working or not."""
        return self.at(day, self.sessions[0][0])

    def closing(self, day: date) -> datetime:
        """Last closing (下班) of *day*, working or not."""
        return self.at(day, self.sessions[-1][1])

    def is_open(self, at: datetime) -> bool:
        """Tell whether someone is there; an opening instant is open, a closing instant closed."""
        at = self.local(at)
        clock = at.time()
        return any(
            opens <= clock < closes for opens, closes in self.sessions
        ) and self.calendar.is_working(at.date())

    def heard(self, at: datetime) -> datetime:
        """Move a moment when nobody is there to the next opening; leave any other as it is."""
        at = self.local(at)
        opens, _ = next(self._ahead(at))
        return max(at, opens)

    def plus_open(self, at: datetime, span: timedelta) -> datetime:
        """Let *span* of opening time pass after *at*; a negative one is counted back.

        What ends with a session ends at its closing instant, not at the next opening.
        """
        at = self.local(at)
        return self._back(at, -span) if span < timedelta() else self._on_from(at, span)

    def deadline(
        self,
        start: datetime,
        limit: Limit,
        *,
        count_first_day: bool = False,
        urgent: bool = False,
    ) -> datetime:
        """Find the moment a limit begun at *start* ends (clause 2.1).

        Working days count from the next one and end at closing time of the last;
        with *count_first_day* the day of *start* counts if it is worked and not yet over.
        Minutes and hours pass in opening time, for *urgent* ones on the wall clock.
        """
        start = self.local(start)
        if limit.unit == "wd":
            return self.closing(self._last_day(start, limit.amount, first_counts=count_first_day))
        return _later(start, limit.span) if urgent else self._on_from(start, limit.span)

    def rung(self, due: datetime, start: datetime, at: str, *, urgent: bool = False) -> datetime:
        """Find the nominal moment of a ladder's rung; when it is heard is another question.

        ``-Nwd`` is the opening of the N-th working day before the due day, ``+Nwd`` the closing
        of the N-th after it, minutes and hours are counted from *due* in opening time (wall
        clock if *urgent*), ``N%`` is that share of the wall-clock way from *start* to *due*.

        Raises:
            ValueError: *at* is none of these.
        """
        offset, due = Offset.parse(at), self.local(due)
        if offset.unit == "due":
            return due
        if offset.unit == "%":
            way = due.astimezone(UTC) - self.local(start).astimezone(UTC)
            return _later(self.local(start), way * offset.amount // 100)
        if offset.unit == "wd":
            day = self.calendar.after(due.date(), offset.amount)
            return self.opening(day) if offset.amount < 0 else self.closing(day)
        return _later(due, offset.span) if urgent else self.plus_open(due, offset.span)

    def begins(self, day: date) -> datetime:
        """The day's first moment, on the office's clock."""
        return self.at(day, time())

    def same_time_after(self, at: datetime, working_days: int) -> datetime:
        """Keep the time of day and move on by working days (back for a negative number).

        Raises:
            ValueError: *working_days* is 0.
        """
        at = self.local(at)
        return self.at(self.calendar.after(at.date(), working_days), at.time())

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)

    def _last_day(self, start: datetime, days: int, *, first_counts: bool) -> date:
        today = start.date()
        # After closing nothing is left of the day: counting it could end a limit before it began.
        if first_counts and self.calendar.is_working(today) and start < self.closing(today):
            days -= 1
        return self.calendar.after(today, days) if days else today

    def _on_from(self, at: datetime, span: timedelta) -> datetime:
        for opens, closes in self._ahead(at):
            begin = max(at, opens)
            left = closes.astimezone(UTC) - begin.astimezone(UTC)
            if span <= left:
                return _later(begin, span)
            span -= left
        raise AssertionError  # pragma: no cover - sessions never run out

    def _back(self, at: datetime, span: timedelta) -> datetime:
        for opens, closes in self._behind(at):
            end = min(at, closes)
            left = end.astimezone(UTC) - opens.astimezone(UTC)
            if span <= left:
                return _later(end, -span)
            span -= left
        raise AssertionError  # pragma: no cover - sessions never run out

    def _ahead(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Sessions not yet over at *at*, in order, without end."""
        day = at.date()
        if not self.calendar.is_working(day):
            day = self.calendar.after(day, 1)
        while True:
            for opens, closes in self.sessions:
                end = self.at(day, closes)
                if end > at:
                    yield self.at(day, opens), end
            day = self.calendar.after(day, 1)

    def _behind(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Sessions begun before *at*, latest first, without end."""
        day = at.date()
        if not self.calendar.is_working(day):
            day = self.calendar.after(day, -1)
        while True:
            for opens, closes in reversed(self.sessions):
                begin = self.at(day, opens)
                if begin < at:
                    yield begin, self.at(day, closes)
            day = self.calendar.after(day, -1)


def _later(at: datetime, span: timedelta) -> datetime:
    # Through UTC: adding to a local moment would ignore a change to summer time in between.
    return (at.astimezone(UTC) + span).astimezone(at.tzinfo)
