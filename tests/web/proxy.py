"""Between page and office: a proxy that passes, cuts, refuses or swallows."""

import asyncio
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Proxy:
    """*refused* are paths answered 502; while *free* is shut, requests for *held* paths wait."""

    def __init__(self, url: str) -> None:
        self._to = urlsplit(url)
        self.refused: set[str] = set()
        self.held = ""
        self.free = asyncio.Event()
        self.free.set()
        self.asked: list[str] = []
        self._flows: list[asyncio.Event] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.cut()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Break every connection there is."""
        for task in self._tasks:
            task.cancel()

    def strand(self) -> None:
        """Swallow from now on whatever goes over the connections there are."""
        for flows in self._flows:
            flows.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self._one(reader, writer)
        self._tasks.discard(task)
        writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one request a connection, so that each is decided by itself."""
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ", 2)[1].decode()
        self.asked.append(path)
        if self.held and path.startswith(self.held):
            await self.free.wait()
        if any(path.startswith(each) for each in self.refused):
            writer.write(BAD_GATEWAY)
            await writer.drain()
            return
        flows = asyncio.Event()
        flows.set()
        self._flows.append(flows)
        there, back = await asyncio.open_connection(self._to.hostname, self._to.port)
        try:
            back.write(_closing(head))
            await asyncio.gather(
                self._pump(reader, back, flows), self._pump(there, writer, flows, ends=writer)
            )
        finally:
            back.close()

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        flows: asyncio.Event,
        *,
        ends: asyncio.StreamWriter | None = None,
    ) -> None:
        while piece := await reader.read(65536):
            await flows.wait()
            writer.write(piece)
            await writer.drain()
        if ends is not None:
            ends.close()


def _closing(head: bytes) -> bytes:
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([lines[0], b"Connection: close", *lines[1:]])
