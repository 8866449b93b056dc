"""The office's inquiries in SQL."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter

from bot.domain.copies import replace
from bot.domain.errors import ChangedMeanwhile, NoSuchInquiry
from bot.domain.inquiry import Inquiry
from bot.domain.office import OfficerId
from bot.ports.values import Filter, Tally
from storage.errors import Taken
from storage.moments import day_of, in_utc, micros, moment_or_none
from storage.rows import about, inquiry_of, moving, packed, read_inquiry
from storage.session import Session
from storage.sql_search import Search
from storage.texts import TEXTS
from storage.words import document, indexed, place_of

_GET, _ADD, _LAST = TEXTS["inquiry_get"], TEXTS["inquiry_add"], TEXTS["inquiry_last_id"]
_SAVE, _SAVE_ABOUT = TEXTS["inquiry_save"], TEXTS["inquiry_save_about"]
_BY_NUMBER, _BY_FULL = TEXTS["inquiry_by_number"], TEXTS["inquiry_by_full"]
_DUE, _NEXT_ALARM = TEXTS["inquiry_due"], TEXTS["inquiry_next_alarm"]
_OPEN_AFTER, _CHOICES = TEXTS["inquiry_open_after"], TEXTS["inquiry_choices"]

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
_STALE_ADD, _STALE_ALL, _STALE_DROP = TEXTS["stale_add"], TEXTS["stale_all"], TEXTS["stale_drop"]
_WORDS_ADD, _WORDS_DROP = TEXTS["words_add"], TEXTS["words_drop"]
MOST_STALE = 64
"""So many changed inquiries the index of words leaves aside; a search reads each of them."""


class SqlInquiries:
    """`bot.ports.store.Inquiries` on one connection."""

    def __init__(self, session: Session) -> None:
        """Remember nothing but the inquiries read in the running turn, and how many are stale."""
        self._session = session
        self._search = Search(session)
        self._stale = 0
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
        new = in_utc(replace(inquiry, id=self._session.next_id(_LAST)))
        day = day_of(new.received_at, self._session.zone)
        row = (self._office, new.id, new.version, *about(new, day), *moving(new), packed(new))
        try:
            self._execute(_ADD, row)
        except sqlite3.IntegrityError as error:
            raise Taken(new.full) from error
        self._is_stale(new.id, "")
        self._read[new.id] = new
        return new

    def save(self, inquiry: Inquiry) -> Inquiry:
        """Keep the change, ``version`` raised by one. Raises `ChangedMeanwhile`."""
        office, former, key = self._office, inquiry.version, inquiry.id
        before = self._read.get(key) or self.get(key)
        new = in_utc(replace(inquiry, version=former + 1))
        values = (new.version, *moving(new), packed(new), office, key, former)
        if not self._execute(_SAVE, values).rowcount:
            self.get(key)
            raise ChangedMeanwhile(inquiry.number)
        if _about_what(before) != _about_what(new):
            self._save_about(new)
        if indexed(before) != indexed(new):
            self._is_stale(key, document(before))
        self._read[key] = new
        return new

    def find(self, wanted: Filter) -> list[Inquiry]:
        """By reception, newest or oldest first."""
        return [self._found(row) for row in self._execute(*self._search.bodies(wanted)).fetchall()]

    def each(self, wanted: Filter) -> Iterator[Inquiry]:
        """The same, one by one: none is held but the one at hand."""
        for (inquiry,) in self._execute(*self._search.ids(wanted)):
            row = self._execute(_GET, (self._office, inquiry)).fetchone()
            yield read_inquiry(row[0])

    def count(self, wanted: Filter, *, up_to: int = -1) -> int:
        """How many there are, whatever *at_most* says; counted no further than *up_to*."""
        return int(self._execute(*self._search.number(wanted, up_to)).fetchone()[0])

    def tally(self, wanted: Filter) -> list[Tally]:
        """How many of each kind there are, whatever *at_most* says."""
        return [Tally(*row) for row in self._execute(*self._search.kinds(wanted)).fetchall()]

    def due(self, now: datetime, at_most: int) -> list[Inquiry]:
        """Those whose earliest clock alarm has come, earliest first."""
        rows = self._execute(_DUE, (self._office, micros(now), at_most)).fetchall()
        return [self._found(row) for row in rows]

    def choices(self, officer: OfficerId, at_most: int) -> list[tuple[str, OfficerId]]:
        """The duties and assignees of what somebody was first asked, the newest first."""
        return self._execute(_CHOICES, (self._office, officer, at_most)).fetchall()

    def open_after(self, inquiry: int, at_most: int) -> list[Inquiry]:
        """Open ones in the order of their ids, behind this one."""
        rows = self._execute(_OPEN_AFTER, (self._office, inquiry, at_most)).fetchall()
        return [self._found(row) for row in rows]

    def next_alarm(self) -> datetime | None:
        """The earliest alarm of all."""
        return moment_or_none(self._execute(_NEXT_ALARM, (self._office,)).fetchone()[0])

    def index(self) -> None:
        """Let the index of words catch up, where enough has changed.

        It writes to disk at every savepoint: so many at once, and outside of turns.
        """
        if self._stale < MOST_STALE:
            return
        for inquiry, was in self._execute(_STALE_ALL, (self._office,)).fetchall():
            place = place_of(self._office, inquiry)
            if was:
                self._execute(_WORDS_DROP, (place, was))
            now = inquiry_of(self._execute(_GET, (self._office, inquiry)).fetchone()[0])
            self._execute(_WORDS_ADD, (place, document(now)))
        self._execute(_STALE_DROP, (self._office,))
        self._stale = 0

    def _is_stale(self, inquiry: int, was: str) -> None:
        self._stale += self._execute(_STALE_ADD, (self._office, inquiry, was)).rowcount

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
