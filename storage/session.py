"""What the repositories of one connection share: the connection, the office, last ids."""

import sqlite3
from datetime import tzinfo


class Session:
    """A connection of one office.

    It remembers the last id of each table and the journal's end until another process has written.
    Ids given in a turn that was undone are not given again: only numbers must be gapless.
    """

    def __init__(self, connection: sqlite3.Connection, office_id: int, zone: tzinfo) -> None:
        """Take over the connection; *zone* tells an inquiry's day from its moment."""
        self.connection = connection
        self.execute = connection.execute
        self.executemany = connection.executemany
        self.office_id = office_id
        self.zone = zone
        self._last: dict[str, int] = {}
        self.journal_end: tuple[int, str] | None = None
        self._data_version = -1

    def next_id(self, last: str) -> int:
        """Return a new id for the table whose last one the statement *last* reads; gaps may stay."""
        found = self._last.get(last)
        if found is None:
            found = int(self.execute(last, (self.office_id,)).fetchone()[0])
        self._last[last] = found + 1
        return found + 1

    def forget(self) -> None:
        """Read everything anew."""
        self._last.clear()
        self.journal_end = None

    def changed_elsewhere(self) -> bool:
        """Tell whether another connection has written since the last time this was asked."""
        found = int(self.execute("PRAGMA data_version").fetchone()[0])
        before, self._data_version = self._data_version, found
        return found != before
