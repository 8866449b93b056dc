"""免打扰: a night, a noon and a morning in which only what is urgent comes through."""

from dataclasses import replace
from datetime import time

import pytest

from bot.chat import Address
from bot.domain.office import OfficerId
from bot.domain.rules import Office
from storage.memory import MemoryStore
from tests.counter import Counter, shown
from tests.offices import demo_office
from tests.stories.reading import lines

LINE = "王秀英 13800138000 公租房申请一直没消息"


@pytest.fixture(scope="session")
def office() -> Office:
    return demo_office(quiet=(time(20), time(7, 30)))


async def test_what_happens_at_night_is_one_message_in_the_morning(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "不清楚归谁")
    await counter.wind("2026-11-23 21:00")
    shown = len(counter.screens("王丽"))
    await counter.press("赵志远", "交李明")
    await counter.say("刘芳", "何桂兰 13800138001 公租房续租要什么手续")
    await counter.press("刘芳", "李明")
    assert (counter.screens("李明"), len(counter.screens("王丽"))) == ([], shown)
    await counter.wind("2026-11-24 07:30")
    assert counter.screens("李明") == []
    await counter.wind("2026-11-24 08:30")
    assert [s.count("转办　限") for s in counter.screens("李明")] == [2]
    assert len(counter.screens("王丽")) == shown + 1
    assert "赵志远批：李明承办" in counter.screen("王丽")


async def test_who_sleeps_past_the_opening_is_written_when_his_own_hours_end(
    counter: Counter,
) -> None:
    await counter.say("李明", "免打扰 7:00-10:00")
    await counter.wind("2026-11-23 19:00")
    await counter.say("刘芳", LINE)
    await counter.press("刘芳", "李明")
    shown = len(counter.screens("李明"))
    await counter.wind("2026-11-24 09:59")
    assert len(counter.screens("李明")) == shown
    await counter.wind("2026-11-24 10:00")
    assert counter.screen("李明").startswith("1123-07 转办")


async def test_what_waits_for_a_chat_is_not_joined_to_what_goes_to_another(
    counter: Counter,
) -> None:
    await counter.wind("2026-11-23 21:00")
    await counter.say("刘芳", LINE)
    await counter.press("刘芳", "李明")
    new = replace(counter.account("李明"), chat="p:new")
    await counter.work(lambda work: work.put(new))
    await counter.say("刘芳", "何桂兰 13800138001 公租房续租要什么手续")
    await counter.press("刘芳", "李明")
    await counter.wind("2026-11-24 08:30")
    assert [s.count("转办　限") for s in counter.screens("李明")] == [1]
    assert [shown(m).count("转办　限") for m in counter.messages(Address("web", "p:new"))] == [1]


async def test_replies_to_ones_own_line_and_press_come_at_once(counter: Counter) -> None:
    await counter.wind("2026-11-23 21:00")
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    assert counter.screen("王丽").startswith("1123-07 已转李明")
    await counter.say("王丽", "待办")
    assert counter.screen("王丽").startswith("您没有在手事项")


async def test_what_one_is_asked_after_ones_own_act_comes_at_once(counter: Counter) -> None:
    await counter.wind("2026-11-23 21:00")
    await counter.say("李明", LINE)
    await counter.press("李明", "我来办")
    await counter.press("李明", "办结")
    await counter.press("李明", "已办成")
    await counter.say("李明", "收入已核对，排第37位。")
    assert (await counter.inquiry("1123-07")).state == "concluded"
    assert counter.button("李明", "满意")


async def test_the_inquirer_in_the_hall_is_told_whatever_the_hour(counter: Counter) -> None:
    await counter.say("李明", "免打扰 12:00-14:00")
    await counter.wind("2026-11-23 13:40")
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    assert len(counter.screens("李明")) == 1
    await counter.press("王丽", "在大厅等")
    assert ["转办　限" in s for s in counter.screens("李明")] == [False, True, False]
    assert "王秀英在大厅等" in counter.screen("李明")
    await counter.wind("2026-11-23 14:00")
    assert len(counter.screens("李明")) == 3


async def test_what_else_waits_for_him_goes_on_waiting(counter: Counter) -> None:
    await counter.wind("2026-11-23 12:30")
    for n, name in enumerate(("王秀英", "何桂兰")):
        await counter.say("王丽", f"{name} 1380013800{n} 公租房申请一直没消息")
        await counter.press("王丽", "李明")
    await counter.press("王丽", "在大厅等", of="1123-07")
    assert [s[:7] for s in counter.screens("李明")] == ["1123-07", "1123-07"]
    await counter.say("王丽", "撤回 1123-07")
    assert "已撤回" in counter.screens("李明")[0]
    await counter.wind("2026-11-23 13:30")
    assert [s[:7] for s in counter.screens("李明")] == ["1123-07", "1123-07", "1123-08"]


async def test_an_urgent_duty_passes_too(counter: Counter) -> None:
    await counter.wind("2026-11-23 21:00")
    await counter.say("王丽", "电话 工地安全隐患 脚手架要倒了")
    await counter.press("王丽", "周强")
    assert "转办" in counter.screen("周强")


async def test_ones_own_hours_stand_above_the_offices(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.press("李明", "签收")
    await counter.say("李明", "免打扰 22:00-10:00")
    await counter.wind("2026-11-27 08:30")
    shown = counter.screens("李明")
    await counter.say("王丽", "何桂兰 13800138001 公租房续租要什么手续")
    await counter.press("王丽", "李明")
    assert counter.screens("李明") == shown
    await counter.wind("2026-11-27 10:00")
    assert len(counter.screens("李明")) == len(shown) + 1
    assert "1123-07 下个工作日（11月30日）到期" in counter.screen("李明")
    assert "1127-01 转办" in counter.screen("李明")


async def test_it_is_set_shown_and_taken_away_by_a_line(counter: Counter) -> None:
    said = [
        ("免打扰", "单位的免打扰：20:00至07:30。"),
        ("免打扰 每晚", "没看懂时间。"),
        ("免打扰 25:00-7:00", "没看懂时间。"),
        ("免打扰 21点到7点30", "您的免打扰：21:00至07:30。"),
        ("免打扰 9:00-9:00", "没看懂时间。"),
        ("免打扰 21:00-7:00", "您的免打扰：21:00至07:00。"),
        ("免打扰", "您的免打扰：21:00至07:00。"),
        ("免打扰 关", "单位的免打扰：20:00至07:30。"),
        ("免打扰 关", "单位的免打扰：20:00至07:30。"),
    ]
    for line, begins in said:
        await counter.say("李明", line)
        assert counter.screen("李明").startswith(begins), line
    await counter.say("李明", "", command="quiet")
    assert counter.screen("李明").startswith("单位的免打扰")
    assert await counter.work(lambda work: work.roster.quiet(OfficerId("002"))) is None


async def test_where_nothing_is_set_it_says_so() -> None:
    plain = await Counter(demo_office(), MemoryStore()).open()
    await plain.say("李明", "免打扰")
    assert plain.screen("李明") == lines("""
        没有设免打扰。
        设：免打扰 21:00-7:00
    """)
    await plain.close()
