"""Updates brought to the office's own server: who may bring them, and what is said when."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from adapters.telegram import NoPublicUrl, WebhookRefused, WrongToken, connect
from adapters.telegram.adapter import Telegram
from bot.chat import Address, Button, Incoming, Outgoing, Segment, Surroundings
from bot.serving.server import Server
from tests.telegram.bringing import HEADER
from tests.telegram.conftest import Core, listening
from tests.telegram.fake import Fake
from tests.telegram.hooked import SECRET, hooked, update

WANG = Address("telegram", "7")


@pytest.fixture
async def telegram(fake: Fake, core: Core, server: Server) -> AsyncIterator[Telegram]:
    adapter = hooked(fake, core, server.url)
    server.mount(adapter.mounts)
    yield adapter
    await adapter.close()


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=10, verify=False) as client:
        yield client


async def test_the_webhook_is_set_with_its_secret_and_what_waited_is_brought(
    fake: Fake, telegram: Telegram, core: Core, server: Server
) -> None:
    fake.person(7, "王丽").says("先来的")
    async with listening(telegram, core):
        fake.person(7).says("后来的")
        await fake.until(lambda: fake.confirmed == 2)
    assert core.texts == ["先来的", "后来的"]
    assert fake.bringer.brought == [(1, 200), (2, 200)]
    (asked,) = fake.called("setWebhook")
    assert asked == {
        "url": f"{server.url}/telegram",
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
    headers: Mapping[str, str], fake: Fake, telegram: Telegram, core: Core, server: Server
) -> None:
    sent = [(key.encode(), value.encode("latin-1")) for key, value in headers.items()]
    client = httpx.AsyncClient(timeout=10, verify=False)
    async with client, listening(telegram, core):
        await fake.until(lambda: fake.webhook)
        for body in (json.dumps(update(1)).encode(), b"no json", bytes(2**20 + 1)):
            answer = await client.post(f"{server.url}/telegram", content=body, headers=sent)
            assert (answer.status_code, answer.content) == (403, b"")
        answer = await client.get(f"{server.url}/telegram", headers=sent)
        assert answer.status_code == 403
    assert core.said == []


async def test_what_is_no_update_is_refused_and_what_says_nothing_is_done_with(
    fake: Fake, telegram: Telegram, core: Core, server: Server, client: httpx.AsyncClient
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
                f"{server.url}/telegram", content=body, headers={HEADER: SECRET}
            )
            assert answer.status_code == status, body
        answer = await client.get(f"{server.url}/telegram", headers={HEADER: SECRET})
        assert answer.status_code == 405
    assert core.said == []


async def test_nobody_is_heard_before_the_start_and_after_the_end(
    fake: Fake, telegram: Telegram, core: Core, server: Server
) -> None:
    fake.bringer.url, fake.bringer.secret = f"{server.url}/telegram", SECRET
    assert await fake.bringer.post(update(1)) == 503
    async with listening(telegram, core):
        await fake.until(lambda: fake.webhook)
        assert await fake.bringer.post(update(1)) == 200
    assert await fake.bringer.post(update(2)) == 503
    assert [incoming.id for incoming in core.said] == ["1"]


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
    fake: Fake, core: Core, server: Server
) -> None:
    telegram = hooked(fake, core, server.url, look_seconds=0.01)
    server.mount(telegram.mounts)
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
    fake.let("getMe")
    fake.fail("getMe", 401, "Unauthorized")
    for _ in range(3):
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
