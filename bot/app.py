"""The composition root: puts store, platforms, clock and core together. Only here storage is named."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, TypeVar

import structlog

from bot.chat import Adapter, Surroundings
from bot.chat.about import Hosted
from bot.clockwork.alarm import Clockwork
from bot.clockwork.tick import Awaited
from bot.delivery.fetching import Fetching
from bot.delivery.listening import Listening
from bot.delivery.outbox import Outbox
from bot.dialogs.handing import guess_sets
from bot.dialogs.papers import sheet_of
from bot.dialogs.registration import FORMS
from bot.dialogs.sets import next_over
from bot.dispatcher import Dispatcher
from bot.domain.rules import Office
from bot.lines.candidates import Router
from bot.ports.store import Shelf, Store
from bot.rendering.reach import Reach
from bot.rendering.views import Views
from bot.rendering.wording import Wording
from bot.settings.config import ServerSettings
from bot.settings.languages import languages
from bot.turns.running import Turns
from bot.turns.troubles import note_trouble, trouble_is_over
from bot.turns.turn import Turn

log = structlog.get_logger()
T = TypeVar("T")


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> datetime:
        """Aware."""


class Server(Protocol):
    """The one HTTP server, where a platform needs it."""

    @property
    def url(self) -> str:
        """Where it is reached, without a slash at the end."""

    async def run(self) -> None:
        """Answer until cancelled."""

    def close(self) -> None:
        """Give the port back."""


@dataclass
class House:
    """One office, ready to be spoken to: every part by its name."""

    office: Office
    store: Store
    clock: Clock
    adapters: dict[str, Adapter] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=lambda: memory_shelf())  # noqa: PLW0108 - defined below
    server: Server | None = None
    announce: Callable[[str], None] = lambda _: None  # told why a platform gave up

    def __post_init__(self) -> None:
        """Wire the parts: dispatcher and outbox do not know each other."""
        self.wording = Wording(self.office)
        self.views = Views(self.office, self.wording, Reach(at_home=frozenset()))
        self.turns = Turns(self.store, self.office, self.views, Router(), self.clock.now)
        self.outbox = Outbox(self.turns, self.adapters)
        self.fetching = Fetching(self.turns, self.adapters, self.shelf, hand_on=self.outbox.hand_on)
        self.dispatcher = Dispatcher(
            self.turns, hand_on=self.outbox.hand_on, fetch=self.fetching.wake
        )
        self.listening = Listening(
            self.dispatcher.receive, troubled=self._troubled, well=self._is_well
        )
        self.clockwork = Clockwork(
            self.turns, self.fetching, self.outbox, awaited=Awaited(next_over, guess_sets)
        )

    async def act(self, act: Callable[[Turn], T]) -> T:
        """Do something that comes by no message; what it owes is sent after the commit."""
        done, posts = await self.turns.run(act)
        self.outbox.hand_on(posts)
        return done

    async def _troubled(self, platform: str, why: str) -> None:
        self.announce(why)
        await self.act(lambda turn: note_trouble(turn, platform, why))

    async def _is_well(self, platform: str) -> None:
        await self.act(lambda turn: trouble_is_over(turn, platform))

    def add(self, adapter: Adapter, hosted: Hosted) -> None:
        """Serve one more platform; *hosted* is where its servers stand."""
        self.adapters[adapter.name] = adapter
        self.views.reach = self.views.reach.with_platform(
            adapter.name, adapter.link, at_home=hosted is Hosted.HOME
        )

    async def run(self, ready: Callable[[], None]) -> None:
        """Serve until cancelled; *ready* is called once everybody may come in. Closes nothing.

        A platform that gives up is tried again and ends nothing else.

        Raises:
            Exception: whatever ends the HTTP server.
        """
        serving: list[asyncio.Task[None]] = []
        try:
            await self.outbox.relay()
            await self.fetching.relay()
            self.clockwork.start()
            serving += [
                asyncio.create_task(self.listening.keep(adapter), name=adapter.name)
                for adapter in self.adapters.values()
            ]
            if self.server is not None:
                serving.append(asyncio.create_task(self.server.run(), name="server"))
            ready()
            done, _ = await asyncio.wait(serving, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            self.clockwork.stop()
            await _ended(serving)

    async def close(self) -> None:
        """Let go of everything; what is owed stays in the store."""
        await self.close_platforms()
        await self.store.close()

    async def close_platforms(self) -> None:
        """Stop sending and fetching, let go of platforms and of the port."""
        self.clockwork.stop()
        await self.fetching.close()
        await self.outbox.close()
        for adapter in self.adapters.values():
            await adapter.close()
        if self.server is not None:
            self.server.close()

    async def settled(self) -> None:
        """Wait until what can be fetched and sent now is fetched, sent and written down."""
        await self.fetching.settled()
        await self.outbox.settled()


async def _ended(serving: list[asyncio.Task[None]]) -> None:
    for task in serving:
        task.cancel()
    for task in serving:
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await task


@dataclass(eq=False)
class Unfit(Exception):
    """The database cannot be the office's record; *why* as in ``storage.StoreUnfit``."""

    where: str
    why: str
    found: str


