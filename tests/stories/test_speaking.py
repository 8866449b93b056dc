"""Any text that is no command and no answer is a registration."""

import pytest

from tests.counter import Counter
from tests.stories.reading import lines


@pytest.mark.clause("1.1")
async def test_the_matter_alone_is_enough_and_the_rest_can_follow_by_reply(
    counter: Counter,
) -> None:
    await counter.say("王丽", "公租房一直没消息")
    card, _ = counter.button("王丽", "另选人")
    await counter.say("王丽", "13800138000", reply_to=card)
    await counter.say("王丽", "王秀英", reply_to=card)
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.inquirer.phone, inquiry.inquirer.name) == ("13800138000", "王秀英")
    assert [(n.field, n.former) for n in inquiry.notes] == [("phone", ""), ("name", "")]


@pytest.mark.clause("1.1")
async def test_a_doubtful_number_is_kept_and_flagged(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 1380013800 公租房一直没消息")
    assert "号码似少1位，请核对。" in counter.screen("王丽")
    await counter.press("王丽", "就这样")
    assert "请核对" not in counter.screen("王丽")
    assert (await counter.inquiry("1123-07")).inquirer.phone == "1380013800"


@pytest.mark.clause("1.1")
async def test_a_correction_keeps_what_stood_before(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 1380013800 公租房一直没消息")
    await counter.say("王丽", "补 1123-07 13800138000")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.inquirer.phone, inquiry.notes[-1].former) == ("13800138000", "1380013800")


async def test_several_lines_are_several_cards(counter: Counter) -> None:
    await counter.say(
        "王丽", "王秀英 13800138000 公租房没消息\n电话 维修资金怎么申请\n同上 还问物业投诉"
    )
    assert [s.split("　")[0] for s in counter.screens("王丽")] == ["1123-07", "1123-08", "1123-09"]


async def test_same_as_above_is_the_same_visitor_again(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房没消息")
    await counter.say("王丽", "同上 维修资金使用")
    inquiry = await counter.inquiry("1123-08")
    assert (inquiry.inquirer.name, inquiry.inquirer.phone) == ("王秀英", "13800138000")


async def test_a_known_number_is_recognised(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请没消息")
    await counter.press("王丽", "李明")
    await counter.wind("2026-11-25 09:00")
    await counter.say("王丽", "王秀英 13800138000 问问到哪步了")
    assert "11月23日来过，1123-07，李明在办" in counter.screen("王丽")
    await counter.press("王丽", "接着那件")
    assert (await counter.inquiry("1125-01")).state == "void"
    assert (await counter.inquiry("1123-07")).notes[-1].text == "到哪步了"


async def test_with_another_name_nothing_is_asked(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请没消息")
    await counter.say("王丽", "何桂兰 13800138000 公租房续租")
    assert "来过" not in counter.screen("王丽")


@pytest.mark.clause("2.1")
async def test_a_late_entry_keeps_the_true_reception_time(counter: Counter) -> None:
    await counter.wind("2026-11-24 09:00")
    await counter.say("王丽", "昨天下午 张伟 13800138000 危房改造补助没到账")
    inquiry = await counter.inquiry("1124-01")
    local = counter.office.hours.local
    assert local(inquiry.received_at).isoformat() == "2026-11-23T15:00:00+08:00"
    assert inquiry.due is not None
    assert local(inquiry.due).isoformat() == "2026-11-25T17:30:00+08:00"


async def test_a_greeting_is_never_registered(counter: Counter) -> None:
    for said in ("好的", "谢谢", "在吗", "收到"):
        await counter.say("王丽", said)
    assert counter.screen("王丽").startswith("请直接打来办的事")
    assert await counter.work(lambda work: work.inquiries.numbered("1123-07")) is None


async def test_a_forwarded_text_is_one_inquiry_that_can_be_taken_apart(counter: Counter) -> None:
    await counter.say(
        "王丽", "王秀英 13800138000 公租房没消息\n何桂兰 13800138001 续租手续", bundle=True
    )
    assert "[拆成2件]" in counter.screen("王丽")
    await counter.press("王丽", "拆成2件")
    assert (await counter.inquiry("1123-07")).state == "void"
    assert (await counter.inquiry("1123-09")).inquirer.name == "何桂兰"


async def test_somebody_is_found_by_name_pinyin_or_initials(counter: Counter) -> None:
    for typed, number in (("李明", "07"), ("liming", "08"), ("lm", "09")):
        await counter.say("王丽", "王秀英 公租房没消息")
        await counter.press("王丽", "另选人")
        card, _ = counter.button("王丽", "返回")
        await counter.say("王丽", typed, reply_to=card)
        assert (await counter.inquiry(f"1123-{number}")).assignee == "002"


async def test_what_was_chosen_last_for_a_duty_comes_first(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 公租房申请没消息")
    await counter.press("王丽", "吴婷")
    await counter.say("王丽", "何桂兰 13800138001 公租房申请要多久能批")
    assert counter.button("王丽", "吴婷 保障股302")[0] == counter.button("王丽", "李明")[0]
    assert "[吴婷 保障股302] [李明 保障股302]" in counter.screen("王丽")


async def test_line_by_line_survives_a_restart_and_can_go_back(counter: Counter) -> None:
    await counter.say("王丽", "登记")
    assert counter.screen("王丽") == lines("""
        （1/5）来办什么事？
        [取消]
    """)
    await counter.say("王丽", "公租房一直没消息")
    assert "2. 来电" in counter.screen("王丽")
    await counter.restart()
    await counter.say("王丽", "2")
    await counter.say("王丽", "上一步")
    await counter.press("王丽", "来信")
    await counter.say("王丽", "王秀英")
    await counter.press("王丽", "跳过")
    await counter.press("王丽", "跳过")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.matter, inquiry.channel, inquiry.inquirer.name, inquiry.inquirer.phone) == (
        "公租房一直没消息",
        "来信",
        "王秀英",
        "",
    )


async def test_a_paper_without_its_matter_is_not_handed_in(counter: Counter) -> None:
    await counter.say("王丽", "登记")
    await counter.wind("2026-11-23 17:30")
    await counter.press("王丽", "提交")
    assert counter.screen("王丽").startswith("（5/5）来办什么事？")
    await counter.say("王丽", "楼道漏水")
    assert counter.screen("王丽").startswith("1123-07　来访")


async def test_an_unfinished_draft_is_reminded_at_closing_time(counter: Counter) -> None:
    await counter.say("王丽", "登记")
    await counter.say("王丽", "公租房一直没消息")
    await counter.wind("2026-11-23 17:31")
    assert counter.screen("王丽") == lines("""
        您有1份登记未提交。
        [提交] [删除]
    """)
    await counter.press("王丽", "提交")
    assert (await counter.inquiry("1123-07")).matter == "公租房一直没消息"


async def test_a_wrong_answer_is_asked_again_and_nothing_is_lost(counter: Counter) -> None:
    await counter.say("王丽", "登记")
    await counter.say("王丽", "公租房一直没消息")
    await counter.say("王丽", "9")
    assert [s.split("？")[0] for s in counter.screens("王丽")][-1] == "（2/5）怎么来的"
