"""Slack's two ways in, over its strict fake."""

from contextlib import AsyncExitStack
from html import unescape
from typing import ClassVar, Self

from adapters.slack import Pace, connect
from bot.app import memory_shelf
from bot.chat import Adapter, Address, Surroundings
from bot.ports.store import Shelf
from tests.adapters.peer import Shown
from tests.slack.conftest import SHEET, WORDS, called
from tests.slack.delivering import Delivery
from tests.slack.fake import Fake
from tests.slack.world import Stored


class _Slack:
    """Both: 王丽 is U007, the team's channel C1. Deliveries of one chat go one after another."""

    mode: ClassVar[dict[str, str]]
    adapter: Adapter
    shelf: Shelf
    sender = "U007"
    private = Address("slack", "D007")
    team = Address("slack", "C1")

    def __init__(self) -> None:
        self.fake = Fake()
        self.fake.insists = 0.5
        self.shelf = memory_shelf()
        self._said: list[Delivery] = []
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.fake)
        self._wang = self.fake.person(self.sender, "王丽")
        self._team = self.fake.channel(self.team.chat, "保障股")
        self.fake.channels[self.private.chat] = self._wang.dm
        settings = {"bot_token": self.fake.bot_token, "base_url": self.fake.base_url}
        around = Surroundings(
            sheets=(SHEET,), words=WORDS, read=self.shelf.read, put=self.shelf.put
        )
        pace = Pace(ping=0.2, connections=1, patience=0.3)
        self.adapter = connect(settings | self.mode, around, pace=pace)
        self._stack.push_async_callback(self.adapter.close)
        await self._reach()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.fake.sockets.stop()
        await self._stack.aclose()

    async def _reach(self) -> None:
        """Let Slack know where to deliver."""

    def shown(self, to: Address) -> list[Shown]:
        channel = self.fake.channels[to.chat]
        files = [f for f in self.fake.files.values() if (to.chat, to.thread) in f.shared]
        return [
            *(Shown(m.ts, m.text, m.labels, False, []) for m in channel.messages),
            *(Shown(file.id, "", [], False, [file.content]) for file in files),
        ]

    def says(self, text: str) -> None:
        self._said.append(self._wang.says(text))

    def garbles(self) -> None:
        self._said.append(self._wang.sends("?", files=(), user=7, ts=None))

    def told(self) -> int:
        return sum(bool(delivery.answers) for delivery in self._said)

    def presses(self, label: str) -> None:
        self._said.append(self._wang.presses(label))

    def toasts(self) -> list[str]:
        return [unescape(words) for _, _, words in self.fake.whispers]

    def says_in_team(self, text: str, *, called: bool) -> None:
        words = f"<@{self.fake.user}> {text}" if called else text
        self._said.append(self._wang.sends(words, channel=self._team))

    def hands_over(self, content: bytes, words: str) -> None:
        file = Stored("F1", "楼道.png", "image/png", content)
        self.fake.files[file.id] = file
        self._said.append(self._wang.says(words, files=[file]))

    def loses_files(self) -> None:
        self.fake.files.clear()

    def rewords(self, text: str) -> None:
        self._said.append(self._wang.edits(self._said[-1], text))

    def vanishes(self, message_id: str) -> None:
        messages = self._wang.dm.messages
        messages[:] = [message for message in messages if message.ts != message_id]

    def busy(self, seconds: int, *, after: int = 0) -> None:
        for _ in range(after):
            self.fake.let("chat.postMessage")
        self.fake.fail("chat.postMessage", "ratelimited", status=429, retry_after=seconds)

    def breaks(self) -> None:
        self.fake.drop("chat.postMessage")

    def errs(self) -> None:
        self.fake.fail("chat.postMessage", "internal_error")

    def stalls(self) -> None:
        self.fake.stalls.add("chat.postMessage")

    def refuses(self) -> None:
        self._wang.dm.archived = True


class SlackSockets(_Slack):
    """Socket Mode."""

    label = "slack sockets"
    mode: ClassVar = {"app_token": Fake.app_token}


class SlackCalls(_Slack):
    """HTTP mode, behind the office's own server."""

    label = "slack http"
    mode: ClassVar = {"signing_secret": Fake.secret}

    async def _reach(self) -> None:
        await self._stack.enter_async_context(called(self.fake, self.adapter))


PEERS = (SlackSockets, SlackCalls)
