"""The interpreter's collector, kept from holding messages up: it looks through everything at night.

A message leaves no circles behind that only the collector could find (measured), but each of its
rounds stops the whole process, for as long as there are objects to look through.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from datetime import datetime

VALVE = 200_000
"""So many objects more than before, and it looks through the new ones even by day."""
NIGHT = range(1, 5)
"""Hours of the office's clock in which nobody waits."""
_HOUR = 3600.0


def settle() -> None:
    """Look through everything once; what is left is here to stay and not looked at again."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(VALVE, 5, 5)


async def settle_at_night(
    local_now: Callable[[], datetime], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Do so every hour of the night, until cancelled; *local_now* is the office's own time."""
    while True:
        await sleep(_HOUR)
        if local_now().hour in NIGHT:
            settle()
