"""What people do on Slack, over real sockets and real HTTP; transcripts stand in tests/together."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo import demo_directory
from tests.slack.fake import Fake
from tests.slack.office import SlackOffice
from tests.stories.reading import lines

EVERYBODY = ("王丽", "李明", "吴婷", "陈建国", "赵志远", "刘芳")
LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"


@pytest.fixture(params=["sockets", "http"])
async def either(
    request: pytest.FixtureRequest, fake: Fake, tmp_path: Path
) -> AsyncIterator[SlackOffice]:
    """The demo office in one mode and the other, everybody bound."""
    async with SlackOffice(fake, tmp_path, http=request.param == "http") as office:
        await office.bind(*EVERYBODY)
        yield office


@pytest.fixture
async def office(fake: Fake, tmp_path: Path) -> AsyncIterator[SlackOffice]:
    async with SlackOffice(fake, tmp_path) as office:
        await office.bind(*EVERYBODY)
        yield office


async def referred(office: SlackOffice) -> None:
    await office.say("王丽", LINE)
    await office.press("王丽", "李明")
    await office.press("王丽", "已离开")


@pytest.mark.clause("3.1", "3.2", "4.3")
async def test_a_line_and_two_taps_refer_it_and_every_card_is_edited_in_place(
    either: SlackOffice,
) -> None:
    office = either
    team = await office.team("保障股")
    await office.say("王丽", LINE)
    await office.press("王丽", "李明 保障股302")
    await office.press("王丽", "已离开")
    line = team.messages[-1]
    assert line.shown == "1123-07 王** 公租房　@李明　限11-30　→　待签收"
    assert line.mentions == ["U002"]
    cards = {who: office.card(who).ts for who in ("王丽", "李明")}
    await office.press("李明", "签收")
    assert office.screen("李明").splitlines()[-1] == "[联系了] [办结] [更多]"
    assert line.shown == "1123-07 王** 公租房　李明　限11-30　→　已签收"
    assert line.mentions == []
    assert {who: office.card(who).ts for who in cards} == cards
    assert [len(office.screens(who)) for who in cards] == [2, 2]
    assert office.screen("王丽").startswith("1123-07 已转李明，限11月30日（周一）下班前　已签收")


# ── what is Slack's own ──


async def test_an_old_button_is_answered_in_passing_and_changes_nothing(
    office: SlackOffice,
) -> None:
    await office.say("王丽", LINE)
    card, to_li = office.person("王丽").dm.bearing("李明")
    await office.press("王丽", "李明")
    await office.done(office.person("王丽").presses_again(card, to_li))
    assert await office.whisper("王丽") == "这个按钮已用过，现由李明承办。"
    assert await office.counter.facts("1123-07") == ["Registered", "Referred"]


async def test_a_repeated_delivery_is_answered_from_what_is_stored(either: SlackOffice) -> None:
    said = either.person("王丽").says(LINE)
    await either.done(said)
    await either.done(either.fake.again(said))
    await either.say("王丽", "待办")
    assert [text.splitlines()[0][:7] for text in either.screens("王丽")[1:]] == [
        "1123-07",
        "我该做的1件",
    ]


async def test_a_restart_in_between_loses_nothing(office: SlackOffice) -> None:
    await office.say("王丽", LINE)
    await office.stop()
    pressed = office.person("王丽").presses("李明")
    await office.start()
    await office.done(pressed)
    assert office.screen("李明").startswith("1123-07 转办")


async def test_a_card_deleted_in_slack_becomes_a_new_card_once(office: SlackOffice) -> None:
    await referred(office)
    _, accept = office.person("李明").dm.bearing("签收")
    gone = office.person("李明").dm.messages.pop()
    await office.done(office.person("李明").presses_again(gone, accept))
    await office.press("李明", "联系了")
    shown = [text.splitlines()[0] for text in office.screens("李明")]
    assert shown == [
        "李明，已绑定。来了人，直接打一行字登记；发“帮助”看用法。",
        "1123-07　已签收　限11月30日下班前　已联系",
    ]


async def test_while_slack_asks_for_a_pause_everything_stays_owed(office: SlackOffice) -> None:
    pauses: list[float] = []
    over = asyncio.Event()

    async def pause(seconds: float) -> None:
        pauses.append(int(seconds))
        await over.wait()

    office.house.outbox.sleep = pause
    office.fake.fail("chat.postMessage", "ratelimited", status=429, retry_after=9)
    await office.say("王丽", LINE)
    assert (pauses, office.screens("王丽")[1:]) == ([9], [])
    over.set()
    await office.say("王丽", "待办")
    assert [text[:7] for text in office.screens("王丽")[1:]] == ["1123-07", "我该做的1件\n"]


async def test_whose_address_the_workspace_vouches_for_is_known_at_the_first_word(
    office: SlackOffice,
) -> None:
    zhou = replace(demo_directory().officers["005"], email="Zhou@office.example")
    await office.work(lambda work: work.put(zhou))
    guest = office.fake.person("U404", "客人", email="zhou@office.example", team_id="T9")
    await office.done(guest.says(LINE))
    assert office.screen("客人").startswith("您好，这里是")
    office.fake.person("U005", "周强", email="zhou@office.example")
    await office.say("周强", "电话 金桂小区半夜打桩")
    assert office.screen("周强").startswith("1123-07　来电")


async def test_commands_stand_in_the_slash_menu(office: SlackOffice) -> None:
    await referred(office)
    li = office.person("李明")
    await office.done(li.commands("/sw-todo"))
    assert office.screen("李明").startswith("我该做的1件\n1123-07　公租房申请一直没消息　待签收")
    team = office.fake.channel("C9", "别的群")
    told = await office.done(office.person("陈建国").commands("/sw-where", "1123-07", channel=team))
    assert told == {"response_type": "ephemeral", "text": "已在私聊里回复您。"}
    assert office.screen("陈建国").splitlines()[0] == "1123-07　公租房申请一直没消息"
    assert team.messages == []


async def test_a_message_taken_up_is_registered_by_who_took_it(office: SlackOffice) -> None:
    await office.done(office.person("王丽").takes_up("公租房申请\n一直没消息"))
    assert office.screen("王丽").splitlines()[0] == "1123-07　来访"


async def test_a_reply_to_a_card_in_the_direct_message_is_heard_as_one(office: SlackOffice) -> None:
    await referred(office)
    for label in ("签收", "办结", "已办成"):
        await office.press("李明", label)
    question = office.card("李明")
    await office.say("李明", "已核对，排第37位", thread=question.ts)
    assert office.screen("王丽") == lines("""
        1123-07 李明已办结（已办成）：已核对，排第37位
        请回访王秀英 13800138000。
        [非常满意] [满意] [基本满意]
        [不满意] [非常不满意] [没打通] [不评价]
    """)
    assert {m.thread for m in office.person("李明").dm.messages} == {""}


async def test_in_a_channel_only_what_is_meant_for_the_bot_is_answered(office: SlackOffice) -> None:
    team = await office.team("保障股")
    await office.say("王丽", LINE, channel=team)
    assert len(team.messages) == 1
    await office.hear("吴婷", "<@UBOT> 今日", channel=team)
    assert team.messages[-1].text == "保障股　11月23日\n在办0，昨日办结0。"
    assert await office.work(lambda work: work.inquiries.numbered("1123-07")) is None
