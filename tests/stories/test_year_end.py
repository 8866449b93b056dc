"""Every November: next year's holidays are not published yet, and dates work all the same."""

from dataclasses import replace
from datetime import UTC, date

from bot.domain.calendar import Calendar
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.offices import demo_office


async def test_a_date_in_an_unpublished_year_is_provisional_and_said_so(counter: Counter) -> None:
    await counter.wind("2026-12-28 09:00")
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    assert "最迟1月5日（暂定）答复您" in counter.screen("王丽")
    assert counter.screen("刘芳").startswith("2027年放假安排还没公布")
    await counter.say("王丽", "何桂兰 13800138001 公租房续租")
    await counter.press("王丽", "李明")
    assert sum("放假安排" in post for post in counter.screens("刘芳")) == 1


async def test_once_published_the_dates_are_counted_anew_with_a_journal_line() -> None:
    store = MemoryStore()
    before = await Counter(demo_office(), store).open()
    await before.wind("2026-12-28 09:00")
    await before.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await before.press("王丽", "李明")
    calendar = before.office.hours.calendar
    published = Calendar(
        days_off=calendar.days_off | {date(2027, 1, 4)},
        make_up=calendar.make_up,
        published=calendar.published | {2027},
    )
    office = demo_office(hours=replace(before.office.hours, calendar=published))
    after = Counter(office, store, start=before.clock.now().astimezone(UTC))
    await after.wind("2026-12-29 09:00")
    inquiry = await after.inquiry("1228-01")
    assert inquiry.due is not None
    assert office.hours.today(inquiry.due) == date(2027, 1, 6)
    assert (await after.facts("1228-01")).count("DatesMoved") == 1
    assert [c.provisional for c in inquiry.clocks if c.running] == [False] * 2
    assert "暂定" not in after.screen("王丽")
    await after.wind("2026-12-30 09:00")
    assert (await after.facts("1228-01")).count("DatesMoved") == 1
    await after.close()
