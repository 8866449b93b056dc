"""What cannot be delivered is learnt by somebody who can pass it on; a moved chat is followed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat import Moved, Undeliverable
from bot.demo import demo_start
from bot.domain.facts import NotDelivered
from bot.domain.messages import PostKind
from bot.domain.office import Account
from tests.delivery.station import HEAD, NOTICE, OFFICER, Station, post, until


async def test_what_cannot_be_delivered_is_told_to_head_and_administrator_once(
    station: Station,
) -> None:
    station.web.answers["p:002"] = [Undeliverable("bot was blocked"), Undeliverable("again")]
    (owed,) = await station.owe(post("p:002", "1123-07", to=OFFICER))
    await station.outbox.settled()
    station.outbox.hand_on([replace(owed, wanted=2)])  # a turn that had read it before
    await station.outbox.settled()
    words = "消息未送到李明，请当面转告。原因：bot was blocked"
    assert (station.web.texts("p:004"), station.web.texts("p:007")) == ([words], [words])
    assert ((kept := await station.now(owed)).state, kept.error) == ("parked", "bot was blocked")
    assert [(f.to, f.told, f.reason) for f in await _not_delivered(station)] == [
        (OFFICER, HEAD, "bot was blocked")
    ]


async def test_it_goes_to_another_account_of_the_person_first(station: Station) -> None:
    account = Account(platform="slack", user="U2", officer=OFFICER, chat="D2")
    await station.work(lambda work: work.put(account))
    station.web.answers["p:002"] = [Undeliverable("blocked")]
    (owed,) = await station.owe(replace(post("p:002", to=OFFICER), key="k"))
    await station.outbox.settled()
    assert [chat for chat, _, _ in station.slack.calls] == ["D2"]
    assert [chat for chat, _, _ in station.web.calls] == ["p:002"]
    elsewhere = await station.now(replace(owed, id=owed.id + 1))
    assert (elsewhere.key, elsewhere.parts, elsewhere.to) == ("k>web", NOTICE, OFFICER)


async def test_where_no_account_is_left_the_head_hears_of_it(station: Station) -> None:
    account = Account(platform="slack", user="U2", officer=OFFICER, chat="D2")
    await station.work(lambda work: work.put(account))
    station.web.answers["p:002"] = [Undeliverable("blocked")]
    station.slack.answers["D2"] = [Undeliverable("gone")]
    await station.owe(post("p:002", to=OFFICER))
    await station.outbox.settled()
    assert station.web.texts("p:004") == ["消息未送到李明，请当面转告。原因：gone"]
    assert [fact.told for fact in await _not_delivered(station)] == [OFFICER, HEAD]


async def test_of_a_channel_only_the_administrator_hears(station: Station) -> None:
    station.web.answers["c:1"] = [Undeliverable("kicked")]
    await station.owe(replace(post("c:1"), kind=PostKind.DIGEST, parts=()))
    await station.outbox.settled()
    assert station.web.texts("p:007") == ["消息未送到科室群，请当面转告。原因：kicked"]
    assert [chat for chat, _, _ in station.web.calls] == ["c:1", "p:007"]


async def test_outside_opening_hours_nobody_is_disturbed_by_it(station: Station) -> None:
    station.clock.wind(station.clock.now() + timedelta(hours=10))
    station.web.answers["p:002"] = [Undeliverable("blocked")]
    await station.owe(post("p:002", to=OFFICER, rank=2))
    await station.outbox.settled()
    assert [chat for chat, _, _ in station.web.calls] == ["p:002"]
    station.clock.wind(station.clock.now() + timedelta(hours=14))
    await station.outbox.relay()
    await station.outbox.settled()
    assert [chat for chat, _, _ in station.web.calls] == ["p:002", "p:004", "p:007"]


@pytest.mark.parametrize("chat", ["p:002", "stranger"])
async def test_a_plain_reply_is_parked_and_no_more(station: Station, chat: str) -> None:
    station.web.answers[chat] = [Undeliverable("blocked")]
    (reply,) = await station.owe(replace(post(chat, to=OFFICER), kind=PostKind.REPLY, parts=()))
    await station.outbox.settled()
    assert [where for where, _, _ in station.web.calls] == [chat]
    assert await station.work(lambda work: [p.id for p in work.posts.parked()]) == [reply.id]


async def test_news_of_something_undelivered_that_is_undelivered_itself_goes_no_further(
    station: Station,
) -> None:
    for chat in ("p:002", "p:004", "p:007"):
        station.web.answers[chat] = [Undeliverable("blocked")]
    await station.owe(post("p:002", to=OFFICER))
    await station.outbox.settled()
    assert [chat for chat, _, _ in station.web.calls] == ["p:002", "p:004", "p:007"]
    assert len(await station.work(lambda work: work.posts.parked())) == 3
    assert len(await _not_delivered(station)) == 1


async def test_a_chat_that_moved_is_followed_without_loss(station: Station) -> None:
    station.web.answers["c:1"] = [Moved("c:2")]
    posts = await station.owe(*(post("c:1", str(n)) for n in range(3)))
    await station.outbox.settled()
    channels = await station.work(lambda work: work.roster.directory.channels)
    assert (station.web.texts("c:1"), station.web.texts("c:2")) == (["0"], ["0", "1", "2"])
    assert [(await station.now(each)).address.chat for each in posts] == ["c:2"] * 3
    assert [(c.chat, c.thread, c.department) for c in channels.values()] == [
        ("c:2", "7", "住房保障股")
    ]


async def test_a_chat_that_moves_in_circles_waits(station: Station) -> None:
    station.web.answers["c:1"] = [Moved("c:2")]
    station.web.answers["c:2"] = [Moved("c:1")]
    await station.owe(post("c:1", "0"))
    await station.outbox.settled()
    assert station.pauses.asked == [1]
    station.pauses.over()
    await until(lambda: len(station.web.texts("c:2")) == 2)


async def _not_delivered(station: Station) -> list[NotDelivered]:
    lines = await station.work(lambda work: work.journal.kind("NotDelivered", demo_start()))
    return [line.fact for line in lines if isinstance(line.fact, NotDelivered)]


async def test_of_two_accounts_on_one_platform_the_other_is_tried_and_both_only_once(
    station: Station,
) -> None:
    second = Account(platform="web", user="second", officer=OFFICER, chat="p:second")
    await station.work(lambda work: work.put(second))
    for chat in ("p:002", "p:second"):
        station.web.answers[chat] = [Undeliverable("blocked")]
    await station.owe(post("p:002", to=OFFICER))
    await station.outbox.settled()
    assert [chat for chat, _, _ in station.web.calls] == ["p:002", "p:second", "p:004", "p:007"]
