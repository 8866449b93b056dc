"""Fetches what people have handed over, puts it on the shelf, and deletes what is over.

A file is owed like a message: its row is committed with the message that brought it, fetched
afterwards, marked when it stands on the shelf, and fetched again after a crash.
"""

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

import structlog

from bot.chat import Adapter, TryLater, Undeliverable
from bot.commands import do
from bot.commands.materials import FileFetched
from bot.domain.copies import replace
from bot.domain.inquiry import Attached, FileState
from bot.domain.materials import why_not
from bot.ports.store import Shelf, StoreBusy, Work
from bot.ports.values import Download, Post
from bot.turns.running import Turns
from bot.turns.turn import Turn

log = structlog.get_logger()

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
MOST_TRIES = 20
"""How often a file is asked for before it counts as gone: some 16 hours."""
AT_ONCE = 4


class Fetching:
    """Belongs to one event loop; *adapters* by platform."""

    def __init__(
        self,
        turns: Turns,
        adapters: Mapping[str, Adapter],
        shelf: Shelf,
        *,
        hand_on: Callable[[Iterable[Post]], None],
    ) -> None:
        """*hand_on* gives committed posts to the sender."""
        self._turns, self._adapters, self._shelf, self._hand_on = turns, adapters, shelf, hand_on
        self._under_way: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Semaphore(AT_ONCE)

    def wake(self) -> None:
        """Somebody has handed something over: look what is owed."""
        self._start(self._look())

    async def relay(self) -> None:
        """Begin with everything that may be fetched or must be deleted now."""
        await self._look()

    async def settled(self) -> None:
        """Wait until what can be fetched now is fetched and written down."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def close(self) -> None:
        """Stop; what is not fetched stays owed."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _look(self) -> None:
        now = self._turns.now()
        try:
            owed, over = await self._turns.plain(lambda work: _due(work, now))
        except StoreBusy:
            return  # the next tick looks again
        new = [d for d in owed if d.id not in self._under_way and d.platform in self._adapters]
        for _, group in groupby(new, key=lambda d: (d.platform, d.inquiry, d.file.by)):
            together = tuple(group)
            self._under_way.update(d.id for d in together)
            self._start(self._fetch(together))
        if over:
            self._start(self._delete(over))

    def _start(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fetch(self, together: Sequence[Download]) -> None:
        """Fetch files that belong together, and write down what became of them in one turn."""
        try:
            found = await asyncio.gather(*map(self._one, together))
            ended = {d.id: f for d, f in zip(together, found, strict=True) if f is not None}
            if ended:
                await self._write_down(ended)
        except StoreBusy:
            log.warning("files fetched but not written down; again later")
        finally:
            self._under_way.difference_update(d.id for d in together)

    async def _one(self, download: Download) -> Attached | None:
        """What became of it; ``None``: it is asked for again later."""
        try:
            async with self._gate:
                content = await self._adapters[download.platform].fetch(download.handle)
            return await self._put(download.file, content)
        except Undeliverable:
            log.warning("file gone", download=download.id, platform=download.platform)
            return replace(download.file, state=FileState.REFUSED, reason="gone")
        except (TryLater, OSError) as later:
            seconds = later.after_seconds if isinstance(later, TryLater) else None
            return await self._put_off(download, seconds)

    async def _put(self, file: Attached, content: bytes) -> Attached:
        fetched = replace(file, size=len(content))
        if reason := why_not(fetched, self._turns.office.files):
            return replace(fetched, state=FileState.REFUSED, reason=reason)
        try:
            content = await asyncio.to_thread(_without_traces, content)
        except ValueError:
            log.warning("photo unreadable", download=file.id)
            return replace(fetched, state=FileState.REFUSED, reason="type")
        sha = await asyncio.to_thread(self._shelf.put, content)
        return replace(fetched, state=FileState.KEPT, sha=sha, size=len(content))

    async def _put_off(self, download: Download, seconds: float | None) -> Attached | None:
        if download.tries >= MOST_TRIES:
            return replace(download.file, state=FileState.REFUSED, reason="gone")
        pause = min(FIRST_PAUSE * 2**download.tries, LONGEST_PAUSE)
        wait = timedelta(seconds=seconds) if seconds is not None else pause * _spread()
        later = replace(download, tries=download.tries + 1, not_before=self._turns.now() + wait)

        def act(work: Work) -> None:
            known = work.downloads.get(download.id)
            if known is not None and known.state == FileState.OWED:
                work.downloads.save(replace(later, inquiry=known.inquiry))

        await self._turns.plain(act)
        return None

    async def _write_down(self, ended: Mapping[int, Attached]) -> None:
        def act(turn: Turn) -> None:
            do(FileFetched(ended), turn)

        _, posts = await self._turns.run(act)
        self._hand_on(posts)

    async def _delete(self, over: Sequence[Download]) -> None:
        """Delete the content first, then forget the rows: a crash in between deletes again."""
        for download in over:
            sha = download.file.sha
            if await self._turns.plain(partial(_is_alone, sha)):
                await asyncio.to_thread(self._shelf.drop, sha)
            await self._turns.plain(partial(_forget, download.id))


def _due(work: Work, now: datetime) -> tuple[list[Download], list[Download]]:
    """Files to fetch, and files whose content is to be deleted."""
    return work.downloads.ready(FileState.OWED, now), work.downloads.ready(FileState.GOING, now)


def _is_alone(sha: str, work: Work) -> bool:
    """Tell whether no other file has this content."""
    return work.downloads.of_content(sha) <= 1


def _forget(download: int, work: Work) -> None:
    work.downloads.drop(download)


def _spread() -> float:
    return random.uniform(1.0, 1.2)  # noqa: S311 - spreads retries, hides nothing


def _without_traces(content: bytes) -> bytes:
    from bot.chat.photos import without_traces  # noqa: PLC0415 - 50 ms a start without photos

    return without_traces(content)
