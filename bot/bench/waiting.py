"""How long somebody at the counter waits while something else goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import perf_counter

from bot.app import House

_EVERY = 0.005
"""Seconds between the turns that are handed in."""


@dataclass
class Waits:
    """*longest*: the seconds the slowest turn took."""

    longest: float = 0.0

    @property
    def ms(self) -> float:
        """The same in milliseconds."""
        return round(self.longest * 1000, 1)


@asynccontextmanager
async def waited(house: House) -> AsyncIterator[Waits]:
    """Hand in one small turn after another until the block ends."""
    waits = Waits()
    asking = asyncio.create_task(_ask(house, waits))
    await asyncio.sleep(0)
    try:
        yield waits
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking


async def _ask(house: House, waits: Waits) -> None:
    while True:
        start = perf_counter()
        await house.store.run(lambda work: work.kept("nothing"), at=house.clock.now())
        waits.longest = max(waits.longest, perf_counter() - start)
        await asyncio.sleep(_EVERY)
