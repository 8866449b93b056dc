"""The main job on Telegram, over real HTTP: bind, register, refer, remind, urge, digest, conclude."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo import demo_directory
from tests.stories.reading import lines
from tests.telegram.fake import Fake
from tests.telegram.office import TelegramOffice, shown

EVERYBODY = ("王丽", "李明", "吴婷", "陈建国", "赵志远", "刘芳")
LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"
STRANGER = (
    "您好，这里是云岭县住房和城乡建设局的内部登记号。"
    "工作人员请向管理员要绑定链接，或在此分享本人号码。"
)


@pytest.fixture
async def empty(fake: Fake, tmp_path: Path) -> AsyncIterator[TelegramOffice]:
    """The demo office, nobody bound yet; 李明's own number is on the list."""
    li = replace(demo_directory().officers["002"], mobile="13800138002")
    async with TelegramOffice(fake, tmp_path, entries=(li,)) as office:
        yield office


@pytest.fixture
async def office(empty: TelegramOffice) -> TelegramOffice:
    await empty.bind(*EVERYBODY)
    return empty


async def referred(office: TelegramOffice) -> None:
    await office.say("王丽", LINE)
    await office.press("王丽", "李明")
    await office.press("王丽", "已离开")


# ── who is who ──


async def test_a_one_time_link_binds_once(empty: TelegramOffice) -> None:
    void, code = await empty.code("王丽"), await empty.code("王丽")
    await empty.say("李明", f"/start {void}")
    assert empty.screens("李明") == [STRANGER]
    await empty.say("王丽", f"/start {code}")
    assert empty.screen("王丽") == "王丽，已绑定。来了人，直接打一行字登记；发“帮助”看用法。"
    assert empty.card("王丽").keyboard == [["待办", "查", "外出", "更多"]]
    await empty.say("李明", f"/start {code}")
    assert empty.screens("李明") == [STRANGER, STRANGER]


async def test_a_shared_contact_binds_if_it_is_ones_own_and_listed(empty: TelegramOffice) -> None:
    stranger, li = empty.person("路人"), empty.person("李明")
    await empty.done(stranger.shares("+8613800138002", of=li.id))
    await empty.done(stranger.shares("+8613800138009"))
    assert empty.screens("路人") == [STRANGER, STRANGER]
    await empty.done(li.shares("+86 138 0013 8002"))
    assert empty.screen("李明").startswith("李明，已绑定。")
    await empty.say("李明", "/todo")
    assert empty.screen("李明") == "您没有在手事项。"


async def test_the_account_bound_last_is_written_to_and_mentioned(office: TelegramOffice) -> None:
    group = await office.group("保障股")
    await office.say("新手机", f"/start {await office.code('李明')}")
    await referred(office)
    assert office.screen("新手机").startswith("1123-07 转办")
    assert group.messages[-1].mentions == [office.person("新手机").id]
    assert office.screens("李明")[1:] == [
        "您的账号已在Telegram上绑定（11月23日 09:00）。不是您本人，请告诉管理员。"
    ]


async def test_only_an_administrator_ties_a_group_to_a_section(office: TelegramOffice) -> None:
    group = office.fake.group(-1002, "保障股群")
    await office.say("王丽", "@shouwen_bot 绑定科室 保障股", chat=group)
    await office.say("路人", "@shouwen_bot 绑定科室 保障股", chat=group)
    assert [m.text for m in group.messages] == ["这项由管理员用。发“帮助”看您能用的。"]
    await office.say("刘芳", "@shouwen_bot 绑定科室 没有这个股", chat=group)
    assert group.messages[-1].text == "请在科室群里写“绑定科室 科室名称”。"
    await referred(office)
    assert len(group.messages) == 2
    await office.say("刘芳", "@shouwen_bot 绑定科室 保障股", chat=group)
    assert group.messages[-1].text.startswith("本群已绑定住房保障股。")


async def test_in_a_forum_the_section_is_its_topic(office: TelegramOffice) -> None:
    forum = await office.group("保障股", topics=(5, 6), topic=5)
    await referred(office)
    await office.wind("2026-12-01 08:30")
    assert {message.thread for message in forum.messages} == {5}
    assert [m.text.split("　")[0] for m in forum.messages[1:]] == [
        "1123-07 王** 公租房",
        "保障股",
        "保障股",
    ]


