"""(g) 回访，差评: satisfied one tap, a bad grade three."""

import pytest

from tests.counter import Counter
from tests.stories.reading import lines


async def concluded(counter: Counter, line: str = "王秀英 13800138000 公租房申请没消息") -> None:
    await counter.say("王丽", line)
    await counter.press("王丽", "吴婷")
    await counter.press("吴婷", "签收")
    await counter.press("吴婷", "办结")
    await counter.press("吴婷", "已办成")
    await counter.say("吴婷", "收入已核对，排第37位，预计明年3月配租")


@pytest.mark.clause("2.3", "7.4", "1.2")
async def test_a_satisfied_inquirer_is_one_tap(counter: Counter) -> None:
    await concluded(counter)
    assert counter.screen("王丽") == lines("""
        1123-07 吴婷已办结（已办成）：收入已核对，排第37位，预计明年3月配租
        请回访王秀英 13800138000。
        [非常满意] [满意] [基本满意]
        [不满意] [非常不满意] [没打通] [不评价]
    """)
    await counter.press("王丽", "满意")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.grade) == ("closed", "4")


@pytest.mark.clause("2.3")
async def test_a_bad_grade_sends_it_back_to_be_done_again(counter: Counter) -> None:
    await concluded(counter)
    await counter.wind("2026-12-02 09:00")
    await counter.press("王丽", "不满意")
    await counter.press("王丽", "没讲清")
    assert counter.button("王丽", "我再解释")[0] == counter.button("王丽", "退吴婷重办")[0]
    await counter.press("王丽", "退吴婷重办")
    assert counter.screen("吴婷").startswith("1123-07 重办　不满意：没讲清　限12月9日下班前")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.redone, inquiry.grade) == ("referred", 1, "2")


@pytest.mark.clause("2.3")
async def test_three_attempts_one_a_half_day_close(counter: Counter) -> None:
    await concluded(counter)
    await counter.press("王丽", "没打通")
    ack = await counter.press("王丽", "没打通")
    assert ack.text == "1123-07这半天已记过一次，请下半天再打。"
    await counter.wind("2026-11-23 14:00")
    await counter.press("王丽", "没打通")
    await counter.wind("2026-11-24 09:00")
    await counter.press("王丽", "没打通")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.grade) == ("closed", "unreachable")


@pytest.mark.clause("2.3")
async def test_without_any_contact_it_closes_at_conclusion(counter: Counter) -> None:
    await concluded(counter, "来信 公租房申请一直没消息")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.grade) == ("closed", "unreachable")


@pytest.mark.clause("4.8")
async def test_refused_by_rule_needs_its_basis_and_is_told_apart(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请没消息")
    await counter.press("王丽", "吴婷")
    await counter.press("吴婷", "签收")
    await counter.press("吴婷", "办结")
    await counter.press("吴婷", "依规不能办")
    await counter.say("吴婷", "收入超过标准（云政发〔2024〕3号第五条），已解释")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.outcome, inquiry.basis != "") == ("refused", True)
    await counter.press("王丽", "不满意")
    await counter.press("王丽", "没办成")
    await counter.press("王丽", "我再解释")
    assert (await counter.inquiry("1123-07")).state == "closed"


@pytest.mark.clause("2.3")
async def test_the_grade_of_ones_own_work_is_marked(counter: Counter) -> None:
    await counter.say("李明", "王秀英 13800138000 公租房申请没消息")
    await counter.press("李明", "我来办")
    await counter.press("李明", "办结")
    await counter.press("李明", "已办成")
    await counter.say("李明", "已核对")
    await counter.press("李明", "非常满意")
    wanted = await counter.inquiry("1123-07")
    lines_ = await counter.work(lambda work: work.journal.of(wanted.id))
    graded = [line.fact for line in lines_ if type(line.fact).__name__ == "Graded"]
    assert [fact.own_work for fact in graded] == [True]  # type: ignore[attr-defined]
