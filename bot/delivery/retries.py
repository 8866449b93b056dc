"""Posts that cannot be sent for a reason of their own wait by themselves, in nobody's way."""

import asyncio

from bot.delivery.lane import pause_after
from bot.delivery.sender import Sender
from bot.ports.values import Post

MOST_FAULTS = 5
"""How often the same post may go wrong before it is parked."""
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0
"""Seconds until what went wrong by itself is tried again; doubled each time."""
ARRIVED_PAUSE = 300.0
"""The same for what may have arrived: said twice it does more harm than said late."""


class Retries:
    """What is sent again by itself, and how often each has gone wrong in this process."""

    def __init__(self, sender: Sender) -> None:
        """Nothing has gone wrong yet."""
        self._sender = sender
        self._faults: dict[int, int] = {}
        self._unanswered: dict[int, int] = {}
        self._waiting: dict[int, Post] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def later(self, post: Post) -> bool:
        """Let it wait, longer each time; False if it has gone wrong often enough."""
        faults = self._faults[post.id] = self._faults.get(post.id, 0) + 1
        if faults >= MOST_FAULTS:
            return False
        self._wait(post, pause_after(faults - 1, FIRST_PAUSE, LONGEST_PAUSE))
        return True

    def much_later(self, post: Post) -> None:
        """Let what may have arrived wait long, longer each time."""
        tries = self._unanswered[post.id] = self._unanswered.get(post.id, -1) + 1
        self._wait(post, pause_after(tries, ARRIVED_PAUSE, LONGEST_PAUSE))

    def _wait(self, post: Post, seconds: float) -> None:
        self._waiting[post.id] = post
        task = asyncio.create_task(self._back_later(post, seconds))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def holds(self, post: Post) -> bool:
        """Tell whether this version still has to wait; a newer one need not."""
        waiting = self._waiting.get(post.id)
        return waiting is not None and post.wanted <= waiting.wanted

    def forget(self, post: int) -> None:
        """It was sent after all, or never will be."""
        self._faults.pop(post, None)
        self._unanswered.pop(post, None)
        self._waiting.pop(post, None)

    async def close(self) -> None:
        """Wait for nothing any more; what waited is still owed."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _back_later(self, post: Post, seconds: float) -> None:
        await self._sender.sleep(seconds + seconds * self._sender.jitter())
        if self._waiting.get(post.id) is not post:
            return  # sent, given up, or gone wrong again in a newer version
        again = await self._sender.read(post.id)
        del self._waiting[post.id]
        if again is not None:
            self._sender.hand_on([again])
