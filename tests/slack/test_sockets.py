"""Socket Mode: real slack-bolt and slack-sdk against real connections that break and come again."""

import asyncio

import pytest

from adapters.slack import GaveUp, Pace, connect
from adapters.slack.adapter import Slack
from bot.chat import Address, Incoming
from tests.adapters.core import listening
from tests.slack.conftest import AROUND, Core
from tests.slack.fake import Fake


async def test_a_line_is_acknowledged_once_the_core_has_it(
    fake: Fake, slack: Slack, core: Core
) -> None:
    wang = fake.person("U001", "王丽", email="wang@office.example")
    async with listening(slack, core):
        said = wang.says("王秀英 13800138000 公租房 <没消息> & 急")
        assert await fake.answered(said) == {}
    assert core.said == [
        Incoming(
            id=said.payload["event_id"],
            address=Address("slack", "D001"),
            sender="U001",
            sender_name="王丽",
            text="王秀英 13800138000 公租房 <没消息> & 急",
            message_id=said.payload["event"]["ts"],
            email="wang@office.example",
        )
    ]


async def test_two_connections_share_the_deliveries(fake: Fake, slack: Slack, core: Core) -> None:
    wang = fake.person("U001", "王丽")
    async with listening(slack, core):
        await fake.until(lambda: len(fake.sockets.open) == 2)
        for text in ("一", "二", "三", "四"):
            await fake.answered(wang.says(text))
    assert core.texts == ["一", "二", "三", "四"]
    assert fake.sockets.carried == [0, 1, 0, 1]


async def test_what_a_broken_connection_took_with_it_comes_again_under_the_same_id(
    fake: Fake, slack: Slack, core: Core
) -> None:
    held = asyncio.Event()
    core.on = lambda _: held.wait()
    wang = fake.person("U001", "王丽")
    async with listening(slack, core):
        await fake.until(lambda: len(fake.sockets.open) == 2)
        said = wang.says("公租房没消息")
        await fake.until(lambda: core.offered)
        fake.drop_sockets()
        held.set()
        await fake.answered(said)
    assert said.attempt == 1
    assert {incoming.id for incoming in core.offered} == {said.payload["event_id"]}
    assert len(core.offered) == 2


async def test_connections_slack_wants_renewed_are_renewed_and_nothing_is_lost(
    fake: Fake, slack: Slack, core: Core
) -> None:
    wang = fake.person("U001", "王丽")
    async with listening(slack, core):
        await fake.until(lambda: len(fake.sockets.open) == 2)
        fake.sockets.refresh()
        lines = [wang.says(text) for text in "一二三四"]
        for line in lines:
            await fake.answered(line)
        await fake.until(lambda: fake.sockets.opened == 4)
        await fake.until(lambda: len(fake.sockets.open) == 2)
    assert {incoming.text for incoming in core.said} == set("一二三四")
    assert len(fake.called("apps.connections.open")) == 4


async def test_an_address_that_opens_nothing_is_asked_for_anew(
    fake: Fake, slack: Slack, core: Core
) -> None:
    fake.sockets.void = 2
    wang = fake.person("U001", "王丽")
    async with listening(slack, core):
        await fake.answered(wang.says("公租房没消息"))
    assert core.texts == ["公租房没消息"]


async def test_a_chats_lines_are_handed_over_in_their_order_and_chats_do_not_wait_for_each_other(
    fake: Fake, slack: Slack, core: Core
) -> None:
    held = asyncio.Event()

    async def hold(incoming: Incoming) -> None:
        if incoming.text == "一":
            await held.wait()

    core.on = hold
    wang, li = fake.person("U001", "王丽"), fake.person("U002", "李明")
    async with listening(slack, core):
        first = wang.says("一")
        await fake.until(lambda: core.offered)
        second = wang.says("二")
        await fake.answered(li.says("三"))
        assert [incoming.text for incoming in core.offered] == ["一", "三"]
        held.set()
        for line in (first, second):
            await fake.answered(line)
    assert core.texts == ["三", "一", "二"]


