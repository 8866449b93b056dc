"""The store on a file: one connection writes, waiting turns sharing a commit; another only reads."""

import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from bot.ports.store import StoreBusy, Work
from storage.errors import as_told
from storage.session import Session
from storage.sql import SqlWork
from storage.worker import Job, Worker

T = TypeVar("T")

AT_MOST = 64
"""Turns in one commit: the last of them answers its caller when all have run."""


class SqliteStore:
    """`bot.ports.store.Store` on a SQLite file; belongs to one event loop."""

    def __init__(
        self, connect: Callable[[], Session], connect_reader: Callable[[], Session]
    ) -> None:
        """Start both threads, each opens its connection; raises what they raise."""
        self._writing = Worker("shouwen-store", connect, _Group, AT_MOST)
        try:
            self._reading = Worker("shouwen-reader", connect_reader, _Reading, 1)
        except BaseException:
            self._writing.end()
            raise

    def run(self, turn: Callable[[Work], T], *, at: datetime) -> Coroutine[Any, Any, T]:
        """Hand the turn in, now; the result is there when it is committed."""
        return self._writing.hand_in(turn, at)

    def read(self, look: Callable[[Work], T], *, at: datetime) -> Coroutine[Any, Any, T]:
        """Hand in, now, what only looks; turns go on meanwhile."""
        return self._reading.hand_in(look, at)

    async def close(self) -> None:
        """Finish what was handed in, then close the file."""
        await self._reading.close()
        await self._writing.close()


class _Reading:
    """Looks at what was committed before it began, however long it takes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._work = SqlWork(session)

    def run(self, jobs: list[Job]) -> None:
        for job in jobs:
            try:
                self._look(job)
            except BaseException as error:  # noqa: BLE001 - raised again at whoever handed it in
                job.result, job.error = None, as_told(error)

    def _look(self, job: Job) -> None:
        self._session.execute("BEGIN")
        try:
            if self._session.changed_elsewhere():
                self._work.forget()
            job.result = job.turn(self._work.begin(job.at))
        finally:
            if self._session.connection.in_transaction:  # SQLite itself may have given up
                self._session.execute("ROLLBACK")


class _Group:
    """Runs turns between one BEGIN and one COMMIT."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection
        self._execute = session.execute
        self._work = SqlWork(session)

    def run(self, jobs: list[Job]) -> None:
        """Run and commit all; afterwards each job has its result or its error."""
        try:
            self._execute("BEGIN IMMEDIATE")
            if self._session.changed_elsewhere():
                self._work.forget()
            for job in jobs:
                self._run(job)
            self._work.before_commit()
            self._execute("COMMIT")
        except (sqlite3.Error, StoreBusy) as error:
            self._lose(jobs, str(error))

    def _run(self, job: Job) -> None:
        self._execute("SAVEPOINT turn")
        try:
            job.result = job.turn(self._work.begin(job.at))
        except BaseException as error:  # raised again at whoever handed it in
            if not self._connection.in_transaction:  # SQLite itself gave up the whole group
                raise StoreBusy(str(error)) from error
            self._execute("ROLLBACK TO turn")
            self._work.turn_undone()
            job.error = as_told(error)
        self._execute("RELEASE turn")

    def _lose(self, jobs: list[Job], reason: str) -> None:
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._execute("ROLLBACK")
        self._work.forget()
        for job in jobs:
            job.result, job.error = None, StoreBusy(reason)
