"""Updates under way: those of a chat one after another, chats side by side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.chat import Incoming


@dataclass(frozen=True, slots=True)
class Delivery:
    """An update with words: its number, what was done, and the press to be answered (or "")."""

    number: int
    incoming: Incoming
    query: str = ""


class Lanes:
    """Knows which updates are done, and so how far Telegram may be told "received".

    What is done while an earlier one is not is remembered, so that it is not handed over again
    when Telegram repeats it. Telegram never repeats more than one answer's worth (100).
    """

    def __init__(self, hand_over: Callable[[Delivery], Awaitable[None]]) -> None:
        self._hand_over = hand_over
        self._lanes: dict[str, deque[Delivery]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way: set[int] = set()
        self._done: set[int] = set()
        self._last = -1
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def offset(self) -> int:
        """The first update Telegram must still keep: everything before it is done."""
        return min(self._under_way, default=self._last + 1)

    def take(self, numbers: Sequence[int], deliveries: Sequence[Delivery]) -> None:
        """Hand over what is new of one answer; *numbers* are all its updates, silent ones too."""
        known = self._under_way | self._done
        self._done &= set(numbers)
        self._done |= set(numbers) - self._under_way - {d.number for d in deliveries}
        self._last = max(numbers, default=self._last)
        for delivery in deliveries:
            if delivery.number not in known:
                self._queue(delivery)

    def _queue(self, delivery: Delivery) -> None:
        chat = delivery.incoming.address.chat
        self._under_way.add(delivery.number)
        self._idle.clear()
        if chat in self._lanes:
            self._lanes[chat].append(delivery)
            return
        self._lanes[chat] = deque([delivery])
        task = asyncio.create_task(self._run(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, chat: str) -> None:
        lane = self._lanes[chat]
        while lane:
            await self._hand_over(lane[0])
            done = lane.popleft().number
            self._under_way.discard(done)
            self._done.add(done)
        del self._lanes[chat]
        if not self._lanes:
            self._idle.set()

    async def settle(self, seconds: float) -> None:
        """Wait until everything is done, but not longer than *seconds*."""
        # Not wait_for: until Python 3.12 it may swallow a cancellation that comes just then.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._idle.wait()

    async def stop(self) -> None:
        """Let go of what is under way; Telegram was not told, and will bring it again."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
