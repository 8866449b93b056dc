"""The smallest possible core: takes what an adapter brings, and says what it is told to say."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from bot.chat import Ack, Adapter, Incoming


class Core:
    """*said* is what was taken, *acks* its answers by payload; *on* is done before the commit."""

    def __init__(self) -> None:
        self.said: list[Incoming] = []
        self.acks: dict[str, str] = {}
        self.on: Callable[[Incoming], Awaitable[None]] | None = None

    async def receive(self, incoming: Incoming) -> Ack:
        """Be the core's door."""
        if self.on is not None:
            await self.on(incoming)
        self.said.append(incoming)
        return Ack(self.acks.get(incoming.press, ""))

    @property
    def texts(self) -> list[str]:
        """The words of what was taken."""
        return [incoming.text for incoming in self.said]


class Hearing(Protocol):
    """Whoever can be told."""

    async def receive(self, incoming: Incoming) -> Ack: ...


@asynccontextmanager
async def listening(adapter: Adapter, core: Hearing) -> AsyncIterator[None]:
    """Run the adapter meanwhile; what made it give up comes out at the end."""
    run = asyncio.create_task(adapter.run(core.receive))
    try:
        yield
    finally:
        run.cancel()
        with suppress(asyncio.CancelledError):
            await run


async def until(true: Callable[[], object]) -> None:
    """Let everybody else go on until it is so; ten seconds are far too many."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - every platform has another way to tell
            await asyncio.sleep(0.001)  # room for others on a busy machine
