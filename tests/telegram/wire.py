"""The wire between an office and Telegram, and the waiting between tries: both do as they are told."""

import asyncio
from typing import Any

from telegram.request import HTTPXRequest


class Line(HTTPXRequest):
    """The wire to Telegram; requests can be held up on their way, answers on theirs, or it is cut."""

    def __init__(self) -> None:
        # Plain HTTP on the loopback: reading all certificates would cost more than a whole test.
        super().__init__(pool_timeout=30, httpx_kwargs={"verify": False})
        self.caught = asyncio.Event()
        self._held: dict[str, tuple[str, ...]] = {}
        self._pending: set[asyncio.Future[None]] = set()
        self._cut = False

    def hold_requests(self, *methods: str) -> None:
        """Let these methods not reach Telegram from now on."""
        self._held["request"] = methods

    def hold_answers(self, *methods: str) -> None:
        """Let these methods be done by Telegram, but their answers never come back."""
        self._held["answer"] = methods

    def release(self) -> None:
        """Let everything on its way go on."""
        self._held.clear()
        for waiting in self._pending:
            if not waiting.done():
                waiting.set_result(None)

    def cut(self) -> None:
        """Whoever waits for something on this wire has died, and whoever tries to use it dies."""
        self._cut = True
        for waiting in self._pending:
            waiting.cancel()

    async def do_request(self, url: str, *args: Any, **more: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Do it, unless the wire is in the way."""
        method = url.rpartition("/")[2]
        await self._way("request", method)
        answer = await super().do_request(url, *args, **more)
        await self._way("answer", method)
        return answer

    async def _way(self, leg: str, method: str) -> None:
        if self._cut:
            raise asyncio.CancelledError
        if method in self._held.get(leg, ()):
            self.caught.set()
            waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._pending.add(waiting)
            await waiting


class Pauses:
    """Stands in for waiting: writes down how long, and goes on when told, or at once."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.over = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await asyncio.sleep(0)
        await self.over.wait()
