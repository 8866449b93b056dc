"""How every adapter begins and ends: cancelled at any moment, closed at once, started again."""

import asyncio
from contextlib import suppress

import pytest

from bot.chat import Outgoing, Rate, Segment
from tests.adapters.core import Core, listening, until
from tests.adapters.peer import Peer, Speaking


async def test_it_says_what_it_is(peer: Peer) -> None:
    adapter = peer.adapter
    assert adapter.name == peer.private.platform
    assert [path for path in adapter.mounts if path and not path.startswith("/")] == []
    assert [path for path in adapter.mounts if path.endswith("/")] == []
    assert adapter.link("a-1_B") == "" or "a-1_B" in adapter.link("a-1_B")
    limits = [adapter.limits.overall, adapter.limits.private, adapter.limits.group]
    assert {type(rate) for rate in limits} <= {Rate, type(None)}
    assert [rate for rate in limits if rate is not None and min(rate) <= 0] == []


@pytest.mark.parametrize("steps", [0, 1, 2, 5, 20, 100])
async def test_listening_can_be_cancelled_at_any_moment_and_begun_anew(
    steps: int, peer: Speaking, core: Core
) -> None:
    peer.says("先来的")
    run = asyncio.create_task(peer.adapter.run(core.receive))
    for _ in range(steps):
        await asyncio.sleep(0)
    run.cancel()
    async with asyncio.timeout(1):
        with suppress(asyncio.CancelledError):
            await run
    async with listening(peer.adapter, core):
        await until(lambda: peer.told() == 1)
    assert set(core.texts) == {"先来的"}


async def test_it_listens_until_it_is_cancelled(peer: Speaking, core: Core) -> None:
    run = asyncio.create_task(peer.adapter.run(core.receive))
    peer.says("在")
    await until(lambda: peer.told() == 1)
    assert not run.done()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        async with asyncio.timeout(1):
            await run


async def test_it_is_closed_within_a_second_whatever_it_did(peer: Peer, core: Core) -> None:
    async with listening(peer.adapter, core):
        await peer.adapter.send(peer.private, Outgoing((Segment("text", "一"),)))
    async with asyncio.timeout(1):
        await peer.adapter.close()
