"""What other documents ask of the main job, each on a small ruleset of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.domain.office import Role
from bot.domain.ruleset import Column, Ruleset
from bot.ports.values import Filter
from bot.rendering.ledger import Ledger, counts
from bot.rendering.wording import Wording
from bot.settings.rulesets import load_ruleset
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.offices import demo_office
from tests.stories.reading import lines


@asynccontextmanager
async def counter_under(rules: Ruleset) -> AsyncIterator[Counter]:
    """A counter of the demo's people under other rules."""
    counter = await Counter(demo_office(rules), MemoryStore()).open()
    yield counter
    await counter.close()


def columns(*pairs: str) -> tuple[Column, ...]:
    """``key=title`` as columns."""
    return tuple(Column(*pair.split("=")) for pair in pairs)


async def rows(counter: Counter, **wanted: object) -> list[tuple[str, ...]]:
    """The register as the ruleset prints it."""
    book = Ledger(counter.office, (await roster(counter)), Wording(counter.office))
    found = await counter.work(
        lambda work: work.inquiries.find(Filter(newest_first=False, **wanted))  # type: ignore[arg-type]
    )
    return [book.row(inquiry) for inquiry in found]


async def roster(counter: Counter):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Who is who."""
    return await counter.work(lambda work: work.roster)


@pytest.mark.clause("1.1")
async def test_the_county_bureaus_register_prints_exactly_its_six_columns() -> None:
    rules = replace(
        load_ruleset("pudong-tobacco"),
        columns=columns(
            "inquirer=发问人姓名",
            "unit=单位及住址",
            "phone=联系方法",
            "matter=发问事由",
            "first_responder=被问人姓名",
            "state=办理结果或衔接情况",
        ),
    )
    async with counter_under(rules) as counter:
        await counter.say("王丽", "王秀英 13800138000 黑石乡 公租房申请一直没消息")
        await counter.say("李明", "漏水没人管")
        assert await rows(counter) == [
            ("王秀英", "黑石乡", "13800138000", "公租房申请一直没消息", "王丽", "待转办"),
            ("未提供", "未提供", "未提供", "漏水没人管", "李明", "待转办"),
        ]


@pytest.mark.clause("1.1")
async def test_each_department_has_a_register_of_its_own() -> None:
    async with counter_under(load_ruleset("pudong-tobacco")) as counter:
        await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
        await counter.press("王丽", "李明")
        await counter.say("王丽", "孙志刚 13800138001 工程质量投诉 墙体开裂")
        await counter.press("王丽", "周强")
        section = await rows(counter, department="住房保障股")
        assert [row[0] for row in section] == ["1123-01"]


@pytest.mark.clause("5.1")
async def test_the_townships_channels_and_kinds_are_its_own() -> None:
    rules = replace(
        load_ruleset("pudong-tobacco"),
        channels=("来访", "来电", "来函"),
        kinds=("办理公务", "联系事务", "反映情况"),
        words={"来函": "来函", "电话": "来电", "反映": "反映情况", "联系": "联系事务"},
    )
    async with counter_under(rules) as counter:
        await counter.say("王丽", "来函 村道路灯不亮")
        await counter.say("王丽", "反映 电话 王秀英 村道路灯不亮")
        letter, call = await counter.inquiry("1123-01"), await counter.inquiry("1123-02")
        assert (letter.channel, call.channel, call.kind) == ("来函", "来电", "反映情况")


@pytest.mark.clause("5.2")
async def test_handled_by_oneself_and_guided_are_told_apart() -> None:
    async with counter_under(load_ruleset("pudong-tobacco")) as counter:
        await counter.say("王丽", "电话 维修资金怎么申请")
        await counter.press("王丽", "就这样答了")
        await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
        await counter.press("王丽", "李明")
        found = await counter.work(lambda work: work.inquiries.tally(Filter()))
        assert counts(found, await roster(counter))["handled"] == {"self": 1, "guided": 1}


@pytest.mark.clause("8.1")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("王秀英", ["1123-01"]),
        ("黑石乡", ["1123-01"]),
        ("维修资金", ["1123-02"]),
        ("依法表决", ["1123-02"]),
        ("8000", ["1123-01"]),
        ("今天", ["1123-02", "1123-01"]),
        ("昨天", []),
    ],
)
async def test_the_police_register_is_searched_by_each_of_its_columns(
    asked: str, found: list[str]
) -> None:
    async with counter_under(load_ruleset("pudong-tobacco")) as counter:
        await counter.say("王丽", "王秀英 13800138000 黑石乡 公租房申请一直没消息")
        await counter.say("王丽", "电话 维修资金怎么申请")
        await counter.press("王丽", "就这样答了")
        await counter.say("王丽", f"查 {asked}")
        listed = counter.screen("王丽").splitlines() if found else []
        assert [line.split("　")[0] for line in listed] == found


@pytest.mark.clause("8.10")
async def test_anyone_on_the_staff_can_be_asked_first_and_status_is_a_column() -> None:
    async with counter_under(load_ruleset("pudong-tobacco")) as counter:
        await counter.say("杨文斌", "王秀英 13800138000 公租房申请一直没消息")
        await counter.say("王丽", "张伟 公租房续租")
        inquiry = await counter.inquiry("1123-01")
        assert inquiry.first_responder == "008"
        people = await roster(counter)
        assert Role.CHIEF in people.officer("008").roles
        found = await counter.work(lambda work: work.inquiries.tally(Filter()))
        by_status = counts(found, people)["status"]
        assert sum(by_status.values()) == 2
        assert by_status[people.officer("001").status] == 1


@pytest.mark.clause("3.1", "6.1")
@pytest.mark.parametrize(
    ("line", "channel"),
    [("王秀英 漏水", "来访"), ("电话 漏水没人管", "来电"), ("来信 漏水没人管", "来信")],
)
async def test_visit_telephone_and_letter_are_channels_and_who_registers_was_asked_first(
    line: str, channel: str
) -> None:
    async with counter_under(load_ruleset("pudong-tobacco")) as counter:
        await counter.say("李明", line)
        inquiry = await counter.inquiry("1123-01")
        assert (inquiry.channel, inquiry.first_responder) == (channel, "002")


@pytest.mark.clause("2.1")
async def test_not_referred_in_two_working_days_is_the_first_responders_miss() -> None:
    async with counter_under(load_ruleset("pudong-tobacco")) as counter:
        await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
        await counter.wind("2026-11-26 09:00")
        wanted = await counter.inquiry("1123-01")
        journal = await counter.work(lambda work: work.journal.of(wanted.id))
        missed = [line.fact for line in journal if type(line.fact).__name__ == "Missed"]
        assert [(fact.clock, fact.owner) for fact in missed] == [("refer", "001")]  # type: ignore[attr-defined]


@pytest.mark.clause("2.2")
async def test_a_longer_promise_of_a_duty_is_cut_and_a_transfer_moves_no_date() -> None:
    async with counter_under(load_ruleset("pudong-tobacco")) as counter:
        await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
        await counter.press("王丽", "李明")
        first = (await counter.inquiry("1123-01")).due
        await counter.wind("2026-11-25 09:00")
        await counter.press("李明", "签收")
        await counter.press("李明", "更多")
        await counter.press("李明", "转交")
        await counter.press("李明", "吴婷")
        moved = await counter.inquiry("1123-01")
        assert (moved.assignee, moved.due) == ("003", first)


@pytest.mark.clause("1.2")
async def test_after_a_return_what_is_left_at_least_a_day_runs_again() -> None:
    async with counter_under(load_ruleset("pudong-tobacco")) as counter:
        await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
        await counter.press("王丽", "李明")
        await counter.wind("2026-11-25 09:00")
        await counter.press("李明", "不是我的")
        await counter.press("李明", "已办过")
        inquiry = await counter.inquiry("1123-01")
        assert inquiry.due is not None
        assert counter.office.hours.local(inquiry.due).isoformat() == "2026-11-26T17:30:00+08:00"
        finish = [c for c in inquiry.clocks if c.kind == "finish"]
        assert [counter.office.hours.today(c.due).day for c in finish] == [30]


async def test_the_ledger_in_chat_counts_by_outcome_department_and_status() -> None:
    async with counter_under(load_ruleset("pudong-tobacco")) as counter:
        await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
        await counter.press("王丽", "李明")
        await counter.say("刘芳", "台账 今天")
        assert counter.screen("刘芳") == lines("""
            共1件
            待签收1
            住房保障股1
            自办0，引导1；聘用1
            1123-01　11-23　公租房申请一直没消息　李明　待签收
        """)
