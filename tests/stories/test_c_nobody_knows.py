"""(c) 不知道归谁: one line, two taps; the leader one."""

import pytest

from tests.counter import Counter
from tests.stories.reading import lines


@pytest.mark.clause("9.3")
async def test_the_leader_directs_with_one_tap(counter: Counter) -> None:
    await counter.say("王丽", "电话 马国庆 13800138000 金桂小区旁半夜打桩谁管")
    assert counter.screen("王丽") == lines("""
        1123-07　来电　马国庆　13800138000　目录里没有把握
        金桂小区旁半夜打桩谁管
        [周强 质安站405] [外：城管执法局] [另选人]
        [当场答] [缺材料] [不清楚归谁] [更多]
    """)
    await counter.press("王丽", "不清楚归谁")
    assert counter.screen("王丽") == lines("""
        1123-07　金桂小区旁半夜打桩谁管
        已报赵志远批办，限11月24日下班前。请告诉来电人：“我已报请领导确定承办人，明天下班前给您回话。我是王丽，8001。”
        [撤回]
    """)
    assert counter.screen("赵志远") == lines("""
        请批办　1123-07　限11月24日下班前
        金桂小区旁半夜打桩谁管　马国庆（来电）　首问王丽
        [交周强] [交城管执法局] [另选人]
        [会办] [我来答复]
    """)
    await counter.press("赵志远", "交周强")
    assert counter.screen("王丽") == lines("""
        1123-07 赵志远批：周强承办，405室，8405，限11月30日。请回电马国庆 13800138000。
        [已回电]
    """)
    await counter.press("王丽", "已回电")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.assignee, inquiry.call_back) == ("005", False)


async def test_the_leader_answers_himself(counter: Counter) -> None:
    await counter.say("王丽", "电话 马国庆 13800138000 金桂小区旁半夜打桩谁管")
    await counter.press("王丽", "不清楚归谁")
    await counter.press("赵志远", "我来答复")
    await counter.say("赵志远", "已通知工地22点后停工，今晚派人巡查")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.told) == ("concluded", "已通知工地22点后停工，今晚派人巡查")


async def test_the_leader_orders_co_handling_with_one_lead(counter: Counter) -> None:
    await counter.say("王丽", "电话 马国庆 13800138000 金桂小区旁半夜打桩谁管")
    await counter.press("王丽", "不清楚归谁")
    await counter.press("赵志远", "会办")
    await counter.press("赵志远", "周强")
    await counter.press("赵志远", "李明")
    await counter.press("赵志远", "就这样批")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.assignee, inquiry.helpers) == ("005", ("002",))
    assert counter.screen("李明").startswith("1123-07 会办　牵头周强")


async def test_an_outside_units_matter_ends_with_its_address(counter: Counter) -> None:
    await counter.say("王丽", "电话 马国庆 13800138000 金桂小区旁半夜打桩谁管")
    await counter.press("王丽", "外：城管执法局")
    assert "县城市管理执法局" in counter.screen("王丽")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.outcome, inquiry.outside) == ("outside", "县城市管理执法局")


@pytest.mark.clause("9.3")
async def test_what_the_catalogue_did_not_find_is_listed_for_the_administrator(
    counter: Counter,
) -> None:
    await counter.say("王丽", "电话 马国庆 13800138000 金桂小区旁半夜打桩谁管")
    await counter.say("刘芳", "目录")
    assert counter.screen("刘芳") == lines("""
        近七个工作日目录没找到归谁的1件：
        1123-07　金桂小区旁半夜打桩谁管
    """)
