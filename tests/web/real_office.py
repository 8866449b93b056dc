"""An office with its own page as ``shouwen run`` serves it: real core, its people, one clock."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

import httpx

from adapters.web.server import WebAdapter
from bot.app import House, memory_shelf, memory_store, surroundings
from bot.clockwork.clock import DemoClock
from bot.demo import demo_directory, demo_start
from bot.demo.office import demo_office, directory_entries
from bot.dialogs.binding import new_code
from bot.domain.office import Account, Channel, OfficerId
from bot.ports.store import Shelf, Store, Work
from bot.serving.page import add_own_page
from bot.serving.server import Server
from bot.settings.config import ServerSettings
from bot.turns.turn import Turn

T = TypeVar("T")
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@dataclass
class RealOffice:
    """The office served on a free port; *public_url* is what stands in its configuration."""

    public_url: str = ""
    largest_mb: int = 1
    language: str = ""
    mainland: bool = False
    store: Store = field(default_factory=memory_store)
    shelf: Shelf = field(default_factory=memory_shelf)
    clock: DemoClock = field(default_factory=lambda: DemoClock(demo_start(), running=False))
    house: House = field(init=False)
    url: str = ""
    port: int = 0
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    async def staff(self) -> None:
        """Take in the people and duties of the demo office; nobody has an account yet."""
        listed = directory_entries(demo_directory(), "web")
        bare = [entry for entry in listed if not isinstance(entry, Account | Channel)]
        await self.work(lambda work: work.put(*bare))

    async def work(self, turn: Callable[[Work], T]) -> T:
        """Run a turn on the store, to look or to prepare."""
        return await self.store.run(turn, at=self.clock.now())

    async def act(self, turn: Callable[[Turn], T]) -> T:
        """Run a command on the store and send what it owes."""
        done = await self.house.act(turn)
        await self.settled()
        return done

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator["RealOffice"]:
        """Serve until the block ends; what was said stays in the store."""
        office = replace(demo_office(self.language), mainland=self.mainland, demo=False)
        self.house = House(office, self.store, self.clock, shelf=self.shelf)
        settings = ServerSettings(public_url=self.public_url)
        around = surroundings(office, settings, shelf=self.shelf, largest_mb=self.largest_mb)
        await add_own_page(self.house, around)
        server = Server(ServerSettings(port=self.port))
        server.bind()
        server.mount(self.page.mounts)
        self.url = f"{server.url}/"
        self.port = int(server.url.rpartition(":")[2])  # the same again after a restart
        receive = self.house.dispatcher.receive
        serving = [asyncio.create_task(each) for each in (self.page.run(receive), server.run())]
        try:
            yield self
        finally:
            await self._end(serving)
            server.close()

    async def _end(self, serving: list[asyncio.Task[None]]) -> None:
        for client in self.clients:
            await client.aclose()
        self.clients.clear()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        await self.house.outbox.close()
        await self.page.close()

    @property
    def page(self) -> WebAdapter:
        """The page as the platform it is."""
        page = self.house.adapters["web"]
        assert isinstance(page, WebAdapter)
        return page

    async def code(self, officer: str) -> str:
        """Hand out a code, as ``shouwen bind`` does."""
        return await self.work(lambda work: new_code(work, OfficerId(officer)))

    def client(self, **headers: str) -> httpx.AsyncClient:
        """A browser that has not come in."""
        made = httpx.AsyncClient(
            verify=False, base_url=self.url, headers={"User-Agent": PHONE, **headers}
        )
        self.clients.append(made)
        return made

    async def come_in(self, officer: str) -> httpx.AsyncClient:
        """A browser that has."""
        client = self.client()
        answer = await client.post("enter", json={"code": await self.code(officer)})
        assert answer.status_code == 200, answer.text
        await self.settled()
        return client

    async def settled(self) -> None:
        """Wait until everything owed is sent."""
        await self.house.outbox.settled()

    async def say(self, client: httpx.AsyncClient, chat: str, text: str, **more: object) -> None:
        """Say it on the page."""
        answer = await client.post("say", json={"chat": chat, "text": text, **more})
        assert answer.status_code == 200, answer.text
        await self.settled()

    async def texts(self, client: httpx.AsyncClient, chat: str, **more: str) -> list[str]:
        """What stands in a chat, message by message."""
        answer = await client.get("history", params={"chat": chat, **more})
        assert answer.status_code == 200, answer.text
        messages = answer.json()["messages"]
        return ["".join(part[1] for part in each["segments"]) for each in messages]

    def wind(self, **span: float) -> None:
        """Let time pass."""
        self.clock.wind(self.clock.now() + timedelta(**span))


@contextlib.asynccontextmanager
async def opened(**settings: object) -> AsyncIterator[RealOffice]:
    """Staff an office and serve it."""
    made = RealOffice(**settings)  # type: ignore[arg-type]
    await made.staff()
    async with made.open():
        yield made
