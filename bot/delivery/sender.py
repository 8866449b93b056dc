"""What lanes, receipts and retries ask of the outbox they belong to."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Protocol

from bot.chat import Address
from bot.delivery.queue import Shown
from bot.ports.store import Work
from bot.ports.values import Post, Sent


class Sender(Protocol):
    """The one that sends: its time, its pauses, and what it does for the chats."""

    shown: Shown
    sleep: Callable[[float], Awaitable[None]]
    jitter: Callable[[], float]
    now: Callable[[], datetime]

    def hand_on(self, posts: Iterable[Post]) -> None:
        """Send them, each in its chat."""

    def mark(self, sent: Sent) -> None:
        """Have it written down how a sending ended."""

    def holds(self, change: int) -> None:
        """One chat more, or less, waits because its platform asked for it."""

    def later(self, post: Post) -> bool:
        """Try it again by itself later; False if that was done often enough."""

    def much_later(self, post: Post) -> None:
        """Try it again by itself much later: it may have arrived."""

    async def read(self, post: int) -> Post | None:
        """Return the post as it is now in the store."""

    async def park(self, post: int, reason: str) -> None:
        """It will never arrive: write it down and tell who must know."""

    async def move(self, left: Address, chat: str, posts: Iterable[int]) -> bool:
        """Let the chat *left* go on as *chat*; False if that one was left before."""

    async def read_on(self) -> None:
        """Take up what was left in the store because too much was waiting."""

    async def commit(self, act: Callable[[Work], None], *, whatever: bool = False) -> None:
        """Run a turn, again while the store is busy, or *whatever* is wrong."""

    def tell_if_quiet(self) -> None:
        """Wake who waits for everything to be settled, if it is."""
