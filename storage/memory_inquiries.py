"""The office's inquiries and its journal in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from bot.domain.errors import ChangedMeanwhile, NoSuchInquiry
from bot.domain.facts import Fact
from bot.domain.inquiry import Inquiry
from bot.kept import Filter, JournalLine
from storage.changes import Changes
from storage.errors import Taken
from storage.moments import day_of, in_utc, micros, moment
from storage.rows import FIRST_HASH, Row, alarm_of, first_broken, journal_row, line_of

_EQUAL = ("owes", "assignee", "registered_by", "department")
_GIVEN = ("phone", "inquirer")


class MemoryInquiries:
    """`bot.ports.Inquiries` in dictionaries."""

    def __init__(self, changes: Changes, zone: tzinfo) -> None:
        """Start with none."""
        self._changes = changes
        self._zone = zone
        self._kept: dict[int, Inquiry] = {}
        self._fulls: dict[str, int] = {}
        self._alarms: dict[int, int] = {}

    def get(self, inquiry: int) -> Inquiry:
        """Raises `NoSuchInquiry`."""
        if inquiry not in self._kept:
            raise NoSuchInquiry(str(inquiry))
        return self._kept[inquiry]

    def numbered(self, number: str) -> Inquiry | None:
        """By short number (the latest year's) or the full one."""
        short = [each for each in self._kept.values() if each.number == number]
        if short:
            return short[-1]
        found = self._fulls.get(number)
        return self._kept[found] if found else None

    def add(self, inquiry: Inquiry) -> Inquiry:
        """Keep a new one; its ``id`` is given here."""
        return self._keep(replace(inquiry, id=len(self._kept) + 1))

    def save(self, inquiry: Inquiry) -> Inquiry:
        """Keep the change, ``version`` raised by one. Raises `ChangedMeanwhile`."""
        former = self.get(inquiry.id)
        if former.version != inquiry.version:
            raise ChangedMeanwhile(inquiry.number)
        if former.full != inquiry.full:
            self._changes.drop(self._fulls, former.full)
        return self._keep(replace(inquiry, version=former.version + 1))

    def find(self, wanted: Filter) -> list[Inquiry]:
        """By reception, newest or oldest first."""
        found = [each for each in self._kept.values() if self._is(each, wanted)]
        found.sort(key=lambda each: (each.received_at, each.id), reverse=wanted.newest_first)
        return found[: wanted.at_most]

    def due(self, now: datetime, at_most: int) -> list[Inquiry]:
        """Those whose earliest clock alarm has come, earliest first."""
        until = micros(now)
        due = sorted((alarm, key) for key, alarm in self._alarms.items() if alarm <= until)
        return [self._kept[key] for _, key in due[:at_most]]

    def next_alarm(self) -> datetime | None:
        """The earliest alarm of all."""
        return moment(min(self._alarms.values())) if self._alarms else None

    def _keep(self, inquiry: Inquiry) -> Inquiry:
        inquiry = in_utc(inquiry)
        if self._fulls.get(inquiry.full, inquiry.id) != inquiry.id:
            raise Taken(inquiry.full)
        self._changes.put(self._fulls, inquiry.full, inquiry.id)
        self._changes.put(self._kept, inquiry.id, inquiry)
        if (alarm := alarm_of(inquiry)) is None:
            self._changes.drop(self._alarms, inquiry.id)
        else:
            self._changes.put(self._alarms, inquiry.id, alarm)
        return inquiry

    def _is(self, inquiry: Inquiry, wanted: Filter) -> bool:
        return (
            wanted.open in (None, inquiry.is_open)
            and all(getattr(wanted, n) in (None, getattr(inquiry, n)) for n in _EQUAL)
            and wanted.first_responder in (None, inquiry.follower)
            and all(getattr(wanted, n) in ("", getattr(inquiry, n)) for n in _GIVEN)
            and wanted.number in ("", inquiry.number, inquiry.full)
            and (not wanted.states or inquiry.state in wanted.states)
            and all(_says(inquiry, word) for word in wanted.words.split())
            and self._is_in_time(inquiry, wanted)
        )

    def _is_in_time(self, inquiry: Inquiry, wanted: Filter) -> bool:
        day = day_of(inquiry.received_at, self._zone)
        before, since = wanted.due_before, wanted.concluded_since
        due, concluded = inquiry.due, inquiry.concluded_at
        return (
            (wanted.since is None or day >= wanted.since)
            and (wanted.until is None or day <= wanted.until)
            and (before is None or (due is not None and due < before))
            and (since is None or (concluded is not None and concluded >= since))
        )


def _says(inquiry: Inquiry, word: str) -> bool:
    said = (
        *(inquiry.matter, inquiry.inquirer, inquiry.unit),
        *(inquiry.place, inquiry.told, inquiry.number),
    )
    return _lower(word) in _lower(" ".join(said)) or inquiry.phone.endswith(word)


def _lower(text: str) -> bytes:
    """Fold case as SQLite does: of ASCII letters alone."""
    return text.encode().lower()


class MemoryJournal:
    """`bot.ports.Journal` in a dictionary, its chain as in the database."""

    def __init__(self, changes: Changes) -> None:
        """Start with no line."""
        self._changes = changes
        self._rows: dict[int, Row] = {}

    def append(self, facts: Sequence[Fact]) -> None:
        """Write facts behind the chain's last line."""
        for fact in facts:
            last = len(self._rows)
            before = self._rows[last][-1] if last else FIRST_HASH
            self._changes.put(self._rows, last + 1, journal_row(last + 1, fact, before))

    def of(self, inquiry: int) -> list[JournalLine]:
        """One inquiry's history, oldest first."""
        return [line_of(row) for row in self._rows.values() if row[1] == inquiry]

    def kind(self, name: str, since: datetime) -> list[JournalLine]:
        """All facts of one kind since *since*, oldest first."""
        first = micros(since)
        rows = (row for row in self._rows.values() if row[4] == name and row[2] >= first)
        return [line_of(row) for row in rows]

    def broken_at(self) -> int | None:
        """The first line whose hash does not follow from the one before."""
        return first_broken(list(self._rows.values()))
