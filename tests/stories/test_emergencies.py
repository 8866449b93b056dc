"""Emergencies run in minutes: from reception, at any hour, up to the chief, until somebody has it in hand."""

import pytest

from bot.domain.clocks import ClockKind
from bot.domain.office import Account, OfficerId
from bot.domain.rules import Office
from bot.domain.ruleset import Rung
from bot.lines.urgency import sounds_urgent
from tests.counter import Counter

LINE = "电话 马国庆 13800138000 工地安全隐患 脚手架要倒了"
OFFICER, DEPUTY, HEAD, LEADER, CHIEF = "周强", "", "周强", "赵志远", "杨文斌"


async def called(counter: Counter, *people: str) -> dict[str, int]:
    """How often each of them was called."""
    return {who: (await counter.notices_to(who)).count("emergency") for who in people}


async def test_not_referred_for_five_minutes_it_goes_to_the_officer_by_itself(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    assert "紧急，还有30分钟。五分钟没有转办就自动转承办人。" in counter.screen("王丽")
    await counter.wind("4min")
    assert (await counter.inquiry("1123-07")).state == "registered"
    await counter.wind("1min")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.assignee) == ("referred", "005")
    assert counter.screen("王丽") == "1123-07　紧急，五分钟没有转办，已自动转周强（8405）。"
    assert counter.screen("周强").startswith("1123-07 转办　限11月23日09:30\n")
    assert (await counter.facts("1123-07"))[-2:] == ["RungReached", "Referred"]


async def test_ignored_it_climbs_in_minutes_and_is_never_said_to_be_days_late(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "周强")
    climbed = {}
    for minutes in (29, 1, 15, 15, 30):
        await counter.wind(f"{minutes}min")
        now = counter.office.hours.local(counter.clock.now())
        climbed[f"{now:%H:%M}"] = await called(counter, OFFICER, LEADER, CHIEF)
    assert climbed == {
        "09:29": {"周强": 0, "赵志远": 0, "杨文斌": 0},
        "09:30": {"周强": 1, "赵志远": 0, "杨文斌": 0},
        "09:45": {"周强": 1, "赵志远": 1, "杨文斌": 0},  # the head is who was called already
        "10:00": {"周强": 1, "赵志远": 1, "杨文斌": 1},
        "10:30": {"周强": 1, "赵志远": 1, "杨文斌": 2},  # nobody is left above him
    }
    assert counter.screen("赵志远").startswith("紧急　1123-07　安全隐患　超60分钟（09:30到时）\n")
    written = "".join(m.text for m in counter.console.messages.values())
    assert "超1天" not in written
    await counter.wind("2026-11-24 08:00")
    await counter.say("刘芳", "1123-07")
    assert "超22小时（11月23日09:30到时）" in counter.screen("刘芳")


async def test_it_counts_from_reception_unless_that_is_long_past(counter: Counter) -> None:
    await counter.say("王丽", f"20分钟前 {LINE}")
    assert "紧急，还有10分钟。" in counter.screen("王丽")
    await counter.say("王丽", f"昨天下午 {LINE}")
    assert "紧急，还有30分钟。" in counter.screen("王丽")
    await counter.wind("1min")
    assert await called(counter, OFFICER, LEADER, CHIEF) == {"周强": 0, "赵志远": 0, "杨文斌": 0}


