"""(b) 电话，当场答: one line, one tap."""

import pytest

from tests.counter import Counter
from tests.stories.reading import lines


@pytest.mark.clause("9.2", "5.2")
async def test_the_catalogues_answer_is_a_button(counter: Counter) -> None:
    await counter.say("王丽", "电话 维修资金怎么申请")
    assert counter.screen("王丽") == lines("""
        1123-07　来电　住宅专项维修资金使用
        标准答复：业主依法表决通过后，带①申请表②表决结果③工程预算，来302室，20个工作日内拨付。
        [就这样答了] [改一句] [转办]
    """)
    await counter.press("王丽", "就这样答了")
    assert counter.screen("王丽") == lines("""
        1123-07　已登记，当场答复。
        [撤回]
    """)
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.outcome, inquiry.grade) == ("closed", "answered", "none")


async def test_question_and_answer_in_one_line_need_no_tap(counter: Counter) -> None:
    await counter.say("王丽", "电话 问公租房排到哪了 答排第37位，预计明年3月")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.channel, inquiry.state, inquiry.told) == (
        "来电",
        "closed",
        "排第37位，预计明年3月",
    )


@pytest.mark.clause("2.3")
async def test_a_grade_added_later_by_reply_is_marked_as_ones_own_record(counter: Counter) -> None:
    await counter.say("王丽", "电话 维修资金怎么申请")
    card, _ = counter.button("王丽", "就这样答了")
    await counter.press("王丽", "就这样答了")
    await counter.say("王丽", "非常满意", reply_to=card)
    assert counter.screens("王丽")[0].startswith("1123-07　已登记，当场答复。非常满意（本人登记）")
    wanted = await counter.inquiry("1123-07")
    journal = await counter.work(lambda work: work.journal.of(wanted.id))
    assert journal[-1].fact.own_work is True  # type: ignore[attr-defined]


async def test_an_own_answer_is_typed(counter: Counter) -> None:
    await counter.say("王丽", "电话 维修资金怎么申请")
    await counter.press("王丽", "改一句")
    await counter.say("王丽", "先开业主大会，再来302室")
    assert (await counter.inquiry("1123-07")).told == "先开业主大会，再来302室"
    assert "[另登一件]" in counter.screen("王丽")


async def test_a_text_taken_as_an_answer_can_be_registered_after_all(counter: Counter) -> None:
    await counter.say("王丽", "电话 维修资金怎么申请")
    await counter.press("王丽", "改一句")
    await counter.say("王丽", "楼上漏水没人管")
    await counter.press("王丽", "另登一件")
    assert (await counter.inquiry("1123-08")).matter == "楼上漏水没人管"


async def test_a_new_visitor_is_no_answer_to_an_open_question(counter: Counter) -> None:
    await counter.say("王丽", "电话 维修资金怎么申请")
    await counter.press("王丽", "改一句")
    await counter.say("王丽", "何桂兰 13800138000 公租房续租")
    assert (await counter.inquiry("1123-08")).inquirer.name == "何桂兰"
    assert (await counter.inquiry("1123-07")).state == "registered"
