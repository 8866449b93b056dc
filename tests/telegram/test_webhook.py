"""Updates brought to the office's own door: who may bring them, and what is said when."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from adapters.telegram import NoPublicUrl, Pace, WebhookRefused, WrongToken, connect
from adapters.telegram.adapter import Telegram
from bot.chat import Address, Button, Incoming, Outgoing, Segment, Surroundings
from bot.door import Door
from tests.telegram.bringing import HEADER
from tests.telegram.conftest import MENUS, Core, listening, opened_door
from tests.telegram.fake import Fake

SECRET = "s3cret_-" * 4
WANG = Address("telegram", "7")


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened_door() as door:
        yield door


def hooked(fake: Fake, core: Core, public_url: str, **pace: Any) -> Telegram:  # noqa: ANN401
    return connect(
        {"token": fake.token, "base_url": fake.base_url, "mode": "webhook", "secret": SECRET},
        Surroundings(menus=MENUS, public_url=public_url),
        pace=Pace(pause=core.pause, **pace),
    )


@pytest.fixture
async def telegram(fake: Fake, core: Core, door: Door) -> AsyncIterator[Telegram]:
    adapter = hooked(fake, core, door.url)
    door.mount(adapter.mounts)
    yield adapter
    await adapter.close()


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=10, verify=False) as client:
        yield client


def update(number: int, text: str = "公租房", chat: int = 7) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "王丽"}
    head = {"message_id": number, "date": 1, "from": person}
    message = {**head, "chat": {"id": chat, "type": "private"}, "text": text}
    return {"update_id": number, "message": message}


async def test_the_webhook_is_set_with_its_secret_and_what_waited_is_brought(
    fake: Fake, telegram: Telegram, core: Core, door: Door
) -> None:
    fake.person(7, "王丽").says("先来的")
    async with listening(telegram, core):
        fake.person(7).says("后来的")
        await fake.until(lambda: fake.confirmed == 2)
    assert core.texts == ["先来的", "后来的"]
    assert fake.bringer.brought == [(1, 200), (2, 200)]
    (asked,) = fake.called("setWebhook")
    assert asked == {
        "url": f"{door.url}/telegram",
        "secret_token": SECRET,
        "allowed_updates": '["message","edited_message","callback_query"]',
        "max_connections": "40",
    }
    assert fake.called("deleteWebhook") == fake.called("getUpdates") == []
    assert set(fake.menus) == {"", "en"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {HEADER: ""},
        {HEADER: SECRET[:-1]},
        {HEADER: f"{SECRET}x"},
        {HEADER: SECRET.upper()},
        {HEADER: f"{SECRET[:-1]}é"},
        {"Authorization": SECRET},
    ],
    ids=["none", "empty", "a part", "and more", "capitals", "not even ASCII", "elsewhere"],
)
async def test_whoever_does_not_know_the_secret_has_no_effect(
    headers: Mapping[str, str], fake: Fake, telegram: Telegram, core: Core, door: Door
) -> None:
    sent = [(key.encode(), value.encode("latin-1")) for key, value in headers.items()]
    client = httpx.AsyncClient(timeout=10, verify=False)
    async with client, listening(telegram, core):
        await fake.until(lambda: fake.webhook)
        for body in (json.dumps(update(1)).encode(), b"no json", bytes(2**20 + 1)):
            answer = await client.post(f"{door.url}/telegram", content=body, headers=sent)
            assert (answer.status_code, answer.content) == (403, b"")
        answer = await client.get(f"{door.url}/telegram", headers=sent)
        assert answer.status_code == 403
    assert core.said == []


async def test_what_is_no_update_is_refused_and_what_says_nothing_is_done_with(
    fake: Fake, telegram: Telegram, core: Core, door: Door, client: httpx.AsyncClient
) -> None:
    async def streamed() -> AsyncIterator[bytes]:
        for _ in range(17):
            yield bytes(2**16)

    bodies: list[tuple[Any, int]] = [
        (b"", 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b"[1]", 400),
        (b"\xff", 400),
        (b'{"message":{}}', 400),
        (b'{"update_id":"1"}', 400),
        (bytes(2**20 + 1), 413),
        (streamed(), 413),
        (b'{"update_id":1}', 200),
        (b'{"update_id":2,"message":{"text":"x"}}', 200),
        (b'{"update_id":3,"message":{"photo":[{}],"chat":5}}', 200),
        (b'{"update_id":4,"callback_query":[]}', 200),
        (b'{"update_id":5,"my_chat_member":{}}', 200),
    ]
    async with listening(telegram, core):
        await fake.until(lambda: fake.webhook)
        for body, status in bodies:
            answer = await client.post(
                f"{door.url}/telegram", content=body, headers={HEADER: SECRET}
            )
            assert answer.status_code == status, body
        answer = await client.get(f"{door.url}/telegram", headers={HEADER: SECRET})
        assert answer.status_code == 405
    assert core.said == []


async def test_nobody_is_heard_before_the_start_and_after_the_end(
    fake: Fake, telegram: Telegram, core: Core, door: Door
) -> None:
    fake.bringer.url, fake.bringer.secret = f"{door.url}/telegram", SECRET
    assert await fake.bringer.post(update(1)) == 503
    async with listening(telegram, core):
        await fake.until(lambda: fake.webhook)
        assert await fake.bringer.post(update(1)) == 200
    assert await fake.bringer.post(update(2)) == 503
    assert [incoming.id for incoming in core.said] == ["1"]


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
    fake: Fake, core: Core, door: Door
) -> None:
    telegram = hooked(fake, core, door.url, answer_seconds=0.1)
    door.mount(telegram.mounts)
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


async def test_a_press_is_answered_with_what_the_core_says(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    core.acks["take:1"] = "已签收"
    fake.person(7).says("/start")
    async with listening(telegram, core):
        await fake.until(lambda: core.said)
        rows = ((Button("签收", "take:1"),),)
        sent = await telegram.send(WANG, Outgoing((Segment("text", "您好"),), rows=rows))
        fake.person(7).presses("签收")
        await fake.until(lambda: fake.toasts)
    assert (fake.toasts, core.said[1].message_id) == (["已签收"], sent)


async def test_a_webhook_taken_away_by_a_poller_is_put_back_and_troubles_are_logged(
    fake: Fake, core: Core, door: Door
) -> None:
    telegram = hooked(fake, core, door.url, look_seconds=0.01)
    door.mount(telegram.mounts)
    with capture_logs() as logs:
        async with listening(telegram, core):
            await fake.until(lambda: fake.webhook)
            fake.webhook = False
            fake.person(7).says("还在")
            await fake.until(lambda: fake.confirmed == 1)
            fake.drop("getWebhookInfo")
            core.on = _refusing
            fake.person(7).says("不行")
            await fake.until(
                lambda: any(log["event"] == "telegram.webhook_trouble" for log in logs)
            )
    events = [log["event"] for log in logs]
    assert events.count("telegram.webhook_was_gone") == 1
    trouble = next(log for log in logs if log["event"] == "telegram.webhook_trouble")
    assert (trouble["waiting"], trouble["said"]) == (1, "Wrong response from the webhook: 503")
    await telegram.close()


async def _refusing(_: Incoming) -> None:
    raise OSError("disk full")


@pytest.mark.parametrize(
    ("public_url", "code"),
    [
        ("http://office.example", "telegram_webhook_not_https"),
        ("https://office.example:8444", "telegram_webhook_port"),
        ("https://unknown.invalid", "telegram_webhook_unknown_host"),
    ],
)
async def test_an_address_telegram_will_not_use_ends_the_run_with_a_code(
    public_url: str, code: str, fake: Fake, core: Core
) -> None:
    telegram = hooked(fake, core, public_url)
    with pytest.raises(WebhookRefused, match=f"^{code}$"):
        await telegram.run(core.receive)
    fake.fail("setWebhook", 400, "Bad Request: something new")
    with pytest.raises(WebhookRefused, match=r"^telegram_webhook$"):
        await telegram.run(core.receive)
    await telegram.close()


async def test_without_a_public_address_or_with_a_wrong_token_it_gives_up_at_once(
    fake: Fake, core: Core
) -> None:
    telegram = hooked(fake, core, "")
    with pytest.raises(NoPublicUrl, match=r"^telegram_no_public_url$"):
        await telegram.identify()
    assert fake.calls == []
    await telegram.close()
    fake.fail("setWebhook", 401, "Unauthorized")
    telegram = hooked(fake, core, "https://office.example")
    with pytest.raises(WrongToken):
        await telegram.run(core.receive)
    await telegram.close()


async def test_telegram_out_of_reach_at_the_start_is_waited_for(
    fake: Fake, telegram: Telegram, core: Core
) -> None:
    fake.drop("setWebhook")
    fake.fail("setWebhook", 429, "Too Many Requests", retry_after=17)
    fake.person(7).says("通了")
    async with listening(telegram, core):
        await fake.until(lambda: fake.confirmed == 1)
    assert (core.texts, core.waits) == (["通了"], [1, 17])


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"mode": "webhook"}, "secret"),
        ({"mode": "webhook", "secret": ""}, "secret"),
        ({"mode": "push"}, "mode"),
        ({"listen": "x"}, "listen"),
    ],
)
def test_a_setting_missing_or_unknown_is_named(given: dict[str, str], key: str) -> None:
    with pytest.raises(ValueError, match=f"^{key}$"):
        connect({"token": "1:T", **given}, Surroundings())


async def test_a_websocket_at_its_address_is_closed(telegram: Telegram) -> None:
    said: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        said.append(message)

    (app,) = telegram.mounts.values()
    await app({"type": "websocket", "headers": []}, send, send)
    assert said == [{"type": "websocket.close"}]
