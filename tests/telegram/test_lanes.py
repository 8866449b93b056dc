"""The lanes of polling: what is waited for, and that waiting can always be ended."""

import asyncio

import pytest

from adapters.telegram.lanes import Delivery, Lanes
from bot.chat import Address, Incoming


def delivery(number: int, chat: str = "7") -> Delivery:
    said = Incoming(id=str(number), address=Address("telegram", chat), sender=chat)
    return Delivery(number, said)


@pytest.mark.parametrize("steps", range(6))
async def test_a_cancellation_at_the_moment_all_is_done_is_not_swallowed(steps: int) -> None:
    done = asyncio.Event()

    async def hand_over(_: Delivery) -> None:
        await done.wait()

    lanes = Lanes(hand_over)
    lanes.take([1], [delivery(1)])
    settling = asyncio.create_task(lanes.settle(60))
    await asyncio.sleep(0)
    done.set()
    for _ in range(steps):
        await asyncio.sleep(0)
    if settling.cancel():
        with pytest.raises(asyncio.CancelledError):
            await settling
    assert settling.done()
    await lanes.stop()


async def test_settling_waits_for_all_but_not_for_ever() -> None:
    done = asyncio.Event()

    async def hand_over(_: Delivery) -> None:
        await done.wait()

    lanes = Lanes(hand_over)
    lanes.take([1, 2], [delivery(1), delivery(2, "8")])
    await lanes.settle(0.01)
    assert lanes.offset == 1
    done.set()
    await lanes.settle(60)
    assert lanes.offset == 3