async def test_the_deputy_is_called_with_the_officer(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房屋顶塌了一块 有人被困")
    await counter.press("王丽", "李明")
    await counter.wind("30min")
    assert await called(counter, "李明", "吴婷", "陈建国") == {"李明": 1, "吴婷": 1, "陈建国": 0}
    await counter.wind("15min")
    assert await called(counter, "李明", "吴婷", "陈建国") == {"李明": 1, "吴婷": 1, "陈建国": 1}


async def test_at_night_and_through_quiet_hours_it_is_heard_at_once(counter: Counter) -> None:
    await counter.say("周强", "免打扰 20:00-7:00")
    await counter.wind("2026-11-24 23:00")
    await counter.say("王丽", LINE)
    await counter.wind("5min")
    assert counter.screen("周强").startswith("1124-01 转办")
    await counter.wind("25min")
    assert counter.screen("周强").startswith("紧急　1124-01")


async def test_a_person_is_called_on_every_account_he_has(counter: Counter) -> None:
    other = Account(platform="slack", user="U5", officer=OfficerId("005"), chat="D5")
    await counter.work(lambda work: work.put(other))
    await counter.say("王丽", LINE)
    await counter.press("王丽", "周强")
    await counter.wind("30min")
    about = await counter.work(lambda work: work.posts.about(1))
    calls = [p for p in about if p.parts[0].view == "emergency"]
    assert sorted((p.address.platform, p.address.chat) for p in calls) == [
        ("slack", "D5"),
        ("web", "p:005"),
    ]


async def test_in_hand_nobody_further_is_called_for_an_hour_and_then_the_next(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "周强")
    await counter.wind("30min")
    await counter.press("周强", "我在处理")
    assert counter.screen("王丽") == (
        "1123-07　周强（8405）09:30起在处理。请告诉来电人：“已有人赶去处理，我是王丽，8001。”"
    )
    assert "周强09:30起在处理" in counter.screen("周强")
    await counter.wind("59min")
    assert await called(counter, LEADER, CHIEF) == {"赵志远": 0, "杨文斌": 0}
    await counter.wind("1min")
    assert await called(counter, LEADER, CHIEF) == {"赵志远": 1, "杨文斌": 0}
    await counter.wind("15min")
    assert await called(counter, LEADER, CHIEF) == {"赵志远": 1, "杨文斌": 1}


async def test_said_again_it_rests_for_another_hour(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "周强")
    await counter.wind("30min")
    await counter.press("周强", "我在处理")
    await counter.wind("50min")
    await counter.press("周强", "我在处理")
    await counter.wind("59min")
    assert await called(counter, LEADER) == {"赵志远": 0}
    await counter.wind("1min")
    assert await called(counter, LEADER) == {"赵志远": 1}


async def test_concluded_or_calm_it_climbs_no_more(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "周强")
    await counter.press("周强", "签收")
    await counter.press("周强", "不急")
    inquiry = await counter.inquiry("1123-07")
    assert inquiry.due is not None
    assert f"{counter.office.hours.local(inquiry.due):%m-%d %H:%M}" == "11-30 17:30"
    await counter.wind("2h")
    assert await called(counter, OFFICER, LEADER, CHIEF) == {"周强": 0, "赵志远": 0, "杨文斌": 0}
    assert "Calmed" in await counter.facts("1123-07")
    await counter.say("王丽", LINE)
    await counter.press("王丽", "周强")
    for label in ("签收", "办结", "已办成"):
        await counter.press("周强", label)
    await counter.say("周强", "已加固")
    await counter.wind("2h")
    assert await called(counter, LEADER, CHIEF) == {"赵志远": 0, "杨文斌": 0}


async def test_what_somebody_said_of_it_since_is_not_taken_back_with_the_referral(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "周强")
    await counter.press("周强", "我在处理")
    await counter.say("王丽", "撤回")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.in_hand_of) == ("referred", "005")


async def test_after_an_outage_only_the_highest_step_reached_is_called_once(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    counter.sleep_until("2026-11-23 12:40")
    await counter.restart()
    await counter.wind("1min")
    assert (await counter.inquiry("1123-07")).assignee == "005"
    assert await called(counter, OFFICER, LEADER, CHIEF) == {"周强": 0, "赵志远": 0, "杨文斌": 1}
    await counter.wind("2h")
    assert await called(counter, OFFICER, LEADER, CHIEF) == {"周强": 0, "赵志远": 0, "杨文斌": 1}


async def test_a_ruleset_may_say_otherwise(office: Office) -> None:
    ladder = (Rung("due", "emergency", tell=("chief",), urgent=True),)
    rules = office.rules.__class__
    assert rules(name="x", title="x", version="1").ladder(ClockKind.URGENT) != ladder
    own = rules(name="x", title="x", version="1", ladders={ClockKind.URGENT: ladder})
    assert own.ladder(ClockKind.URGENT) == ladder


@pytest.mark.parametrize(
    ("matter", "urgent"),
    [
        ("金桂小区外墙瓷砖砸下来了", True),
        ("电梯里有人被困", True),
        ("楼道漏气", True),
        ("屋顶塌了", True),
        ("楼上砸墙装修太吵", False),
        ("消防通道被占", False),
        ("公租房申请一直没消息", False),
    ],
)
def test_words_that_cannot_wait(matter: str, *, urgent: bool) -> None:
    assert sounds_urgent(matter) == urgent
