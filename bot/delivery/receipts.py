"""Writing down how sendings ended, many in one turn."""

import asyncio
from functools import partial

import structlog

from bot.delivery.sender import Sender
from bot.ports.store import Work
from bot.ports.values import PostState, Sent

log = structlog.get_logger()

MOST_AT_ONCE = 500
"""Receipts in one turn."""


class Receipts:
    """Writes down how sendings ended: whatever has come in during one commit goes into the next.

    They cannot pile up: while the store is busy no turn commits, so nothing new is owed.
    """

    def __init__(self, sender: Sender) -> None:
        """Nothing was sent yet."""
        self.waiting: list[Sent] = []
        self._sender = sender
        self._writing: asyncio.Task[None] | None = None
        self._added = self._stored = 0
        self._turned = asyncio.Event()

    def add(self, sent: Sent) -> None:
        """Have it written down soon."""
        self.waiting.append(sent)
        self._added += 1
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())

    async def written(self) -> None:
        """Wait until all that waits now is in the store, or given up because it is closing."""
        wanted = self._added
        while self._stored < wanted and self._writing is not None:
            await self._turned.wait()

    async def _write(self) -> None:
        try:
            while self.waiting:
                await self._write_some()
                self._tell()
        except Exception:  # noqa: BLE001 - only once it is closing
            log.warning("closed before all was marked; it is sent again", n=len(self.waiting))
        finally:
            self._writing = None
            self._tell()
            self._sender.tell_if_quiet()

    async def _write_some(self) -> None:
        batch = self.waiting[:MOST_AT_ONCE]
        await self._sender.commit(partial(_mark, batch), whatever=True)
        del self.waiting[: len(batch)]
        self._stored += len(batch)
        self._sender.shown.forget(len(self.waiting))

    def _tell(self) -> None:
        self._turned.set()
        self._turned = asyncio.Event()


def _mark(batch: list[Sent], work: Work) -> None:
    """What failed is written only where it is still owed: somebody may have dropped it since."""
    work.posts.mark([s for s in batch if s.state == PostState.SENT or _is_alive(work, s.post)])


def _is_alive(work: Work, post_id: int) -> bool:
    post = work.posts.get(post_id)
    return post is not None and post.state.is_alive
