"""交接: whoever changes post or leaves hands over everything he owes, follows or is named for."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.facts import HandedOver
from bot.domain.inquiry import Inquiry
from bot.domain.office import Absence, DutyDay
from bot.ports.store import Work
from bot.ports.values import Draft, Item
from tests.counter import Counter
from tests.stories.attacking import LINE, pressing
from tests.stories.handing_over import LI, LIU, WANG, WU, two_with_li, without_posts
from tests.stories.reading import lines


async def handed(counter: Counter, inquiry: Inquiry) -> list[tuple[str, str]]:
    """Who handed it to whom, by the journal."""
    facts = await counter.work(lambda work: [line.fact for line in work.journal.of(inquiry.id)])
    return [(f.former, f.to) for f in facts if isinstance(f, HandedOver)]


@pytest.mark.clause("1.15")
async def test_one_press_hands_everything_over_and_no_date_moves(counter: Counter) -> None:
    await two_with_li(counter)
    await without_posts(counter, LI)
    before = await counter.inquiry("1123-07")
    await counter.say("刘芳", "交接 李明 吴婷")
    assert counter.screen("刘芳") == lines("""
        李明要交接的2项，期限不变：

        1123-07　公租房　承办，限11月30日

        1123-08　公租房　承办，限11月30日
        [全部交给吴婷] [逐件选]
    """)
    await counter.press("刘芳", "全部交给吴婷")
    assert counter.screen("刘芳") == "已交接李明的：吴婷2项。期限不变。"
    after = await counter.inquiry("1123-07")
    assert (after.assignee, after.state, after.holders) == (WU, "accepted", (LI, WU))
    assert [(c.kind, c.due) for c in after.clocks] == [(c.kind, c.due) for c in before.clocks]
    assert {c.owner for c in after.clocks if c.running} == {WU}
    assert await handed(counter, after) == [(LI, WU)]
    assert counter.screens("吴婷") == [
        lines("""
        李明交接给您2项，期限不变：

        1123-07　公租房　已签收，限11月30日

        1123-08　公租房　待签收，限11月30日
        [1123-07 看]
        [1123-08 看]
    """)
    ]
    assert counter.screens("李明") == [
        "1123-07　已交接给吴婷，电话8303。",
        "1123-08　已交接给吴婷，电话8303。",
    ]
    assert "吴婷" in counter.board("住房保障股")[0]


async def test_the_successor_goes_on_from_the_list(counter: Counter) -> None:
    await two_with_li(counter)
    await without_posts(counter, LI)
    old = pressing(counter, "李明", "办结")
    await counter.say("刘芳", "交接 李明 吴婷")
    await counter.press("刘芳", "全部交给吴婷")
    assert (await counter.deliver(old)).text == "这个按钮已用过，现由吴婷承办。"
    await counter.press("吴婷", "1123-07 看")
    await counter.press("吴婷", "办结")
    await counter.press("吴婷", "已办成")
    await counter.say("吴婷", "排第37位")
    assert (await counter.inquiry("1123-07")).state == "concluded"


async def test_a_first_responder_stays_on_record_and_his_successor_follows(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await without_posts(counter, WANG)
    await counter.say("刘芳", "交接 王丽 刘芳")
    await counter.press("刘芳", "全部交给刘芳")
    found = await counter.inquiry("1123-07")
    assert (found.first_responder, found.follower) == (WANG, LIU)
    assert counter.screens("王丽")[0] == "1123-07　已交接给刘芳，电话8201。"
    await counter.press("李明", "签收")
    await counter.press("李明", "办结")
    await counter.press("李明", "已办成")
    await counter.say("李明", "排第37位")
    await counter.press("刘芳", "非常满意", of="请回访")
    closed = await counter.inquiry("1123-07")
    assert (closed.state, closed.grade, closed.graded_by) == ("closed", "5", LIU)
    await counter.say("刘芳", "1123-07")
    assert "首问：王丽（现由刘芳跟） 8201" in counter.screen("刘芳")
    await counter.say("王丽", "1123-07")
    assert counter.screen("王丽") == "您无权查看这件。可问首问责任人刘芳，8201。"


async def test_what_the_successor_follows_is_on_his_second_page(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await without_posts(counter, WANG)
    await counter.say("刘芳", "交接 王丽 吴婷")
    await counter.press("刘芳", "全部交给吴婷")
    for who, wanted in (("吴婷", "1123-07"), ("王丽", "我首问的0件")):
        await counter.say(who, "待办 2")
        assert wanted in counter.screen(who)


async def test_the_directory_names_the_successor(counter: Counter) -> None:
    def named(work: Work) -> None:
        work.put(Absence(officer=WU, first=date(2026, 11, 25), last=date(2026, 11, 26), deputy=LI))
        work.put(DutyDay(day=date(2026, 11, 28), in_charge=LI, on_duty=(LI, WANG)))
        work.put(DutyDay(day=date(2026, 11, 21), in_charge=LI))
        work.put(replace(work.roster.department("住房保障股"), leader=LI))

    await without_posts(counter)
    await counter.work(named)
    await counter.say("刘芳", "交接 李明 陈建国")
    assert counter.screen("刘芳") == lines("""
        李明要交接的7项，期限不变：

        1. 分管：住房保障股

        2. 职责：公租房申请

        3. 职责：公租房续租

        4. 职责：住宅专项维修资金使用

        5. 代岗：吴婷

        6. 外出代岗：吴婷 11月25日

        7. 值班：11月28日
        [全部交给陈建国] [逐件选]
    """)
    await counter.press("刘芳", "全部交给陈建国")

    def now_named(work: Work) -> tuple[object, ...]:
        directory = work.roster.directory
        days = directory.duty_days
        return (
            directory.departments["住房保障股"].leader,
            {d.officer for d in directory.duties.values()} & {LI},
            directory.officers[WU].deputy,
            directory.absences["003/2026-11-25"].deputy,
            (days["2026-11-28"].in_charge, days["2026-11-28"].on_duty),
            days["2026-11-21"].in_charge,
        )

    assert await counter.work(now_named) == ("004", set(), "004", "004", ("004", ("004", WANG)), LI)
    assert counter.screen("陈建国").startswith("李明交接给您7项，期限不变：\n分管：住房保障股")


async def test_what_clocks_have_asked_of_him_is_asked_of_the_successor(counter: Counter) -> None:
    await two_with_li(counter)
    await without_posts(counter, LI)
    found = await counter.inquiry("1123-07")
    item = Item(
        key="1:finish:x:002",
        to=LI,
        inquiry=found.id,
        view="waiting",
        not_before=counter.clock.now(),
    )
    await counter.work(lambda work: work.items.add(item))
    await counter.say("刘芳", "交接 李明 吴婷")
    await counter.press("刘芳", "全部交给吴婷")
    now = counter.clock.now()
    assert await counter.work(lambda work: work.items.recipients(now)) == [WU]
    ready = await counter.work(lambda work: [i.key for i in work.items.ready(now, to=WU)])
    assert ready == ["1:finish:x:002>003"]


async def test_a_begun_paper_goes_on_in_the_successors_chat(counter: Counter) -> None:
    await without_posts(counter, LI)
    await counter.say("李明", "登记")
    await counter.say("李明", "漏水没人管")
    await counter.say("刘芳", "交接 李明 吴婷")
    assert "未提交的登记" in counter.screen("刘芳")
    await counter.press("刘芳", "全部交给吴婷")
    drafts: list[Draft] = await counter.work(lambda work: work.drafts.all())
    assert [(d.officer, d.address.chat, d.answers) for d in drafts] == [
        (WU, "p:003", {"matter": "漏水没人管"})
    ]


async def test_a_decision_that_lies_with_a_leader_goes_to_his_successor(counter: Counter) -> None:
    await counter.say("王丽", "电话 马国庆 13800138000 半夜打桩谁管")
    await counter.press("王丽", "不清楚归谁")
    assert (await counter.inquiry("1123-07")).owes == "006"
    await counter.say("刘芳", "交接 赵志远 杨文斌")
    await counter.press("刘芳", "全部交给杨文斌")
    found = await counter.inquiry("1123-07")
    assert (found.state, found.owes, found.director) == ("raised", "008", "008")
    await counter.press("杨文斌", "1123-07 看")
    await counter.press("杨文斌", "另选人")
    await counter.press("杨文斌", "周强")
    assert (await counter.inquiry("1123-07")).assignee == "005"


async def test_who_hands_back_is_followed_by_himself_again(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    for former, to in (("王丽", "刘芳"), ("刘芳", "王丽")):
        await counter.say("刘芳", f"交接 {former} {to}")
        await counter.press("刘芳", f"全部交给{to}")
    found = await counter.inquiry("1123-07")
    assert (found.follower, found.followed_by) == (WANG, "")
