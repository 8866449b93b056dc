"""Holiday notices as files: one year of one country a file, ``cn-2026.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from bot.domain.calendar import Calendar, Holiday, HolidayNotice

_SATURDAY = 5
_FIRST_YEAR, _LAST_YEAR = 1950, 2999
_T = TypeVar("_T")


@dataclass(eq=False)
class NoticeError(ValueError):
    """A notice cannot be read; says which file, which key and what is wrong there."""

    file: str
    key: str
    problem: str

    def __str__(self) -> str:
        """One line for the administrator."""
        place = f"{self.file}: {self.key}" if self.key else self.file
        return f"{place}: {self.problem}"


def load_calendar(country: str = "cn", folder: Traversable | None = None) -> Calendar:
    """Read every notice of a country and put them together into its calendar.

    Without *folder* the notices shipped with the bot are read.

    Raises:
        NoticeError: a file cannot be read, or there is none for the country.
    """
    notices = load_notices(country, folder)
    if not notices:
        raise NoticeError(file=f"{country}-*.toml", key="", problem="no calendar of that name")
    return Calendar.of(notices)


def load_notices(
    country: str = "cn", folder: Traversable | None = None
) -> tuple[HolidayNotice, ...]:
    """Read a country's notices, oldest first; none where the folder is missing or empty.

    ``Calendar.of((*load_notices(), *load_notices(folder=own)))`` lets imported notices replace
    the shipped ones.

    Raises:
        NoticeError: a file cannot be read, or is named after another year.
    """
    folder = resources.files("bot") / "calendars" if folder is None else folder
    if not folder.is_dir():
        return ()
    name = re.compile(re.escape(country) + r"-([0-9]{4})\.toml")
    named = ((name.fullmatch(file.name), file) for file in folder.iterdir())
    notices = [_of_year(file, int(match[1])) for match, file in named if match]
    return tuple(sorted(notices, key=lambda notice: notice.year))


def parse_notice(text: str, name: str) -> HolidayNotice:
    """Read one notice; *name* is how its errors call the file.

    Raises:
        NoticeError: not TOML, an unknown or missing key, a day that cannot be.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NoticeError(file=name, key="", problem=str(error)) from error
    top = _Table(name, "", document)
    top.only("year", "holiday")
    head = _Table(name, "year.", top.get("year", dict, "a table [year]"))
    head.only("number", "published", "source")
    year = head.get("number", int, "a year such as 2026")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise head.error(key="number", problem="expected a year such as 2026")
    entries = top.get("holiday", list, "a list of tables [[holiday]]")
    holidays = tuple(_holiday(name, n, entry, year) for n, entry in enumerate(entries, start=1))
    _must_not_contradict(name, holidays)
    return HolidayNotice(
        year=year,
        published=head.get("published", bool, "true or false"),
        source=head.get("source", str, "the name of the notice"),
        holidays=holidays,
    )


@dataclass(frozen=True)
class _Table:
    """A TOML table that knows where it stands, so that its errors can say so."""

    file: str
    path: str
    values: Mapping[str, Any]

    def only(self, *known: str) -> None:
        for key in self.values:
            if key not in known:
                raise self.error(key=key, problem=f"unknown key; expected {', '.join(known)}")

    def get(self, key: str, kind: type[_T], expected: str, default: _T | None = None) -> _T:
        value = self.values.get(key, default)
        # Exactly this type: a TOML date-time is a date to Python, and a boolean a number.
        if type(value) is not kind:
            raise self.error(key=key, problem=f"expected {expected}")
        return value

    def error(self, key: str, problem: str) -> NoticeError:
        return NoticeError(file=self.file, key=self.path + key, problem=problem)


def _of_year(file: Traversable, year: int) -> HolidayNotice:
    notice = parse_notice(_text(file), file.name)
    if notice.year != year:
        raise NoticeError(
            file=file.name, key="year.number", problem=f"expected {year}, as in the file's name"
        )
    return notice


def _text(file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoticeError(file=file.name, key="", problem=str(error)) from error


def _holiday(file: str, number: int, entry: object, year: int) -> Holiday:
    """Read the *number*-th holiday, counted from 1 as in the file."""
    if not isinstance(entry, dict):
        raise NoticeError(
            file=file, key=f"holiday[{number}]", problem="expected a table [[holiday]]"
        )
    table = _Table(file, f"holiday[{number}].", entry)
    table.only("name", "first", "last", "make_up")
    first = _day(table, "first", year)
    last = _day(table, "last", year)
    if last < first:
        raise table.error(key="last", problem=f"expected a day not before {first}")
    make_up = table.get("make_up", list, "a list of days", [])
    return Holiday(
        name=table.get("name", str, "the name of the holiday"),
        first=first,
        last=last,
        make_up=tuple(_make_up_day(table, day, year) for day in make_up),
    )


def _day(table: _Table, key: str, year: int) -> date:
    return _within(table, key, table.get(key, date, f"a day such as {year}-01-01"), year)


def _make_up_day(table: _Table, day: object, year: int) -> date:
    if type(day) is not date:
        raise table.error(key="make_up", problem=f"expected days such as {year}-01-04, not {day!r}")
    if day.weekday() < _SATURDAY:
        raise table.error(key="make_up", problem=f"{day} is no Saturday or Sunday")
    return _within(table, "make_up", day, year)


def _within(table: _Table, key: str, day: date, year: int) -> date:
    # A notice may begin before its year: that of 2019 gave 30 and 31 December 2018 off.
    if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
        raise table.error(key, f"{day} is not in {year} or the December before it")
    return day


def _must_not_contradict(file: str, holidays: tuple[Holiday, ...]) -> None:
    off = {day for holiday in holidays for day in holiday.days()}
    for number, holiday in enumerate(holidays, start=1):
        for day in holiday.make_up:
            if day in off:
                key = f"holiday[{number}].make_up"
                raise NoticeError(
                    file=file, key=key, problem=f"{day} is a day off in the same notice"
                )
