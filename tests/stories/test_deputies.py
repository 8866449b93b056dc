"""A deputy in force (AB岗) can do whatever who is away could: by the number, by button, by reply."""

from datetime import date

import pytest

from bot.dialogs.buttons import BUTTONS
from bot.domain.office import Absence, OfficerId
from tests.counter import Counter
from tests.stories.attacking import LINE
from tests.stories.handing_over import LI, LIU, WANG, WU
from tests.stories.reading import lines


async def referred(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")


async def leaves(counter: Counter, who: OfficerId, deputy: OfficerId) -> None:
    """He is away from today to the 30th, and what he has in hand stays with him (不交，我跟)."""
    day = date(2026, 11, 23)
    absence = Absence(officer=who, first=day, last=date(2026, 11, 30), deputy=deputy)
    await counter.work(lambda work: work.put(absence))


async def test_the_deputy_of_the_officer_signs_and_concludes_in_his_place(
    counter: Counter,
) -> None:
    await referred(counter)
    await leaves(counter, LI, WU)
    await counter.say("吴婷", "1123-07")
    assert counter.screen("吴婷") == lines("""
        1123-07 转办　限11月30日下班前　代李明
        公租房申请一直没消息
        王秀英 13800138000　首问 王丽 8001
        [签收] [不是我的] [缺材料]
    """)
    await counter.press("吴婷", "签收")
    assert counter.screen("吴婷").splitlines()[0] == "1123-07　已签收　限11月30日下班前　代李明"
    await counter.press("吴婷", "办结")
    await counter.press("吴婷", "已办成")
    await counter.say("吴婷", "排第37位")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.assignee, inquiry.acting_for) == ("concluded", LI, ())
    done = await counter.work(lambda work: [line.fact for line in work.journal.of(inquiry.id)])
    assert [(type(f).__name__, f.by) for f in done] == [
        ("Registered", WANG),
        ("Referred", WANG),
        ("Accepted", WU),
        ("Concluded", WU),
    ]


async def test_who_is_no_deputy_today_reads_where_it_is_and_gets_no_button(
    counter: Counter,
) -> None:
    await referred(counter)
    await leaves(counter, LI, WU)
    await counter.say("陈建国", "1123-07")
    assert counter.screen("陈建国").startswith("1123-07　公租房申请一直没消息\n王秀英（来访")
    await counter.work(lambda work: work.drop(*work.roster.directory.absences.values()))
    await counter.say("吴婷", "1123-07")
    assert counter.screen("吴婷") == "您无权查看这件。可问首问责任人王丽，8001。"


async def test_the_deputy_of_the_first_responder_refers_urges_adds_and_follows_up(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    await leaves(counter, WANG, LIU)
    await counter.say("刘芳", "1123-07")
    await counter.press("刘芳", "李明")
    await counter.say("刘芳", "补 1123-07 他带来了合同")
    await counter.press("李明", "签收")
    await counter.press("李明", "办结")
    await counter.press("李明", "已办成")
    await counter.say("李明", "排第37位")
    await counter.say("刘芳", "1123-07")
    await counter.press("刘芳", "非常满意")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.first_responder, inquiry.graded_by) == ("closed", WANG, LIU)
    assert [(note.by, note.text) for note in inquiry.notes] == [(LIU, "他带来了合同")]


async def test_the_deputy_of_the_leader_directs(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "不清楚归谁")
    asked = (await counter.inquiry("1123-07")).director
    await leaves(counter, asked, LIU)
    await counter.say("刘芳", "1123-07")
    assert counter.screen("刘芳").splitlines()[0].endswith("　代赵志远")
    await counter.press("刘芳", "另选人")
    await counter.press("刘芳", "吴婷")
    assert (await counter.inquiry("1123-07")).assignee == WU


async def test_while_papers_are_awaited_the_officers_deputy_may_note_that_they_came(
    counter: Counter,
) -> None:
    await referred(counter)
    await counter.press("李明", "缺材料")
    await counter.press("李明", "收入证明")
    await counter.press("李明", "出告知书")
    await leaves(counter, LI, WU)
    inquiry = await counter.inquiry("1123-07")
    assert inquiry.state == "awaiting"
    pressed = counter.incoming("吴婷", press=f"complete:{inquiry.id}:{inquiry.step}:")
    await counter.deliver(pressed)
    assert (await counter.inquiry("1123-07")).state == "accepted"


@pytest.mark.parametrize("verb", ["pass", "contact", "back"])
async def test_the_first_responder_does_not_act_for_the_officer(
    counter: Counter, verb: str
) -> None:
    assert verb in BUTTONS
    await referred(counter)
    await counter.press("李明", "签收")
    inquiry = await counter.inquiry("1123-07")
    arg = {"pass": "003", "back": "other-duty"}.get(verb, "")
    forged = counter.incoming("王丽", press=f"{verb}:{inquiry.id}:{inquiry.step}:{arg}")
    assert (await counter.deliver(forged)).text == "1123-07现由李明承办，电话8302。"
    assert await counter.inquiry("1123-07") == inquiry


async def test_head_leader_and_chief_may_reassign_and_nobody_else(counter: Counter) -> None:
    await referred(counter)
    moved = {}
    for who, to in (("陈建国", "003"), ("赵志远", "002"), ("杨文斌", "003"), ("刘芳", "002")):
        inquiry = await counter.inquiry("1123-07")
        press = f"pass:{inquiry.id}:{inquiry.step}:{to}"
        await counter.deliver(counter.incoming(who, press=press))
        moved[who] = (await counter.inquiry("1123-07")).assignee == to
    assert moved == {"陈建国": True, "赵志远": True, "杨文斌": True, "刘芳": False}
