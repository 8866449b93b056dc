"""Bad input gets a clear sentence, nothing written, nothing lost."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.office import Absence, Channel, Officer, OfficerId
from tests.counter import Counter


async def test_a_stranger_gets_one_polite_sentence(counter: Counter) -> None:
    await counter.say("999", "王秀英 公租房没消息")
    assert counter.screen("999").startswith("您好，这里是云岭县住房和城乡建设局的内部登记号。")
    assert await counter.work(lambda work: work.inquiries.numbered("1123-07")) is None


async def test_an_unbound_group_is_answered_only_when_meant(counter: Counter) -> None:
    await counter.say_in("陌生群", "王丽", "王秀英 公租房没消息", addressed=False)
    assert counter.board("陌生群") == []


async def test_the_wrong_person_pressing_is_told_who_has_it(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房没消息")
    await counter.press("王丽", "李明")
    _, payload = counter.button("李明", "签收")
    ack = await counter.deliver(counter.incoming("陈建国", press=payload, message_id="0"))
    assert ack.text == "1123-07现由李明承办，电话8302。"
    assert (await counter.inquiry("1123-07")).state == "referred"


async def test_two_at_once_on_one_card_are_told_apart(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房没消息")
    await counter.press("王丽", "李明")
    _, undo = counter.button("王丽", "撤回")
    await counter.press("李明", "签收")
    ack = await counter.deliver(counter.incoming("王丽", press=undo, message_id="0"))
    assert ack.text == "这个按钮已用过，现由李明承办。"


async def test_an_over_long_text_says_so(counter: Counter) -> None:
    await counter.say("王丽", "公租房" * 1000)
    assert counter.screen("王丽") == "太长了，请在2000字以内，或分几条发。"


async def test_what_was_refused_and_comes_again_is_refused_once(counter: Counter) -> None:
    incoming = counter.incoming("王丽", text="公租房" * 1000)
    await counter.deliver(incoming)
    await counter.deliver(incoming)
    assert counter.screens("王丽") == ["太长了，请在2000字以内，或分几条发。"]


async def test_a_group_that_moves_takes_only_the_channel_of_its_own_platform_along(
    counter: Counter,
) -> None:
    other = Channel(platform="other", chat="c:住房保障股", department="住房保障股")
    await counter.work(lambda work: work.put(other))
    where = counter.channel("住房保障股")
    moved = counter.incoming("王丽", moved_to="c:new")
    await counter.deliver(replace(moved, address=where, private=False))
    channels = await counter.work(lambda work: work.roster.channels_of("住房保障股"))
    assert {(c.platform, c.chat) for c in channels} == {
        ("other", "c:住房保障股"),
        ("web", "c:new"),
    }


async def test_a_duty_whose_officer_has_left_goes_to_the_head(counter: Counter) -> None:
    left = Officer(id=OfficerId("002"), name="李明", department="住房保障股", active=False)
    await counter.work(lambda work: work.put(left))
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    assert "[陈建国 保障股301]" in counter.screen("王丽")


async def test_an_officer_without_account_is_told_through_his_head(counter: Counter) -> None:
    account = counter.account("李明")
    await counter.work(lambda work: work.drop(account))
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    assert "李明没有聊天账号，已告陈建国，请当面交待。" in counter.screen("王丽")
    assert counter.screen("陈建国").startswith("1123-07　李明没有聊天账号，消息未送到")


async def test_a_return_needs_its_reason(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.press("李明", "不是我的")
    await counter.press("李明", "其他")
    await counter.say("李明", "这是续租，归吴婷")
    assert (await counter.inquiry("1123-07")).returns[0].reason == "这是续租，归吴婷"


async def test_the_head_who_is_the_officer_himself_is_passed_over_and_it_is_said(
    counter: Counter,
) -> None:
    await counter.say("王丽", "孙志刚 13800138000 工程质量投诉 墙体开裂")
    await counter.press("王丽", "周强")
    await counter.wind("2026-12-02 09:00")
    assert "formal-urge" in await counter.notices_to("赵志远")


async def test_an_absent_head_is_passed_over(counter: Counter) -> None:
    away = Absence(officer=OfficerId("004"), first=date(2026, 12, 1), last=date(2026, 12, 4))
    await counter.work(lambda work: work.put(away))
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.wind("2026-12-02 09:00")
    assert await counter.notices_to("陈建国") == []
    assert "formal-urge" in await counter.notices_to("吴婷")


@pytest.mark.parametrize("said", ["0000-00", "催 1123-99", "补 1123-99 好"])
async def test_an_unknown_number_says_how_to_find_it(counter: Counter, said: str) -> None:
    await counter.say("王丽", said)
    assert "发“待办”或“查 姓名”找。" in counter.screen("王丽")


async def test_a_command_of_others_is_refused(counter: Counter) -> None:
    await counter.say("王丽", "台账")
    assert counter.screen("王丽") == "这项由负责人或管理员用。发“帮助”看您能用的。"
