"""The office's own page: a browser that sends again what was not received, over real HTTP."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any, Self

import httpx

from adapters.web import connect
from adapters.web.server import WebAdapter
from bot.chat import Address, Surroundings
from bot.serving.server import Server
from bot.settings.config import ServerSettings
from storage.shelf import MemoryShelf
from tests.adapters.peer import Shown
from tests.web.fake_core import FakeOffice

JSON = {
    "Content-Type": "application/json"
}  # written like a browser's, which can send half a letter
ASK_AGAIN = {httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.INTERNAL_SERVER_ERROR}


class WebPeer:
    """王丽 at the page of the demo, which lets people say who they are."""

    label = "web"
    adapter: WebAdapter
    shelf: MemoryShelf
    private = Address("web", "p:001")
    team = Address("web", "c:住房保障股")
    sender = "001"

    def __init__(self) -> None:
        self.shelf = MemoryShelf()
        around = Surroundings(
            hosts=frozenset({"127.0.0.1"}), read=self.shelf.read, put=self.shelf.put
        )
        self.adapter = connect({}, around, asks=FakeOffice())
        self._server = Server(ServerSettings(port=0))
        self._sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._answers: list[dict[str, Any]] = []
        self._kept: list[str] = []
        self._count = 0

    async def __aenter__(self) -> Self:
        self._server.bind()
        self._server.mount(self.adapter.mounts)
        self._client = httpx.AsyncClient(verify=False, base_url=self._server.url, timeout=1)
        self._tasks = [asyncio.create_task(each) for each in (self._server.run(), self._browse())]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()
        await self.adapter.close()
        self._server.close()

    async def _browse(self) -> None:
        """Bring one thing after the other, each until it was received or refused for good."""
        while True:
            given = await self._sent.get()
            path, uploads = given.pop("path"), given.pop("uploads", [])
            if uploads:
                tickets = [await self._uploaded(content) for content in uploads]
                given["files"] = tickets
            while True:
                with suppress(httpx.TransportError):
                    answer = await self._client.post(path, content=json.dumps(given), headers=JSON)
                    if answer.status_code == httpx.codes.OK:
                        self._answers.append(answer.json())
                    if answer.status_code not in ASK_AGAIN:
                        break
                await asyncio.sleep(0)

    async def _uploaded(self, content: bytes) -> str:
        params = {"name": "楼道.png", "as": self.sender}
        answer = await self._client.post("/upload", params=params, content=content)
        self._kept.append(sha256(content).hexdigest())
        ticket: str = answer.json()["ticket"]
        return ticket

    def _brings(self, path: str, **body: object) -> None:
        self._count += 1
        chat = body.pop("chat", self.private.chat)
        given = {"path": path, "as": self.sender, "delivery": f"d{self._count}", "chat": chat}
        self._sent.put_nowait({**given, **body})

    def shown(self, to: Address) -> list[Shown]:
        listed = self.adapter.chats.history(to.chat)["messages"]
        return [
            Shown(
                id=each["id"],
                text="".join(text for _, text, _ in each["segments"]),
                labels=[[label for label, _ in row] for row in each["rows"]],
                silent=False,
                files=list(self._opened(each["files"])),
            )
            for each in listed
            if not each["author"]
        ]

    def _opened(self, files: list[dict[str, Any]]) -> Iterator[bytes]:
        """What opens when it is tapped."""
        for file in files:
            with suppress(FileNotFoundError):
                yield self.shelf.read(file["href"].removeprefix("files/").partition("?")[0])

    def says(self, text: str) -> None:
        self._brings("/say", text=text)

    def says_in_team(self, text: str, *, called: bool) -> None:
        self._brings("/say", chat=self.team.chat, text=f"@首问 {text}" if called else text)

    def hands_over(self, content: bytes, words: str) -> None:
        self._brings("/say", text=words, uploads=[content])

    def loses_files(self) -> None:
        for sha in self._kept:
            self.shelf.drop(sha)

    def garbles(self) -> None:
        self._brings("/say", text=5)

    def told(self) -> int:
        return len(self._answers)

    def presses(self, label: str) -> None:
        for each in reversed(self.adapter.chats.history(self.private.chat)["messages"]):
            for text, payload in (button for row in each["rows"] for button in row):
                if text == label:
                    self._brings("/press", message=each["id"], payload=payload)
                    return
        raise AssertionError(label)

    def toasts(self) -> list[str]:
        return [answer["ack"] for answer in self._answers if answer["ack"]]


PEERS = (WebPeer,)
