"""One lane a chat: what is owed to it goes out in commit order and waits as the platform asks."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import NamedTuple, Protocol

import structlog

from bot.chat import Adapter, Address, Moved, TryLater, Undeliverable
from bot.domain.notices import ROUTINE, URGENT
from bot.kept import Post, Sent

log = structlog.get_logger()

MOST_WAITING = 1000
"""Posts of one chat held in memory; the others stay in the store until these are sent."""
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0
"""Seconds a chat waits when the platform does not say how long; doubled each time."""
MOST_STANDING = 10_000


class Standing(NamedTuple):
    """The message that shows a post, the version it shows, and the message it took the place of."""

    message_id: str
    shown: int
    instead_of: str = ""


class Shown:
    """What this process has sent: copies of a post read before its mark do not know it yet."""

    def __init__(self) -> None:
        """Nothing was sent yet."""
        self._last: dict[int, Standing] = {}

    def of(self, post: Post) -> Standing:
        """Return what stands in the chat; a message adopted by a press counts before ours."""
        known = self._last.get(post.id)
        if known is None:
            return Standing(post.message_id, post.shown)
        if post.message_id in ("", known.message_id, known.instead_of):
            return known
        return Standing(post.message_id, max(known.shown, post.shown))

    def keep(self, post: int, standing: Standing) -> None:
        """Remember it as the newest."""
        self._last.pop(post, None)
        self._last[post] = standing

    def forget(self, unmarked: int) -> None:
        """Forget the oldest; the *unmarked* newest are not in the store yet and always stay."""
        while len(self._last) > MOST_STANDING + unmarked:
            del self._last[next(iter(self._last))]


class Queue:
    """Waiting posts by id, the newest version of each; urgent ones overtake routine ones."""

    def __init__(self) -> None:
        """Nothing waits."""
        self._posts: dict[int, Post] = {}
        self._ids: list[int] = []  # a heap; may hold ids that wait no more
        self._urgent = 0

    def __len__(self) -> int:
        """How many wait."""
        return len(self._posts)

    def __contains__(self, post: int) -> bool:
        """Whether some version of it waits."""
        return post in self._posts

    def ids(self) -> list[int]:
        """What waits, in commit order."""
        return sorted(self._posts)

    def put(self, post: Post) -> None:
        """Let it wait at its place; a newer version that waits already stays."""
        waiting = self._posts.get(post.id)
        if waiting is None:
            heappush(self._ids, post.id)
            self._urgent += post.rank == URGENT
        elif waiting.wanted > post.wanted:
            return
        self._posts[post.id] = post

    def drop(self, post: int) -> Post | None:
        """It waits no more."""
        dropped = self._posts.pop(post, None)
        if dropped is not None:
            self._urgent -= dropped.rank == URGENT
        if len(self._ids) > 2 * len(self._posts) + MOST_WAITING:
            self._ids = list(self._posts)
            heapify(self._ids)
        return dropped

    def take(self) -> Post | None:
        """Return the next to go out, ``None`` if nothing waits."""
        while self._ids:
            post = self._posts.get(self._ids[0])
            if post is None:
                heappop(self._ids)
            elif self._urgent and post.rank == ROUTINE:
                return self.drop(self._overtaking(post))
            else:
                heappop(self._ids)
                return self.drop(post.id)
        return None

    def _overtaking(self, first: Post) -> int:
        """Return the urgent post with nothing but routine before it, else *first*."""
        ahead = (self._posts[post] for post in self.ids())
        found = next((post for post in ahead if post.rank != ROUTINE), first)
        return found.id if found.rank == URGENT else first.id


class House(Protocol):
    """What a lane asks of the outbox."""

    shown: Shown
    sleep: Callable[[float], Awaitable[None]]
    jitter: Callable[[], float]
    now: Callable[[], datetime]

    def mark(self, sent: Sent) -> None: ...

    def holds(self, change: int) -> None: ...

    async def read(self, post: int) -> Post | None: ...

    async def park(self, post: int, reason: str) -> None: ...

    async def move(self, left: Address, chat: str, posts: Iterable[int]) -> bool: ...

    async def read_on(self) -> None: ...


@dataclass(eq=False)
class Lane:
    """What waits for one chat, and the loop that sends it."""

    adapter: Adapter
    house: House
    queue: Queue = field(default_factory=Queue)
    closing: bool = False
    holding: bool = False
    _tries: int = 0
    _left_some: bool = False

    def add(self, post: Post) -> None:
        """Let *post* wait; of too many only the first wait here, the rest is read again later."""
        if post.id not in self.queue and (self._left_some or len(self.queue) >= MOST_WAITING):
            self._left_some = True
            return
        self.queue.put(post)

    async def run(self) -> None:
        """Send until nothing waits."""
        while not self.closing:
            post = self.queue.take()
            if post is not None:
                await self._deliver(post)
            elif self._left_some:
                self._left_some = False
                await self.house.read_on()
            else:
                return

    async def _deliver(self, post: Post) -> None:
        standing = self.house.shown.of(post)
        if post.wanted <= standing.shown:
            return
        if post.body.wipe and not standing.message_id:
            self.house.mark(Sent(post.id, "dropped"))
            return
        try:
            await self._send(post, standing)
        except TryLater as later:
            await self._hold(post, later.after_seconds, "TryLater")
        except Exception as error:  # noqa: BLE001 - whatever it is, the post is still owed
            kind = type(error).__name__  # its text may hold what was said
            log.error("sending went wrong", post=post.id, error=kind)  # noqa: TRY400
            await self._hold(post, None, kind)

    async def _send(self, post: Post, standing: Standing) -> None:
        edit = standing.message_id
        try:
            sent = await self.adapter.send(post.address, post.body, edit=edit)
        except Undeliverable as never:
            await self._refused(post, standing, never.reason)
        except Moved as moved:
            await self._follow(post, moved.chat)
        else:
            self._tries = 0
            instead_of = standing.instead_of if sent == edit else edit or standing.instead_of
            self.house.shown.keep(post.id, Standing(sent, post.wanted, instead_of))
            self.house.mark(Sent(post.id, "sent", post.wanted, sent))

    async def _refused(self, post: Post, standing: Standing, reason: str) -> None:
        """What cannot be edited is posted anew, once; what cannot be posted is given up."""
        if post.body.wipe:
            self.house.mark(Sent(post.id, "dropped", error=reason))
        elif standing.message_id:
            self.house.shown.keep(post.id, Standing("", standing.shown, standing.message_id))
            self.queue.put(post)
        else:
            log.warning("undeliverable", post=post.id, platform=post.address.platform)
            await self.house.park(post.id, reason)
            self.queue.drop(post.id)

    async def _follow(self, post: Post, chat: str) -> None:
        posts = sorted((post.id, *self.queue.ids()))
        if not await self.house.move(post.address, chat, posts):
            raise TryLater
        for each in posts:
            self.queue.drop(each)

    async def _hold(self, post: Post, seconds: float | None, error: str) -> None:
        """Keep the whole chat waiting, then look what has become of the post."""
        self.house.mark(Sent(post.id, "owed", error=error))
        self.queue.put(post)
        await self._pause(seconds)
        again = await self.house.read(post.id)
        if again is not None and is_owed(again, self.house.now()):
            self.queue.put(again)
        else:
            self.queue.drop(post.id)

    async def _pause(self, seconds: float | None) -> None:
        if seconds is None:
            seconds = min(FIRST_PAUSE * 2**self._tries, LONGEST_PAUSE)
            self._tries = min(self._tries + 1, 10)
        self.holding = True
        self.house.holds(+1)
        try:
            # Never sooner than told; a little later, so that lanes do not come back all at once.
            await self.house.sleep(seconds * (1 + self.house.jitter()))
        finally:
            self.holding = False
            self.house.holds(-1)


def is_owed(post: Post, now: datetime) -> bool:
    """Tell whether a version of *post* may go out at *now*."""
    if post.wanted <= post.shown or post.state not in ("owed", "sent"):
        return False  # "sent" was the version before
    return post.not_before is None or post.not_before <= now
