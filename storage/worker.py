"""A thread that owns one connection and takes turns, in the order they are handed in."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol, TypeVar

from bot.ports.store import StoreBusy, Work
from storage.session import Session

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Job:
    """One turn on its way: handed in, run, settled."""

    turn: Callable[[Work], Any]
    at: datetime
    answer: "asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None


class Crew(Protocol):
    """What runs turns on a connection; afterwards each has its result or its error."""

    def run(self, jobs: list[Job]) -> None: ...


class Worker:
    """Belongs to one event loop."""

    def __init__(
        self,
        name: str,
        connect: Callable[[], Session],
        crew: Callable[[Session], Crew],
        at_once: int,
    ) -> None:
        """Start the thread, which opens the connection; raises what *connect* raises.

        The *crew* is given what waits, *at_once* at most.
        """
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._closed = False
        self._at_once = at_once
        opened: Future[None] = Future()
        self._thread = Thread(
            target=self._serve, args=(connect, crew, opened), name=name, daemon=True
        )
        self._thread.start()
        opened.result()

    def hand_in(self, turn: Callable[[Work], T], at: datetime) -> Coroutine[Any, Any, T]:
        """Hand the turn in, now; the result is there when it is awaited."""
        loop = asyncio.get_running_loop()
        job = Job(turn, at, loop.create_future())
        if self._closed:
            job.answer.set_exception(StoreBusy("closed"))
        else:
            self._queue.put(job)
        return _answer(job.answer)

    async def close(self) -> None:
        """Finish what was handed in, then close the connection."""
        self._take_no_more()
        await asyncio.to_thread(self._thread.join)

    def end(self) -> None:
        """Do so, blocking."""
        self._take_no_more()
        self._thread.join()

    def _take_no_more(self) -> None:
        if not self._closed:
            self._closed = True
            self._queue.put(None)

    def _serve(
        self,
        connect: Callable[[], Session],
        crew: Callable[[Session], Crew],
        opened: "Future[None]",
    ) -> None:
        try:
            session = connect()
        except Exception as error:  # noqa: BLE001 - raised again where the store is opened
            opened.set_exception(error)
            return
        opened.set_result(None)
        working = crew(session)
        while (first := self._queue.get()) is not None:
            jobs, last = self._waiting(first)
            working.run(jobs)
            _settle_all(jobs)
            if last:
                break
        session.connection.close()

    def _waiting(self, first: Job) -> tuple[list[Job], bool]:
        """Return the turns that wait already, and whether the store is closed after them."""
        jobs = [first]
        with suppress(Empty):
            while len(jobs) < self._at_once:
                job = self._queue.get_nowait()
                if job is None:
                    return jobs, True
                jobs.append(job)
        return jobs, False


def _settle_all(jobs: list[Job]) -> None:
    """Wake the loop once for the whole group."""
    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        jobs[0].answer.get_loop().call_soon_threadsafe(_settle, jobs)


def _settle(jobs: list[Job]) -> None:
    for job in jobs:
        if job.answer.done():  # whoever waited was cancelled
            continue
        if job.error is None:
            job.answer.set_result(job.result)
        else:
            job.answer.set_exception(job.error)


async def _answer(future: "asyncio.Future[T]") -> T:
    return await future
