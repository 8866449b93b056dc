"""What a run costs: processor time of the two threads, the collector's pauses, statements."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bot.app import House

PAUSE_MS = 5.0
"""Pauses of the collector that are longer are told."""
_LEFT_OUT = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "PRAGMA", "--")


async def processor_time(house: House) -> tuple[float, float]:
    """The seconds the loop's and the store's thread have had the processor so far."""
    now = house.clock.now()
    return time.thread_time(), await house.store.run(lambda _: time.thread_time(), at=now)


@contextmanager
def collector_watched() -> Iterator[list[float]]:
    """Note each pause of the collector over `PAUSE_MS`: its own milliseconds of the processor."""
    pauses: list[float] = []
    began = 0.0

    def told(phase: str, _: dict[str, int]) -> None:
        nonlocal began
        if phase == "start":
            began = time.thread_time()
        elif (lasted := (time.thread_time() - began) * 1000) > PAUSE_MS:
            pauses.append(round(lasted, 1))

    gc.callbacks.append(told)
    try:
        yield pauses
    finally:
        gc.callbacks.remove(told)


class Statements:
    """How many statements were run, without those of the shared commit or an index's own."""

    def __init__(self) -> None:
        self.count = 0

    def heard(self, statement: str) -> None:
        """Count one."""
        self.count += not statement.startswith(_LEFT_OUT)
