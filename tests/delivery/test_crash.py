"""kill -9 at any moment, a locked file, a full disk: what was acknowledged stands, nothing is half there."""

import json
import multiprocessing
import re
import resource
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.console import Console
from bot.app import House
from bot.chat import Address, Incoming
from bot.chat.about import Hosted
from bot.clockwork.clock import DemoClock
from bot.demo import demo_directory, demo_start
from bot.demo.office import directory_entries
from bot.ports.store import Store, StoreBusy, Work
from bot.ports.values import Filter, Post
from storage import open_store
from tests.delivery.crashing import PLATFORM, Fate, live
from tests.offices import demo_office

RUNS = 10
LONG = [pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 150)]
LINES = 8
CLERK = Address(PLATFORM, "p:001")
TOKEN = re.compile(r"暗\d+号")
NUMBER = re.compile(r"\d{4}-\d{2,}")


@dataclass
class Feeder:
    """A platform that delivers again whatever it was not told to have been received."""

    folder: Path
    rng: Random
    unconfirmed: list[Incoming] = field(default_factory=list)
    confirmed: set[str] = field(default_factory=set)
    said: int = 0
    pressed: set[str] = field(default_factory=set)

    def live_once(self, run: int, *, last: bool) -> None:
        """Let it live until it sends, has committed or confirms something once too often."""
        self._new_deliveries()
        moment = "never" if last else ("sent", "committed", "confirmed")[run % 3]
        most = {"sent": 3 * LINES, "never": 1}.get(moment, len(self.unconfirmed))
        fate = Fate(moment, self.rng.randint(1, most))
        here, there = multiprocessing.Pipe()
        house = _FORKING.Process(target=live, args=(self.folder, run, fate, there))
        house.start()
        there.close()
        here.send(self.unconfirmed)
        self._listen(here, house, fate.left if moment == "confirmed" else 0)
        house.join()
        assert not last or house.exitcode == 0

    def _listen(self, here: Any, house: Any, confirms: int) -> None:  # noqa: ANN401
        try:
            while done := here.recv():
                self.confirmed.add(done)
                confirms -= 1
                if confirms == 0:
                    house.kill()
        except (EOFError, ConnectionResetError):
            pass
        self.unconfirmed = [i for i in self.unconfirmed if i.id not in self.confirmed]

    def _new_deliveries(self) -> None:
        for _ in range(LINES):
            self.said += 1
            text = f"王秀英 13800138000 公租房申请没消息暗{self.said}号"
            self._deliver(f"line-{self.said}", text=text)
        for message in sent(self.folder):
            offered = [go for label, go in message["buttons"] if label.startswith("李明")]
            if offered and offered[0] not in self.pressed and message["chat"] == CLERK.chat:
                self.pressed.add(offered[0])
                self._deliver(f"press-{offered[0]}", press=offered[0], message_id=message["id"])

    def _deliver(self, delivery: str, **what: Any) -> None:  # noqa: ANN401
        self.unconfirmed.append(Incoming(id=delivery, address=CLERK, sender="001", **what))


_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.delivery.crashing"])


def sent(folder: Path) -> list[dict[str, Any]]:
    """Everything that was ever sent, over all lives; a line cut off by the kill never arrived."""
    file = folder / "sent.jsonl"
    found = file.read_text().splitlines() if file.exists() else []
    return [json.loads(line) for line in found]


def posts(work: Work) -> Iterator[Post]:
    """Every post there ever was."""
    number = 1
    while post := work.posts.get(number):
        yield post
        number += 1


