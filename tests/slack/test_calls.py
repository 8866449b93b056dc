"""HTTP mode behind the office's own server: signatures, the five minutes, repetitions, limits."""

import asyncio
import json
from collections.abc import Callable

import pytest

from adapters.slack import Pace, connect
from adapters.slack.adapter import Slack
from adapters.slack.calls import LARGEST
from bot.chat import Ack, Button, Outgoing
from tests.adapters.core import listening
from tests.slack.conftest import AROUND, Core, called
from tests.slack.delivering import post, signed
from tests.slack.fake import Fake

LINE = json.dumps(
    {
        "type": "event_callback",
        "event_id": "Ev1",
        "team_id": "T1",
        "event": {
            "type": "message",
            "user": "U001",
            "text": "公租房没消息",
            "ts": "1.1",
            "channel": "D001",
            "channel_type": "im",
        },
    }
)
JSON = {"content-type": "application/json"}


def test_in_socket_mode_nothing_is_mounted(slack: Slack, http: Slack) -> None:
    assert (dict(slack.mounts), list(http.mounts)) == ({}, ["/slack"])


async def test_events_presses_and_commands_come_in_at_one_path(
    fake: Fake, http: Slack, core: Core
) -> None:
    wang = fake.person("U001", "王丽")
    core.acks["todo:0:0"] = Ack("已办")
    async with called(fake, http), listening(http, core):
        await fake.until_listening()
        said = wang.says("公租房没消息")
        await fake.answered(said)
        await http.send(core.said[0].address, Outgoing((), ((Button("待办", "todo:0:0"),),)))
        await fake.answered(wang.presses("待办"))
        await fake.answered(wang.commands("/sw-todo"))
        await fake.until(lambda: fake.whispers)
    assert [(i.text, i.press, i.command) for i in core.said] == [
        ("公租房没消息", "", ""),
        ("", "todo:0:0", ""),
        ("", "", "todo"),
    ]
    assert fake.whispers == [("D001", "U001", "已办")]


async def test_slacks_question_whether_the_address_is_ours_is_answered(
    fake: Fake, http: Slack, core: Core
) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c1"})
    async with called(fake, http), listening(http, core):
        await fake.until_listening()
        answer = await post(fake.address, body, signed(fake.secret, body) | JSON)
    assert answer == (200, '{"challenge": "c1"}')


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (lambda: signed("another secret", LINE), 401),
        (lambda: signed(Fake.secret, LINE + " "), 401),
        (lambda: signed(Fake.secret, LINE, age=301), 401),
        (lambda: signed(Fake.secret, LINE, age=-400), 401),
        (dict, 401),
        (lambda: {"x-slack-signature": "v0=é", "x-slack-request-timestamp": "1"}, 401),
        (lambda: {"x-slack-signature": "v0=1", "x-slack-request-timestamp": "now"}, 401),
        (lambda: signed(Fake.secret, LINE, age=290), 200),
    ],
    ids=[
        "wrong secret",
        "another body",
        "stale",
        "from the future",
        "none",
        "no ASCII",
        "no number",
        "in time",
    ],
)
async def test_only_what_slack_signed_within_five_minutes_reaches_the_core(
    headers: Callable[[], dict[str, str]], status: int, fake: Fake, http: Slack, core: Core
) -> None:
    fake.person("U001", "王丽")
    async with called(fake, http), listening(http, core):
        await fake.until_listening()
        answer = await post(fake.address, LINE, headers() | JSON)
    assert (answer[0], core.texts) == (status, ["公租房没消息"] if status == 200 else [])


async def test_what_the_library_stumbles_over_is_done_with(
    fake: Fake, http: Slack, core: Core
) -> None:
    body = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": ["?"], "team": 7})
    async with called(fake, http), listening(http, core):
        await fake.until_listening()
        assert await post(fake.address, body, signed(fake.secret, body) | JSON) == (200, "")
        assert (await post(fake.address, body, signed("another", body) | JSON))[0] == 401
    assert core.said == []


async def test_a_replayed_call_is_the_same_delivery(fake: Fake, http: Slack, core: Core) -> None:
    fake.person("U001", "王丽")
    headers = signed(fake.secret, LINE) | JSON
    async with called(fake, http), listening(http, core):
        await fake.until_listening()
        for _ in range(2):
            assert await post(fake.address, LINE, headers) == (200, "")
    assert [incoming.id for incoming in core.said] == ["Ev1", "Ev1"]


async def test_a_slow_core_is_not_acknowledged_and_slack_calls_again(
    fake: Fake, core: Core
) -> None:
    held = asyncio.Event()
    core.on = lambda _: held.wait()
    settings = {"bot_token": fake.bot_token, "signing_secret": fake.secret}
    slack = connect({**settings, "base_url": fake.base_url}, AROUND, pace=Pace(ack=0.05))
    wang = fake.person("U001", "王丽")
    async with called(fake, slack), listening(slack, core):
        await fake.until_listening()
        first = wang.says("公租房没消息")
        await fake.until(lambda: first.statuses)
        held.set()
        await fake.until(lambda: core.said)
        second = fake.again(first)
        await fake.answered(second)
    assert (first.statuses, second.statuses, second.attempt) == ([503], [200], 1)
    assert {incoming.id for incoming in core.said} == {first.payload["event_id"]}
    await slack.close()


async def test_before_it_listens_slack_is_told_to_come_again(fake: Fake, http: Slack) -> None:
    async with called(fake, http):
        answer = await post(fake.address, LINE, signed(fake.secret, LINE) | JSON)
    assert answer == (503, "")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/slack/events", "x" * (LARGEST + 1), 413),
        ("/slack/other", LINE, 404),
        ("/slack", LINE, 404),
    ],
    ids=["too large", "elsewhere", "at the root"],
)
async def test_what_is_too_large_or_elsewhere_is_refused(
    path: str, body: str, *, status: int, fake: Fake, http: Slack, core: Core
) -> None:
    async with called(fake, http), listening(http, core):
        await fake.until_listening()
        address = fake.address.removesuffix("/slack/events") + path
        answer = await post(address, body, signed(fake.secret, body) | JSON)
    assert (answer[0], core.said) == (status, [])


async def test_a_large_paper_is_taken(fake: Fake, http: Slack, core: Core) -> None:
    fake.person("U001", "王丽")
    body = LINE.replace(json.dumps("公租房没消息"), json.dumps("长" * 40_000))
    async with called(fake, http), listening(http, core):
        await fake.until_listening()
        answer = await post(fake.address, body, signed(fake.secret, body) | JSON)
    assert (answer[0], [len(text) for text in core.texts]) == (200, [40_000])


async def test_a_page_looked_at_is_not_an_event(fake: Fake, http: Slack, core: Core) -> None:
    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"\xff", "more_body": False}

    app = http.mounts["/slack"]
    for method in ("GET", "POST"):
        scope = {"type": "http", "path": "/slack/events", "root_path": "/slack", "headers": []}
        await app({**scope, "method": method}, receive, send)
    assert [message.get("status") for message in sent] == [405, None, 400, None]
