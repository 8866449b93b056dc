"""The store in memory: the same statements on SQLite without a file or a thread, for tests."""

import sqlite3
from collections.abc import Callable, Coroutine
from datetime import datetime, tzinfo
from typing import Any, NoReturn, TypeVar

from bot.ports.store import StoreBusy, Work
from storage.errors import as_told
from storage.moments import CHINA
from storage.session import Session
from storage.sql import SqlWork
from storage.texts import TEXTS

T = TypeVar("T")


class MemoryStore:
    """`bot.ports.store.Store`; a turn runs as soon as it is handed in."""

    def __init__(
        self, *, zone: tzinfo = CHINA, traced: Callable[[str], object] | None = None
    ) -> None:
        """Start empty; *zone* is the office's, *traced* hears every statement that is run."""
        self._connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False, cached_statements=256
        )
        for statement in TEXTS["schema"].splitlines():
            self._connection.execute(statement)
        self._connection.set_trace_callback(traced)
        self._work = SqlWork(Session(self._connection, 1, zone))
        self._closed = False

    def run(self, turn: Callable[[Work], T], *, at: datetime) -> Coroutine[Any, Any, T]:
        """Run the turn now; its result or error is there when awaited."""
        if self._closed:
            return _raised(StoreBusy("closed"))
        self._connection.execute("BEGIN")
        try:
            result = turn(self._work.begin(at))
        except Exception as error:  # noqa: BLE001 - raised again where it is awaited
            self._connection.execute("ROLLBACK")
            self._work.turn_undone()
            return _raised(error)
        self._work.before_commit()
        self._connection.execute("COMMIT")
        return _returned(result)

    def read(self, look: Callable[[Work], T], *, at: datetime) -> Coroutine[Any, Any, T]:
        """Look, now; it cannot write."""
        if self._closed:
            return _raised(StoreBusy("closed"))
        self._connection.execute("PRAGMA query_only = ON")
        try:
            return _returned(look(self._work.begin(at)))
        except Exception as error:  # noqa: BLE001 - raised again where it is awaited
            return _raised(as_told(error))
        finally:
            self._connection.execute("PRAGMA query_only = OFF")

    async def close(self) -> None:
        """Refuse further turns."""
        if not self._closed:
            self._closed = True
            self._connection.close()

    def __del__(self) -> None:
        """Let go of it where nobody closed it."""
        self._connection.close()


async def _returned(result: T) -> T:
    return result


async def _raised(error: BaseException) -> NoReturn:
    raise error
