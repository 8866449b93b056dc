"""What the SQLite store promises beyond the contract: durability under every kind of trouble."""

import asyncio
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.facts import Closed
from bot.domain.office import Officer
from bot.ports.store import Store, StoreBusy, Work
from storage import StoreUnfit, open_store
from storage.group import SqliteStore
from storage.moments import CHINA
from storage.open import path_of
from storage.session import Session
from storage.sql import SqlWork
from tests.storage.samples import CHAT, NOW, WANG, inquiry, post, run

WRITER = """
import asyncio, sys
from storage import open_store
from bot.domain.facts import Closed
from tests.storage.samples import CHAT, NOW, WANG, inquiry, post

def turn(work):
    new = work.inquiries.add(inquiry(work.next_number("1123")))
    work.journal.append([Closed(inquiry=new.id, at=NOW, by=WANG)])
    work.posts.add(post(CHAT, new.id, key=new.number))
    return new.id

async def clerk(store):
    while True:
        print(await store.run(turn, at=NOW), flush=True)

async def main():
    store = open_store(sys.argv[1])
    await asyncio.gather(*(clerk(store) for _ in range(8)))

asyncio.run(main())
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "office.db"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[Store]:
    opened = open_store(f"sqlite:///{file}", patience=0.05)
    yield opened
    await opened.close()


def connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level=None)


def pragma(name: str) -> Callable[[Work], object]:
    def read(work: Work) -> object:
        assert isinstance(work, SqlWork)
        return work._execute(f"PRAGMA {name}").fetchone()[0]

    return read


async def test_commits_are_durable_and_keys_checked(store: Store) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert {name: await run(store, pragma(name)) for name in wanted} == wanted


@pytest.mark.process
def test_what_was_acknowledged_survives_kill_9_and_nothing_is_half_there(file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, f"sqlite:///{file}"], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        told = [int(writer.stdout.readline()) for _ in range(100)]
        writer.send_signal(signal.SIGKILL)
        told += [int(line) for line in writer.stdout if line.endswith("\n")]

    def look(work: Work) -> list[tuple[int, int, int]]:
        kept = range(1, work.next_number("1123"))
        assert work.journal.broken_at() is None
        found = [(work.inquiries.get(key), work.posts.get(key)) for key in kept]
        return [
            (each.id, len(work.journal.of(each.id)), owed.parts[0].inquiry)
            for each, owed in found
            if owed
        ]

    async def reopen() -> list[tuple[int, int, int]]:
        store = open_store(f"sqlite:///{file}")
        try:
            return await run(store, look)
        finally:
            await store.close()

    found = asyncio.run(reopen())
    assert found == [(key, 1, key) for key in range(1, len(found) + 1)]
    assert set(told) <= {key for key, _, _ in found}


async def test_everything_is_there_after_reopening(file: Path) -> None:
    def write(work: Work) -> None:
        work.put(Officer(id=WANG, name="王丽", department="窗口"))
        new = work.inquiries.add(inquiry())
        work.journal.append([Closed(inquiry=new.id, at=NOW, by=WANG)])

    def go_on(work: Work) -> tuple[str, int, int | None]:
        new = work.inquiries.add(inquiry(2))
        work.journal.append([Closed(inquiry=new.id, at=NOW, by=WANG)])
        return work.roster.officer(WANG).name, new.id, work.journal.broken_at()

    for turn, answer in ((write, None), (go_on, ("王丽", 2, None))):
        store = open_store(f"sqlite:///{file}")
        assert await run(store, turn) == answer
        await store.close()


async def test_while_another_process_writes_a_turn_is_refused_and_may_be_run_again(
    store: Store, file: Path
) -> None:
    with closing(connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(2):
            with pytest.raises(StoreBusy):
                await run(store, lambda work: work.next_number("n"))
        other.execute("ROLLBACK")
    assert await run(store, lambda work: work.next_number("n")) == 1


async def test_what_another_process_wrote_is_seen_by_the_next_turn(
    store: Store, file: Path
) -> None:
    def write(work: Work) -> int:
        work.journal.append([Closed(inquiry=1, at=NOW, by=WANG)])
        return work.inquiries.add(inquiry(work.next_number("n"))).id

    assert (await run(store, write), await run(store, lambda work: work.roster.chief)) == (1, "")
    other = open_store(f"sqlite:///{file}")
    await run(other, lambda work: work.put(Officer(id=WANG, name="王丽", department="窗口")))
    assert await run(other, write) == 2
    await other.close()
    assert await run(store, write) == 3
    assert await run(store, lambda work: work.roster.officer(WANG).name) == "王丽"
    assert await run(store, lambda work: work.journal.broken_at()) is None


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """A full disk: writing on fails, and no signal is sent since Python ignores it."""
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


async def test_a_full_disk_refuses_the_whole_group_and_the_store_goes_on(
    store: Store, file: Path
) -> None:
    def add(work: Work) -> int:
        return work.inquiries.add(inquiry(work.next_number("n"))).id

    assert await run(store, add) == 1
    with no_file_longer_than(file.with_name("office.db-wal").stat().st_size):
        answers = await asyncio.gather(
            *(store.run(add, at=NOW) for _ in range(5)), return_exceptions=True
        )
    assert [type(answer) for answer in answers] == [StoreBusy] * 5
    assert await run(store, add) == 2


async def test_a_full_disk_within_a_turn_is_told_as_busy(store: Store) -> None:
    def fill(work: Work) -> None:
        pragma("max_page_count = 1")(work)
        for count in range(1000):
            work.keep(f"{count}", "x" * 4000)

    with pytest.raises(StoreBusy):
        await run(store, fill)
    await run(store, pragma("max_page_count = 1000000"))
    assert await run(store, lambda work: work.kept("0")) == ""


async def test_whoever_stops_waiting_takes_nobody_along(store: Store) -> None:
    async with asyncio.TaskGroup() as group:
        leaves = group.create_task(store.run(lambda work: work.next_number("n"), at=NOW))
        stays = group.create_task(store.run(lambda work: work.next_number("n"), at=NOW))
        leaves.cancel()
    assert stays.result() in (1, 2)


async def test_a_turn_may_raise_anything(store: Store) -> None:
    def stop(work: Work) -> int:
        return next(iter(()))

    def leave(work: Work) -> None:
        raise SystemError(work.next_number("n"))

    with pytest.raises(RuntimeError):
        await run(store, stop)
    with pytest.raises(SystemError):
        await run(store, leave)
    assert await run(store, lambda work: work.next_number("n")) == 1


async def test_the_journal_cannot_be_changed_and_a_change_by_force_is_found(
    store: Store, file: Path
) -> None:
    facts = [Closed(inquiry=key, at=NOW, by=WANG) for key in (1, 2, 3, 4)]
    await run(store, lambda work: work.journal.append(facts))
    forgeries = (
        "UPDATE journal SET body = replace(body, '1001', '1002') WHERE seq = 4",
        "UPDATE journal SET inquiry = 9 WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 2",
    )
    with closing(connect(file)) as other:
        for forgery in forgeries:
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                other.execute(forgery)
        for verb in ("update", "delete"):
            other.execute(f"DROP TRIGGER journal_no_{verb}")
        for forgery, seq in zip(forgeries, (4, 3, 2), strict=True):
            other.execute(forgery)
            assert await run(store, lambda work: work.journal.broken_at()) == seq


async def test_two_offices_in_one_file_do_not_see_each_other(store: Store, file: Path) -> None:
    def turn(work: Work) -> tuple[int, int, bool]:
        new = work.inquiries.add(inquiry())
        work.journal.append([Closed(inquiry=new.id, at=NOW, by=WANG)])
        owed = work.posts.add(post(CHAT, new.id, key="k"))
        return new.id, len(work.journal.of(new.id)), owed is not None

    other = open_store(f"sqlite:///{file}", office_id=2)
    assert await run(store, turn) == await run(other, turn) == (1, 1, True)
    await other.close()


async def test_an_older_body_without_a_later_field_is_still_read(store: Store, file: Path) -> None:
    kept = await run(store, lambda work: work.inquiries.add(inquiry()))
    with closing(connect(file)) as other:
        other.execute("UPDATE inquiry SET body = json_remove(body, '$.ruleset', '$.doubts')")
    assert await run(store, lambda work: work.inquiries.get(1)) == replace(kept, ruleset="")


@pytest.mark.parametrize("url", ["postgresql://u:hush@h/d", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_no_file_is_refused_without_its_secrets(url: str) -> None:
    with pytest.raises(StoreUnfit) as refused:
        path_of(url)
    assert (refused.value.where, refused.value.why) == (url.partition(":")[0], "url")


def test_where_nobody_can_read_nothing_is_left_open() -> None:
    closed: list[str] = []

    class Noting(sqlite3.Connection):
        def close(self) -> None:
            closed.append("writer")
            super().close()

    def connect() -> Session:
        made = sqlite3.connect(":memory:", factory=Noting, check_same_thread=False)
        return Session(made, 1, CHINA)

    def refuse() -> Session:
        raise sqlite3.OperationalError("unable to open database file")

    with pytest.raises(sqlite3.OperationalError):
        SqliteStore(connect, refuse)
    assert closed == ["writer"]
    assert not [t for t in threading.enumerate() if t.name == "shouwen-store" and t.is_alive()]
