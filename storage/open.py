"""Opening the record: the file made or migrated, durable commits made sure of."""

import sqlite3
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path

from bot.ports.store import Store
from storage.errors import StoreUnfit
from storage.group import SqliteStore
from storage.migrate import migrate
from storage.moments import CHINA
from storage.session import Session

_URL = "sqlite:///"
_FULL = 2


def open_store(
    url: str,
    *,
    office_id: int = 1,
    zone: tzinfo = CHINA,
    patience: float = 2.0,
    traced: Callable[[str], object] | None = None,
) -> Store:
    """Open the record at ``sqlite:///path``; a new file is made, an older one migrated.

    *zone* is the office's, for the day of a reception. *patience* is how many seconds a commit
    waits for another process that writes before it is `StoreBusy`. *traced* hears every statement
    that is run, in the store's thread.

    Raises:
        StoreUnfit: this cannot be the office's record.
    """
    path = path_of(url)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # inquirers' names and numbers: for nobody else on this computer
        migrate(path)

        def connect() -> Session:
            connection = _connect(path, patience)
            connection.set_trace_callback(traced)
            return Session(connection, office_id, zone)

        def connect_reader() -> Session:
            connection = _connect(path, patience)
            connection.execute("PRAGMA query_only = ON")
            return Session(connection, office_id, zone)

        return SqliteStore(connect, connect_reader)
    except (sqlite3.DatabaseError, OSError) as error:
        raise StoreUnfit(str(path), "unreadable", str(error)) from error


def path_of(url: str) -> Path:
    """Return the file of ``sqlite:///relative.db`` or ``sqlite:////absolute.db``.

    Raises:
        StoreUnfit: it is another kind of address.
    """
    name = url.removeprefix(_URL)
    if name == url or name in ("", ":memory:"):
        raise StoreUnfit(url.partition("://")[0], "url")
    return Path(name)


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=patience, isolation_level=None, cached_statements=256
    )
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    def value(pragma: str) -> object:
        return connection.execute(f"PRAGMA {pragma}").fetchone()[0]

    if (mode := value("journal_mode = WAL")) != "wal":
        raise StoreUnfit(str(path), "journal_mode", str(mode))
    connection.execute("PRAGMA synchronous = FULL")
    if (level := value("synchronous")) != _FULL:
        raise StoreUnfit(str(path), "synchronous", str(level))
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -32000")
    connection.execute("PRAGMA temp_store = MEMORY")