def open_store(url: str, zone: tzinfo, traced: Callable[[str], object] | None = None) -> Store:
    """Open the database, bringing it up to date first; *zone* is the office's.

    *traced* hears each statement.

    Raises:
        Unfit: it cannot be used, and was left as it was.
    """
    storage = import_module("storage")
    try:
        store: Store = storage.open_store(url, zone=zone, traced=traced)
    except storage.StoreUnfit as error:
        raise Unfit(error.where, error.why, error.found) from error
    return store


def open_raw(file: Path) -> Any:  # noqa: ANN401 - `storage.raw.Raw`
    """Open the database for plain SQL that only reads, to measure by."""
    return import_module("storage.raw").Raw(file)


def memory_store() -> Store:
    """Keep everything in memory, for tests and the story."""
    store: Store = import_module("storage.memory").MemoryStore()
    return store


def open_shelf(folder: Path) -> Shelf:
    """Keep files in a folder, made when the first one comes."""
    shelf: Shelf = import_module("storage.shelf").FileShelf(folder)
    return shelf


def memory_shelf() -> Shelf:
    """Keep files in memory, for tests and the story."""
    shelf: Shelf = import_module("storage.shelf").MemoryShelf()
    return shelf


def load_adapter(
    name: str,
    settings: Mapping[str, object],
    around: Surroundings | None = None,
    **more: Any,  # noqa: ANN401 - an adapter's own
) -> Adapter:
    """Import a platform by name and connect it; a disabled platform is never imported."""
    module = import_module(f"adapters.{name}")
    adapter: Adapter = module.connect(settings, around or Surroundings(), **more)
    return adapter


def surroundings(
    office: Office,
    server: ServerSettings | None = None,
    *,
    shelf: Shelf | None = None,
    largest_mb: int = 20,
) -> Surroundings:
    """What every adapter is lent."""
    server = server or ServerSettings()
    wording = Wording(office)
    lent = Surroundings(
        language=office.language,
        menus={language: Wording.menu_of(language) for language in languages()},
        sheets=tuple(sheet_of(form, office, wording) for form in FORMS.values()),
        words=wording.labels("adapters"),
        public_url=server.public_url,
        hosts=server.hosts,
        largest=largest_mb * 2**20,
    )
    return replace(lent, read=shelf.read, put=shelf.put) if shelf else lent


def lent_to(hosted: Hosted, around: Surroundings, office: Office) -> Surroundings:
    """What a platform is lent: abroad, papers without the lines that stay home."""
    if not office.mainland or hosted is Hosted.HOME:
        return around
    wording = Wording(office)
    papers = tuple(sheet_of(form.shown_abroad(), office, wording) for form in FORMS.values())
    return replace(around, sheets=papers)
