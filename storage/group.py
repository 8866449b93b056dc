"""The one thread that owns the connection: waiting turns share a commit, each in its savepoint."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from bot.ports.store import StoreBusy, Work
from storage.session import Session
from storage.sql import SqlWork

T = TypeVar("T")

AT_MOST = 64
"""Turns in one commit: the last of them answers its caller when all have run."""

_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
"""Errors of SQLite that are nobody's mistake: the same turn may succeed later."""


@dataclass(slots=True, eq=False)
class _Job:
    """One turn on its way: handed in, run, settled."""

    turn: Callable[[Work], Any]
    at: datetime
    answer: "asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None


class SqliteStore:
    """`bot.ports.store.Store` on a SQLite file; belongs to one event loop."""

    def __init__(self, connect: Callable[[], Session]) -> None:
        """Start the thread, which opens the connection; raises what *connect* raises."""
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._closed = False
        opened: Future[None] = Future()
        self._thread = Thread(
            target=self._serve, args=(connect, opened), name="shouwen-store", daemon=True
        )
        self._thread.start()
        opened.result()

    def run(self, turn: Callable[[Work], T], *, at: datetime) -> Coroutine[Any, Any, T]:
        """Hand the turn in, now; the result is there when it is committed."""
        loop = asyncio.get_running_loop()
        job = _Job(turn, at, loop.create_future())
        if self._closed:
            job.answer.set_exception(StoreBusy("closed"))
        else:
            self._queue.put(job)
        return _answer(job.answer)

    async def close(self) -> None:
        """Finish what was handed in, then close the file."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def _serve(self, connect: Callable[[], Session], opened: "Future[None]") -> None:
        try:
            session = connect()
        except Exception as error:  # noqa: BLE001 - raised again where the store is opened
            opened.set_exception(error)
            return
        opened.set_result(None)
        group = _Group(session)
        while (first := self._queue.get()) is not None:
            jobs, last = self._waiting(first)
            group.run(jobs)
            _settle_all(jobs)
            if last:
                break
        session.connection.close()

    def _waiting(self, first: _Job) -> tuple[list[_Job], bool]:
        """Return the turns that wait already, and whether the store is closed after them."""
        jobs = [first]
        with suppress(Empty):
            while len(jobs) < AT_MOST:
                job = self._queue.get_nowait()
                if job is None:
                    return jobs, True
                jobs.append(job)
        return jobs, False


class _Group:
    """Runs turns between one BEGIN and one COMMIT."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection
        self._execute = session.execute
        self._work = SqlWork(session)

    def run(self, jobs: list[_Job]) -> None:
        """Run and commit all; afterwards each job has its result or its error."""
        try:
            self._execute("BEGIN IMMEDIATE")
            if self._session.changed_elsewhere():
                self._work.forget()
            for job in jobs:
                self._run(job)
            self._execute("COMMIT")
        except (sqlite3.Error, StoreBusy) as error:
            self._lose(jobs, str(error))

    def _run(self, job: _Job) -> None:
        self._execute("SAVEPOINT turn")
        try:
            job.result = job.turn(self._work.begin(job.at))
        except BaseException as error:  # raised again at whoever handed it in
            if not self._connection.in_transaction:  # SQLite itself gave up the whole group
                raise StoreBusy(str(error)) from error
            self._execute("ROLLBACK TO turn")
            self._work.turn_undone()
            job.error = _as_told(error)
        self._execute("RELEASE turn")

    def _lose(self, jobs: list[_Job], reason: str) -> None:
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._execute("ROLLBACK")
        self._work.forget()
        for job in jobs:
            job.result, job.error = None, StoreBusy(reason)


def _as_told(error: BaseException) -> BaseException:
    if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in _PASSING:
        return StoreBusy(str(error))
    if isinstance(error, StopIteration):  # no future takes it
        return RuntimeError("a turn raised StopIteration")
    return error


def _settle_all(jobs: list[_Job]) -> None:
    """Wake the loop once for the whole group."""
    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        jobs[0].answer.get_loop().call_soon_threadsafe(_settle, jobs)


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.answer.done():  # whoever waited was cancelled
            continue
        if job.error is None:
            job.answer.set_result(job.result)
        else:
            job.answer.set_exception(job.error)


async def _answer(future: "asyncio.Future[T]") -> T:
    return await future
