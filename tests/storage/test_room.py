"""What is gone through from end to end needs no more room when more is stored."""

import tracemalloc
from collections.abc import Callable

import pytest

from bot.domain.facts import Registered
from bot.ports.store import Store, Work
from bot.ports.values import Filter
from tests.storage.samples import NOW, WANG, inquiry, run

FEW, MANY = 10, 1_000
NO_MORE = 20_000
"""Bytes; a thousand inquiries are a million of them."""


def _fill(count: int) -> Callable[[Work], None]:
    def act(work: Work) -> None:
        for n in range(count):
            kept = work.inquiries.add(inquiry(n, full=f"{count}-{n}", matter="户口迁移" * 50))
            fact = Registered(
                inquiry=kept.id, at=NOW, by=WANG, first_responder=WANG, matter="户口迁移" * 50
            )
            work.journal.append([fact])

    return act


def _register(work: Work) -> int:
    return sum(1 for _ in work.inquiries.each(Filter(at_most=10_000)))


def _chain(work: Work) -> int:
    assert work.journal.broken_at() is None
    return work.inquiries.count(Filter())


@pytest.mark.parametrize("go_through", [_register, _chain])
async def test_a_thousand_need_no_more_room_than_ten(
    store: Store, go_through: Callable[[Work], int]
) -> None:
    async def room() -> tuple[int, int]:
        def look(work: Work) -> tuple[int, int]:
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            found = go_through(work)
            return found, tracemalloc.get_traced_memory()[1] - before

        return await store.read(look, at=NOW)

    await run(store, _fill(FEW))
    tracemalloc.start()
    try:
        await room()  # what is made once
        few, little = await room()
        await run(store, _fill(MANY))
        many, much = await room()
    finally:
        tracemalloc.stop()
    assert (few, many) == (FEW, FEW + MANY)
    assert much < little + NO_MORE
