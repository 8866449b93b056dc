"""Chats that end or move: blocked, never started, closed topics, groups that become supergroups."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.console import Console
from bot.chat import Address
from bot.chat.about import Hosted
from bot.domain.office import Account, OfficerId
from tests.stories.reading import lines
from tests.telegram.fake import Chat, Fake
from tests.telegram.office import PATIENCE, TelegramOffice, shown

EVERYBODY = ("王丽", "吴婷", "陈建国", "赵志远", "刘芳")
LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"
OFFICERS_CARD = lines("""
    1123-07 转办　限11月30日下班前
    公租房申请一直没消息
    王秀英 13800138000　黑石乡（远道）　首问 王丽 8001
    [签收] [不是我的] [缺材料]
""")
WAITING = "1123-07 王** 公租房　李明　限11-30　→　待签收"
ACCEPTED = "1123-07 王** 公租房　李明　限11-30　→　已签收"
BLOCKED = "Forbidden: bot was blocked by the user"
NEVER_STARTED = "Forbidden: bot can't initiate conversation with a user"
NEW = -1001234567890


@pytest.fixture(params=["polling", "webhook"])
async def office(
    request: pytest.FixtureRequest, fake: Fake, tmp_path: Path
) -> AsyncIterator[TelegramOffice]:
    async with TelegramOffice(fake, tmp_path, patience=0.05, mode=request.param) as office:
        await office.bind(*EVERYBODY)
        yield office


async def refer(office: TelegramOffice) -> None:
    await office.say("王丽", LINE)
    await office.press("王丽", "李明")


def account(office: TelegramOffice, who: str, platform: str, user: str, chat: str) -> Account:
    return Account(platform=platform, user=user, officer=OfficerId(office.people[who]), chat=chat)


# ── people who cannot be written to ──


@pytest.mark.parametrize("why", [BLOCKED, NEVER_STARTED])
async def test_who_cannot_be_written_to_here_is_written_to_on_his_next_channel(
    office: TelegramOffice, why: str
) -> None:
    page = Console(name="web")
    office.house.add(page, Hosted.HOME)
    await office.work(lambda work: work.put(account(office, "李明", "web", "002", "p:002")))
    if why == BLOCKED:
        await office.bind("李明")
        office.person("李明").blocks()
    else:
        li = office.person("李明")
        there = account(office, "李明", "telegram", str(li.id), str(li.id))
        await office.work(lambda work: work.put(there))
    await refer(office)
    card = list(page.messages.values())[-1]
    assert card.text == OFFICERS_CARD.rpartition("\n")[0]
    assert [len(office.screens(who)) for who in ("陈建国", "刘芳")] == [1, 1]
    await office.say("刘芳", "未送达")
    assert office.screen("刘芳") == "没有未送达的消息。"
    assert (await office.counter.facts("1123-07"))[-1] == "NotDelivered"


@pytest.mark.parametrize("why", [BLOCKED, NEVER_STARTED])
async def test_without_another_channel_head_and_administrator_hear_why(
    office: TelegramOffice, why: str
) -> None:
    if why == BLOCKED:
        await office.bind("李明")
        office.person("李明").blocks()
    else:
        li = office.person("李明")
        there = account(office, "李明", "telegram", str(li.id), str(li.id))
        await office.work(lambda work: work.put(there))
    await refer(office)
    for who in ("陈建国", "刘芳"):
        assert office.screen(who) == f"1123-07　消息未送到李明，请当面转告。原因：{why}"
    for asked in ("未送达", "/failed"):
        await office.say("刘芳", asked)
        assert office.screen("刘芳") == (
            f"未送达1条：\n1　李明　11月23日 09:00　1123-07　{why}\n[1 重发] [1 不发了]"
        )
    assert (await office.counter.facts("1123-07"))[-1] == "NotDelivered"


async def test_who_lets_the_bot_in_again_is_written_to_again(office: TelegramOffice) -> None:
    await office.bind("李明")
    office.person("李明").blocks()
    await refer(office)
    office.chat("李明").blocked = False
    await office.say("李明", "待办")
    assert office.screen("李明").startswith("我该做的1件")


# ── groups and topics ──


async def test_a_group_that_threw_the_bot_out_is_told_to_the_administrator(
    office: TelegramOffice,
) -> None:
    await office.bind("李明")
    (await office.group("保障股")).blocked = True
    await refer(office)
    assert office.screen("刘芳").startswith("1123-07　消息未送到科室群，请当面转告。")
    assert office.screen("李明") == OFFICERS_CARD


@pytest.mark.parametrize("gone", [True, False], ids=["deleted", "closed"])
async def test_a_topic_that_ended_is_told_to_the_administrator_and_holds_up_nothing(
    office: TelegramOffice, gone: bool
) -> None:
    await office.bind("李明")
    forum = await office.group("保障股", topics=(5, 6), topic=5)
    if gone:
        forum.topics = (6,)
    else:
        forum.closed.add(5)
    await refer(office)
    why = "Message thread not found" if gone else "Topic_closed"
    assert office.screen("刘芳") == f"1123-07　消息未送到科室群，请当面转告。原因：{why}"
    assert office.screen("李明") == OFFICERS_CARD
    await office.say("刘芳", f"@{office.fake.username} 绑定科室 保障股", chat=forum, thread=6)
    await office.say("王丽", "何桂兰 13800138001 公租房续租一直没消息")
    await office.press("王丽", "吴婷")
    assert [(m.thread, m.text.split("　")[0]) for m in forum.messages[1:]] == [
        (6, "本群已绑定住房保障股。转办一行一件，08:30发到期清单。"),
        (6, "1123-08 何** 续租"),
    ]


# ── a group becomes a supergroup ──


@pytest.fixture
async def team(office: TelegramOffice) -> Chat:
    await office.bind("李明")
    team = await office.group("保障股")
    await refer(office)
    return team


async def in_the_new_group(office: TelegramOffice, old: Chat) -> list[str]:
    """What stands in the new group; the old one has not been written to, and nobody is lost."""
    assert [shown(message) for message in old.messages[1:]] == [WAITING]
    channels = await office.work(lambda work: dict(work.roster.directory.channels))
    assert [channel.chat for channel in channels.values()] == [str(NEW)]
    assert await office.work(lambda work: work.posts.parked()) == []
    return [shown(message) for message in office.fake.chat(NEW).messages]


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "found out when sending"])
async def test_a_group_that_becomes_a_supergroup_takes_its_section_along(
    office: TelegramOffice, team: Chat, announced: bool
) -> None:
    migrated(office, team, announced=announced)
    await office.done(office.fake.last_update)
    channels = await office.work(lambda work: dict(work.roster.directory.channels))
    where = str(NEW if announced else team.id)
    assert [channel.chat for channel in channels.values()] == [where]
    await office.press("李明", "签收")
    assert await in_the_new_group(office, team) == [ACCEPTED]
    await office.say("王丽", "何桂兰 13800138001 公租房续租要什么手续")
    await office.press("王丽", "吴婷")
    await office.wind("2026-12-01 08:30")
    new = office.fake.chat(NEW)
    assert [message.text.split("　")[0] for message in new.messages[1:]] == [
        "1123-08 何** 续租",
        "保障股",
        "保障股",
    ]


def migrated(office: TelegramOffice, team: Chat, *, announced: bool) -> None:
    if announced:
        office.fake.migrate(team, NEW)
    else:
        office.fake.group(NEW, team.title)
        team.moved_to = NEW


@pytest.mark.parametrize("restart", [False, True], ids=["", "and a restart"])
async def test_the_announcement_and_a_refused_message_may_cross(
    office: TelegramOffice, team: Chat, restart: bool
) -> None:
    office.line.hold_requests("editMessageText")
    query = {"from": office.person("李明").raw, "chat_instance": "1"}
    message, payload = office.button("李明", "签收")
    raw = office.fake.raw_message(office.chat("李明"), message)
    pressed = office.fake.happens("callback_query", {**query, "data": payload, "message": raw})
    await office.fake.until(lambda: office.fake.confirmed >= pressed, seconds=PATIENCE)
    office.fake.migrate(team, NEW)  # the change of the line is on its way to the old group
    moved = office.fake.last_update
    await office.fake.until(lambda: office.fake.confirmed >= moved, seconds=PATIENCE)
    if restart:
        await office.kill()
        await office.start()
    else:
        office.line.release()
    await office.done(moved)
    assert await in_the_new_group(office, team) == [ACCEPTED]


async def test_the_announcement_may_come_after_the_message_was_refused(
    office: TelegramOffice, team: Chat
) -> None:
    migrated(office, team, announced=False)
    await office.press("李明", "签收")
    assert await in_the_new_group(office, team) == [ACCEPTED]
    owner = {"id": 1, "is_bot": False, "first_name": "owner"}
    head = {"message_id": office.fake.next_message(), "date": 1, "from": owner}
    for chat, key, other in (
        (team, "migrate_to_chat_id", NEW),
        (office.fake.chat(NEW), "migrate_from_chat_id", team.id),
    ):
        told = office.fake.happens("message", {**head, "chat": chat.raw, key: other})
        await office.done(told)
    assert await in_the_new_group(office, team) == [ACCEPTED]


async def test_a_move_while_nothing_ran_is_followed_at_the_next_start(
    office: TelegramOffice, team: Chat
) -> None:
    office.line.hold_requests("editMessageText", "sendMessage")
    message, payload = office.button("李明", "签收")
    raw = office.fake.raw_message(office.chat("李明"), message)
    query = {"from": office.person("李明").raw, "data": payload, "message": raw}
    update = office.fake.happens("callback_query", query)
    await office.fake.until(lambda: office.fake.confirmed >= update, seconds=PATIENCE)
    await office.kill()
    office.fake.migrate(team, NEW)
    await office.start()
    await office.done(office.fake.last_update)
    assert await in_the_new_group(office, team) == [ACCEPTED]
    at = Address("telegram", str(NEW))
    posts = await office.work(lambda work: work.posts.history(at, 10))
    assert [post.kind for post in posts] == ["line"]
