"""``shouwen bench sweep``: what a tick costs with 1,000 clocks due and with none, and who waits for it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from bot.app import House
from bot.bench.archive import referred
from bot.bench.clerks import MATTERS
from bot.bench.office import (
    CLERKS,
    clerk,
    connect_without_limits,
    emitted,
    entries,
    new_file,
    opened_house,
)
from bot.bench.telegram import Wire
from bot.bench.waiting import waited
from bot.domain.inquiry import Inquiry
from bot.domain.rules import Office
from bot.ports.store import Work

SIZES = (10_000, 100_000, 1_000_000)
DUE = 1_000
_AT_ONCE = 2_000
_OFFICERS = 50
_IDLE_TICKS = 200
_REMINDED_AFTER = 4
"""Working days from a referral to the morning its officer is reminded: due in five."""


def run_sweep(
    sizes: Sequence[int] = SIZES, due: int = DUE, emit: Callable[[str], None] = print
) -> None:
    """Measure a tick for each size of the office's open list; emit one JSON line each.

    ``tick_ms``: an ordinary morning's first tick, when the reminders of *due* inquiries are heard
    and every digest is made. ``waits_ms``: how long a turn that was handed in meanwhile took, the longest.
    ``idle_us``: a tick with nothing due, an hour later. The last line is the time of the largest
    over that of the smallest.
    """
    ticks = []
    for size in sizes:
        with new_file() as file:
            result = asyncio.run(_measured(file, size, due))
        ticks.append(float(str(result["tick_ms"])))
        emit(emitted(result))
    emit(emitted({"large_to_small": round(ticks[-1] / ticks[0], 2)}))


async def _measured(file: Path, size: int, due: int) -> dict[str, object]:
    async with opened_house(file, entries(_OFFICERS)) as (house, clock):
        connect_without_limits(house, Wire())
        hours = house.office.hours
        begun = clock.now()
        await _fill(house, due, begun)
        morning = hours.opening(hours.calendar.after(hours.today(begun), _REMINDED_AFTER))
        clock.wind(morning - timedelta(minutes=1))
        await house.clockwork.tick()
        await _fill(house, size - due, clock.now())
        clock.wind(morning)
        heard = await house.store.run(
            lambda work: len(work.inquiries.due(morning, size)), at=morning
        )
        async with waited(house) as waits:
            tick = await _seconds(house)
        await house.outbox.settled()
        clock.wind(morning + timedelta(hours=1))
        await house.clockwork.tick()
        idle = [await _seconds(house) for _ in range(_IDLE_TICKS)]
    return {
        "open": size,
        "due": heard,
        "tick_ms": round(tick * 1000, 1),
        "waits_ms": waits.ms,
        "idle_us": round(sorted(idle)[_IDLE_TICKS // 2] * 1_000_000),
    }


async def _seconds(house: House) -> float:
    start = perf_counter()
    await house.clockwork.tick()
    return perf_counter() - start


async def _fill(house: House, wanted: int, at: datetime) -> None:
    """Put so many inquiries into the store, each referred at *at*, without telling anybody."""
    for first in range(0, wanted, _AT_ONCE):
        count = min(_AT_ONCE, wanted - first)
        await house.store.run(partial(_add, office=house.office, count=count), at=at)


def _add(work: Work, *, office: Office, count: int) -> None:
    pattern = [_referred(office, n, work.now) for n in range(_OFFICERS)]
    for n in range(count):
        number = f"{work.now:%m%d}-{work.next_number('bench')}"
        work.inquiries.add(replace(pattern[n % _OFFICERS], number=number, full=number))


def _referred(office: Office, number: int, at: datetime) -> Inquiry:
    given, _ = referred(office, clerk(number), clerk(number + 1), CLERKS, at)
    return replace(given, matter=MATTERS[0])
