"""The office's inquiries in SQL."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any

from bot.domain.errors import ChangedMeanwhile, NoSuchInquiry
from bot.domain.inquiry import Inquiry
from bot.domain.rights import Seen
from bot.ports.values import Filter, Tally
from storage.copies import changed
from storage.errors import Taken
from storage.moments import day_of, in_utc, micros, moment_or_none
from storage.rows import about, inquiry_of, moving, packed
from storage.session import Session
from storage.texts import TEXTS

_GET, _ADD, _LAST = TEXTS["inquiry_get"], TEXTS["inquiry_add"], TEXTS["inquiry_last_id"]
_SAVE, _SAVE_ABOUT = TEXTS["inquiry_save"], TEXTS["inquiry_save_about"]
_BY_NUMBER, _BY_FULL = TEXTS["inquiry_by_number"], TEXTS["inquiry_by_full"]
_COUNT, _TALLY = TEXTS["inquiry_count"], TEXTS["inquiry_tally"]
_DUE, _NEXT_ALARM, _FIND = TEXTS["inquiry_due"], TEXTS["inquiry_next_alarm"], TEXTS["inquiry_find"]

_about_what = attrgetter(
    "received_at",
    "number",
    "full",
    "registered_by",
    "follower",
    "first_responder",
    "inquirer",
    "matter",
    "channel",
    "kind",
)
_EQUAL = ("open", "owes", "owes_not", "assignee", "first_responder", "registered_by", "department")
_GIVEN = ("phone", "inquirer")


class SqlInquiries:
    """`bot.ports.store.Inquiries` on one connection."""

    def __init__(self, session: Session) -> None:
        """Remember nothing but the inquiries read in the running turn."""
        self._session = session
        self._execute = session.execute
        self._office = session.office_id
        self._read: dict[int, Inquiry] = {}

    def begin(self) -> None:
        """Start a turn: what was read before may have changed."""
        self._read.clear()

    def get(self, inquiry: int) -> Inquiry:
        """Raises `NoSuchInquiry`."""
        row = self._execute(_GET, (self._office, inquiry)).fetchone()
        if row is None:
            raise NoSuchInquiry(str(inquiry))
        return self._found(row)

    def numbered(self, number: str) -> Inquiry | None:
        """By short number (the latest year's) or the full one."""
        for text in (_BY_NUMBER, _BY_FULL):
            if row := self._execute(text, (self._office, number)).fetchone():
                return self._found(row)
        return None

    def add(self, inquiry: Inquiry) -> Inquiry:
        """Keep a new one; its ``id`` is given here."""
        new = in_utc(changed(inquiry, id=self._session.next_id(_LAST)))
        day = day_of(new.received_at, self._session.zone)
        row = (self._office, new.id, new.version, *about(new, day), *moving(new), packed(new))
        try:
            self._execute(_ADD, row)
        except sqlite3.IntegrityError as error:
            raise Taken(new.full) from error
        self._read[new.id] = new
        return new

    def save(self, inquiry: Inquiry) -> Inquiry:
        """Keep the change, ``version`` raised by one. Raises `ChangedMeanwhile`."""
        office, former, key = self._office, inquiry.version, inquiry.id
        new = in_utc(changed(inquiry, version=former + 1))
        values = (new.version, *moving(new), packed(new), office, key, former)
        if not self._execute(_SAVE, values).rowcount:
            self.get(key)
            raise ChangedMeanwhile(inquiry.number)
        read = self._read.get(key)
        if read is None or _about_what(read) != _about_what(new):
            self._save_about(new)
        self._read[key] = new
        return new

    def find(self, wanted: Filter) -> list[Inquiry]:
        """By reception, newest or oldest first."""
        text, values = _asked(_FIND, wanted, self._office)
        text = f"{text} ORDER BY {_order(wanted)} LIMIT ?"
        rows = self._execute(text, (*values, wanted.at_most)).fetchall()
        return [self._found(row) for row in rows]

    def count(self, wanted: Filter) -> int:
        """How many there are, whatever *at_most* says."""
        return int(self._execute(*_asked(_COUNT, wanted, self._office)).fetchone()[0])

    def tally(self, wanted: Filter) -> list[Tally]:
        """How many of each kind there are, whatever *at_most* says."""
        text, values = _asked(_TALLY, wanted, self._office)
        rows = self._execute(f"{text} GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4", values)
        return [Tally(*row) for row in rows.fetchall()]

    def due(self, now: datetime, at_most: int) -> list[Inquiry]:
        """Those whose earliest clock alarm has come, earliest first."""
        rows = self._execute(_DUE, (self._office, micros(now), at_most)).fetchall()
        return [self._found(row) for row in rows]

    def next_alarm(self) -> datetime | None:
        """The earliest alarm of all."""
        return moment_or_none(self._execute(_NEXT_ALARM, (self._office,)).fetchone()[0])

    def _found(self, row: tuple[str]) -> Inquiry:
        found = inquiry_of(row[0])
        self._read[found.id] = found
        return found

    def _save_about(self, new: Inquiry) -> None:
        day = day_of(new.received_at, self._session.zone)
        try:
            self._execute(_SAVE_ABOUT, (*about(new, day), self._office, new.id))
        except sqlite3.IntegrityError as error:
            raise Taken(new.full) from error


Condition = tuple[str, tuple[Any, ...]]


def _asked(select: str, wanted: Filter, office: int) -> Condition:
    conditions = list(_conditions(wanted, office))
    text = " AND ".join((select, *(condition for condition, _ in conditions)))
    return text, (office, *(value for _, given in conditions for value in given))


def _order(wanted: Filter) -> str:
    if wanted.by_due:
        return "coalesce(inquiry.due, inquiry.received_at), inquiry.id"
    way = "DESC" if wanted.newest_first else "ASC"
    return f"inquiry.received_at {way}, inquiry.id {way}"


def _conditions(wanted: Filter, office: int) -> Iterator[Condition]:
    for name in _EQUAL:
        if (value := getattr(wanted, name)) is not None:
            yield _one(name, value)
    for name in _GIVEN:
        if value := getattr(wanted, name):
            yield _one(name, value)
    if wanted.number:
        yield _one("number", office, wanted.number, office, wanted.number)
    for word in wanted.words.split():
        yield _one("word", word, word, word)
    if wanted.states:
        text = " OR ".join([TEXTS["where_state"]] * len(wanted.states))
        yield f"({text})", tuple(str(state) for state in wanted.states)
    if wanted.seen_by is not None:
        yield _seen(wanted.seen_by)
    yield from _in_time(wanted)


def _seen(who: Seen) -> Condition:
    people, sections, staff = map(json.dumps, (who.people, who.departments, who.staff))
    return _one("seen", people, people, people, people, people, sections, staff)


def _in_time(wanted: Filter) -> Iterator[Condition]:
    if wanted.since:
        yield _one("since", wanted.since.isoformat())
    if wanted.until:
        yield _one("until", wanted.until.isoformat())
    if wanted.due_before:
        yield _one("due_before", micros(wanted.due_before))
    if wanted.concluded_since:
        yield _one("concluded_since", micros(wanted.concluded_since))
    if wanted.concluded_before:
        yield _one("concluded_before", micros(wanted.concluded_before))


def _one(name: str, *values: object) -> Condition:
    return f"({TEXTS[f'where_{name}']})", values
