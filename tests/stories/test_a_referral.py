"""(a) 窗口，同事的事: one line, two taps; the officer one."""

from dataclasses import replace

import pytest

from tests.counter import Counter
from tests.stories.reading import lines


@pytest.mark.clause("2.1", "3.1", "3.2", "3.4", "4.3", "4.6", "6.1", "9.1", "9.3", "1.3")
async def test_a_matter_of_a_colleague_is_registered_and_referred(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 黑石乡 公租房申请一直没消息")
    assert counter.screen("王丽") == lines("""
        1123-07　来访　王秀英　13800138000　黑石乡
        公租房申请一直没消息
        [李明 保障股302] [吴婷 保障股302] [另选人]
        [当场答] [缺材料] [不清楚归谁] [更多]
    """)
    await counter.restart()  # the card outlives the process
    await counter.press("王丽", "李明 保障股302")
    assert counter.screen("王丽") == lines("""
        1123-07 已转李明，限11月30日（周一）下班前
        请告诉来访人：“由保障股李明办，302室，电话8302，最迟11月30日答复您。我是王丽，电话8001。”
        [带过去了] [在大厅等] [已离开]
        [撤回] [更多]
    """)
    assert len(counter.messages(counter.chat("王丽"))) == 1
    await counter.press("王丽", "已离开")
    assert counter.screen("李明") == lines("""
        1123-07 转办　限11月30日下班前
        公租房申请一直没消息
        王秀英 13800138000　黑石乡（远道）　已离开　首问 王丽 8001
        [签收] [不是我的] [缺材料]
    """)
    assert counter.board("住房保障股") == ["1123-07 王** 公租房　@李明　限11-30　→　待签收"]
    await counter.press("李明", "签收")
    assert counter.screen("李明") == lines("""
        1123-07　已签收　限11月30日下班前
        公租房申请一直没消息
        王秀英 13800138000　黑石乡　已离开　首问 王丽 8001
        [联系了] [办结] [更多]
    """)
    assert counter.board("住房保障股") == ["1123-07 王** 公租房　@李明　限11-30　→　已签收"]
    assert await counter.facts("1123-07") == [
        "Registered",
        "Referred",
        "PresenceTold",
        "Accepted",
    ]


async def test_the_channel_line_is_silent_and_edited_in_place(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.press("李明", "签收")
    board = counter.messages(counter.channel("住房保障股"))
    assert [(m.silent, m.rows) for m in board] == [(True, ())]


@pytest.mark.clause("1.10", "6.3")
async def test_a_visitor_in_the_hall_calls_the_officer_with_a_minute_clock(
    counter: Counter,
) -> None:
    await counter.say("王丽", "王秀英 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.press("王丽", "在大厅等")
    assert counter.screen("李明") == ("1123-07　王秀英在大厅等，09:10前请到。首问 王丽 8001")
    await counter.wind("2026-11-23 09:11")
    assert counter.screen("王丽") == lines("""
        1123-07　来访人在大厅等了10分钟，李明（8302）未到。
        [交代岗吴婷] [带过去了]
    """)
    await counter.press("王丽", "带过去了")
    await counter.press("李明", "签收")
    assert (await counter.facts("1123-07"))[-1] == "Accepted"
    assert (await counter.inquiry("1123-07")).contacted_at is not None


async def test_undo_takes_the_referral_back_for_ten_minutes(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.press("王丽", "撤回")
    assert counter.screen("王丽").startswith("1123-07　来访　王秀英")
    assert counter.screen("李明") == "1123-07　已撤回"
    assert counter.board("住房保障股") == []
    await counter.press("王丽", "吴婷")
    assert (await counter.inquiry("1123-07")).assignee == "003"


async def test_undo_is_refused_once_the_officer_has_acted(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.press("李明", "签收")
    await counter.say("王丽", "撤回")
    assert counter.screen("王丽") == ("没有可撤回的：过了十分钟，或已有人办。可点“更多”改派。")


async def test_a_registration_taken_back_keeps_its_number(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 公租房申请一直没消息")
    await counter.say("王丽", "撤回")
    assert (await counter.inquiry("1123-07")).state == "void"
    await counter.say("王丽", "张伟 公租房续租")
    assert counter.screen("王丽").startswith("1123-08　")


async def test_the_telephone_is_asked_only_when_the_visitor_leaves_without_result(
    counter: Counter,
) -> None:
    await counter.say("王丽", "王秀英 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    assert "电话？" not in counter.screen("王丽")
    await counter.press("王丽", "已离开")
    assert counter.screen("王丽") == "1123-07　留个电话？"
    await counter.say("王丽", "13800138000")
    assert (await counter.inquiry("1123-07")).inquirer.phone == "13800138000"


async def test_a_double_press_has_no_second_effect(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    message, payload = counter.button("王丽", "李明")
    await counter.press("王丽", "李明")
    again = counter.incoming("王丽", press=payload, message_id=message)
    ack = await counter.deliver(again)
    assert ack.text == "这个按钮已用过，现由李明承办。"
    assert (await counter.inquiry("1123-07")).holders == ("002",)
    assert await counter.facts("1123-07") == ["Registered", "Referred"]


async def test_a_delivery_repeated_by_the_platform_is_answered_once(counter: Counter) -> None:
    said = counter.incoming("王丽", text="王秀英 公租房申请一直没消息")
    await counter.deliver(said)
    await counter.deliver(said)
    assert len(counter.messages(counter.chat("王丽"))) == 1


async def test_ten_minutes_later_the_button_is_gone(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.wind("10min")
    assert "[撤回]" in counter.screen("王丽")
    await counter.wind("1min")
    assert "[撤回]" not in counter.screen("王丽")
    await counter.say("王丽", "撤回")
    assert counter.screen("王丽").startswith("没有可撤回的")


@pytest.mark.clause("4.3")
async def test_a_private_number_of_staff_is_never_told(counter: Counter) -> None:
    officer = await counter.work(lambda work: work.roster.officer("002"))
    await counter.work(lambda work: work.put(replace(officer, mobile="13900000002")))
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.say("王丽", "谁管 公租房申请")
    seen = "\n".join([*counter.screens("王丽"), *counter.board("住房保障股")])
    assert ("8302" in seen, "13900000002" in seen) == (True, False)