# ── the story ──


@pytest.mark.clause("3.1", "3.2", "4.3")
async def test_a_line_and_two_taps_refer_it_and_every_card_is_edited_in_place(
    office: TelegramOffice,
) -> None:
    group = await office.group("保障股")
    await office.say("王丽", LINE)
    assert office.screen("王丽") == lines("""
        1123-07　来访　王秀英　13800138000　黑石乡
        公租房申请一直没消息
        [李明 保障股302] [吴婷 保障股302] [另选人]
        [当场答] [缺材料] [不清楚归谁] [更多]
    """)
    await office.press("王丽", "李明 保障股302")
    await office.press("王丽", "已离开")
    assert office.screen("李明") == lines("""
        1123-07 转办　限11月30日下班前
        公租房申请一直没消息
        王秀英 13800138000　黑石乡（远道）　已离开　首问 王丽 8001
        [签收] [不是我的] [缺材料]
    """)
    line = group.messages[-1]
    assert shown(line) == "1123-07 王** 公租房　李明　限11-30　→　待签收"
    assert (line.silent, line.mentions) == (True, [office.person("李明").id])
    before = {who: office.card(who).id for who in ("王丽", "李明")}
    await office.press("李明", "签收")
    assert shown(group.messages[-1]).endswith("→　已签收")
    assert (group.messages[-1].id, len(group.messages)) == (line.id, 2)
    assert {who: office.card(who).id for who in before} == before
    assert [len(office.screens(who)) for who in before] == [2, 2]
    assert office.screen("王丽").startswith("1123-07 已转李明，限11月30日（周一）下班前　已签收")


@pytest.mark.clause("1.2", "2.2", "4.6")
async def test_reminded_urged_and_given_formal_notice_as_the_days_pass(
    office: TelegramOffice,
) -> None:
    group = await office.group("保障股")
    await referred(office)
    await office.press("李明", "签收")
    await office.wind("+4wd")
    assert office.screen("李明") == lines("""
        1123-07 下个工作日（11月30日）到期。
        [办结] [联系了] [更多]
    """)
    assert (len(group.messages), len(office.screens("陈建国"))) == (2, 1)
    await office.wind("+2wd")
    assert office.screen("王丽") == lines("""
        1123-07 昨日到期未办结，承办李明（8302）。10:30前不点，系统代催并记录。
        [催办] [已打电话催]
    """)
    await office.wind("2026-12-01 10:31")
    assert office.screen("李明").startswith("催办（第1次）　1123-07　超1个工作日　系统代王丽催")
    assert shown(group.messages[1]) == "1123-07 王** 公租房　李明　限11-30　→　已催1次"
    await office.wind("+1wd")
    for who, title in (("李明", "催办通知书"), ("陈建国", "催办通知书"), ("赵志远", "1123-07")):
        assert office.screen(who).startswith(title)
    assert office.screen("陈建国").endswith("[我过问] [换吴婷办] [看经过]")


async def test_the_digest_tags_the_officer_and_is_posted_once(office: TelegramOffice) -> None:
    group = await office.group("保障股")
    await referred(office)
    await office.wind("2026-12-01 08:30")
    await office.kill()
    await office.start()
    await office.wind("2026-12-01 09:00")
    digests = [m for m in group.messages if "在办" in m.text]
    assert [m.text.splitlines()[0] for m in digests] == ["保障股　11月30日", "保障股　12月1日"]
    assert digests[-1].text.splitlines()[1:] == [
        "超期1　1123-07 王** 公租房　李明　超1天　待催",
        "在办1，昨日办结0。",
    ]
    assert [m.mentions for m in digests] == [[], [office.person("李明").id]]


async def test_the_digest_says_so_once_the_officer_was_urged(office: TelegramOffice) -> None:
    group = await office.group("保障股")
    await referred(office)
    await office.wind("2026-12-01 08:30")
    await office.press("王丽", "催办")
    assert group.messages[-1].text.splitlines()[1].endswith("超1天　已催")


