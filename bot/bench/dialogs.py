"""``shouwen bench dialogs``: raw Telegram updates in, durable commits, HTTP calls out, all answered."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.app import House
from bot.bench.archive import fill
from bot.bench.clerks import KINDS, MESSAGES, Clerk
from bot.bench.gauges import Statements, collector_watched, processor_time
from bot.bench.office import (
    PLATFORM,
    clerk,
    connect_without_limits,
    emitted,
    entries,
    new_file,
    opened_house,
    shares,
)
from bot.bench.telegram import Wire
from bot.chat import Ack, Incoming

SIDE_BY_SIDE = (16, 50)
FULL = (100_000, 10_000)
"""Inquiries a full office has stored, and how many of them are open."""
_WEIGHT = {"line": 6, "form": 1, "all": 1}
"""How often more a small thing is done, so that each run is long enough."""
_PAIRS = 3
"""How often an empty and a full office are measured in turn for the ratio."""


def run_dialogs(
    *,
    clerks: Sequence[int] = SIDE_BY_SIDE,
    rounds: int = 12,
    full: tuple[int, int] = FULL,
    emit: Callable[[str], None] = print,
) -> None:
    """Let *clerks* work side by side: lines, forms and whole rounds; emit one JSON line for each.

    The office is empty, or *full*: so many inquiries stored, so many of them open. *rounds* come
    after one to warm up. The last line is ``full_to_empty``: the time a message of whole rounds
    takes in a full office over that in an empty one, the median of runs in turn.

    ``p50_ms``, ``p99_ms``: from the core's door to the commit. ``calls``: HTTP calls made. ``owed``: messages
    not sent or not marked at the end. ``loop_us``, ``store_us``: processor time of a message in
    either thread. ``statements``: of a message, one clerk alone. ``pauses``: the collector's, over 5 ms.
    """
    with new_file() as filled:
        asyncio.run(_filled(filled, max(clerks), full))
        for office in ("empty", "full"):
            for many in clerks:
                for kind in KINDS:
                    run = _Run(kind, many, rounds * _WEIGHT[kind])
                    emit(emitted({"office": office, **_measured(run, filled, office)}))
        run = _Run("all", max(clerks), rounds)
        ratios = [_ratio(run, filled) for _ in range(_PAIRS)]
    emit(
        emitted({"full_to_empty": round(median(ratios), 2), "pairs": [round(r, 2) for r in ratios]})
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """What so many clerks do side by side, how often."""

    kind: str
    clerks: int
    rounds: int


async def _filled(file: Path, clerks: int, full: tuple[int, int]) -> None:
    async with opened_house(file, entries(clerks)) as (house, _):
        await fill(house, stored=full[0], still_open=full[1])


def _measured(run: _Run, filled: Path, office: str) -> dict[str, object]:
    with new_file() as fresh:
        file = filled if office == "full" else fresh
        return asyncio.run(_worked(run, file)) | asyncio.run(_asked(run, file))


def _ratio(run: _Run, filled: Path) -> float:
    """Time in the full office over time in an empty one, one after the other."""
    with new_file() as fresh:
        empty, full = (asyncio.run(_worked(run, file)) for file in (fresh, filled))
    return float(str(empty["msgs_per_s"])) / float(str(full["msgs_per_s"]))


async def _worked(run: _Run, file: Path) -> dict[str, object]:
    async with opened_house(file, entries(run.clerks)) as (house, _), _listening(house) as open_:
        begun = asyncio.Event()
        working = asyncio.create_task(_work(open_.wire, run, begun))
        await begun.wait()
        calls, before, start = open_.wire.calls, len(open_.times.taken), perf_counter()
        loop, store = await processor_time(house)
        with collector_watched() as pauses:
            await working
            await house.outbox.settled()
        seconds = perf_counter() - start
        taken, used = open_.times.taken[before:], await processor_time(house)
        p50, p99 = shares(taken, 50, 99)
        return {
            "kind": run.kind,
            "clerks": run.clerks,
            "msgs_per_s": round(len(taken) / seconds),
            "p50_ms": p50,
            "p99_ms": p99,
            "messages": len(taken),
            "seconds": round(seconds, 2),
            "calls": round((open_.wire.calls - calls) / len(taken), 2),
            "owed": await _owed(house),
            "loop_us": round((used[0] - loop) / len(taken) * 1e6),
            "store_us": round((used[1] - store) / len(taken) * 1e6),
            "pauses": pauses,
        }


async def _asked(run: _Run, file: Path) -> dict[str, object]:
    """Count the statements of one clerk's work, once he has warmed up."""
    statements = Statements()
    async with (
        opened_house(file, entries(run.clerks), statements.heard) as (house, _),
        _listening(house) as open_,
    ):
        person, work = Clerk(open_.wire, clerk(0)), KINDS[run.kind]
        await work(person)
        await house.outbox.settled()
        before = statements.count
        await work(person)
        asked = statements.count - before
        await house.outbox.settled()
    return {"statements": round(asked / MESSAGES[run.kind], 1)}


@dataclass(frozen=True, slots=True)
class _Open:
    """The telephone lines into an office, and how long each message took."""

    wire: Wire
    times: "_Times"


@asynccontextmanager
async def _listening(house: House) -> AsyncIterator[_Open]:
    wire, times = Wire(), _Times(house)
    connect_without_limits(house, wire)
    listening = asyncio.create_task(house.adapters[PLATFORM].run(times.receive))
    try:
        yield _Open(wire, times)
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def _work(wire: Wire, run: _Run, begun: asyncio.Event) -> None:
    """Let everybody work; *begun* is set once each has done it once."""
    warm: set[int] = set()
    work = KINDS[run.kind]

    async def all_rounds(number: int) -> None:
        person = Clerk(wire, clerk(number))
        for _ in range(run.rounds + 1):
            await work(person)
            warm.add(number)
            if len(warm) == run.clerks:
                begun.set()

    await asyncio.gather(*map(all_rounds, range(run.clerks)))


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
