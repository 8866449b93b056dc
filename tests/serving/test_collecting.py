"""The collector does not hold messages up: at ready it is done, by day it rests, at night it works."""

import asyncio
import gc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import House, load_adapter, memory_store
from bot.chat.about import Hosted
from bot.clockwork.clock import DemoClock
from bot.demo import demo_start
from bot.rendering.voice import Voice
from bot.serving.collecting import NIGHT, VALVE, settle, settle_at_night
from bot.serving.running import serve
from tests.offices import demo_office


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


class Circle:
    """Held by nobody but itself."""

    gone = 0

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        Circle.gone += 1


def test_what_is_there_at_ready_is_not_looked_at_again() -> None:
    settle()
    assert gc.get_threshold() == (VALVE, 5, 5)
    assert gc.get_freeze_count() > 10_000
    assert gc.get_count()[0] < VALVE


async def test_an_office_that_serves_is_settled_and_looks_through_the_night() -> None:
    """`serve` says "ready" only then, and lets go of the night's task at the end."""
    gc.set_threshold(700, 10, 10)
    house = House(demo_office(), memory_store(), DemoClock(demo_start()))
    house.add(load_adapter("console", {}), Hosted.HOME)
    serving = asyncio.create_task(serve(house, Voice("zh"), "somewhere"))
    async with asyncio.timeout(10):
        while gc.get_threshold()[0] != VALVE:  # noqa: ASYNC110 - it says so by printing
            await asyncio.sleep(0)
    tasks = {task for task in asyncio.all_tasks() if "settle_at_night" in str(task.get_coro())}
    assert len(tasks) == 1
    serving.cancel()
    await asyncio.wait([serving, *tasks])
    await house.close()


async def test_each_hour_of_the_night_it_looks_through_what_came_since() -> None:
    settle()
    hours, collected = [], []
    now = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    Circle.gone = 0

    async def sleep(seconds: float) -> None:
        nonlocal now
        if Circle.gone:
            collected.append(now.hour)
        hours.append(now.hour)
        if len(hours) == 9:
            raise asyncio.CancelledError
        now += timedelta(seconds=seconds)
        Circle.gone = 0
        Circle()

    with pytest.raises(asyncio.CancelledError):
        await settle_at_night(lambda: now, sleep)
    assert hours == [22, 23, 0, 1, 2, 3, 4, 5, 6]
    assert collected == [*NIGHT]
