"""Every platform is kept listening: one that gives up is tried again, and never ends another."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.chat import Adapter, Receive

log = structlog.get_logger()

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 60.0
"""Seconds until a platform that gave up is tried again, doubled each time."""
STEADY_SECONDS = 90.0
"""A platform that has listened so long is well again."""


class Listening:
    """Runs adapters for good. *troubled* and *well* hear of a platform when that changes."""

    def __init__(
        self,
        receive: Receive,
        *,
        troubled: Callable[[str, str], Awaitable[None]],
        well: Callable[[str], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """*troubled* is told the platform and why: the adapter's code, else the kind of error."""
        self._receive = receive
        self._troubled, self._well = troubled, well
        self._sleep = sleep

    async def keep(self, adapter: Adapter) -> None:
        """Listen until cancelled, again with growing pauses whenever the adapter gives up."""
        pause, ill = FIRST_PAUSE, False
        while True:
            run = asyncio.ensure_future(adapter.run(self._receive))
            steady = asyncio.ensure_future(self._sleep(STEADY_SECONDS))
            try:
                await asyncio.wait({run, steady}, return_when=asyncio.FIRST_COMPLETED)
                if not run.done():
                    pause, ill = FIRST_PAUSE, await self._is_well(adapter, was_ill=ill)
                why = await _end_of(run)
            finally:
                steady.cancel()
                run.cancel()
                await asyncio.wait({run})
            if not ill:
                log.error("platform gave up", platform=adapter.name, why=why, again_in=pause)
                await self._safely(self._troubled(adapter.name, why))
            ill = True
            await self._sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _is_well(self, adapter: Adapter, *, was_ill: bool) -> bool:
        """Say that it is well; never is it ill afterwards."""
        if was_ill:
            log.info("platform listens again", platform=adapter.name)
        await self._safely(self._well(adapter.name))
        return False

    async def _safely(self, telling: Awaitable[None]) -> None:
        """Whoever cannot be told must not end what goes on."""
        try:
            await telling
        except Exception as error:  # noqa: BLE001 - a busy store, a defect: the platform counts more
            log.warning("platform's state not kept", error=type(error).__name__)


async def _end_of(run: "asyncio.Future[None]") -> str:
    """Wait until an adapter ends; say why. Listening has no end of its own."""
    try:
        await run
    except Exception as error:  # noqa: BLE001 - whatever it gives up with: it is none of ours
        said = str(error)
        return said if said.isidentifier() else type(error).__name__
    return "ended"