@pytest.mark.clause("2.3")
async def test_concluded_called_back_and_closed(office: TelegramOffice) -> None:
    await referred(office)
    for label in ("签收", "办结", "已办成"):
        await office.press("李明", label)
    question = office.card("李明")
    await office.say("李明", "已核对，排第37位", reply_to=question)
    assert office.screen("王丽") == lines("""
        1123-07 李明已办结（已办成）：已核对，排第37位
        请回访王秀英 13800138000。
        [非常满意] [满意] [基本满意]
        [不满意] [非常不满意] [没打通] [不评价]
    """)
    await office.press("王丽", "满意")
    inquiry = await office.counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.grade) == ("closed", "4")
    await office.say("王丽", "1123-07")
    assert "结果：已办成，已核对，排第37位　满意" in office.screen("王丽")


# ── the "/" menu, groups, buttons ──


async def test_the_menu_stands_in_both_languages_and_its_commands_answer(
    office: TelegramOffice,
) -> None:
    await referred(office)
    for command, begins in (
        ("/todo", "我该做的1件\n1123-07　公租房申请一直没消息　待签收　还有5天"),
        ("/find 公租房", "1123-07　王秀英　公租房申请一直没消息　待签收　李明"),
        ("/myrecord", "近30天您登记0件"),
        ("/help", "来了人：直接打姓名、电话、事由，一行一件"),
    ):
        await office.say("李明", command)
        assert office.screen("李明").startswith(begins)
    await office.say("王丽", "何桂兰 13800138001 公租房续租要什么手续")
    await office.say("王丽", "/undo")
    assert office.screen("王丽") == "1123-08　已撤回，不计入考核。"
    menus = office.fake.menus
    names = [[entry["command"] for entry in menus[language]] for language in ("", "en")]
    assert names[0] == names[1]
    assert {"todo", "find", "undo", "help"} <= set(names[0])


async def test_where_asks_for_an_inquiry_by_its_number(office: TelegramOffice) -> None:
    await referred(office)
    await office.say("陈建国", "/where 1123-07")
    assert office.screen("陈建国").splitlines()[0] == "1123-07　公租房申请一直没消息"


async def test_a_slash_word_nobody_knows_registers_nothing(office: TelegramOffice) -> None:
    await office.say("王丽", "/nonsense 公租房没消息")
    assert office.screen("王丽").startswith("请直接打来办的事")
    assert await office.work(lambda work: work.inquiries.numbered("1123-07")) is None


async def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(
    office: TelegramOffice,
) -> None:
    group = await office.group("保障股")
    office.fake.privacy = False  # somebody has made the bot an administrator
    await office.say("王丽", LINE, chat=group)
    await office.say("路人", "@shouwen_bot 今日", chat=group)
    assert len(group.messages) == 1
    await office.say("王丽", f"@shouwen_bot {LINE}", chat=group)
    assert group.messages[-1].text == "请私聊我登记；群里可写“今日”。"
    await office.say("吴婷", "@shouwen_bot 今日", chat=group)
    assert group.messages[-1].text == "保障股　11月23日\n在办0，昨日办结0。"
    assert await office.work(lambda work: work.inquiries.numbered("1123-07")) is None


async def test_the_wrong_person_and_an_old_button_are_answered_and_change_nothing(
    office: TelegramOffice,
) -> None:
    await office.say("王丽", LINE)
    card, to_li = office.button("王丽", "李明")
    await office.press("王丽", "李明")
    officers_card, accept = office.button("李明", "签收")
    toast = await office.press_again("吴婷", officers_card, accept)
    assert toast == "您无权查看这件。可问首问责任人王丽，8001。"
    toast = await office.press_again("王丽", card, to_li)
    assert toast == "这个按钮已用过，现由李明承办。"
    assert await office.press_again("路人", officers_card, accept) == "请先绑定。"
    assert await office.counter.facts("1123-07") == ["Registered", "Referred"]
    assert (len(office.screens("吴婷")), len(office.screens("王丽"))) == (1, 2)
    await office.press("李明", "签收")
    assert office.fake.open_queries == set()


async def test_two_at_once_on_one_card_are_told_apart(office: TelegramOffice) -> None:
    await referred(office)
    card, undo = office.button("王丽", "撤回")
    await office.press("李明", "签收")
    assert await office.press_again("王丽", card, undo) == "这个按钮已用过，现由李明承办。"
    assert (await office.counter.inquiry("1123-07")).state == "accepted"
