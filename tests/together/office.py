"""One office on three platforms: Telegram and Slack over real HTTP, and its own page.

    async with Together(tmp_path) as office:
        await office.clerk.says("电话 马国庆 半夜打桩谁管")     # 王丽, on Telegram
        await office.leader.presses("交周强")                  # 赵志远, on the office's page
        office.officer.screen()                               # 周强, on Slack

Back from an act means: committed, and everything owed was sent.
"""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

import httpx

import adapters.slack
import adapters.telegram
from bot.app import House, open_shelf, surroundings
from bot.chat import Adapter, Limits, Surroundings
from bot.chat.about import Hosted
from bot.clockwork.clock import DemoClock
from bot.demo import demo_directory, demo_start
from bot.demo.office import directory_entries
from bot.demo.winding import wound
from bot.dialogs.binding import new_code
from bot.domain.office import Account, Channel, OfficerId
from bot.ports.store import Work
from bot.serving.page import add_own_page
from bot.serving.server import Server
from bot.settings.config import ServerSettings
from storage import open_store
from tests.counter import Counter
from tests.offices import demo_office
from tests.slack.fake import Fake as Slack
from tests.telegram.fake import Fake as Telegram
from tests.telegram.office import shown

T = TypeVar("T")
PATIENCE = 10.0


class Person(Protocol):
    """Somebody of the office where he is."""

    async def says(self, text: str) -> None:
        """Type into the private chat."""

    async def presses(self, label: str) -> None:
        """Press the newest button that begins so."""

    async def screen(self) -> str:
        """The newest message as in the transcripts."""

    async def files(self) -> list[bytes]:
        """What files stand in the private chat, from the bot."""


class Together:
    """The office: 王丽 on Telegram, 周强 on Slack, 赵志远 on the page, one store and one clock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.telegram = await self._stack.enter_async_context(Telegram())
        self.slack = await self._stack.enter_async_context(Slack())
        office = demo_office()
        self.store = open_store(f"sqlite:///{self._folder / 'shouwen.db'}")
        self.clock = DemoClock(demo_start(), running=False)
        shelf = open_shelf(self._folder / "files")
        self.house = house = House(office, self.store, self.clock, shelf=shelf)
        self.counter = Counter(office, self.store)
        around = surroundings(office, shelf=shelf)
        for adapter in (self._on_telegram(around), self._on_slack(around)):
            adapter.limits = Limits()  # the clock is wound: platforms' minutes count for nothing
            house.add(adapter, Hosted.ABROAD)
        await self.work(lambda work: work.put(*_staff()))
        await add_own_page(house, around)
        house.server = Server(ServerSettings(port=0))
        house.server.bind()
        house.server.mount(house.adapters["web"].mounts)
        ready = asyncio.Event()
        self._run = asyncio.create_task(house.run(ready.set))
        await asyncio.wait_for(ready.wait(), PATIENCE)
        await self._come_in()
        return self

    def _on_telegram(self, around: Surroundings) -> Adapter:
        fake = self.telegram
        settings = {"token": fake.token, "base_url": fake.base_url, "file_url": fake.file_url}
        pace = adapters.telegram.Pace(poll_seconds=5, grace_seconds=0.02)
        return adapters.telegram.connect(settings, around, pace=pace)

    def _on_slack(self, around: Surroundings) -> Adapter:
        fake = self.slack
        settings = {"bot_token": fake.bot_token, "app_token": fake.app_token}
        pace = adapters.slack.Pace(ping=0.2)
        return adapters.slack.connect(settings | {"base_url": fake.base_url}, around, pace=pace)

    async def _come_in(self) -> None:
        """Each by a one-time code, where he is."""
        self.clerk = OnTelegram(self)
        self.officer = OnSlack(self)
        self.leader = OnThePage(self)
        await self.clerk.says(f"/start {await self.code('001')}")
        await self.officer.says(await self.code("005"))
        await self.leader.comes_in(await self.code("006"))

    async def __aexit__(self, *_: object) -> None:
        await self.leader.close()
        self._run.cancel()
        with suppress(asyncio.CancelledError):
            await self._run
        await self.house.close()
        assert self.house.server is not None
        self.house.server.close()
        await self._stack.aclose()

    async def work(self, turn: Callable[[Work], T]) -> T:
        """Run a turn on the store, to look or to prepare."""
        return await self.store.run(turn, at=self.clock.now())

    async def code(self, number: str) -> str:
        """A one-time code for a staff number."""
        return await self.work(lambda work: new_code(work, OfficerId(number)))

    async def settled(self) -> None:
        """Wait until everything owed was sent; then everything open must be somebody's (1.2)."""
        await asyncio.wait_for(self.house.settled(), PATIENCE)
        await self.counter.check_invariant()

    async def wind(self, to: str) -> None:
        """Let time pass: ``2026-12-01 10:31`` or ``+6wd``."""
        house = self.house
        moment = await wound(house.clockwork, house.office, self.clock.now(), to.lstrip("+"))
        await asyncio.wait_for(house.clockwork.wind(self.clock, moment), PATIENCE)
        await self.settled()


