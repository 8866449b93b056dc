"""The words of one language that are not sentences: dates, lights, labels, command words.

They stand in ``templates/<language>/words.toml``; this module only puts numbers into them.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cached_property

from bot.chat.errors import DEFECT
from bot.domain.inquiry import Attached, FileState
from bot.domain.rules import Office
from bot.rendering.word_file import word_file

_HOURS_FROM = 120
"""From so many minutes on, hours are said."""


class Wording:
    """Labels and formats of a language, for one office's clock and calendar."""

    def __init__(self, office: Office) -> None:
        """Read the words of the office's language."""
        self.office = office
        self.language = office.language
        self._words = word_file(office.language, "words")

    @cached_property
    def commands(self) -> dict[str, str]:
        """Every command word people may type, to the command's name."""
        found = {}
        for name, words in self._words["commands"].items():
            for word in words["say"]:
                found[word.casefold()] = name
        return found

    @cached_property
    def periods(self) -> dict[str, str]:
        """Words for stretches of days (今天, 上周 …), to their names."""
        return {
            word.casefold(): name
            for name, words in self._words["periods"].items()
            for word in words
        }

    @staticmethod
    def menu_of(language: str) -> tuple[tuple[str, str], ...]:
        """Latin command names with their description, for the "/" menu of platforms."""
        listed = word_file(language, "words")["commands"].items()
        return tuple((name, words["menu"]) for name, words in listed if words.get("menu"))

    @cached_property
    def keyboard(self) -> tuple[tuple[str, ...], ...]:
        """The fixed keyboard."""
        return tuple(tuple(row) for row in self._words["keyboard"])

    def label(self, kind: str, value: str) -> str:
        """A label such as ``label("outcome", "done")``; the value itself where none is given."""
        return str(self._words["labels"][kind].get(value, value))

    def labels(self, kind: str) -> dict[str, str]:
        """All labels of a kind, in the order of the file."""
        return dict(self._words["labels"][kind])

    def is_listed(self, text: str) -> bool:
        """Whether *text* is a reason of a list, chosen by a button and written by nobody."""
        return text in self._listed

    @cached_property
    def _listed(self) -> frozenset[str]:
        lists = ("back", "delay", "told_delay", "bad")
        return frozenset(word for kind in lists for word in self.labels(kind).values())

    def pattern(self, name: str, **values: object) -> str:
        """A short pattern with its values put in; ``<name>_one`` where a language needs it for n = 1."""
        patterns = self._words["patterns"]
        one = patterns.get(f"{name}_one") if values.get("n") == 1 else None
        return str(one or patterns[name]).format(**values)

    def day(self, value: date | datetime, pattern: str = "day") -> str:
        """``11月30日（周一）``; patterns: day, date, short, full."""
        on = self._local_day(value)
        weekday = self._words["weekdays"][on.weekday()]
        month = self._words["months"][on.month - 1]
        return self.pattern(pattern, m=on.month, month=month, d=on.day, w=weekday, y=on.year)

    def due(self, value: datetime, pattern: str = "date") -> str:
        """``11月30日下班前``, or the time where it is not closing time; 暂定 where provisional."""
        local = self.office.hours.local(value)
        closing = self.office.hours.closing(local.date())
        end = self.pattern("by_closing") if local == closing else self.time(value)
        text = self.day(local, pattern) + self.pattern("by", end=end)
        return text + self.provisional(value)

    def told_delay(self, reason: str) -> str:
        """How a delay is told to the inquirer: the sentence for a known reason, else the reason."""
        delays = self._words["labels"]["delay"]
        code = next((code for code, label in delays.items() if label == reason), "")
        return str(self._words["labels"]["told_delay"].get(code, reason))

    def reason(self, error: str) -> str:
        """Why something was not delivered: the platform's own words, or that it is our fault."""
        kind = error.removeprefix(DEFECT)
        known = self.label("undelivered", error)
        return self.pattern("defect", kind=kind) if kind != error else known

    def provisional(self, value: date | datetime) -> str:
        """``（暂定）`` where the year's holidays are not yet published."""
        day = self._local_day(value)
        known = not self.office.hours.calendar.is_provisional(day)
        return "" if known else self.pattern("provisional")

    def time(self, value: datetime) -> str:
        """``08:30`` on the office's clock."""
        return f"{self.office.hours.local(value):%H:%M}"

    def light(self, due: datetime, now: datetime, pattern: str = "") -> str:
        """还有3天 / 今天到期 / 超2天, in working days begun; 超30分钟 for what runs in minutes."""
        hours = self.office.hours
        if hours.local(due) != hours.closing(hours.today(due)):
            return self._in_minutes(due, now)
        today, last = hours.today(now), hours.today(due)
        late = hours.calendar.between(last, today)
        if late or now > due:
            return self.pattern("late" + pattern, n=max(late, 1))
        left = hours.calendar.between(today, last)
        return self.pattern("left", n=left) if left else self.pattern("today")

    def _in_minutes(self, due: datetime, now: datetime) -> str:
        """A date at a time of its own is never late by days; past it, with that time."""
        minutes = abs(int((due - now).total_seconds())) // 60
        unit, n = ("minutes", minutes) if minutes < _HOURS_FROM else ("hours", minutes // 60)
        today, last = self.office.hours.today(now), self.office.hours.today(due)
        if now > due:
            time = self.time(due)
            when = (
                time
                if last == today
                else self.pattern("moment", day=self.day(due, "date"), time=time)
            )
            return self.pattern(f"{unit}_over", n=n, time=when)
        days = self.office.hours.calendar.between(today, last)
        if unit == "hours" and days:
            return self.pattern("left", n=days)
        return self.pattern(f"{unit}_left", n=n)

    def files(self, files: Iterable[Attached], *, abroad: bool) -> tuple[str, ...]:
        """What was handed over: pictures and sound by their number, papers by their names.

        *abroad* by their number alone: a name of a file may hold a person's, and a place is an address.
        """
        files = tuple(files)
        there = [file for file in files if file.state in (FileState.OWED, FileState.KEPT)]
        counted = (
            self.pattern(kind, n=n)
            for kind in ("photo", "voice")
            if (n := sum(file.kind == kind for file in there))
        )
        if abroad:
            rest = sum(file.kind in ("document", "location") for file in there)
            return (*counted, *((self.pattern("document", n=rest),) if rest else ()))
        named = (file.name for file in there if file.kind == "document")
        places = (self.pattern("location", text=f.text) for f in there if f.kind == "location")
        refused = (
            self.pattern("file_refused", file=f.name, why=self.label("refused_file", f.reason))
            for f in files
            if f.state == FileState.REFUSED
        )
        return (*counted, *named, *places, *refused)

    def filters(self) -> dict[str, Callable[..., object]]:
        """What templates may pipe values through."""
        return {
            "day": self.day,
            "due": self.due,
            "time": self.time,
            "label": lambda value, kind: self.label(kind, str(value)),
            "date": lambda value: self.day(value, "date"),
            "short": lambda value: self.day(value, "short"),
            "reason": self.reason,
            "masked": lambda name: name[:1] + "*" * (len(name) - 1),
            "surname": lambda name: name[:1],
        }

    def _local_day(self, value: date | datetime) -> date:
        return self.office.hours.today(value) if isinstance(value, datetime) else value
