"""Whatever people do, in whatever order: nothing breaks, leaks or stands still."""

from collections.abc import Sequence
from functools import cache

import pytest

from bot.domain.rules import Office
from bot.rendering.markup import Renderer
from bot.rendering.wording import Wording
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.stories.walk_checks import listening
from tests.stories.walking import Walk

STEPS = 80
MOST_TRIES = 60
"""How often a failing walk is walked again to find a shorter one."""


LONG = [pytest.param(seed, marks=pytest.mark.long) for seed in range(20, 1000)]


@pytest.mark.parametrize("seed", [*range(20), *LONG])
async def test_whatever_people_do_the_office_keeps_its_promises(office: Office, seed: int) -> None:
    failed = await walked(office, seed, range(STEPS))
    if failed is None:
        return
    steps = list(range(failed.reached + 1))
    shortest = await shortened(office, seed, steps, failed)
    pytest.fail(
        f"seed {seed}, {len(shortest.history)} steps:\n"
        + "\n".join(shortest.history)
        + f"\n{shortest.why}",
        pytrace=False,
    )


@cache
def renderer_of(office: Office) -> Renderer:
    """One renderer for all walks."""
    return Renderer(Wording(office))


class Failed:
    """How a walk went wrong."""

    def __init__(self, why: str, history: list[str], reached: int) -> None:
        """*reached* is the number of the step that failed."""
        self.why, self.history, self.reached = why, history, reached


async def walked(office: Office, seed: int, steps: Sequence[int]) -> Failed | None:
    """Walk these steps; what went wrong, if anything."""
    counter = await Counter(office, MemoryStore()).open()
    walk, at = Walk(counter, seed, renderer_of(office)), -1
    with listening() as faults:
        try:
            for at in steps:
                await walk.step(at)
                if faults.found:
                    return Failed(faults.found[0], walk.history, at)
            await walk.check_at_the_end()
        except Exception as error:  # noqa: BLE001 - the walk is what is tested
            return Failed(f"{type(error).__name__}: {error}", walk.history, at)
        finally:
            await counter.close()
    return None


async def shortened(office: Office, seed: int, steps: list[int], failed: Failed) -> Failed:
    """Leave out what is not needed to fail in the same way."""
    kind, size, tries = failed.why[-60:], len(steps) // 2, 0
    while size and tries < MOST_TRIES:
        for begin in range(0, len(steps), size):
            fewer = steps[:begin] + steps[begin + size :]
            tries += 1
            again = await walked(office, seed, fewer)
            if again is not None and again.why[-60:] == kind:
                steps, failed = [s for s in fewer if s <= again.reached], again
                break
        else:
            size //= 2
    return failed
