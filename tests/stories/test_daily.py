"""What the day brings by itself: the digest until closing, and a word about a draft at closing."""

from datetime import date, time
from functools import partial

from bot.clockwork.daily import DAILY, EVERY_DAY
from bot.ports.store import Work
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.offices import demo_office
from tests.stories.attacking import LINE

WAITS = "draft-waits"


async def test_a_morning_made_up_after_closing_posts_no_digest(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    counter.sleep_until("2026-12-01 17:31")
    await counter.wind("2026-12-01 18:00")
    assert [p.kind for p in await counter.posts_in("住房保障股")] == ["line"]
    await counter.wind("2026-12-02 08:30")
    assert [p.kind for p in await counter.posts_in("住房保障股")] == ["line", "digest"]


async def test_the_digest_comes_at_the_hour_the_office_has_set() -> None:
    office = demo_office(digest=time(9, 15))
    counter = await Counter(office, MemoryStore()).open()
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.wind("2026-11-30 09:14")
    assert [p.kind for p in await counter.posts_in("住房保障股")] == ["line"]
    await counter.wind("2026-11-30 09:15")
    assert [p.kind for p in await counter.posts_in("住房保障股")] == ["line", "digest"]
    await counter.say_in("住房保障股", "刘芳", "绑定科室 住房保障股", addressed=True)
    assert counter.board("住房保障股")[-1] == (
        "本群已绑定住房保障股。转办一行一件，09:15发到期清单。"
    )
    await counter.close()


async def test_what_the_day_brings_is_done_once_a_day(counter: Counter) -> None:
    await counter.say("王丽", "登记")
    await counter.wind("2026-11-24 18:00")
    for row in EVERY_DAY:
        done = await counter.work(partial(_done, row.name))
        assert done == [True, True, False], row.name


def _done(name: str, work: Work) -> list[bool]:
    days = (date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25))
    return [work.once_done(DAILY, name, day) for day in days]


async def test_the_clock_is_set_for_closing_only_while_a_draft_waits(counter: Counter) -> None:
    hours, clockwork = counter.office.hours, counter._house.clockwork
    await counter.wind("2026-11-23 10:00")
    assert await clockwork.next() == hours.opening(date(2026, 11, 24))
    await counter.say("王丽", "登记")
    assert await clockwork.next() == hours.closing(date(2026, 11, 23))
    await counter.wind("2026-11-23 17:30")
    assert await clockwork.next() == hours.opening(date(2026, 11, 24))


async def test_a_draft_left_open_is_mentioned_once_at_closing(counter: Counter) -> None:
    await counter.say("王丽", "登记")
    await counter.wind("2026-11-23 17:29")
    assert WAITS not in await counter.notices_to("王丽")
    await counter.wind("2026-11-23 17:30")
    await counter.wind("2026-11-25 09:00")
    assert (await counter.notices_to("王丽")).count(WAITS) == 1


async def test_a_draft_begun_after_closing_is_mentioned_the_next_day(counter: Counter) -> None:
    await counter.wind("2026-11-23 18:00")
    await counter.say("王丽", "登记")
    await counter.say("李明", "电话 马国庆 13800138000 工地安全隐患 脚手架要倒了")
    await counter.wind("10min")  # the bot is awake, for somebody else's emergency
    assert WAITS not in await counter.notices_to("王丽")
    await counter.wind("2026-11-24 17:29")
    assert WAITS not in await counter.notices_to("王丽")
    await counter.wind("2026-11-24 17:30")
    assert (await counter.notices_to("王丽")).count(WAITS) == 1
