"""(f) 超期 → 催办 → 说明 → 通知书 → 股长."""

import pytest

from tests.counter import Counter
from tests.stories.reading import lines


async def referred(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 黑石乡 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.press("王丽", "已离开")
    await counter.press("李明", "签收")


@pytest.mark.clause("2.1", "2.2")
async def test_one_working_day_before_only_the_officer_is_reminded(counter: Counter) -> None:
    await referred(counter)
    await counter.wind("2026-11-27 08:30")
    assert counter.screen("李明") == lines("""
        1123-07 下个工作日（11月30日）到期。
        [办结] [联系了] [更多]
    """)
    assert await counter.notices_to("陈建国") == []
    assert len(counter.board("住房保障股")) == 1


@pytest.mark.clause("4.6")
async def test_past_the_date_the_first_responder_is_told_to_urge(counter: Counter) -> None:
    await referred(counter)
    await counter.wind("2026-12-01 08:30")
    assert counter.screen("王丽") == lines("""
        1123-07 昨日到期未办结，承办李明（8302）。10:30前不点，系统代催并记录。
        [催办] [已打电话催]
    """)
    await counter.press("王丽", "催办")
    assert counter.screen("李明") == lines("""
        催办（第1次）　1123-07　超1个工作日　王丽催　请今天下班前回复。
        [今天办结] [回复原因]
    """)
    assert counter.board("住房保障股")[0] == ("1123-07 王** 公租房　@李明　限11-30　→　已催1次")
    await counter.press("李明", "回复原因")
    await counter.press("李明", "等外单位")
    assert counter.screen("李明") == lines("""
        1123-07　等外单位。哪天办结？
        [12月2日] [12月4日] [12月7日] [其他]
        [返回]
    """)
    await counter.press("李明", "12月4日")
    assert counter.screen("李明").startswith(
        "1123-07　已回复王丽：等外单位，12月4日办结。原期限11月30日的超期记录保留。"
    )
    assert counter.screen("王丽") == lines("""
        李明答复1123-07：等外单位，12月4日办结。请告诉来访人：“需等外单位回函，最迟12月4日给您答复，让您久等了。”
        [已告诉]
    """)
    line = "1123-07 王** 公租房　@李明　限12-04　→　已签收"
    assert counter.board("住房保障股")[0] == line


@pytest.mark.clause("4.6")
async def test_untapped_the_bot_urges_in_her_place(counter: Counter) -> None:
    await referred(counter)
    await counter.wind("2026-12-01 10:29")
    assert "催办" not in counter.screen("李明")
    await counter.wind("2026-12-01 10:31")
    assert counter.screen("李明").startswith("催办（第1次）　1123-07　超1个工作日　系统代王丽催")
    assert counter.screen("王丽") == ("1123-07 第1次系统代催，已记录，承办李明（8302）。")
    assert (await counter.facts("1123-07"))[-2:] == ["UrgeNeglected", "Urged"]


@pytest.mark.clause("4.6")
async def test_a_telephone_call_counts_as_the_urge(counter: Counter) -> None:
    await referred(counter)
    await counter.wind("2026-12-01 08:30")
    await counter.press("王丽", "已打电话催")
    await counter.wind("2026-12-01 11:00")
    assert await counter.notices_to("李明") == ["officer", "remind"]
    assert [u.how for u in (await counter.inquiry("1123-07")).urges] == ["phone"]


async def test_ignored_the_formal_notice_goes_to_officer_and_head(counter: Counter) -> None:
    await referred(counter)
    await counter.wind("2026-12-01 08:30")
    await counter.press("王丽", "催办")
    await counter.wind("2026-12-02 08:30")
    assert counter.screen("李明") == lines("""
        催办通知书　云住建首催〔2026〕1号
        李明同志：1123-07（公租房）应于11月30日办结，已超2个工作日，催办1次未复。请于12月2日下班前办结，或说明原因和办结日期。
        [今天办结] [回复原因]
    """)
    assert counter.screen("陈建国") == lines("""
        催办通知书　云住建首催〔2026〕1号
        李明同志：1123-07（公租房）应于11月30日办结，已超2个工作日，催办1次未复。请于12月2日下班前办结，或说明原因和办结日期。
        陈建国：
        [我过问] [换吴婷办] [看经过]
    """)
    assert await counter.notices_to("赵志远") == ["formal-urge-listed"]
    await counter.press("陈建国", "换吴婷办")
    assert (await counter.inquiry("1123-07")).assignee == "003"
    assert counter.screen("吴婷").startswith("1123-07 转办")


async def test_a_date_given_after_urging_is_a_promise_and_the_miss_stays(
    counter: Counter,
) -> None:
    await referred(counter)
    await counter.wind("2026-12-01 08:30")
    await counter.press("王丽", "催办")
    await counter.press("李明", "回复原因")
    await counter.press("李明", "等外单位")
    await counter.press("李明", "12月4日")
    await counter.wind("2026-12-04 09:00")
    inquiry = await counter.inquiry("1123-07")
    missed = {c.kind: c.missed for c in inquiry.clocks if c.running and c.kind != "contact"}
    assert missed == {"finish": True, "promise": False}
    assert (await counter.notices_to("陈建国")) == []


async def test_three_working_days_after_the_notice_the_leader_decides(counter: Counter) -> None:
    await referred(counter)
    await counter.wind("2026-12-07 08:30")
    assert "通知书后未办结。请您定：" in counter.screen("赵志远")
    await counter.press("赵志远", "限期办结")
    await counter.press("赵志远", "12月8日")
    inquiry = await counter.inquiry("1123-07")
    assert inquiry.due is not None
    assert counter.office.hours.local(inquiry.due).date().isoformat() == "2026-12-08"


async def test_after_an_outage_over_every_rung_the_notice_is_issued_before_anybody_speaks_of_it(
    counter: Counter,
) -> None:
    await referred(counter)
    counter.sleep_until("2026-12-10 10:00")
    await counter.restart()
    await counter.wind("1min")
    inquiry = await counter.inquiry("1123-07")
    assert [(u.how, u.document) for u in inquiry.urges] == [("formal", "云住建首催〔2026〕1号")]
    assert counter.screen("李明").startswith("催办通知书　云住建首催〔2026〕1号")
    assert "通知书后未办结" not in "".join(counter.screens("赵志远"))
    assert await counter.notices_to("赵志远") == []  # it stands in his list of the next opening
    await counter.wind("2026-12-11 09:00")
    assert await counter.notices_to("赵志远") == ["formal-urge-listed"]
    await counter.wind("2026-12-14 17:00")
    assert "通知书后未办结" not in "".join(counter.screens("赵志远"))
    await counter.wind("2026-12-15 08:30")
    assert "通知书后未办结。请您定：" in counter.screen("赵志远")


async def test_after_an_outage_the_decision_comes_only_if_the_notice_was_issued_before_it(
    counter: Counter,
) -> None:
    await referred(counter)
    await counter.wind("2026-12-02 08:30")
    assert "催办通知书" in counter.screen("李明")
    counter.sleep_until("2026-12-10 09:00")
    await counter.restart()
    await counter.wind("2026-12-11 08:30")
    assert "通知书后未办结。请您定：" in counter.screen("赵志远")
    inquiry = await counter.inquiry("1123-07")
    assert [u.how for u in inquiry.urges if u.how == "formal"] == ["formal"]


async def test_the_first_responder_may_urge_any_time_but_once_a_day(counter: Counter) -> None:
    await referred(counter)
    await counter.say("王丽", "催 1123-07")
    assert counter.screen("王丽") == "1123-07　已催李明（第1次）。"
    await counter.say("王丽", "催1123-07")
    assert counter.screen("王丽") == "1123-07今天已催过，明天可再催。"
