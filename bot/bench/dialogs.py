"""``shouwen bench dialogs``: raw Telegram updates in, durable commits, HTTP calls out, all answered."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

from bot.app import House
from bot.bench.clerks import MESSAGES, Clerk
from bot.bench.office import (
    PLATFORM,
    clerk,
    connect_without_limits,
    emitted,
    entries,
    opened_house,
    shares,
)
from bot.bench.telegram import Wire
from bot.chat import Ack, Incoming


def run_dialogs(*, clerks: int = 50, rounds: int = 20, emit: Callable[[str], None] = print) -> None:
    """Let *clerks* work side by side, *rounds* each, after one to warm up; emit one JSON line.

    A round is 12 messages. ``p50_ms`` and ``p99_ms``: from the core's door to the commit.
    ``calls``: HTTP calls made, ``owed``: messages not sent or not marked at the end.
    """
    emit(emitted(asyncio.run(_measured(clerks, rounds))))


async def _measured(clerks: int, rounds: int) -> dict[str, object]:
    async with opened_house(entries(clerks)) as (house, _):
        wire, times = Wire(), _Times(house)
        connect_without_limits(house, wire)
        listening = asyncio.create_task(house.adapters[PLATFORM].run(times.receive))
        try:
            begun = asyncio.Event()
            working = asyncio.create_task(_work(wire, clerks, rounds, begun))
            await begun.wait()
            calls, before, start = wire.calls, len(times.taken), perf_counter()
            await working
            await house.outbox.settled()
            seconds = perf_counter() - start
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
        return {
            **_result(times.taken[before:], clerks, seconds),
            "calls": wire.calls - calls,
            "owed": await _owed(house),
        }


async def _work(wire: Wire, clerks: int, rounds: int, begun: asyncio.Event) -> None:
    """Let everybody work; *begun* is set once each has done his first round."""
    warm: set[int] = set()

    async def all_rounds(number: int) -> None:
        person = Clerk(wire, clerk(number))
        for _ in range(rounds + 1):
            await person.work()
            warm.add(number)
            if len(warm) == clerks:
                begun.set()

    await asyncio.gather(*map(all_rounds, range(clerks)))


def _result(taken: list[float], clerks: int, seconds: float) -> dict[str, object]:
    p50, p99 = shares(taken, 50, 99)
    return {
        "msgs_per_s": round(len(taken) / seconds),
        "p50_ms": p50,
        "p99_ms": p99,
        "messages": len(taken),
        "clerks": clerks,
        "seconds": round(seconds, 2),
    }


async def _owed(house: House) -> int:
    now = house.clock.now()
    return len(await house.store.run(lambda work: work.posts.owed(now), at=now))


class _Times:
    """The dispatcher's door, with the seconds each message took from there to its commit."""

    def __init__(self, house: House) -> None:
        self.taken: list[float] = []
        self._receive = house.dispatcher.receive

    async def receive(self, incoming: Incoming) -> Ack:
        start = perf_counter()
        ack = await self._receive(incoming)
        self.taken.append(perf_counter() - start)
        return ack


__all__ = ["MESSAGES", "run_dialogs"]
