"""A paper filled in as a whole, a message changed after it was sent, the home page."""

from dataclasses import replace

from bot.chat import Ack, Address
from tests.counter import PLATFORM, Counter, shown

LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"


async def fill_in(counter: Counter, **answers: str) -> Ack:
    return await counter.deliver(counter.incoming("王丽", form="registration", answers=answers))


async def test_a_paper_filled_in_at_once_registers_as_line_by_line(counter: Counter) -> None:
    ack = await fill_in(
        counter,
        matter="公租房申请一直没消息",
        channel="来电",
        name="王秀英",
        phone="13800138000",
    )
    assert ack == Ack()
    assert counter.screen("王丽") == (
        "1123-07　来电　王秀英　13800138000\n公租房申请一直没消息\n"
        "[李明 保障股302] [吴婷 保障股302] [另选人]\n[当场答] [缺材料] [不清楚归谁] [更多]"
    )


async def test_what_is_wrong_is_said_beside_its_line_and_nothing_is_done(counter: Counter) -> None:
    ack = await fill_in(counter, channel="飞鸽", phone="abc")
    assert ack.errors == {
        "matter": "请写一句。",
        "channel": "请点按钮，或写：来访、来电、来信、传真。",
        "phone": "没看出号码，请只写号码。",
    }
    assert counter.screens("王丽") == []


async def test_a_paper_nobody_knows_is_refused(counter: Counter) -> None:
    ack = await counter.deliver(counter.incoming("王丽", form="letter", answers={}))
    assert ack.errors == {}
    assert counter.screens("王丽") == ["这个按钮已用过。"]


async def test_a_changed_message_corrects_what_it_registered(counter: Counter) -> None:
    await counter.say("王丽", LINE, message_id="m1")
    better = "王秀兰 13900139000 黑石乡 公租房申请一直没消息"
    await counter.say("王丽", better, message_id="m1", edited=True)
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.inquirer.name, inquiry.inquirer.phone) == ("王秀兰", "13900139000")
    assert [(n.field, n.former) for n in inquiry.notes] == [
        ("name", "王秀英"),
        ("phone", "13800138000"),
    ]
    assert counter.screen("王丽").startswith("1123-07　来访　王秀兰　13900139000　黑石乡")
    assert len(counter.screens("王丽")) == 1


async def test_a_changed_message_nobody_knows_says_how_to_add(counter: Counter) -> None:
    await counter.say("王丽", LINE, message_id="m1")
    await counter.say("王丽", "在吗？", message_id="m9", edited=True)
    assert counter.screen("王丽") == "改动没有记下。要补充，请发“补 编号 内容”。"


async def test_the_home_page_shows_what_i_owe_and_follow_and_goes_along(counter: Counter) -> None:
    home = Address(PLATFORM, "001", "home")
    opened = counter.incoming("王丽", command="home")
    await counter.deliver(replace(opened, address=home))
    assert [shown(m) for m in counter.messages(home)] == ["您没有在手事项。"]
    await counter.say("王丽", LINE)
    await counter.say("王丽", "电话 何桂兰 13800138001 公租房续租要什么手续")
    await counter.press("王丽", "李明", of="黑石乡")
    opened = counter.incoming("王丽", command="home")
    await counter.deliver(replace(opened, address=home))
    (page,) = counter.messages(home)
    assert shown(page) == (
        "我该做的1件\n\n1123-08　公租房续租要什么手续　待转办　还有2天\n\n"
        "我首问的1件\n\n1123-07　公租房申请一直没消息　李明　待签收　还有5天\n"
        "[1123-08 看]\n[1123-07 看]"
    )
    await counter.press("李明", "签收")
    assert "1123-07　公租房申请一直没消息　李明　已签收　还有5天" in shown(
        counter.messages(home)[0]
    )


async def test_a_button_of_the_home_page_opens_the_card_in_the_private_chat(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    card = counter.screen("王丽")
    number = (await counter.inquiry("1123-07")).id
    await counter.deliver(counter.incoming("王丽", press=f"card:{number}:1:"))
    assert counter.screens("王丽") == [card, card]


async def test_a_reply_under_the_line_in_a_channel_is_a_remark(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    here = counter.channel("住房保障股")
    line = next(n for (where, n) in counter.console.messages if where == here)
    await counter.say_in("住房保障股", "李明", "已约明天来", reply_to=line)
    assert [n.text for n in (await counter.inquiry("1123-07")).notes] == ["已约明天来"]
    await counter.say_in("住房保障股", "周强", "我也看看", reply_to=line)
    assert len((await counter.inquiry("1123-07")).notes) == 1
