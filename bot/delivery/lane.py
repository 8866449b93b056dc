"""One lane a chat: what is owed to it goes out in commit order and waits as the platform asks."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog

from bot.chat import Adapter, Moved, TryLater, Undeliverable
from bot.chat.errors import DEFECT
from bot.delivery.health import Health
from bot.delivery.pace import Pace
from bot.delivery.queue import MOST_WAITING, Queue, Standing, is_owed
from bot.delivery.sender import Sender
from bot.ports.values import Post, PostState, Sent

log = structlog.get_logger()

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds a chat waits when the platform does not say how long; doubled each time."""


@dataclass(eq=False)
class Lane:
    """What waits for one chat, and the loop that sends it.

    *idle* is true while it only waits and nothing of it is on its way. *group*: something in it is
    addressed to nobody in particular.
    """

    chat: str
    adapter: Adapter
    pace: Pace
    health: Health
    sender: Sender
    queue: Queue = field(default_factory=Queue)
    closing: bool = False
    idle: bool = False
    group: bool = False
    _tries: int = 0
    _woken: bool = False  # the last pause was cut short; the next one is waited for to its end
    _left_some: bool = False

    def add(self, post: Post) -> None:
        """Let *post* wait; of too many only the first wait here, the rest is read again later."""
        if post.id not in self.queue and (self._left_some or len(self.queue) >= MOST_WAITING):
            self._left_some = True
            return
        self.queue.put(post)
        self.group = self.group or not post.to
        self.pace.hurry(self.chat, self.queue.rank)

    async def run(self) -> None:
        """Send until nothing waits; what goes out is chosen only once something may go out."""
        while not self.closing:
            if self.queue:
                await self._turn()
                post = self.queue.take()
                if post is not None:
                    await self._deliver(post)
            elif self._left_some:
                self._left_some = False
                await self.sender.read_on()
            else:
                return

    async def _turn(self) -> None:
        """Wait for room in the chat, then for a slot of the platform."""
        if not self.pace.has_room(self.chat, group=self.group):
            with self._holding():
                await self.pace.room(self.chat, group=self.group)
        else:
            await self.pace.room(self.chat, group=self.group)
        self.idle = True
        await self.pace.slot(self.chat, self.queue.rank)
        self.idle = False

    @contextmanager
    def _holding(self) -> Iterator[None]:
        """While it lasts nobody need wait for this chat to be settled."""
        self.idle = True
        self.sender.holds(+1)
        try:
            yield
        finally:
            self.idle = False
            self.sender.holds(-1)

    async def _deliver(self, post: Post) -> None:
        standing = self.sender.shown.of(post)
        if post.wanted <= standing.shown:
            return
        if post.body.wipe and not standing.message_id:
            self.sender.mark(Sent(post.id, PostState.DROPPED))
            return
        try:
            await self._send(post, standing)
        except TryLater as later:
            if later.after_seconds is None:
                self.health.fails(self.chat, _cause(later))
            if later.perhaps and not standing.message_id:
                self.sender.mark(Sent(post.id, PostState.OWED, error="TryLater"))
                self.sender.much_later(post)
            else:
                await self._hold(post, later.after_seconds, "TryLater")
        except OSError as error:  # the network, whichever layer let it through
            self.health.fails(self.chat, type(error).__name__)
            await self._hold(post, None, type(error).__name__)
        except Exception as error:  # noqa: BLE001 - whatever it is, the post is still owed
            await self._try_later(post, _logged(error, post))

    async def _send(self, post: Post, standing: Standing) -> None:
        edit = standing.message_id
        try:
            sent = await self.adapter.send(post.address, post.body, edit=edit)
        except Undeliverable as never:
            await self._refused(post, standing, never.reason)
        except Moved as moved:
            await self._follow(post, moved.chat)
        else:
            self._tries, self._woken = 0, False
            self.health.answers(self.chat)
            instead_of = standing.instead_of if sent == edit else edit or standing.instead_of
            self.sender.shown.keep(post.id, Standing(sent, post.wanted, instead_of))
            self.sender.mark(Sent(post.id, PostState.SENT, post.wanted, sent))

    async def _refused(self, post: Post, standing: Standing, reason: str) -> None:
        """What cannot be edited is posted anew, once; what cannot be posted is given up."""
        if post.body.wipe:
            self.sender.mark(Sent(post.id, PostState.DROPPED, error=reason))
        elif standing.message_id:
            self.sender.shown.keep(post.id, Standing("", standing.shown, standing.message_id))
            self.queue.put(post)
        else:
            log.warning("undeliverable", post=post.id, platform=post.address.platform)
            await self.sender.park(post.id, reason)
            self.queue.drop(post.id)

    async def _follow(self, post: Post, chat: str) -> None:
        posts = sorted((post.id, *self.queue.ids()))
        if not await self.sender.move(post.address, chat, posts):
            raise TryLater
        for each in posts:
            self.queue.drop(each)

    async def _hold(self, post: Post, seconds: float | None, error: str) -> None:
        """Keep the whole chat waiting, then look what has become of the post."""
        self.sender.mark(Sent(post.id, PostState.OWED, error=error))
        self.queue.put(post)
        await self._pause(seconds)
        again = await self.sender.read(post.id)
        if again is not None and is_owed(again, self.sender.now()):
            self.queue.put(again)
        else:
            self.queue.drop(post.id)

    async def _try_later(self, post: Post, error: str) -> None:
        """What cannot be sent for a reason of its own is not in the way of the others."""
        self.sender.mark(Sent(post.id, PostState.OWED, error=error))
        if not self.sender.later(post):
            await self.sender.park(post.id, f"{DEFECT}{error}")
            self.queue.drop(post.id)

    async def _pause(self, told: float | None) -> None:
        """Never sooner than told; a little later, so that lanes do not come back all at once."""
        with self._holding():
            if told is not None:
                await self.sender.sleep(told + self.sender.jitter())
                return
            pause = pause_after(self._tries)
            self._tries += 1
            await self._rest(pause + pause * self.sender.jitter())

    async def _rest(self, seconds: float) -> None:
        """Wait; not to the end, once, if the platform answers another chat meanwhile."""
        if self._woken:
            self._woken = False
            await self.sender.sleep(seconds)
            return
        rest = asyncio.ensure_future(self.sender.sleep(seconds))
        answer = asyncio.ensure_future(self.health.next_answer())
        try:
            await asyncio.wait({rest, answer}, return_when=asyncio.FIRST_COMPLETED)
            self._woken = not rest.done()
        finally:
            rest.cancel()
            answer.cancel()


def pause_after(tries: int, first: float = FIRST_PAUSE, longest: float = LONGEST_PAUSE) -> float:
    """How many seconds to wait after so many tries in vain, when nobody says how long."""
    return min(first * 2.0 ** min(tries, 10), longest)


def _cause(later: TryLater) -> str:
    """The kind of error behind it, which its adapter names as the cause."""
    return type(later.__cause__ or later).__name__


def _logged(error: Exception, post: Post) -> str:
    """Return the kind of error: its text may hold what was said."""
    kind = type(error).__name__
    log.error("sending went wrong", post=post.id, error=kind)
    return kind
