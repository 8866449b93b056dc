"""Somebody is always there: deputies away, no head, no chief, nobody left, the rarest days."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.office import NOBODY, Absence, Department, Officer, OfficerId, Role
from bot.domain.rules import Office
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.stories.attacking import LINE, pressing, small_office
from tests.stories.walk_checks import listening


def away(officer: str, deputy: str = "") -> Absence:
    return Absence(
        officer=OfficerId(officer),
        first=date(2026, 11, 23),
        last=date(2026, 12, 31),
        deputy=OfficerId(deputy),
    )


async def test_deputies_of_each_other_both_away_leave_it_to_the_head(counter: Counter) -> None:
    await counter.work(lambda work: work.put(away("002", "003"), away("003", "002")))
    await counter.say("王丽", LINE)
    assert "[陈建国 股长] [另选人]" in counter.screen("王丽")
    await counter.press("王丽", "陈建国 股长")
    assert (await counter.inquiry("1123-07")).assignee == "004"


async def test_with_head_and_deputies_away_it_still_lies_with_a_person_and_climbs(
    counter: Counter,
) -> None:
    absences = (away("002", "003"), away("003", "002"), away("004", "003"))
    await counter.work(lambda work: work.put(*absences))
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.wind("2026-12-10 09:00")
    assert (await counter.inquiry("1123-07")).owes == "002"
    assert "formal-urge" in await counter.notices_to("赵志远")


async def test_a_deputy_of_oneself_is_nobody(counter: Counter) -> None:
    await counter.work(lambda work: work.put(away("002", "002")))
    await counter.say("王丽", LINE)
    assert "代李明" not in counter.screen("王丽")
    assert "陈建国" in counter.screen("王丽")


async def test_one_who_is_officer_head_leader_and_chief_can_do_it_all_alone(
    office: Office,
) -> None:
    roles = (Role.CLERK, Role.OFFICER, Role.HEAD, Role.LEADER, Role.CHIEF, Role.ADMINISTRATOR)
    alone = Officer(id=OfficerId("1"), name="孙独", department="独所", phone="1", roles=roles)
    section = Department(name="独所", head=OfficerId("1"), leader=OfficerId("1"))
    async with small_office(office, alone, section) as counter:
        await counter.say("1", LINE)
        await counter.press("1", "更多")
        await counter.press("1", "我来办")
        await counter.wind("9wd")
        assert (await counter.inquiry("1123-01")).owes == "1"
        await counter.say("1", "1123-01")
        await counter.press("1", "办结")
        await counter.press("1", "已办成")
        await counter.say("1", "已办好")
        await counter.press("1", "非常满意")
        assert (await counter.inquiry("1123-01")).state == "closed"


async def test_without_head_leader_and_chief_whoever_asks_for_them_hears_who_is_missing(
    office: Office,
) -> None:
    clerk = Officer(id=OfficerId("1"), name="孙一", department="窗口", phone="1")
    officer = Officer(id=OfficerId("2"), name="李二", department="股", phone="2")
    sections = (Department(name="窗口"), Department(name="股"))
    async with small_office(office, clerk, officer, *sections) as counter:
        await counter.say("1", LINE)
        ack = await counter.press("1", "不清楚归谁")
        assert ack.text == "没有可交的人。请管理员补上窗口的负责人。"
        await counter.press("1", "另选人")
        await counter.press("1", "李二")
        await counter.press("2", "不是我的")
        await counter.press("2", "别的科室办")
        await counter.press("1", "另选人")
        await counter.press("1", "李二")
        await counter.wind("30wd")
        assert (await counter.inquiry("1123-01")).owes == "2"


async def test_a_first_return_needs_no_head(office: Office) -> None:
    clerk = Officer(id=OfficerId("1"), name="孙一", department="窗口", phone="1")
    officer = Officer(id=OfficerId("2"), name="李二", department="股", phone="2")
    async with small_office(office, clerk, officer) as counter:
        await counter.say("1", LINE)
        await counter.press("1", "另选人")
        await counter.press("1", "李二")
        await counter.press("2", "不是我的")
        await counter.press("2", "别的科室办")
        assert (await counter.inquiry("1123-01")).owes == "1"


async def test_an_administrator_without_account_keeps_nobody_from_registering(
    counter: Counter,
) -> None:
    account = counter.account("刘芳")
    await counter.work(lambda work: work.drop(account))
    await counter.wind("2026-12-30 09:00")
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    assert (await counter.inquiry("1230-01")).state == "referred"


async def test_referred_to_ones_own_head_the_leader_hears_what_is_late(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "另选人")
    await counter.press("王丽", "刘芳")
    await counter.wind("2026-12-02 09:00")
    assert (await counter.inquiry("1123-07")).assignee == "007"
    assert "formal-urge" in await counter.notices_to("赵志远")


async def test_a_leader_with_whom_it_does_not_lie_any_more_cannot_conclude(
    counter: Counter,
) -> None:
    await counter.say("王丽", "电话 马国庆 13800138000 金桂小区旁半夜打桩谁管")
    await counter.press("王丽", "不清楚归谁")
    await counter.press("赵志远", "我来答复")
    await counter.press("赵志远", "交周强")
    await counter.say("赵志远", "已通知工地停工")
    assert (await counter.inquiry("1123-07")).state == "referred"
    assert counter.screen("赵志远") == "1123-07现由周强承办，电话8405。"


async def test_a_unit_that_left_the_catalogue_leaves_its_button(counter: Counter) -> None:
    await counter.say("王丽", "电话 马国庆 13800138000 金桂小区旁半夜打桩谁管")
    press = pressing(counter, "王丽", "外：城管执法局")
    await counter.work(lambda work: work.drop(work.roster.directory.units["县城市管理执法局"]))
    with listening() as faults:
        await counter.deliver(press)
        await counter.press("王丽", "不清楚归谁")
        await counter.say("王丽", "谁管 半夜打桩")
    assert faults.found == []
    assert "城管" not in counter.screen("赵志远")


async def test_a_duty_that_left_the_catalogue_keeps_its_notice(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "缺材料")
    drop = await counter.work(lambda work: next(iter(work.roster.directory.duties.values())))
    with listening() as faults:
        await counter.work(lambda work: work.drop(drop))
        await counter.say("王丽", "补 1123-07 还带了证")
        await counter.press("王丽", "返回")
    assert faults.found == []


async def test_who_has_left_is_written_to_no_more_and_his_head_hears_it(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    before = len(counter.screens("李明"))
    await counter.work(
        lambda work: work.put(replace(work.roster.officer(OfficerId("002")), active=False))
    )
    await counter.wind("2026-12-02 09:00")
    assert len(counter.screens("李明")) == before
    assert any("李明没有聊天账号，消息未送到" in s for s in counter.screens("陈建国"))


@pytest.mark.parametrize(
    ("day", "number", "due"),
    [
        ("2026-12-31 17:29", "1231-01", "2027-01-08"),
        ("2027-01-01 10:00", "0101-01", "2027-01-08"),
        ("2028-02-29 09:00", "0229-01", "2028-03-07"),
    ],
)
async def test_the_last_and_the_rarest_day_count_like_any_other(
    office: Office, day: str, number: str, due: str
) -> None:
    start = datetime.fromisoformat(day).replace(tzinfo=office.hours.zone)
    counter = await Counter(office, MemoryStore(), start).open()
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    inquiry = await counter.inquiry(number)
    assert inquiry.due is not None
    assert office.hours.today(inquiry.due).isoformat() == due
    await counter.close()


async def test_the_short_number_means_the_latest_years(office: Office) -> None:
    counter = await Counter(office, MemoryStore()).open()
    await counter.say("王丽", "电话 问房租 答已说明")
    await counter.wind("2027-11-23 10:00")
    await counter.say("王丽", "电话 问续租 答已说明")
    assert (await counter.inquiry("1123-01")).matter == "续租"
    assert (await counter.inquiry("云住建首〔2026〕1123-01")).matter == "房租"
    await counter.close()


async def test_four_hundred_days_of_neglect_end_with_one_owner_and_a_whole_journal(
    office: Office,
) -> None:
    counter = await Counter(office, MemoryStore()).open()
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    with listening() as faults:
        counter.clock.wind(counter.clock.now() + timedelta(days=400))  # the process was down
        await counter.wind("2wd")
    assert faults.found == []
    assert (await counter.inquiry("1123-01")).owes == "002"
    assert await counter.work(lambda work: work.journal.broken_at()) is None
    assert (await counter.facts("1123-01")).count("Missed") == 2
    await counter.close()


async def test_nobody_stands_in_for_nobody(counter: Counter) -> None:
    absences = (away("002", "003"), away("003", "002"), away("004", "003"))
    await counter.work(lambda work: work.put(*absences))
    roster, today = await counter.work(lambda work: (work.roster, date(2026, 11, 23)))
    assert roster.acting(OfficerId("002"), today) == NOBODY
    asked = [(NOBODY, OfficerId("002")), (NOBODY, NOBODY), (OfficerId("002"), OfficerId("002"))]
    assert [roster.acts_for(*pair, today) for pair in asked] == [False, False, True]
