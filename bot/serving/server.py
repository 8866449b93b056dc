"""The office's one HTTP server: every platform that is reached by HTTP answers here."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import uvicorn

from bot.chat import App
from bot.settings.config import ServerSettings

GRACE_SECONDS = 1
DATE_SECONDS = 1


@dataclass
class Server:
    """Listens where *settings* say; port 0 takes a free one.

    Applications are mounted by path; the longest that fits answers, and sees its own part of the
    path alone (ASGI's ``root_path`` has the rest).
    """

    settings: ServerSettings
    apps: dict[str, App] = field(default_factory=dict)
    _socket: socket.socket | None = None

    def bind(self) -> None:
        """Take the port, once; connections wait until `run` answers.

        Raises:
            OSError: it is taken, or the address is none of this machine's.
        """
        if self._socket is None:
            where = (self.settings.host, self.settings.port)
            family = socket.AF_INET6 if ":" in self.settings.host else socket.AF_INET
            self._socket = socket.create_server(where, family=family, backlog=128)
            # asyncio leaves it out for such a socket: each answer would wait 40 ms for its own end.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def url(self) -> str:
        """Where it is reached, without a slash at the end."""
        if self._socket is None:
            return self.settings.url
        return replace(self.settings, port=self._socket.getsockname()[1]).url

    def mount(self, apps: Mapping[str, App]) -> None:
        """Let applications answer, by path without a slash at its end (``""``: everything else)."""
        self.apps.update(apps)

    async def run(self) -> None:
        """Answer until cancelled; open streams are ended, so stopping takes a moment only."""
        self.bind()
        config = uvicorn.Config(
            self.answer,
            log_config=None,
            access_log=False,
            interface="asgi3",  # a bound method is taken for something older
            lifespan="off",
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=self.settings.proxies,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        inner = _Uvicorn(config)
        serving = asyncio.create_task(inner.serve(sockets=[self._socket] if self._socket else []))
        try:
            await asyncio.shield(serving)
        finally:
            inner.end()
            await serving

    async def answer(self, scope: dict[str, object], receive: App, send: App) -> None:
        """Be the ASGI application: pass on to the mounted one."""
        path = str(scope.get("path", "/"))
        root = str(scope.get("root_path", ""))
        prefix = max((each for each in self.apps if _leads(each, path)), key=len, default=None)
        app = _nobody if prefix is None else self.apps[prefix]
        await app({**scope, "root_path": root + (prefix or "")}, receive, send)

    def close(self) -> None:
        """Give the port back."""
        if self._socket is not None:
            self._socket.close()


class _Uvicorn(uvicorn.Server):
    """Signals belong to the app, which stops all adapters alike; nothing is asked ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ends = asyncio.Event()

    def end(self) -> None:
        """Let it stop at once."""
        self.should_exit = True
        self._ends.set()

    async def main_loop(self) -> None:
        """Once a second the date of the answers is renewed."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(DATE_SECONDS):
                    await self._ends.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _leads(prefix: str, path: str) -> bool:
    return not prefix or path == prefix or path.startswith(prefix + "/")


async def _nobody(_scope: object, _receive: object, send: App) -> None:
    """404 with nothing in it."""
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})
