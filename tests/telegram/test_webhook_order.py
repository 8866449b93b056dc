"""Updates that are brought: in which order they are heard, and what is said when."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.telegram.adapter import Telegram
from bot.chat import Incoming
from bot.serving.server import Server
from tests.telegram.bringing import HEADER
from tests.telegram.conftest import Core, listening
from tests.telegram.fake import Fake
from tests.telegram.hooked import SECRET, hooked, update


@pytest.fixture
async def telegram(fake: Fake, core: Core, server: Server) -> AsyncIterator[Telegram]:
    adapter = hooked(fake, core, server.url)
    server.mount(adapter.mounts)
    yield adapter
    await adapter.close()


async def test_telegram_is_told_received_only_after_the_core_has_taken_it(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    began, committed = asyncio.Event(), asyncio.Event()

    async def on(_: Incoming) -> None:
        began.set()
        await committed.wait()

    core.on = on
    async with listening(telegram, core):
        fake.person(7).says("1123-07")
        await began.wait()
        assert (fake.confirmed, fake.bringer.brought) == (0, [])
        committed.set()
        await fake.until(lambda: fake.confirmed == 1)
    assert core.texts == ["1123-07"]


async def test_what_the_core_could_not_take_is_brought_again(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    async def on(_: Incoming) -> None:
        if len(fake.bringer.brought) < 2:
            raise OSError("disk full")

    core.on = on
    async with listening(telegram, core):
        fake.person(7).says("一")
        fake.person(7).says("二")
        await fake.until(lambda: fake.confirmed == 2)
    assert core.texts == ["一", "二"]
    assert fake.bringer.brought == [(1, 503), (1, 503), (1, 200), (2, 200)]


async def test_one_chat_is_heard_in_order_while_chats_are_heard_side_by_side(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    meeting = asyncio.Barrier(2)

    async def on(incoming: Incoming) -> None:
        if incoming.id in ("1", "4"):
            await meeting.wait()  # passes only when both chats are being heard at once

    core.on = on
    (app,) = telegram.mounts.values()
    near = httpx.AsyncClient(transport=httpx.ASGITransport(app), headers={HEADER: SECRET})
    async with near, listening(telegram, core):
        await fake.until(lambda: fake.webhook)
        bodies = [update(n, chat=8 if n == 4 else 7) for n in (1, 2, 3, 4)]
        posts = [near.post("http://near/telegram", json=body) for body in bodies]
        answers = await asyncio.gather(*posts)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert [i.id for i in core.said if i.sender == "7"] == ["1", "2", "3"]


async def test_an_update_brought_again_while_it_is_still_heard_is_heard_once(
    fake: Fake, core: Core, server: Server
) -> None:
    telegram = hooked(fake, core, server.url, answer_seconds=0.1)
    server.mount(telegram.mounts)
    began, slow = [], asyncio.Event()

    async def on(incoming: Incoming) -> None:
        began.append(incoming.id)
        await slow.wait()

    core.on = on
    async with listening(telegram, core):
        await fake.until(lambda: fake.webhook)
        for _ in range(3):
            assert await fake.bringer.post(update(1)) == 503  # Telegram waits a minute, no longer
        assert began == ["1"]
        slow.set()
        fake.person(7).says("后来的")
        await fake.until(lambda: fake.confirmed == 1)
    assert core.texts == ["公租房", "后来的"]
    await telegram.close()


async def test_updates_out_of_order_and_doubled_keep_their_own_ids(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    async with listening(telegram, core):
        await fake.until(lambda: fake.webhook)
        for number in (3, 1, 2, 1):
            assert await fake.bringer.post(update(number)) == 200
    assert [incoming.id for incoming in core.said] == ["3", "1", "2", "1"]


async def test_what_was_under_way_at_a_stop_is_not_told_received(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    began = asyncio.Event()

    async def on(_: Incoming) -> None:
        began.set()
        await asyncio.Event().wait()

    core.on = on
    async with listening(telegram, core):
        fake.person(7).says("先来的")
        await began.wait()
    await fake.until(lambda: fake.bringer.brought)
    assert (core.texts, fake.confirmed, fake.bringer.brought[0]) == ([], 0, (1, 503))
    core.on = None
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 1)
    assert core.texts == ["先来的"]
