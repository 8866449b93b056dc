"""``shouwen bench reads``: what looking things up costs in an office with years behind it."""

import asyncio
import resource
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.admin.exporting import Export, write_register
from bot.app import House, memory_shelf, open_raw
from bot.bench import plain
from bot.bench.archive import RARE_MATTER, RESPONDERS, fill
from bot.bench.office import clerk, emitted, entries, new_file, opened_house
from bot.bench.waiting import waited
from bot.dialogs.looking import MOST_LISTED, Found, Tallied, followed_by, owed_by
from bot.domain.office import OfficerId
from bot.domain.rights import Seen
from bot.ports.values import Filter
from bot.turns.digest import digest_of
from bot.turns.turn import Turn

SIZES = (100_000, 1_000_000)
OPEN = 10_000
_TIMES = 7
_SECTION, _OFFICER, _CLERK = "住房保障股", OfficerId("002"), clerk(7)
_MONTH = timedelta(days=30)
SEARCHES = (
    ("a rare word of two characters", RARE_MATTER[:2], None),
    ("a common word", "公租房", None),
    ("a common word, one's own", "公租房", _CLERK),
    ("a name", "王秀英", None),
    ("the last four of a number", "0037", None),
)


@dataclass(frozen=True, slots=True)
class Question:
    """Something people look up: as the office asks the store, and the same in plain SQL.

    Both say how many they have found.
    """

    name: str
    asked: Callable[[], Awaitable[int]]
    raw: Callable[[plain.Raw], int]


def run_reads(
    sizes: Sequence[int] = SIZES, still_open: int = OPEN, emit: Callable[[str], None] = print
) -> None:
    """Ask everything at each size of what is stored; emit one JSON line a question.

    ``ms`` and ``raw_ms``: medians, of the question and of the same in SQL; ``ratio`` of the two.
    ``waits_ms``: how long a turn handed in meanwhile took, the longest. The export says by how
    much the process has ``grown_mb``.
    """
    for size in sizes:
        with new_file() as file:
            asyncio.run(_measured(file, size, min(still_open, size // 2), emit))


async def _measured(file: Path, size: int, still_open: int, emit: Callable[[str], None]) -> None:
    async with opened_house(file, entries(RESPONDERS)) as (house, _):
        await fill(house, stored=size, still_open=still_open, alone=True)
        raw = open_raw(file)
        try:
            for question in _questions(house):
                emit(emitted({"stored": size, **await _compared(question, house, raw)}))
        finally:
            raw.close()
        emit(emitted({"stored": size, **await _exported(house, file.with_name("ledger.csv"))}))


def _questions(house: House) -> Iterator[Question]:
    now, hours = house.clock.now(), house.office.hours
    today = hours.today(now)
    for name, word, by in SEARCHES:
        wanted = Filter(words=word, seen_by=Seen((by,)) if by else None, at_most=MOST_LISTED)
        yield Question(
            f"查 {name}", partial(_found, house, wanted), partial(plain.words, word=word, by=by)
        )
    everything = Filter(at_most=MOST_LISTED)
    yield Question("台账", partial(_tallied, house, everything), plain.register)
    mine = replace(everything, registered_by=_CLERK, since=today - _MONTH)
    hers = partial(plain.record, officer=_CLERK, since=(today - _MONTH).isoformat())
    yield Question("我的记录", partial(_tallied, house, mine), hers)
    yield Question("待办", partial(_turned, house, _todo), partial(plain.todo, officer=_OFFICER))
    yesterday = hours.calendar.after(today, -1)
    moments = (now, *map(hours.begins, (yesterday, today, today + timedelta(days=1))))
    micros = [round(at.timestamp() * 1_000_000) for at in moments]
    section = partial(plain.today, section=_SECTION, moments=micros)
    yield Question("今日", partial(_turned, house, _today), section)


async def _found(house: House, wanted: Filter) -> int:
    _, count = await house.store.read(Found(wanted), at=house.clock.now())
    return count


async def _tallied(house: House, wanted: Filter) -> int:
    _, tallies = await house.store.read(Tallied(wanted), at=house.clock.now())
    return sum(each.count for each in tallies)


async def _turned(house: House, act: Callable[[Turn], int]) -> int:
    count, _ = await house.turns.run(act)
    return count


def _todo(turn: Turn) -> int:
    inquiries, lists = turn.work.inquiries, (owed_by(_OFFICER), followed_by(_OFFICER))
    inquiries.find(replace(lists[0], at_most=MOST_LISTED))
    return sum(map(inquiries.count, lists))


def _today(turn: Turn) -> int:
    found = digest_of(turn, _SECTION)
    return found.late + found.due + found.open + found.concluded


async def _compared(question: Question, house: House, raw: plain.Raw) -> dict[str, object]:
    """Raises RuntimeError where both do not find as many: it would be no comparison."""
    own, other, counted = [], [], set()
    async with waited(house) as waits:
        for _ in range(_TIMES):
            start = perf_counter()
            counted.add(await question.asked())
            own.append(perf_counter() - start)
    for _ in range(_TIMES):
        start = perf_counter()
        counted.add(question.raw(raw))
        other.append(perf_counter() - start)
    if len(counted) > 1:
        raise RuntimeError(f"{question.name}: {counted}")
    return {
        "what": question.name,
        "found": counted.pop(),
        "ms": round(median(own) * 1000, 2),
        "raw_ms": round(median(other) * 1000, 2),
        "ratio": round(median(own) / median(other), 2),
        "waits_ms": waits.ms,
    }


async def _exported(house: House, file: Path) -> dict[str, object]:
    now = house.clock.now()
    export = Export(file, "", None, memory_shelf(), house.office, now)
    before, start = _most_mb(), perf_counter()
    async with waited(house) as waits:
        written = await house.store.read(partial(write_register, export=export), at=now)
    return {
        "what": "export",
        "rows": written.rows,
        "seconds": round(perf_counter() - start, 1),
        "waits_ms": waits.ms,
        "grown_mb": round(_most_mb() - before, 1),
    }


def _most_mb() -> float:
    """The most memory this process has ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
