"""The transcripts (a), (b) and (f) of PRODUCT.md on Slack, over real sockets and real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo import demo_directory
from tests.slack.fake import Fake
from tests.slack.house import Premises
from tests.stories.reading import lines

EVERYBODY = ("王丽", "李明", "吴婷", "陈建国", "赵志远", "刘芳")
LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"


@pytest.fixture(params=["sockets", "http"])
async def either(
    request: pytest.FixtureRequest, fake: Fake, tmp_path: Path
) -> AsyncIterator[Premises]:
    """The demo office in one mode and the other, everybody bound."""
    async with Premises(fake, tmp_path, http=request.param == "http") as office:
        await office.bind(*EVERYBODY)
        yield office


@pytest.fixture
async def office(fake: Fake, tmp_path: Path) -> AsyncIterator[Premises]:
    async with Premises(fake, tmp_path) as office:
        await office.bind(*EVERYBODY)
        yield office


async def referred(office: Premises) -> None:
    await office.say("王丽", LINE)
    await office.press("王丽", "李明")
    await office.press("王丽", "已离开")


@pytest.mark.clause("3.1", "3.2", "4.3")
async def test_a_a_line_and_two_taps_refer_it_and_every_card_is_edited_in_place(
    either: Premises,
) -> None:
    office = either
    team = await office.team("保障股")
    await office.say("王丽", LINE)
    assert office.screen("王丽") == lines("""
        1123-07　来访　王秀英　13800138000　黑石乡
        公租房申请一直没消息
        [李明 保障股302] [吴婷 保障股302] [另选人]
        [当场答] [缺材料] [不清楚归谁] [更多]
    """)
    await office.press("王丽", "李明 保障股302")
    assert office.screen("王丽") == lines("""
        1123-07 已转李明，限11月30日（周一）下班前
        请告诉来访人：“由保障股李明办，302室，电话8302，最迟11月30日答复您。我是王丽，电话8001。”
        [带过去了] [在大厅等] [已离开]
        [撤回] [更多]
    """)
    await office.press("王丽", "已离开")
    assert office.screen("李明") == lines("""
        1123-07 转办　限11月30日下班前
        公租房申请一直没消息
        王秀英 13800138000　黑石乡（远道）　已离开　首问 王丽 8001
        [签收] [不是我的] [缺材料]
    """)
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


@pytest.mark.clause("9.2", "5.2")
async def test_b_answered_on_the_spot_by_one_line_and_one_tap(either: Premises) -> None:
    office = either
    await office.say("王丽", "电话 维修资金怎么申请")
    assert office.screen("王丽") == lines("""
        1123-07　来电　住宅专项维修资金使用
        标准答复：业主依法表决通过后，带①申请表②表决结果③工程预算，来302室，20个工作日内拨付。
        [就这样答了] [改一句] [转办]
    """)
    await office.press("王丽", "就这样答了")
    assert office.screen("王丽") == lines("""
        1123-07　已登记，当场答复。
        [撤回]
    """)


@pytest.mark.clause("4.6")
async def test_f_reminded_urged_and_answered_with_a_new_date(office: Premises) -> None:
    team = await office.team("保障股")
    await referred(office)
    await office.press("李明", "签收")
    await office.wind("2026-11-27 08:30")
    assert office.screen("李明") == lines("""
        1123-07 下个工作日（11月30日）到期。
        [办结] [联系了] [更多]
    """)
    assert (len(team.messages), len(office.screens("陈建国"))) == (2, 1)
    await office.wind("2026-12-01 08:30")
    assert office.screen("王丽") == lines("""
        1123-07 昨日到期未办结，承办李明（8302）。10:30前不点，系统代催并记录。
        [催办] [已打电话催]
    """)
    await office.press("王丽", "催办")
    assert office.screen("李明") == lines("""
        催办（第1次）　1123-07　超1个工作日　王丽催　请今天下班前回复。
        [今天办结] [回复原因]
    """)
    assert team.messages[1].shown == "1123-07 王** 公租房　李明　限11-30　→　已催1次"
    await office.press("李明", "回复原因")
    await office.press("李明", "等外单位")
    assert office.screen("李明") == lines("""
        1123-07　等外单位。哪天办结？
        [12月2日] [12月4日] [12月7日] [其他]
        [返回]
    """)
    await office.press("李明", "12月4日")
    assert office.screen("王丽") == lines("""
        李明答复1123-07：等外单位，12月4日办结。请告诉来访人：“需等外单位回函，最迟12月4日给您答复，让您久等了。”
        [已告诉]
    """)


@pytest.mark.clause("4.6")
async def test_f_unanswered_the_formal_notice_goes_to_officer_and_head(office: Premises) -> None:
    team = await office.team("保障股")
    await referred(office)
    await office.wind("2026-12-01 08:30")
    digest = team.messages[-1]
    assert digest.text.splitlines() == [
        "保障股　12月1日",
        "超期1　1123-07 王** 公租房　@李明　超1天　待催",
        "在办1，昨日办结0。",
    ]
    assert digest.mentions == ["U002"]
    await office.wind("2026-12-02 08:30")
    notice = lines("""
        催办通知书　云住建首催〔2026〕1号
        李明同志：1123-07（公租房）应于11月30日办结，已超2个工作日，催办1次未复。请于12月2日下班前办结，或说明原因和办结日期。
    """)
    assert office.screen("李明", "催办通知书") == f"{notice}\n[今天办结] [回复原因]"
    assert office.screen("陈建国") == f"{notice}\n陈建国：\n[我过问] [换吴婷办] [看经过]"


# ── what is Slack's own ──


async def test_an_old_button_is_answered_in_passing_and_changes_nothing(office: Premises) -> None:
    await office.say("王丽", LINE)
    card, to_li = office.person("王丽").dm.bearing("李明")
    await office.press("王丽", "李明")
    await office.done(office.person("王丽").presses_again(card, to_li))
    assert await office.whisper("王丽") == "这个按钮已用过，现由李明承办。"
    assert await office.counter.facts("1123-07") == ["Registered", "Referred"]


async def test_a_repeated_delivery_is_answered_from_what_is_stored(either: Premises) -> None:
    said = either.person("王丽").says(LINE)
    await either.done(said)
    await either.done(either.fake.again(said))
    await either.say("王丽", "待办")
    assert [text.splitlines()[0][:7] for text in either.screens("王丽")[1:]] == [
        "1123-07",
        "我该做的1件",
    ]


async def test_a_restart_in_between_loses_nothing(office: Premises) -> None:
    await office.say("王丽", LINE)
    await office.stop()
    pressed = office.person("王丽").presses("李明")
    await office.start()
    await office.done(pressed)
    assert office.screen("李明").startswith("1123-07 转办")


async def test_a_card_deleted_in_slack_becomes_a_new_card_once(office: Premises) -> None:
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


async def test_while_slack_asks_for_a_pause_everything_stays_owed(office: Premises) -> None:
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
    office: Premises,
) -> None:
    zhou = replace(demo_directory().officers["005"], email="Zhou@office.example")
    await office.work(lambda work: work.put(zhou))
    guest = office.fake.person("U404", "客人", email="zhou@office.example", team_id="T9")
    await office.done(guest.says(LINE))
    assert office.screen("客人").startswith("您好，这里是")
    office.fake.person("U005", "周强", email="zhou@office.example")
    await office.say("周强", "电话 金桂小区半夜打桩")
    assert office.screen("周强").startswith("1123-07　来电")


async def test_commands_stand_in_the_slash_menu(office: Premises) -> None:
    await referred(office)
    li = office.person("李明")
    await office.done(li.commands("/sw-todo"))
    assert office.screen("李明").startswith("我该做的1件\n1123-07　公租房申请一直没消息　待签收")
    team = office.fake.channel("C9", "别的群")
    told = await office.done(office.person("陈建国").commands("/sw-where", "1123-07", channel=team))
    assert told == {"response_type": "ephemeral", "text": "已在私聊里回复您。"}
    assert office.screen("陈建国").splitlines()[0] == "1123-07　公租房申请一直没消息"
    assert team.messages == []


async def test_a_message_taken_up_is_registered_by_who_took_it(office: Premises) -> None:
    await office.done(office.person("王丽").takes_up("公租房申请\n一直没消息"))
    assert office.screen("王丽").splitlines()[0] == "1123-07　来访"


async def test_a_reply_to_a_card_in_the_direct_message_is_heard_as_one(office: Premises) -> None:
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


async def test_in_a_channel_only_what_is_meant_for_the_bot_is_answered(office: Premises) -> None:
    team = await office.team("保障股")
    await office.say("王丽", LINE, channel=team)
    assert len(team.messages) == 1
    await office.hear("吴婷", "<@UBOT> 今日", channel=team)
    assert team.messages[-1].text == "保障股　11月23日\n在办0，昨日办结0。"
    assert await office.work(lambda work: work.inquiries.numbered("1123-07")) is None