async def test_a_slow_core_is_not_acknowledged_and_the_repetition_waits_for_it(
    fake: Fake, core: Core
) -> None:
    held = asyncio.Event()
    core.on = lambda _: held.wait()
    wang = fake.person("U001", "王丽")
    pace = Pace(ping=0.2, ack=0.05, connections=1)
    slack = connect(
        {
            "bot_token": fake.bot_token,
            "app_token": fake.app_token,
            "base_url": fake.base_url,
        },
        AROUND,
        pace=pace,
    )
    async with listening(slack, core):
        first = wang.says("公租房没消息")
        await fake.until(lambda: core.offered)
        second, later = fake.again(first), wang.says("第二句")
        held.set()
        await fake.until(lambda: len(core.said) == 3)
    assert (first.answers, core.said[0].id, core.said[1].id) == (
        [],
        *[second.payload["event_id"]] * 2,
    )
    assert core.texts == ["公租房没消息", "公租房没消息", "第二句"]
    assert later.attempt == 0
    await slack.close()


async def test_what_the_core_cannot_commit_is_not_acknowledged(
    fake: Fake, slack: Slack, core: Core
) -> None:
    async def refuse(_: Incoming) -> None:
        core.on = None
        raise RuntimeError

    core.on = refuse
    wang = fake.person("U001", "王丽")
    async with listening(slack, core):
        said = wang.says("公租房没消息")
        await fake.until(lambda: core.offered)
        again = fake.again(said)
        await fake.answered(again)
    assert (said.answers, core.texts) == ([], ["公租房没消息"])


async def test_a_payload_nobody_can_read_is_done_with(fake: Fake, slack: Slack, core: Core) -> None:
    async with listening(slack, core):
        for body in ({"type": "event_callback", "event": {"type": "message", "user": "U1"}},):
            odd = fake.deliver("events_api", body | {"team_id": "T1"})
            assert await fake.answered(odd) == {}
        reaction = fake.event({"type": "reaction_added", "user": "U1"})
        assert await fake.answered(reaction) == {}
    assert core.said == []


@pytest.mark.parametrize(
    ("tokens", "why"),
    [
        ({"bot_token": "xoxb-wrong"}, "slack_wrong_token"),
        ({"app_token": "xapp-wrong"}, "slack_wrong_app_token"),
    ],
    ids=["bot token", "app token"],
)
async def test_a_wrong_token_ends_the_run(
    tokens: dict[str, str], why: str, fake: Fake, core: Core
) -> None:
    settings = {"bot_token": fake.bot_token, "app_token": fake.app_token, **tokens}
    slack = connect({**settings, "base_url": fake.base_url}, AROUND)
    with pytest.raises(GaveUp) as given:
        await asyncio.wait_for(slack.run(core.receive), 10)
    assert str(given.value) == why
    await slack.close()


async def test_slack_out_of_reach_is_waited_for(fake: Fake, core: Core) -> None:
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    fake.drop("auth.test")
    fake.fail("auth.test", "ratelimited", status=429, retry_after=7)
    fake.fail("auth.test", "internal_error", status=503)
    settings = {"bot_token": fake.bot_token, "app_token": fake.app_token}
    slack = connect({**settings, "base_url": fake.base_url}, AROUND, pace=Pace(pause=pause))
    assert await slack.identify() == "UBOT"
    assert waits == [1, 7, 2]
    await slack.close()


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({}, "bot_token"),
        ({"bot_token": "x", "app_token": "y", "signing_secret": "z"}, "app_token"),
        ({"bot_token": "x"}, "app_token"),
        ({"bot_token": "x", "app_token": "y", "mode": "z"}, "mode"),
    ],
    ids=str,
)
def test_settings_that_cannot_work_are_named(settings: dict[str, str], key: str) -> None:
    with pytest.raises(ValueError, match=key):
        connect(settings, AROUND)
