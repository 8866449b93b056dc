"""The office that is measured: the demo's people and duties, as many clerks as wanted, on Telegram."""

import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app import House, load_adapter, open_store, surroundings
from bot.bench.telegram import Wire, stubbed
from bot.chat import Limits
from bot.clockwork.clock import DemoClock
from bot.demo import demo_directory, demo_start
from bot.demo.office import demo_office, directory_entries
from bot.domain.office import Account, Channel, Entry, Officer, OfficerId
from bot.serving.collecting import settle
from bot.settings.adapters import about

PLATFORM = "telegram"
CLERKS = "政务服务窗口"


@contextmanager
def new_file() -> Iterator[Path]:
    """Give a file in the current folder, gone afterwards.

    Not the system's folder for temporary files: that is often kept in memory.
    """
    with TemporaryDirectory(prefix=".shouwen-bench-", dir=Path.cwd()) as folder:
        yield Path(folder) / "bench.db"


@asynccontextmanager
async def opened_house(
    file: Path, people: tuple[Entry, ...], traced: Callable[[str], object] | None = None
) -> AsyncIterator[tuple[House, DemoClock]]:
    """Open an office with *people* on a file, as it is when it serves; commits are durable.

    *traced* hears each statement.
    """
    office = demo_office()
    store = open_store(f"sqlite:///{file}", office.hours.zone, traced)
    clock = DemoClock(demo_start())
    house = House(office, store, clock)
    try:
        await store.run(lambda work: work.put(*people), at=clock.now())
        settle()
        yield house, clock
    finally:
        await house.close()


def connect_without_limits(house: House, wire: Wire) -> None:
    """Serve Telegram over *wire* as fast as it goes: its 30 a second are not what is measured."""
    given = {"token": "1:bench"}
    adapter = load_adapter(PLATFORM, given, surroundings(house.office), request=stubbed(wire))
    adapter.limits = Limits()
    house.add(adapter, about(PLATFORM).hosted(given))


def clerk(number: int) -> OfficerId:
    """Give a clerk's staff number."""
    return OfficerId(f"{100_000 + number}")


def chat_of(officer: OfficerId) -> int:
    """Give a person's Telegram account, and with it his private chat."""
    return 1_000_000 + int(officer)


def entries(clerks: int) -> tuple[Entry, ...]:
    """Everybody in the office with an account, every section with a group."""
    listed = directory_entries(demo_directory(), PLATFORM)
    staff = tuple(entry for entry in listed if not isinstance(entry, Account | Channel))
    added = tuple(
        Officer(id=clerk(n), name=f"窗口{n}", department=CLERKS, phone=f"{n}")
        for n in range(clerks)
    )
    people = [entry for entry in (*staff, *added) if isinstance(entry, Officer)]
    sections = demo_directory().departments.values()
    groups = (
        Channel(platform=PLATFORM, chat=str(-1 - n), department=section.name)
        for n, section in enumerate(sections)
    )
    return (*staff, *added, *map(_account, people), *groups)


def emitted(result: Mapping[str, object]) -> str:
    """Write one result as a line."""
    return json.dumps(result, ensure_ascii=False)


def _account(officer: Officer) -> Account:
    chat = str(chat_of(officer.id))
    return Account(platform=PLATFORM, user=chat, officer=officer.id, chat=chat)


def shares(times: list[float], *percents: int) -> Iterator[float]:
    """Give the milliseconds within which so many percent of *times* (seconds) lie."""
    ordered = sorted(times)
    for percent in percents:
        place = min(len(ordered) - 1, len(ordered) * percent // 100)
        yield round(ordered[place] * 1000, 2)
