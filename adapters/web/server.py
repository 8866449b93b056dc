"""The adapter: serves the page on the loopback interface and keeps what the bot says in memory."""

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette

from adapters.web.chats import Chats
from adapters.web.desk import WebDesk
from adapters.web.guard import LOOPBACK
from adapters.web.routes import Site
from bot.chat import Address, Outgoing, Receive, Undeliverable


@dataclass(frozen=True)
class WebSettings:
    """Where the page is served; port 0 takes a free one, *public_url* is another way to it."""

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""


class WebAdapter:
    """The page as a platform named ``web``; the socket listens from the start, `run` answers."""

    name = "web"

    def __init__(self, settings: WebSettings, desk: WebDesk, *, first_id: int) -> None:
        self._settings = settings
        self._chats = Chats(first_id)
        self._site = Site(desk, self._chats)
        self._desk = desk
        self._socket: socket.socket | None = None

    def bind(self) -> None:
        """Take the port.

        Raises:
            OSError: it is taken.
            ValueError: the host is not this machine alone; the page has no login.
        """
        if not _is_loopback(self._settings.host):
            raise ValueError(self._settings.host)
        family = socket.AF_INET6 if ":" in self._settings.host else socket.AF_INET
        self._socket = socket.create_server(
            (self._settings.host, self._settings.port), family=family, backlog=128
        )

    @property
    def url(self) -> str:
        """The page's address."""
        if self._settings.public_url:
            return self._settings.public_url
        port = self._socket.getsockname()[1] if self._socket else self._settings.port
        host = self._settings.host
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    def app(self, receive: Receive) -> Starlette:
        """Return the ASGI application that hands what people do to *receive*."""
        self._site.receive = receive
        outside = urlsplit(self._settings.public_url).hostname
        return self._site.app(LOOPBACK | ({outside} if outside else set()))

    async def run(self, receive: Receive) -> None:
        """Serve until cancelled; open streams are ended, so stopping takes a moment only."""
        if self._socket is None:
            self.bind()
        config = uvicorn.Config(
            self.app(receive),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        server = _Server(config)
        sockets = [self._socket] if self._socket else None
        serving = asyncio.create_task(server.serve(sockets=sockets))
        try:
            await asyncio.shield(serving)
        finally:
            self._site.receive = None
            server.should_exit = True
            self._chats.close()
            await serving

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        """Show, change or take away a message; it is kept for whoever looks later.

        Raises:
            Undeliverable: there is no such chat.
        """
        if not self._site.knows(to.chat):
            raise Undeliverable(to.chat)
        now = self._desk.now()
        if edit and message.wipe:
            self._chats.wipe(to.chat, edit)
        elif edit:
            self._chats.edit(to.chat, edit, message, at=now)
        else:
            return self._chats.post(to.chat, message, at=now)
        return edit

    async def close(self) -> None:
        """End the streams and give the port back."""
        self._chats.close()
        if self._socket:
            self._socket.close()


class _Server(uvicorn.Server):
    """Signals belong to the app, which stops all adapters alike."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
