"""The alarm clock: it ticks by itself, and ends without a word."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, TypeVar

import pytest

from bot.app import House
from bot.clockwork.clock import DemoClock
from bot.demo import demo_start
from bot.ports.store import Work
from storage.memory import MemoryStore
from tests.offices import demo_office

T = TypeVar("T")


class Hanging(MemoryStore):
    """A store in which the first turn never ends."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()

    def run(self, turn: Callable[[Work], T], *, at: datetime) -> Coroutine[Any, Any, T]:
        self.asked.set()
        return self._wait()

    async def _wait(self) -> Any:  # noqa: ANN401 - never returns
        await asyncio.Event().wait()


async def test_stopped_in_the_middle_of_a_tick_it_says_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.clockwork.alarm.EVERY_SECONDS", 0.01)
    store = Hanging()
    house = House(demo_office(), store, DemoClock(demo_start()))
    with caplog.at_level(logging.ERROR):
        house.clockwork.start()
        async with asyncio.timeout(10):
            await store.asked.wait()
        house.clockwork.stop()
        await asyncio.sleep(0)
        while len(asyncio.all_tasks()) > 1:  # noqa: ASYNC110 - the scheduler tells nobody
            await asyncio.sleep(0)
    assert caplog.records == []
    await house.close()
