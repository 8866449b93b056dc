"""What goes wrong on purpose: two at once, forged, forwarded, out of turn, nobody there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat import Ack, Incoming
from bot.domain.office import Absence, Department, Entry, Officer, OfficerId, Role
from bot.domain.rules import Office
from bot.kept import Draft, Filter
from bot.ports import Store
from storage import open_store
from storage.memory import MemoryStore
from tests.counter import Counter, accounts_for, channels_for
from tests.stories.reading import lines
from tests.stories.walking import listening

LINE = "王秀英 13800138000 公租房申请一直没消息"


@asynccontextmanager
async def small_office(office: Office, *entries: Entry) -> AsyncIterator[Counter]:
    """An office of its own, its people on the platform and its sections with channels."""
    people = [e.id for e in entries if isinstance(e, Officer)]
    sections = [e.name for e in entries if isinstance(e, Department)]
    everything = (*entries, *accounts_for(people), *channels_for(sections))
    counter = await Counter(office, MemoryStore()).open(everything)
    with listening() as faults:
        yield counter
    assert faults.found == []
    await counter.close()


@pytest.fixture(params=["memory", "sqlite"])
async def busy(
    request: pytest.FixtureRequest, office: Office, tmp_path: Path
) -> AsyncIterator[Counter]:
    """A counter whose store may take several turns at once."""
    store: Store = MemoryStore()
    if request.param == "sqlite":
        store = open_store(f"sqlite:///{tmp_path}/office.db")
    counter = await Counter(office, store).open()
    yield counter
    await counter.close()


async def at_once(counter: Counter, *deliveries: Incoming) -> list[Ack]:
    """Hand in several deliveries at the same moment."""
    receive = counter._house.dispatcher.receive
    acks = await asyncio.gather(*(receive(each) for each in deliveries))
    await counter._house.outbox.settled()
    await counter.check_invariant()
    return list(acks)


def pressing(counter: Counter, who: str, label: str) -> Incoming:
    """A press, to be handed in later."""
    message, payload = counter.button(who, label)
    return counter.incoming(who, press=payload, message_id=message)


# ---- several at once


async def test_a_button_pressed_twice_at_once_counts_once(busy: Counter) -> None:
    await busy.say("王丽", LINE)
    press = pressing(busy, "王丽", "李明")
    first, second = await at_once(busy, press, replace(press, id="again"))
    assert (first.text, second.text) == ("", "这个按钮已用过，现由李明承办。")
    assert await busy.facts("1123-01") == ["Registered", "Referred"]


async def test_one_delivery_that_comes_twice_at_once_is_handled_once(busy: Counter) -> None:
    said = busy.incoming("王丽", text=LINE)
    await at_once(busy, said, said, said)
    assert len(await busy.work(lambda work: work.inquiries.find(Filter()))) == 1


async def test_of_two_people_at_one_card_the_first_wins_and_the_other_is_told(
    busy: Counter,
) -> None:
    await busy.say("王丽", LINE)
    await busy.press("王丽", "李明")
    undo, accept = pressing(busy, "王丽", "撤回"), pressing(busy, "李明", "签收")
    taken_back, refused = await at_once(busy, undo, accept)
    assert taken_back.text == "已撤回，不计入考核。"
    assert refused.text == "这个按钮已用过，现由王丽承办。"
    assert await busy.facts("1123-01") == ["Registered", "Referred", "Undone"]
    assert busy.screen("李明") == "1123-01　已撤回"


async def test_an_undo_that_comes_second_is_refused(busy: Counter) -> None:
    await busy.say("王丽", LINE)
    await busy.press("王丽", "李明")
    undo, accept = pressing(busy, "王丽", "撤回"), pressing(busy, "李明", "签收")
    _, refused = await at_once(busy, accept, undo)
    assert refused.text == "这个按钮已用过，现由李明承办。"
    assert (await busy.inquiry("1123-01")).state == "accepted"


async def test_a_text_registered_after_all_is_registered_once(busy: Counter) -> None:
    await busy.say("王丽", "电话 维修资金怎么申请")
    await busy.press("王丽", "改一句")
    await busy.say("王丽", "楼上漏水没人管")
    press = pressing(busy, "王丽", "另登一件")
    await at_once(busy, press, replace(press, id="again"))
    assert len(await busy.work(lambda work: work.inquiries.find(Filter()))) == 2


async def test_later_than_ten_minutes_it_stays_an_answer(counter: Counter) -> None:
    await counter.say("王丽", "电话 维修资金怎么申请")
    await counter.press("王丽", "改一句")
    await counter.say("王丽", "楼上漏水没人管")
    await counter.wind("11min")
    ack = await counter.press("王丽", "另登一件")
    assert ack.text == "这个按钮已用过。"
    assert len(await counter.work(lambda work: work.inquiries.find(Filter()))) == 1


async def test_six_clerks_at_once_get_gapless_numbers(busy: Counter) -> None:
    people = ("王丽", "李明", "吴婷", "陈建国", "周强", "刘芳")
    await at_once(busy, *(busy.incoming(who, text=f"漏水没人管{who}") for who in people))
    found = await busy.work(lambda work: work.inquiries.find(Filter(newest_first=False)))
    assert [i.number for i in found] == [f"1123-0{n}" for n in range(1, 7)]
    assert await busy.work(lambda work: work.journal.broken_at()) is None


# ---- undo


async def test_what_was_added_since_survives_the_undo(counter: Counter) -> None:
    await counter.say("王丽", "公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.say("王丽", "补 1123-07 13800138000")
    await counter.press("王丽", "已离开")
    await counter.press("王丽", "撤回")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.phone, len(inquiry.notes)) == ("registered", "13800138000", 1)
    assert inquiry.presence == "gone"


async def test_nobody_takes_back_the_step_of_another(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    press = replace(pressing(counter, "王丽", "撤回"), id="x")
    forged = replace(press, address=counter.chat("吴婷"), sender="003")
    ack = await counter.deliver(forged)
    assert ack.text.startswith("没有可撤回的")
    assert (await counter.inquiry("1123-07")).state == "referred"


# ---- old buttons


async def concluded(counter: Counter) -> Incoming:
    """Bring 1123-07 to its follow-up; a grade that may be pressed."""
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.press("李明", "签收")
    await counter.press("李明", "办结")
    await counter.press("李明", "已办成")
    await counter.say("李明", "排第37位")
    return pressing(counter, "王丽", "非常满意")


async def test_an_old_grade_does_nothing_after_redo(counter: Counter) -> None:
    old = await concluded(counter)
    await counter.press("王丽", "不满意")
    await counter.press("王丽", "没讲清")
    await counter.press("王丽", "退李明重办")
    ack = await counter.deliver(old)
    assert ack.text == "这个按钮已用过，现由李明承办。"
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.grade, inquiry.redone) == ("referred", "2", 1)


async def test_redo_goes_to_the_head_if_the_officer_has_left(counter: Counter) -> None:
    await concluded(counter)
    await counter.work(
        lambda work: work.put(replace(work.roster.officer(OfficerId("002")), active=False))
    )
    await counter.press("王丽", "不满意")
    await counter.press("王丽", "没讲清")
    await counter.press("王丽", "退李明重办")
    assert (await counter.inquiry("1123-07")).assignee == "004"


async def test_an_old_acceptance_does_nothing_after_reassignment(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    old = pressing(counter, "李明", "签收")
    await counter.press("王丽", "撤回")
    await counter.press("王丽", "吴婷")
    ack = await counter.deliver(old)
    assert ack.text == "这个按钮已用过，现由吴婷承办。"


# ---- not for you


async def test_a_card_pressed_by_an_account_that_was_unbound_asks_to_bind(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    press = pressing(counter, "李明", "签收")
    account = counter.account("李明")
    await counter.work(lambda work: work.drop(account))
    assert (await counter.deliver(press)).text == "请先绑定。"
    assert (await counter.inquiry("1123-07")).state == "referred"


@pytest.mark.parametrize("label", ["当场答", "更多", "另选人", "不清楚归谁"])
async def test_a_forwarded_card_shows_nothing_in_a_group(counter: Counter, label: str) -> None:
    await counter.say("王丽", LINE)
    press = pressing(counter, "王丽", label)
    group = replace(press, address=counter.channel("住房保障股"), private=False)
    ack = await counter.deliver(group)
    assert ack.text == "请私聊我登记；群里可写“今日”。"
    assert counter.board("住房保障股") == []
    assert await counter.facts("1123-07") == ["Registered"]


async def test_a_stranger_pressing_in_a_group_hears_nothing(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    press = pressing(counter, "王丽", "更多")
    group = replace(press, address=counter.channel("住房保障股"), private=False, sender="999")
    assert (await counter.deliver(group)).text == ""


@pytest.mark.parametrize("payload", ["here:{}:1:gone", "fine:{}:1:", "where:{}:1:", "notin:{}:1:"])
async def test_a_payload_for_an_inquiry_of_others_is_refused(
    counter: Counter, payload: str
) -> None:
    await counter.say("王丽", "王秀英 1380013800 公租房申请一直没消息")
    inquiry = await counter.inquiry("1123-07")
    forged = counter.incoming("周强", press=payload.format(inquiry.id), message_id="1")
    ack = await counter.deliver(forged)
    assert ack.text == "您无权查看这件。可问首问责任人王丽，8001。"
    assert await counter.inquiry("1123-07") == inquiry
    assert counter.screens("周强") == []


async def test_the_earlier_visit_that_is_gone_on_with_is_the_one_shown(counter: Counter) -> None:
    await counter.say("李明", "张伟 13800138001 内部事项")
    other = await counter.inquiry("1123-07")
    await counter.say("王丽", LINE)
    mine = await counter.inquiry("1123-08")
    forged = counter.incoming("王丽", press=f"carry:{mine.id}:1:{other.id}", message_id="2")
    assert (await counter.deliver(forged)).text == "这个按钮已用过，现由王丽承办。"
    assert await counter.inquiry("1123-07") == other


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "::::",
        "accept",
        "accept:1:1",
        "accept:-1:1:",
        "accept:1:-1:",
        "accept:x:1:",
        "accept:99999999999999999999:1:",
        "accept:1:99999999999999999999:",
        "accept:12345:1:",
        "drop table:1:1:",
        "grade:1:1:none",
        "out:1:1:everything",
        "here:1:1:²",
        "promise:1:1:unit,9999-12-31",
        "promise:1:1:unit,2026-13-99",
        "limit:1:1:9999-12-31",
        "back:0:0:other",
        "own:0:0:",
        "unit:1:1:99",
        "to:1:1:99",
        "give:1:1:nobody",
        "duty:1:1:-1",
        "tick:1:1:99",
        "redo:1:1:",
        "explain:1:1:,",
        "face:1:1:../../words",
        "face:1:1:papers:没有这项/",
        "face:1:1:people:99999",
        "field:0:0:matter=",
        "field:0:0:",
        "handall:0:0:nobody",
        "carry:1:1:x",
    ],
)
@pytest.mark.parametrize("store", ["memory", "sqlite"])
async def test_a_forged_payload_is_refused_and_changes_nothing(
    office: Office, tmp_path: Path, payload: str, store: str
) -> None:
    kept: Store = MemoryStore()
    if store == "sqlite":
        kept = open_store(f"sqlite:///{tmp_path}/office.db")
    counter = await Counter(office, kept).open()
    await counter.say("王丽", LINE)
    before = await counter.inquiry("1123-01")
    with listening() as faults:
        forged = counter.incoming("王丽", press=payload, message_id="1")
        await counter.deliver(forged)
    assert faults.found == []
    assert await counter.inquiry("1123-01") == before
    await counter.close()


async def test_a_press_that_names_the_message_of_another_chat_leaves_that_chat_alone(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    message, payload = counter.button("李明", "签收")
    before = counter.screens("李明")
    await counter.deliver(counter.incoming("周强", press=payload, message_id=message))
    assert (counter.screens("李明"), counter.screens("周强")) == (before, [])


# ---- answers and questions


async def test_what_is_typed_after_five_minutes_is_a_registration(counter: Counter) -> None:
    await counter.say("王丽", "电话 维修资金怎么申请")
    await counter.press("王丽", "改一句")
    question = counter.messages(counter.chat("王丽"))[-1]
    await counter.wind("6min")
    await counter.say("王丽", "楼上漏水没人管")
    assert (await counter.inquiry("1123-08")).matter == "楼上漏水没人管"
    assert (await counter.inquiry("1123-07")).state == "registered"
    assert question in counter.messages(counter.chat("王丽"))


async def test_a_reply_to_a_message_nobody_knows_is_a_registration(counter: Counter) -> None:
    await counter.say("王丽", "楼上漏水没人管", reply_to="99999")
    assert (await counter.inquiry("1123-07")).matter == "楼上漏水没人管"


async def test_a_reply_to_a_question_of_a_form_given_up_is_answered(counter: Counter) -> None:
    await counter.say("王丽", "登记")
    question, _ = counter.button("王丽", "取消")
    await counter.press("王丽", "取消")
    await counter.say("王丽", "公租房", reply_to=question)
    assert counter.screen("王丽") == "没有未提交的登记。"


async def test_a_reply_to_an_earlier_question_of_the_form_corrects_that_line(
    counter: Counter,
) -> None:
    await counter.say("王丽", "登记")
    question, _ = counter.button("王丽", "取消")
    await counter.say("王丽", "公租房申请")
    await counter.say("王丽", "公租房续租", reply_to=question)
    draft = await counter.work(lambda work: work.drafts.get(counter.chat("王丽"), OfficerId("001")))
    assert draft is not None
    assert (draft.answers, draft.asking) == ({"matter": "公租房续租"}, "channel")


async def test_a_draft_begun_before_an_upgrade_of_its_form_goes_on(counter: Counter) -> None:
    old = Draft(
        address=counter.chat("王丽"),
        officer=OfficerId("001"),
        form="registration",
        answers={"matter": "公租房申请", "fax": "12345"},  # a line the form no longer has
        asking="telex",
        started_at=counter.clock.now(),
    )
    await counter.work(lambda work: work.drafts.put(old))
    await counter.say("王丽", "登记")
    await counter.press("王丽", "来访")  # a line added since, or never answered
    for _ in range(3):
        await counter.press("王丽", "跳过")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.matter, inquiry.channel) == ("公租房申请", "来访")


# ---- nobody there


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


# ---- days


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


# ---- the house's own faults


async def test_a_text_longer_than_any_command_says_so(counter: Counter) -> None:
    await counter.say("王丽", "查 " + "很" * 3000)
    assert counter.screen("王丽") == lines("太长了，请在2000字以内，或分几条发。")
