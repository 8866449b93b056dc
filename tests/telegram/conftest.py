"""The fake Telegram, an adapter connected to it, and the smallest possible core."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from adapters.telegram import Pace, connect
from adapters.telegram.adapter import Telegram
from bot.chat import Surroundings
from bot.serving.server import Server
from bot.settings.config import ServerSettings
from storage.shelf import MemoryShelf
from tests.adapters.core import Core as SmallCore
from tests.adapters.core import listening
from tests.telegram.fake import Fake

__all__ = ["MENUS", "Core", "listening", "opened_server"]

MENUS = {"zh": (("todo", "待办"),), "en": (("todo", "What I owe"),)}


class Core(SmallCore):
    """The smallest core; *waits* is what it was told to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def opened_server() -> AsyncIterator[Server]:
    """The office's HTTP server on a free port, answering."""
    server = Server(ServerSettings(port=0))
    server.bind()
    serving = asyncio.create_task(server.run())
    try:
        yield server
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        server.close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
async def fake() -> AsyncIterator[Fake]:
    async with Fake() as fake:
        yield fake


@pytest.fixture
def core() -> Core:
    return Core()


@pytest.fixture
def shelf() -> MemoryShelf:
    return MemoryShelf()


@pytest.fixture
async def telegram(fake: Fake, core: Core, shelf: MemoryShelf) -> AsyncIterator[Telegram]:
    adapter = connect(
        {"token": fake.token, "base_url": fake.base_url, "file_url": fake.file_url},
        Surroundings(menus=MENUS, read=shelf.read),
        pace=Pace(poll_seconds=5, grace_seconds=0.02, pause=core.pause),
    )
    yield adapter
    await adapter.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with opened_server() as server:
        yield server
