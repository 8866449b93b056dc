"""Telegram's two ways in, over its strict fake."""

import asyncio
from contextlib import AsyncExitStack
from typing import ClassVar, Self

from adapters.telegram import Pace, connect
from bot.app import memory_shelf
from bot.chat import Adapter, Address, Surroundings
from bot.ports.store import Shelf
from tests.adapters.peer import Shown
from tests.telegram.conftest import opened_server
from tests.telegram.fake import Chat, Fake


async def _at_once(_: float) -> None:
    """Wait for nothing, as if the time were over."""
    await asyncio.sleep(0)


class _Telegram:
    """Both: 王丽 is user 7, the team group −5."""

    mode: ClassVar[str]
    adapter: Adapter
    shelf: Shelf
    hushes: ClassVar[bool] = True
    sender = "7"
    private = Address("telegram", "7")
    team = Address("telegram", "-5")

    def __init__(self) -> None:
        self.fake = Fake()
        self.fake.privacy = False  # so that the adapter has something to tell apart
        self.shelf = memory_shelf()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.fake)
        self.fake.chats[7] = Chat(7, "private")
        self._wang = self.fake.person(7, "王丽")
        self._team = self.fake.group(-5, "保障股群")
        await self._connect()
        self._stack.push_async_callback(self.adapter.close)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _connect(self, public_url: str = "") -> None:
        settings = {"token": self.fake.token, "mode": self.mode, "secret": "s3cret"}
        settings |= {"base_url": self.fake.base_url, "file_url": self.fake.file_url}
        around = Surroundings(public_url=public_url, read=self.shelf.read, put=self.shelf.put)
        pace = Pace(poll_seconds=5, grace_seconds=0.02, pause=_at_once, patience=0.3)
        self.adapter = connect(settings, around, pace=pace)

    def shown(self, to: Address) -> list[Shown]:
        return [
            Shown(str(m.id), m.text, m.labels, m.silent, [file.content for file in m.files])
            for m in self.fake.chat(int(to.chat)).messages
        ]

    def says(self, text: str) -> None:
        self._wang.says(text)

    def garbles(self) -> None:
        self.fake.happens("message", {"chat": {"id": 7}, "photo": [{"size": "?"}]})

    def told(self) -> int:
        return self.fake.confirmed

    def presses(self, label: str) -> None:
        self._wang.presses(label)

    def toasts(self) -> list[str]:
        return self.fake.toasts

    def says_in_team(self, text: str, *, called: bool) -> None:
        self._wang.says(f"@{self.fake.username} {text}" if called else text, chat=self._team)

    def hands_over(self, content: bytes, words: str) -> None:
        self._wang.hands_over("photo", content, caption=words)

    def loses_files(self) -> None:
        self.fake.files.clear()

    def rewords(self, text: str) -> None:
        newest = self.fake.updates[-1]["message"] if self.fake.updates else {"message_id": 101}
        self._wang.edits(text, newest["message_id"])

    def vanishes(self, message_id: str) -> None:
        messages = self.fake.chat(7).messages
        messages[:] = [message for message in messages if str(message.id) != message_id]

    def busy(self, seconds: int, *, after: int = 0) -> None:
        for _ in range(after):
            self.fake.let("sendMessage")
        self.fake.fail("sendMessage", 429, "Too Many Requests", retry_after=seconds)

    def breaks(self) -> None:
        self.fake.drop("sendMessage")

    def errs(self) -> None:
        self.fake.fail("sendMessage", 502, "Bad Gateway")

    def stalls(self) -> None:
        self.fake.stalls.add("sendMessage")

    def refuses(self) -> None:
        self._wang.blocks()

    def moves(self) -> str:
        return str(self.fake.migrate(self._team, -1000000000005).id)


class TelegramPolling(_Telegram):
    """Updates are asked for."""

    label = "telegram polling"
    mode = "polling"


class TelegramWebhook(_Telegram):
    """Updates are brought."""

    label = "telegram webhook"
    mode = "webhook"

    async def _connect(self, public_url: str = "") -> None:
        server = await self._stack.enter_async_context(opened_server())
        await super()._connect(public_url or server.url)
        server.mount(self.adapter.mounts)


PEERS = (TelegramPolling, TelegramWebhook)