@pytest.mark.process
@pytest.mark.parametrize("seed", [1, 2, *LONG])
async def test_killed_at_any_moment_it_loses_nothing_and_says_nothing_different(
    tmp_path: Path, seed: int
) -> None:
    feeder = Feeder(tmp_path, Random(seed))
    for run in range(1, RUNS // 2 + 1):
        feeder.live_once(run, last=False)
    feeder.live_once(RUNS, last=True)
    assert feeder.unconfirmed == []
    store = open_store(f"sqlite:///{tmp_path}/office.db")
    await store.run(lambda work: check(work, feeder), at=demo_start())
    await store.close()


def check(work: Work, feeder: Feeder) -> None:
    """What must be true after all the lives."""
    assert work.journal.broken_at() is None
    inquiries = work.inquiries.find(Filter(newest_first=False, at_most=9999))
    expected = [f"1123-{n:02}" for n in range(1, feeder.said + 1)]
    assert sorted(i.number for i in inquiries) == expected
    number_of = {TOKEN.findall(i.matter)[0]: i.number for i in inquiries}
    assert len(number_of) == feeder.said
    facts = Counter(type(line.fact).__name__ for i in inquiries for line in work.journal.of(i.id))
    assert (facts["Registered"], facts["Referred"]) == (feeder.said, len(feeder.pressed))
    assert len(feeder.pressed) > LINES
    owed = [post for post in posts(work) if post.state != "dropped"]
    assert [post.id for post in owed if not post.shown or post.shown < post.wanted] == []
    cards = Counter(p.parts[0].inquiry for p in owed if p.parts and p.parts[0].view == "officer")
    assert set(cards.values()) == {1}
    check_sent(feeder, number_of, {i.number for i in inquiries})


def check_sent(feeder: Feeder, number_of: dict[str, str], numbers: set[str]) -> None:
    """Whatever was said twice was said with the same number; every number was said."""
    said = set()
    for message in sent(feeder.folder):
        found = NUMBER.findall(message["text"])
        for token in TOKEN.findall(message["text"]):
            assert number_of[token] == found[0], message
        said |= set(found[:1])
    assert said == numbers


# ---- a file that cannot be written


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    office = demo_office()
    store: Store = open_store(f"sqlite:///{tmp_path}/office.db", patience=0.05)
    made = House(office, store, DemoClock(demo_start(), running=False))
    made.add(Console(name=PLATFORM), Hosted.HOME)
    entries = directory_entries(demo_directory(), PLATFORM)
    await store.run(lambda work: work.put(*entries), at=demo_start())
    yield made
    await made.close()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another process writes and does not come to an end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(file: Path) -> Iterator[None]:
    """No room on the disk: nothing can be appended."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = file.with_name("office.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


Trouble = Callable[[Path], AbstractContextManager[None]]
LINE = Incoming(
    id="d1", address=CLERK, sender="001", text="王秀英 13800138000 公租房申请一直没消息"
)


@pytest.mark.parametrize("trouble", [locked, full])
async def test_while_nothing_can_be_written_a_delivery_stays_undone_and_works_afterwards(
    house: House, tmp_path: Path, trouble: Trouble
) -> None:
    with trouble(tmp_path / "office.db"):
        for _ in range(2):
            with pytest.raises(StoreBusy):
                await house.dispatcher.receive(LINE)
    assert await state_of(house) == ([], [], 0)
    await house.dispatcher.receive(LINE)
    await house.dispatcher.receive(LINE)
    await house.outbox.settled()
    assert await state_of(house) == (["1123-01"], ["Registered"], 1)


@pytest.mark.parametrize("trouble", [locked, full])
async def test_a_press_while_nothing_can_be_written_is_undone_as_a_whole(
    house: House, tmp_path: Path, trouble: Trouble
) -> None:
    await house.dispatcher.receive(LINE)
    await house.outbox.settled()
    console = house.adapters[PLATFORM]
    assert isinstance(console, Console)
    message, payload = console.bearing(CLERK, "李明")
    press = Incoming(id="d2", address=CLERK, sender="001", press=payload, message_id=message)
    with trouble(tmp_path / "office.db"), pytest.raises(StoreBusy):
        await house.dispatcher.receive(press)
    assert await state_of(house) == (["1123-01"], ["Registered"], 1)
    await house.dispatcher.receive(press)
    await house.outbox.settled()
    assert (await state_of(house))[1] == ["Registered", "Referred"]


@pytest.mark.parametrize("trouble", [locked, full])
async def test_a_tick_while_nothing_can_be_written_is_made_up_for(
    house: House, tmp_path: Path, trouble: Trouble
) -> None:
    await house.dispatcher.receive(LINE)
    await house.outbox.settled()
    clock = house.clock
    assert isinstance(clock, DemoClock)
    clock.wind(house.office.hours.same_time_after(clock.now(), 3))
    with trouble(tmp_path / "office.db"):
        await house.clockwork.tick()
    assert (await state_of(house))[1] == ["Registered"]
    await house.clockwork.tick()
    assert (await state_of(house))[1] == ["Registered", "Missed", "RungReached"]


async def state_of(house: House) -> tuple[list[str], list[str], int]:
    """Numbers given, facts written, posts owed or sent."""

    def look(work: Work) -> tuple[list[str], list[str], int]:
        found = work.inquiries.find(Filter())
        facts = [type(line.fact).__name__ for i in found for line in work.journal.of(i.id)]
        return [i.number for i in found], facts, len(list(posts(work)))

    return await house.store.run(look, at=house.clock.now())
