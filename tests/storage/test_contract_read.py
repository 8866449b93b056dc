"""Looking beside the turns: what is committed, at any length, and never a word written."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.office import Officer
from bot.ports.store import Store, StoreBusy, Work
from bot.ports.values import Filter
from storage import open_store
from tests.storage.samples import NOW, WANG, inquiry, item, run


def _count(work: Work) -> int:
    return work.inquiries.count(Filter())


async def test_it_sees_what_is_committed_and_the_roster_of_now(store: Store) -> None:
    assert await store.read(_count, at=NOW) == 0
    await run(store, lambda work: work.inquiries.add(inquiry(1)))
    await run(store, lambda work: work.put(Officer(id=WANG, name="王丽", department="窗口")))
    assert await store.read(_count, at=NOW) == 1
    assert await store.read(lambda work: work.roster.officer(WANG).name, at=NOW) == "王丽"
    assert await store.read(lambda work: work.now, at=NOW) == NOW


@pytest.mark.parametrize(
    "write",
    [
        lambda work: work.inquiries.add(inquiry(1)),
        lambda work: work.items.add(item("a")),
        lambda work: work.keep("key", "value"),
        lambda work: work.answered("web", "1"),
    ],
    ids=["inquiry", "item", "setting", "delivery"],
)
async def test_it_cannot_write(store: Store, write: Callable[[Work], object]) -> None:
    with pytest.raises(StoreBusy, match="readonly"):
        await store.read(write, at=NOW)
    assert await store.read(_count, at=NOW) == 0
    assert await run(store, lambda work: work.items.add(item("a")))


async def test_an_exception_is_raised_where_it_was_asked(store: Store) -> None:
    def fails(_: Work) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.read(fails, at=NOW)
    assert await store.read(_count, at=NOW) == 0


async def test_nothing_is_read_once_it_is_closed(store: Store) -> None:
    await store.close()
    with pytest.raises(StoreBusy):
        await store.read(_count, at=NOW)


async def test_turns_go_on_while_somebody_looks(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/office.db")
    begun, enough = threading.Event(), threading.Event()

    def look(work: Work) -> tuple[int, int]:
        before = _count(work)
        begun.set()
        assert enough.wait(10)
        return before, _count(work)

    looking = asyncio.ensure_future(store.read(look, at=NOW))
    await asyncio.to_thread(begun.wait, 10)
    await run(store, lambda work: work.inquiries.add(inquiry(1)))
    assert await run(store, _count) == 1
    assert not looking.done()
    enough.set()
    assert await looking == (0, 0)  # as it was when the look began
    assert await store.read(_count, at=NOW) == 1
    await store.close()