class OnTelegram:
    """王丽."""

    def __init__(self, office: Together) -> None:
        self._office = office
        self._fake = office.telegram
        self._me = self._fake.person(1001, "王丽")

    async def says(self, text: str) -> None:
        await self._done(self._me.says(text))

    async def sends_photo(self, content: bytes, words: str) -> None:
        """Send a photo with words under it."""
        await self._done(self._me.hands_over("photo", content, caption=words))

    async def presses(self, label: str) -> None:
        for message in reversed(self._fake.chat(self._me.id).messages):
            for button in (button for row in message.rows for button in row):
                if button["text"].startswith(label):
                    raw = self._fake.raw_message(self._fake.chat(self._me.id), message)
                    query = {"from": self._me.raw, "chat_instance": "1", "message": raw}
                    query["data"] = button["callback_data"]
                    await self._done(self._fake.happens("callback_query", query))
                    return
        raise AssertionError(label)

    async def _done(self, update: int) -> None:
        await self._fake.until(lambda: self._fake.confirmed >= update, seconds=PATIENCE)
        await self._office.settled()

    async def screen(self) -> str:
        return shown(self._fake.chat(self._me.id).messages[-1])

    async def files(self) -> list[bytes]:
        messages = self._fake.chat(self._me.id).messages
        return [file.content for message in messages for file in message.files]


class OnSlack:
    """周强."""

    def __init__(self, office: Together) -> None:
        self._office = office
        self._fake = office.slack
        self._me = self._fake.person("U005", "周强")

    async def says(self, text: str, *, thread: str = "") -> None:
        await self._fake.answered(self._me.says(text, **({"thread": thread} if thread else {})))
        await self._office.settled()

    async def presses(self, label: str) -> None:
        await self._fake.answered(self._me.presses(label))
        await self._office.settled()

    async def screen(self) -> str:
        return self._me.dm.messages[-1].shown

    async def files(self) -> list[bytes]:
        return [
            file.content
            for file in self._fake.files.values()
            for chat, _ in file.shared
            if chat == self._me.dm.id
        ]


class OnThePage:
    """赵志远."""

    chat = "p:006"

    def __init__(self, office: Together) -> None:
        self._office = office
        assert office.house.server is not None
        self._client = httpx.AsyncClient(verify=False, base_url=office.house.server.url)

    async def comes_in(self, code: str) -> None:
        """Open the entrance with his code."""
        await self._post("/enter", code=code)

    async def says(self, text: str) -> None:
        await self._post("/say", chat=self.chat, text=text)

    async def presses(self, label: str) -> None:
        for message in reversed(await self._messages()):
            for text, payload in (button for row in message["rows"] for button in row):
                if text.startswith(label):
                    await self._post(
                        "/press", chat=self.chat, message=message["id"], payload=payload
                    )
                    return
        raise AssertionError(label)

    async def screen(self) -> str:
        message = (await self._messages())[-1]
        rows = [" ".join(f"[{label}]" for label, _ in row) for row in message["rows"]]
        return "\n".join(["".join(text for _, text, _ in message["segments"]), *rows])

    async def files(self) -> list[bytes]:
        hrefs = [f["href"] for m in await self._messages() if not m["author"] for f in m["files"]]
        return [(await self._client.get(f"/{href}")).content for href in hrefs]

    async def close(self) -> None:
        """Let go of the connection."""
        await self._client.aclose()

    async def _messages(self) -> list[dict[str, Any]]:
        answer = await self._client.get("/history", params={"chat": self.chat})
        found: list[dict[str, Any]] = answer.json()["messages"]
        return found

    async def _post(self, path: str, **body: object) -> None:
        answer = await self._client.post(path, json=body)
        assert answer.status_code == httpx.codes.OK, answer.text
        await self._office.settled()


def _staff() -> list[Any]:
    """The demo office without a single account or channel."""
    listed = directory_entries(demo_directory(), "web")
    return [entry for entry in listed if not isinstance(entry, Account | Channel)]
