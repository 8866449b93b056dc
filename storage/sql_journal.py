"""The append-only history in SQL."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.facts import Fact
from bot.domain.office import OfficerId
from bot.ports.values import JournalLine
from storage.moments import micros
from storage.rows import FIRST_HASH, first_broken, journal_row, line_of
from storage.session import Session
from storage.texts import TEXTS

_ADD, _LAST, _ALL = TEXTS["journal_add"], TEXTS["journal_last"], TEXTS["journal_all"]
_OF, _KIND = TEXTS["journal_of"], TEXTS["journal_kind"]
_COUNT = TEXTS["journal_count"]


class SqlJournal:
    """`bot.ports.store.Journal` on one connection."""

    def __init__(self, session: Session) -> None:
        """Hold nothing; the session knows the end of the chain."""
        self._session = session
        self._execute = session.execute
        self._office = session.office_id

    def append(self, facts: Sequence[Fact]) -> None:
        """Write facts behind the chain's last line."""
        seq, last = self._session.journal_end or self._end()
        rows = []
        for seq, fact in enumerate(facts, start=seq + 1):  # noqa: B020 - goes on from the last
            row = journal_row(seq, fact, last)
            last = row[-1]
            rows.append((self._office, *row))
        self._session.executemany(_ADD, rows)
        self._session.journal_end = seq, last

    def of(self, inquiry: int) -> list[JournalLine]:
        """One inquiry's history, oldest first."""
        return [line_of(row) for row in self._execute(_OF, (self._office, inquiry)).fetchall()]

    def kind(self, name: str, since: datetime) -> list[JournalLine]:
        """All facts of one kind since *since*, oldest first."""
        values = (self._office, name, micros(since))
        return [line_of(row) for row in self._execute(_KIND, values).fetchall()]

    def count(self, name: str, since: datetime, *, by: OfficerId) -> int:
        """How many facts of one kind somebody caused since *since*."""
        values = (self._office, name, by, micros(since))
        return int(self._execute(_COUNT, values).fetchone()[0])

    def broken_at(self) -> int | None:
        """The first line whose hash does not follow from the one before."""
        return first_broken(self._execute(_ALL, (self._office,)))

    def _end(self) -> tuple[int, str]:
        row = self._execute(_LAST, (self._office,)).fetchone()
        return (row[0], row[1]) if row else (0, FIRST_HASH)
