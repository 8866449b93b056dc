"""What the sender meets in its tests: a platform that does as it is told, pauses that wait."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from bot.chat import Address, App, Limits, Outgoing, Receive, Segment, Undeliverable
from bot.clockwork.clock import DemoClock
from bot.delivery.outbox import Outbox
from bot.demo import demo_directory, demo_start
from bot.domain.messages import PostKind
from bot.domain.office import NOBODY, Account, Channel, OfficerId
from bot.domain.rules import Office
from bot.lines.candidates import Router
from bot.ports.store import Store, StoreBusy, Work
from bot.ports.values import Part, Post, PostState
from bot.rendering.reach import Reach
from bot.rendering.views import Views
from bot.rendering.wording import Wording
from bot.turns.running import Turns

OFFICER, HEAD, ADMINISTRATOR = OfficerId("002"), OfficerId("004"), OfficerId("007")
NOTICE = (Part("draft-waits"),)
"""Parts that render without an inquiry."""

T = TypeVar("T")


def says(text: str, *, wipe: bool = False) -> Outgoing:
    """A message of one run of text."""
    return Outgoing((Segment("text", text),), wipe=wipe)


@dataclass
class Platform:
    """Numbers the messages it shows ``m1 m2 …``.

    A chat's *answers* are raised one after the other at its next sendings; ``None`` lets one
    through. While *gate* is shut every sending waits before it arrives.
    """

    name: str = "web"
    calls: list[tuple[str, str, str]] = field(default_factory=list)  # chat, text, edited message
    answers: dict[str, list[Exception | None]] = field(default_factory=lambda: defaultdict(list))
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    knocking: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    limits: Limits = field(default_factory=Limits)

    @property
    def mounts(self) -> dict[str, App]:
        return {}

    def link(self, code: str) -> str:
        return ""

    async def fetch(self, handle: str) -> bytes:
        raise Undeliverable(handle)

    async def run(self, receive: Receive) -> None:
        """Nobody speaks here."""

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        self.knocking += 1
        await self.gate.wait()
        self.calls.append((to.chat, message.text, edit))
        answers = self.answers[to.chat]
        answer = answers.pop(0) if answers else None
        if answer is not None:
            raise answer
        return edit or f"m{len(self.calls)}"

    async def close(self) -> None:
        """Nothing to let go of."""

    def texts(self, chat: str) -> list[str]:
        """What was tried in a chat, in order."""
        return [text for where, text, _ in self.calls if where == chat]


class Pauses:
    """Sleeping that lasts until the test says so."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._sleeping: list[asyncio.Future[None]] = []

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        sleeping: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleeping.append(sleeping)
        await sleeping

    def over(self) -> None:
        """Wake everybody."""
        for sleeping in self._sleeping:
            if not sleeping.done():
                sleeping.set_result(None)
        self._sleeping.clear()


class Moody:
    """A store whose commits fail while it is *busy*."""

    def __init__(self, store: Store) -> None:
        self.busy = False
        self._store = store

    def run(self, turn: Callable[[Work], T], *, at: datetime) -> Coroutine[Any, Any, T]:
        return self._refuse() if self.busy else self._store.run(turn, at=at)

    def read(self, look: Callable[[Work], T], *, at: datetime) -> Coroutine[Any, Any, T]:
        return self._refuse() if self.busy else self._store.read(look, at=at)

    async def _refuse(self) -> Any:  # noqa: ANN401 - never returns
        raise StoreBusy("disk full")

    async def close(self) -> None:
        await self._store.close()


async def until(true: Callable[[], bool]) -> None:
    """Let everybody else go on until it is so; ten seconds are far too many."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - an event would have to be part of the product
            await asyncio.sleep(0)


@dataclass
class Station:
    """A store, two platforms and the outbox between them; 09:00 on a working day."""

    office: Office
    store: Moody
    clock: DemoClock
    web: Platform
    slack: Platform
    pauses: Pauses
    turns: Turns = field(init=False)
    outbox: Outbox = field(init=False)

    def __post_init__(self) -> None:
        at_home = Reach(at_home=frozenset({"web", "slack"}))
        views = Views(self.office, Wording(self.office), at_home)
        self.turns = Turns(self.store, self.office, views, Router(), self.clock.now)
        self.start()

    async def work(self, turn: Callable[[Work], T]) -> T:
        return await self.store.run(turn, at=self.clock.now())

    async def owe(self, *posts: Post) -> list[Post]:
        """Commit *posts* and hand them on, as the dispatcher does."""

        def turn(work: Work) -> list[Post]:
            return [owed for post in posts if (owed := work.posts.add(post))]

        owed = await self.work(turn)
        self.outbox.hand_on(owed)
        return owed

    async def change(self, post: Post, body: Outgoing) -> Post:
        """Commit a newer version and hand it on."""

        def turn(work: Work) -> Post:
            kept = work.posts.get(post.id)
            assert kept is not None
            newer = replace(kept, body=body, wanted=kept.wanted + 1, state=PostState.OWED)
            work.posts.save(newer)
            return newer

        newer = await self.work(turn)
        self.outbox.hand_on([newer])
        return newer

    async def now(self, post: Post) -> Post:
        """The post as the store has it."""
        kept = await self.work(lambda work: work.posts.get(post.id))
        assert kept is not None
        return kept

    def start(self) -> Outbox:
        """A sender that remembers nothing, as after a crash."""
        self.outbox = Outbox(
            self.turns,
            {platform.name: platform for platform in (self.web, self.slack)},
            sleep=self.pauses,
            jitter=lambda: 0.0,
            grace=0.0,
        )
        return self.outbox


def settle_in(work: Work) -> None:
    """Three people with accounts, and a section's channel."""
    directory = demo_directory()
    work.put(*directory.officers.values(), *directory.departments.values())
    for who in (OFFICER, HEAD, ADMINISTRATOR):
        work.put(Account(platform="web", user=who, officer=who, chat=f"p:{who}"))
    work.put(Channel(platform="web", chat="c:1", department="住房保障股", thread="7"))


def post(chat: str, text: str = "", *, to: str = NOBODY, rank: int = 0) -> Post:
    """A card owed to a chat of the platform ``web``."""
    return Post(
        address=Address("web", chat),
        to=OfficerId(to),
        kind=PostKind.CARD,
        parts=NOTICE,
        body=says(text),
        rank=rank,
        made_at=demo_start(),
    )
