"""The fake Slack, an adapter connected to it in either mode, and the smallest possible core."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from adapters.slack import Pace, connect
from adapters.slack.adapter import Slack
from bot.chat import Ack, Adapter, Incoming, Line, Sheet, Surroundings
from bot.serving.server import Server
from bot.settings.config import ServerSettings
from tests.slack.fake import Fake

SHEET = Sheet(
    "registration",
    "首问登记",
    (
        Line("matter", "来办什么事", optional=False, at_most=500),
        Line(
            "channel",
            "怎么来的",
            optional=False,
            at_most=0,
            options=(("来访", "来访"), ("来电", "来电")),
        ),
        Line("phone", "电话", optional=True, at_most=40),
    ),
)
WORDS = {
    "part": "（{n}/{all}）",
    "in_private": "已在私聊里回复您。",
    "submit": "登记",
    "cancel": "取消",
}
KEPT = {"sha1": b"%PDF-1.7 kept"}


def read(sha: str) -> bytes:
    """The shelf of files, as the core lends it."""
    try:
        return KEPT[sha]
    except KeyError as error:
        raise FileNotFoundError(sha) from error


AROUND = Surroundings(sheets=(SHEET,), words=WORDS, read=read)
PACE = Pace(ping=0.2)


class Core:
    """Takes what comes in; *acks* are its answers by payload or paper, *on* holds it up."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self.said: list[Incoming] = []
        self.offered: list[Incoming] = []
        self.acks: dict[str, Ack] = {}
        self.on: Callable[[Incoming], Awaitable[object]] | None = None

    async def receive(self, incoming: Incoming) -> Ack:
        self.offered.append(incoming)
        self._wake()
        if self.on is not None:
            await self.on(incoming)
        self.said.append(incoming)
        self._wake()
        return self.acks.get(incoming.press or incoming.form, Ack())

    @property
    def texts(self) -> list[str]:
        return [incoming.text for incoming in self.said]


@asynccontextmanager
async def called(fake: Fake, slack: Adapter) -> AsyncIterator[None]:
    """Let the office's server answer, and Slack know the address."""
    server = Server(ServerSettings(port=0))
    server.bind()
    server.mount(slack.mounts)
    fake.address = f"{server.url}/slack/events"
    serving = asyncio.create_task(server.run())
    try:
        yield
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        server.close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def fake() -> AsyncIterator[Fake]:
    async with Fake() as fake:
        yield fake


@pytest.fixture
def core(fake: Fake) -> Core:
    return Core(fake.wake)


@pytest.fixture
async def slack(fake: Fake) -> AsyncIterator[Slack]:
    """In Socket Mode, not listening yet."""
    settings = {"bot_token": fake.bot_token, "app_token": fake.app_token}
    adapter = connect({**settings, "base_url": fake.base_url}, AROUND, pace=PACE)
    yield adapter
    await adapter.close()


@pytest.fixture
async def http(fake: Fake) -> AsyncIterator[Slack]:
    """In HTTP mode, neither listening nor reachable yet."""
    settings = {"bot_token": fake.bot_token, "signing_secret": fake.secret}
    adapter = connect({**settings, "base_url": fake.base_url}, AROUND, pace=PACE)
    yield adapter
    await adapter.close()
