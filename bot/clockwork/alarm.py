"""APScheduler as alarm clock only: it wakes, the store says what is due. No logic, no job store."""

import asyncio
from contextlib import suppress
from datetime import datetime
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clockwork.tick import Awaited, next_alarm, tick
from bot.domain.inquiry import Inquiry
from bot.ports.store import StoreBusy, Work
from bot.turns.running import Turns
from bot.turns.slice import PIECES, Slice
from bot.turns.turn import Turn

log = structlog.get_logger()

EVERY_SECONDS = 1


class Relay(Protocol):
    """What the clockwork asks of the outbox, and of the fetching."""

    async def relay(self) -> None:
        """Send, or fetch, what was held back until now."""

    async def settled(self) -> None:
        """Wait until what could be done is done and written down."""


class Windable(Protocol):
    """A clock that can be moved forward."""

    def now(self) -> datetime: ...

    def wind(self, to: datetime) -> None: ...


class Clockwork:
    """Ticks every second, or as the demo's clock is wound."""

    def __init__(
        self,
        turns: Turns,
        *relays: Relay,
        awaited: Awaited,
    ) -> None:
        """*awaited* is what waits for more of what was said."""
        self._turns = turns
        self._relays = relays
        self._awaited = awaited
        self._one_at_a_time = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._faulty: set[int] = set()

    def start(self) -> None:
        """Begin to tick; a tick missed by a pause heals at the next."""
        self._scheduler.add_job(
            self._on_time,
            "interval",
            seconds=EVERY_SECONDS,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _on_time(self) -> None:
        """Tick; stopped in the middle it ends without a word: its turn is committed or is not."""
        with suppress(asyncio.CancelledError):
            await self.tick()

    async def tick(self) -> None:
        """Do all that is due now; a busy store is tried again at the next tick."""
        async with self._one_at_a_time:
            try:
                await self._tick()
            except StoreBusy as busy:
                log.warning("tick put off", reason=busy.reason)

    async def next(self) -> datetime | None:
        """When something is due next."""
        return await self._turns.plain(lambda work: next_alarm(self._turns.of(work), self._awaited))

    async def wind(self, clock: Windable, to: datetime) -> None:
        """Visit every alarm on the way in order, one tick each, as if the time had passed."""
        async with self._one_at_a_time:
            before = None
            while (alarm := await self.next()) is not None and alarm <= to and alarm != before:
                before = alarm
                clock.wind(alarm)
                await self._tick()
                await self._settled()
            clock.wind(to)
            await self._tick()
            await self._settled()

    async def _tick(self) -> None:
        try:
            await self._work_off(PIECES)
        except StoreBusy:
            raise
        except Exception:
            log.exception("tick failed; one by one")
            await self._one_by_one()
        for relay in self._relays:
            await relay.relay()

    async def _settled(self) -> None:
        for relay in self._relays:
            await relay.settled()

    async def _work_off(self, pieces: int) -> None:
        """Do all that is due at this moment, *pieces* a turn; messages go in between."""

        def act(turn: Turn) -> bool:
            return tick(turn, self._awaited, Slice(pieces), without=self._faulty)

        more, moment = True, self._turns.now()
        while more:
            more, _ = await self._turns.run(act, at=moment)

    async def _one_by_one(self) -> None:
        """One bad inquiry must not hold up the others: it is logged and left out until restart."""
        while True:
            try:
                await self._work_off(1)
            except StoreBusy:
                raise
            except Exception:
                faulty = await self._first_due()
                if faulty is None:
                    log.exception("tick failed with nothing due")
                    return
                log.exception("inquiry left out", inquiry=faulty.number)
                self._faulty.add(faulty.id)
            else:
                return

    async def _first_due(self) -> Inquiry | None:
        def act(work: Work) -> Inquiry | None:
            due = work.inquiries.due(work.now, 1 + len(self._faulty))
            return next((i for i in due if i.id not in self._faulty), None)

        return await self._turns.plain(act)
