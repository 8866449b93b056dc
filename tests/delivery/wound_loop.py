"""An event loop whose seconds pass only when nobody has anything left to do."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Winding(selectors.DefaultSelector):
    """Moves the loop's clock instead of waiting for it."""

    seconds = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready: list[Any] = super().select(0)
        self.seconds += 1e-7  # a clock that stands still would never get past a rounding error
        if not ready and timeout is None:
            raise AssertionError("everybody waits, and nothing will ever happen")
        if not ready and timeout:
            self.seconds += timeout
        return ready


class WoundLoop(asyncio.SelectorEventLoop):
    """``time()`` is in wound seconds, from 0 on."""

    def __init__(self) -> None:
        self._winding = _Winding()
        super().__init__(self._winding)

    def time(self) -> float:
        return self._winding.seconds


def run(story: Coroutine[Any, Any, T]) -> T:
    """Run *story* on a wound loop."""
    with asyncio.Runner(loop_factory=WoundLoop) as runner:
        return runner.run(story)


async def until(true: Callable[[], bool]) -> None:
    """Let wound time pass until it is so; three hours are far too many."""
    async with asyncio.timeout(10_800):
        while not true():  # noqa: ASYNC110 - an event would have to be part of the product
            await asyncio.sleep(0.05)
