"""A served office for the tests of the page."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.serving.server import Server
from bot.settings.config import ServerSettings
from tests.web.demo_process import CHROMIUM, FLAGS
from tests.web.fake_core import FakeOffice
from tests.web.hands import Hands
from tests.web.real_office import opened


@contextlib.asynccontextmanager
async def served() -> AsyncIterator[FakeOffice]:
    """Serve an office's page on a free port of this machine."""
    made = FakeOffice()
    adapter = made.connect()
    server = Server(ServerSettings(port=0))
    server.bind()
    server.mount(adapter.mounts)
    made.url = f"{server.url}/"
    serving = [asyncio.create_task(each) for each in (adapter.run(made.receive), server.run())]
    yield made
    for task in serving:
        task.cancel()
    # Both have to be over before the port is given back: gather alone would not wait for the other.
    await asyncio.gather(*serving, return_exceptions=True)
    await adapter.close()
    server.close()


@pytest.fixture
async def office() -> AsyncIterator[FakeOffice]:
    """An office whose page is really served."""
    async with served() as made:
        yield made


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A program's client on an office that is not served: the application is called directly."""
    made = FakeOffice()
    adapter = made.connect()
    serving = asyncio.create_task(adapter.run(made.receive))
    await asyncio.sleep(0)  # it hears from now on
    app = adapter.mounts[""]
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        verify=False, transport=transport, base_url="http://127.0.0.1:8000"
    ) as opened:
        opened.office = made  # type: ignore[attr-defined]
        yield opened
    serving.cancel()
    await adapter.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, started once for a file of tests."""
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        await made.close()


@pytest_asyncio.fixture(loop_scope="module")
async def hands(browser: Browser) -> AsyncIterator[Hands]:
    """Devices of a real office; no page may have complained."""
    async with opened() as office:
        made = Hands(browser, office)
        yield made
        for context in browser.contexts:
            await context.close()
    assert made.complaints.unexpected == []
