"""What lists and counts say is true at any size, and nobody is told "none" falsely."""

from dataclasses import replace

import pytest

from bot.domain.inquiry import Inquiry
from bot.domain.office import OfficerId
from bot.ports.store import Work
from bot.ports.values import Filter
from tests.counter import Counter
from tests.stories.attacking import LINE

WANG, LI, ZHOU = OfficerId("001"), OfficerId("002"), OfficerId("005")


async def copies(counter: Counter, number: str, count: int, **changed: object) -> None:
    """Keep so many more inquiries like one there is."""

    def turn(work: Work) -> None:
        like = work.inquiries.numbered(number)
        assert like is not None
        for n in range(count):
            work.inquiries.add(replace(like, number=f"1120-{n:05}", full=f"全{n}", **changed))  # type: ignore[arg-type]

    await counter.work(turn)


async def first(counter: Counter) -> Inquiry:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    return await counter.inquiry("1123-07")


async def test_the_register_counts_more_than_five_thousand(counter: Counter) -> None:
    await first(counter)
    before = await counter.work(lambda work: work.inquiries.count(Filter()))
    await copies(counter, "1123-07", 5_100)
    await counter.say("刘芳", "台账")
    assert counter.screen("刘芳").splitlines()[0] == f"共{before + 5_100}件"
    assert f"另有{before + 5_100 - 8}件" in counter.screen("刘芳")


async def test_what_one_owes_and_follows_is_counted_beyond_five_hundred(counter: Counter) -> None:
    await first(counter)
    await copies(counter, "1123-07", 600)
    await counter.say("李明", "待办")
    assert counter.screen("李明").splitlines()[0] == "我该做的601件"
    assert "另有593件。" in counter.screen("李明")
    await counter.say("王丽", "待办 2")
    assert counter.screen("王丽").splitlines()[0] == "我首问的601件"
    assert "另有593件。" in counter.screen("王丽")
    await counter.say("王丽", "我的记录")
    assert counter.screen("王丽").splitlines()[0].startswith("近30天您登记601件")


async def test_a_clerk_finds_her_own_behind_thousands_of_others(counter: Counter) -> None:
    await first(counter)
    others = {"registered_by": ZHOU, "first_responder": ZHOU, "assignee": ZHOU}
    await copies(counter, "1123-07", 700, department="工程质量安全监督站", **others)
    await counter.say("王丽", "查 公租房")
    assert [line.split("　")[0] for line in counter.screen("王丽").splitlines()] == ["1123-07"]
    await counter.say("刘芳", "查 公租房")
    assert counter.screen("刘芳").splitlines()[-1] == "另有693件，请加条件。"


async def test_beyond_a_thousand_it_says_that_there_are_more(counter: Counter) -> None:
    await first(counter)
    await copies(counter, "1123-07", 1_300)
    await counter.say("刘芳", "查 公租房")
    assert counter.screen("刘芳").splitlines()[-1] == "另有992件以上，请加条件。"


@pytest.mark.parametrize(("asked", "said"), [("09:30", 0), ("next day", 1)])
async def test_what_is_concluded_today_is_not_yesterdays(
    counter: Counter, asked: str, said: int
) -> None:
    await first(counter)
    await counter.say("王丽", "何桂兰 13800138000 公租房续租要什么手续")
    await counter.press("王丽", "李明")
    for label in ("签收", "办结", "已办成"):
        await counter.press("李明", label, of="1123-07")
    await counter.say("李明", "已讲清")
    if asked == "next day":
        await counter.wind("2026-11-24 09:00")
    await counter.say_in("住房保障股", "李明", "今日")
    assert f"昨办结{said}" in counter.board("住房保障股")[-1].replace("昨日办结", "昨办结")
