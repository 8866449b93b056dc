"""When a chat's lane may send: what a platform says it takes, shared out by rank.

Two waits, one after the other: for *room* in the chat's own bucket, then for one of the platform's
*slots*, which goes to the best rank waiting, among equals to who has waited longest. A chat's
bucket runs on while it waits for a slot, so it may be one message ahead of its rate, never more.
"""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count

from aiolimiter import AsyncLimiter

from bot.chat import Limits, Rate

SHARE = 10
"""Of so many slots in a row given past somebody who waits longer, the last is his."""
MOST_BUCKETS = 1000
"""Chats remembered before those whose bucket has run empty are forgotten."""


class Pace:
    """One platform's limits; belongs to one event loop. Without limits nobody ever waits.

    Of each chat only one lane may ask, and for one message at a time.
    """

    def __init__(self, limits: Limits) -> None:
        """Every bucket is empty."""
        self._limits = limits
        self._overall = _bucket(limits.overall)
        self._chats: dict[tuple[str, bool], AsyncLimiter] = {}
        self._line = _Line()
        self._usher: asyncio.Task[None] | None = None

    def has_room(self, chat: str, *, group: bool) -> bool:
        """Tell whether *chat* itself can take one more message now."""
        bucket = self._bucket_of(chat, group=group)
        return bucket is None or bucket.has_capacity()

    async def room(self, chat: str, *, group: bool) -> None:
        """Wait until *chat* itself can take one more message, and count that one."""
        bucket = self._bucket_of(chat, group=group)
        if bucket is not None:
            await bucket.acquire()

    async def slot(self, chat: str, rank: int) -> None:
        """Wait until the platform can take one more message and nobody has a better right to it."""
        if self._overall is None:
            return
        if self._usher is None and self._overall.has_capacity():
            await self._overall.acquire()
            return
        turn = self._line.join(chat, rank)
        if self._usher is None:
            self._usher = asyncio.create_task(self._give_slots(self._overall))
        try:
            await turn
        finally:
            self._line.leave(chat)

    def hurry(self, chat: str, rank: int) -> None:
        """Something of a better *rank* waits in *chat* now."""
        self._line.hurry(chat, rank)

    async def close(self) -> None:
        """Give no more slots."""
        if self._usher is not None:
            self._usher.cancel()
            with suppress(asyncio.CancelledError):
                await self._usher

    async def _give_slots(self, overall: AsyncLimiter) -> None:
        """Wait for each slot first and choose then, so that who comes late may still be first."""
        try:
            while self._line:
                await overall.acquire()
                self._line.let_one_go()
        finally:
            self._usher = None

    def _bucket_of(self, chat: str, *, group: bool) -> AsyncLimiter | None:
        rate = self._limits.group if group else self._limits.private
        if rate is None:
            return None
        found = self._chats.get((chat, group))
        if found is None:
            self._forget_the_idle()
            found = self._chats[chat, group] = AsyncLimiter(rate.messages, rate.seconds)
        return found

    def _forget_the_idle(self) -> None:
        if len(self._chats) >= MOST_BUCKETS:
            busy = {c: b for c, b in self._chats.items() if not b.has_capacity(b.max_rate)}
            self._chats = busy


@dataclass(eq=False)
class _Waiting:
    rank: int
    ticket: int
    turn: asyncio.Future[None]


@dataclass
class _Line:
    """Who waits for a slot; in *by_rank* and *by_age* are also some who wait no more."""

    by_chat: dict[str, _Waiting] = field(default_factory=dict)
    by_rank: list[tuple[int, int, _Waiting]] = field(default_factory=list)  # a heap
    by_age: deque[_Waiting] = field(default_factory=deque)
    tickets: "count[int]" = field(default_factory=count)
    passed_over: int = 0

    def __bool__(self) -> bool:
        """Whether anybody still waits."""
        self._clear()
        return bool(self.by_age)

    def join(self, chat: str, rank: int) -> asyncio.Future[None]:
        """Wait behind everybody of the same rank."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting = self.by_chat[chat] = _Waiting(rank, next(self.tickets), turn)
        self.by_age.append(waiting)
        heappush(self.by_rank, (rank, waiting.ticket, waiting))
        return turn

    def hurry(self, chat: str, rank: int) -> None:
        """Wait under a better rank from now on, by the old ticket."""
        waiting = self.by_chat.get(chat)
        if waiting is not None and rank < waiting.rank:
            waiting.rank = rank
            heappush(self.by_rank, (rank, waiting.ticket, waiting))

    def leave(self, chat: str) -> None:
        """Wait no more, served or not."""
        del self.by_chat[chat]

    def let_one_go(self) -> None:
        """Give the slot to the best rank; every so often to who has waited longest."""
        if not self:
            return
        best, oldest = self.by_rank[0][2], self.by_age[0]
        self.passed_over = self.passed_over + 1 if oldest is not best else 0
        if self.passed_over == SHARE:
            best, self.passed_over = oldest, 0
        best.turn.set_result(None)

    def _clear(self) -> None:
        while self.by_age and self.by_age[0].turn.done():
            self.by_age.popleft()
        while self.by_rank and self.by_rank[0][2].turn.done():
            heappop(self.by_rank)
        if len(self.by_rank) > 2 * len(self.by_chat) + MOST_BUCKETS:
            self.by_rank = [entry for entry in self.by_rank if not entry[2].turn.done()]
            heapify(self.by_rank)


def _bucket(rate: Rate | None) -> AsyncLimiter | None:
    return AsyncLimiter(rate.messages, rate.seconds) if rate is not None else None
