"""The sender of what is owed: at least once, each chat in its order, none waiting for another.

Posts come from committed turns (`Outbox.hand_on`) or from the store (`Outbox.relay`). How their
sendings ended is written down in shared turns; what a crash loses in between is sent again.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping
from itertools import count
from typing import TypeVar

import structlog

from bot.chat import Adapter, Address
from bot.delivery.health import Health
from bot.delivery.lane import Lane
from bot.delivery.pace import Pace
from bot.delivery.queue import Shown, is_owed
from bot.delivery.receipts import Receipts
from bot.delivery.retries import Retries
from bot.ports.store import StoreBusy, Work
from bot.ports.values import Post, PostState, Sent
from bot.turns.running import Turns
from bot.turns.turn import Turn
from bot.turns.undelivered import follow_move, give_up

log = structlog.get_logger()

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

LAST_ATTEMPTS = 3
"""How often receipts are tried once the outbox is closing."""


def _a_little() -> float:
    return random.uniform(0.0, 0.1)  # noqa: S311 - spreads retries, hides nothing


class Outbox:
    """Sends what turns owe, one lane a chat; belongs to one event loop."""

    def __init__(
        self,
        turns: Turns,
        adapters: Mapping[str, Adapter],
        *,
        sleep: Sleep = asyncio.sleep,
        jitter: Callable[[], float] = _a_little,
        grace: float = 3.0,
    ) -> None:
        """*adapters* by platform, read anew for each chat.

        *jitter* is the part of a pause that is added to it; *grace* how many seconds sendings
        under way may still take when the outbox closes.
        """
        self.sleep, self.jitter, self.now = sleep, jitter, turns.now
        self.shown = Shown()
        self._turns, self._adapters = turns, adapters
        self._grace = grace
        self._receipts = Receipts(self)
        self._retries = Retries(self)
        self._paces: dict[str, Pace] = {}
        self._healths: dict[str, Health] = {}
        self._lanes: dict[tuple[str, str], Lane] = {}
        self._tasks: dict[Lane, asyncio.Task[None]] = {}
        self._held = 0
        self._quiet = asyncio.Event()
        self._without_adapter: set[str] = set()
        self._left: set[tuple[str, str]] = set()
        self.closing = False

    def hand_on(self, posts: Iterable[Post]) -> None:
        """Take over what a turn has added or changed, in the order of commits; never waits."""
        now = self.now()
        for post in posts:
            where = (post.address.platform, post.address.chat)
            lane = self._lanes.get(where)
            if not is_owed(post, now):
                if lane is not None:
                    lane.queue.drop(post.id)
            elif post.wanted > self.shown.of(post).shown and not self.closing:
                if self._retries.holds(post):
                    continue
                lane = lane or self._open(where)
                if lane is not None:
                    lane.add(post)

    async def relay(self) -> None:
        """Hand on everything the store owes now: at the start, and what was held back until now.

        Raises:
            StoreBusy: it could not be read.
        """
        now = self.now()
        self.hand_on(await self._turns.plain(lambda work: work.posts.owed(now)))

    async def settled(self) -> None:
        """Wait until what can be sent now is sent and marked; chats told to wait do not count."""
        while not self._is_quiet():
            self._quiet.clear()
            await self._quiet.wait()

    async def close(self) -> None:
        """Stop sending and write the last receipts; what is not sent stays owed in the store."""
        self.closing = True
        tasks = tuple(self._tasks.values())
        for lane, task in self._tasks.items():
            lane.closing = True
            if lane.idle:
                task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=self._grace)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, self._retries.close(), return_exceptions=True)
        for pace in self._paces.values():
            await pace.close()
        await self._receipts.written()

    def _open(self, where: tuple[str, str]) -> Lane | None:
        adapter = self._adapters.get(where[0])
        if adapter is None:
            if where[0] not in self._without_adapter:
                self._without_adapter.add(where[0])
                log.warning("no adapter: its posts stay owed", platform=where[0])
            return None
        pace = self._paces.get(where[0]) or self._paces.setdefault(where[0], Pace(adapter.limits))
        health = self._healths.setdefault(where[0], Health(where[0]))
        lane = self._lanes[where] = Lane(where[1], adapter, pace, health, self)
        self._tasks[lane] = asyncio.create_task(self._run(where, lane))
        return lane

    async def _run(self, where: tuple[str, str], lane: Lane) -> None:
        try:
            await lane.run()
        except Exception as error:  # noqa: BLE001 - its posts are read again at the next relay
            log.error("lane broke off", platform=where[0], error=type(error).__name__)  # noqa: TRY400
        finally:  # in the same step in which the lane saw that nothing waits
            lane.health.leaves(lane.chat)
            del self._lanes[where], self._tasks[lane]
            self.tell_if_quiet()

    # ---- what lanes ask for

    def mark(self, sent: Sent) -> None:
        """Have it written down how a sending ended."""
        if sent.state != PostState.OWED:
            self._retries.forget(sent.post)
        self._receipts.add(sent)

    def holds(self, change: int) -> None:
        """One lane more, or less, waits because its platform asked for it."""
        self._held += change
        self.tell_if_quiet()

    def later(self, post: Post) -> bool:
        """Try it again by itself later; False if that was done often enough."""
        return self._retries.later(post)

    def much_later(self, post: Post) -> None:
        """Try it again by itself much later: it may have arrived."""
        self._retries.much_later(post)

    async def read(self, post: int) -> Post | None:
        """Return the post as it is now in the store."""
        await self._receipts.written()
        return await self.commit(lambda work: work.posts.get(post))

    async def park(self, post: int, reason: str) -> None:
        """It will never arrive: write it down and tell who must know."""
        platforms = frozenset(self._adapters)

        def act(turn: Turn) -> None:
            give_up(turn, post, reason, platforms=platforms)

        await self._receipts.written()
        try:
            _, posts = await self.commit(self._turns.taking(act))
            self.hand_on(posts)
        except StoreBusy:
            raise
        except Exception:  # nobody can be told, but it must not come back for ever
            log.exception("parked without a word", post=post)
            self.mark(Sent(post, PostState.PARKED, error=reason))
        self._retries.forget(post)

    async def move(self, left: Address, chat: str, posts: Iterable[int]) -> bool:
        """Let the chat *left* go on as *chat*; False if that one was left before."""
        if chat == left.chat or (left.platform, chat) in self._left:
            return False
        self._left.add((left.platform, left.chat))

        def act(work: Work) -> list[Post]:
            follow_move(work, left, chat, posts)
            return work.outgoing

        await self._receipts.written()
        self.hand_on(await self.commit(act))
        return True

    async def read_on(self) -> None:
        """Take up what was left in the store because too much was waiting."""
        now = self.now()
        self.hand_on(await self.commit(lambda work: work.posts.owed(now)))

    async def commit(self, act: Callable[[Work], T], *, whatever: bool = False) -> T:
        """Run a turn, again with growing pauses while the store is busy, or *whatever* is wrong.

        Raises:
            StoreBusy: the outbox is closing and the store stays busy.
        """
        for attempt in count():
            try:
                return await self._turns.plain(act)
            except Exception as error:
                if not (whatever or isinstance(error, StoreBusy)):
                    raise
                log.warning("sender waits for the store", error=type(error).__name__)
                if self.closing and attempt + 1 >= LAST_ATTEMPTS:
                    raise
            await self.sleep(min(0.1 * 2 ** min(attempt, 10), 10.0))
        raise AssertionError

    def tell_if_quiet(self) -> None:
        """Wake who waits for everything to be settled, if it is."""
        if self._is_quiet():
            self._quiet.set()

    def _is_quiet(self) -> bool:
        return len(self._tasks) == self._held and not self._receipts.waiting
