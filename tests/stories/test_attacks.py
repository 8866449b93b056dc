"""What goes wrong on purpose: old, forged, forwarded and foreign buttons."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat import Incoming
from bot.domain.office import OfficerId
from bot.domain.rules import Office
from bot.ports.store import Store
from storage import open_store
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.stories.attacking import LINE, pressing
from tests.stories.reading import lines
from tests.stories.walk_checks import listening


async def concluded(counter: Counter) -> Incoming:
    """Bring 1123-07 to its follow-up; a grade that may be pressed."""
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.press("李明", "签收")
    await counter.press("李明", "办结")
    await counter.press("李明", "已办成")
    await counter.say("李明", "排第37位")
    return pressing(counter, "王丽", "非常满意")


async def test_an_old_grade_does_nothing_after_redo(counter: Counter) -> None:
    old = await concluded(counter)
    await counter.press("王丽", "不满意")
    await counter.press("王丽", "没讲清")
    await counter.press("王丽", "退李明重办")
    ack = await counter.deliver(old)
    assert ack.text == "这个按钮已用过，现由李明承办。"
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.grade, inquiry.redone) == ("referred", "2", 1)


async def test_redo_goes_to_the_head_if_the_officer_has_left(counter: Counter) -> None:
    await concluded(counter)
    await counter.work(
        lambda work: work.put(replace(work.roster.officer(OfficerId("002")), active=False))
    )
    await counter.press("王丽", "不满意")
    await counter.press("王丽", "没讲清")
    await counter.press("王丽", "退李明重办")
    assert (await counter.inquiry("1123-07")).assignee == "004"


async def test_an_old_acceptance_does_nothing_after_reassignment(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    old = pressing(counter, "李明", "签收")
    await counter.press("王丽", "撤回")
    await counter.press("王丽", "吴婷")
    ack = await counter.deliver(old)
    assert ack.text == "这个按钮已用过，现由吴婷承办。"


async def test_a_card_pressed_by_an_account_that_was_unbound_asks_to_bind(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    press = pressing(counter, "李明", "签收")
    account = counter.account("李明")
    await counter.work(lambda work: work.drop(account))
    assert (await counter.deliver(press)).text == "请先绑定。"
    assert (await counter.inquiry("1123-07")).state == "referred"


@pytest.mark.parametrize("label", ["当场答", "更多", "另选人", "不清楚归谁"])
async def test_a_forwarded_card_shows_nothing_in_a_group(counter: Counter, label: str) -> None:
    await counter.say("王丽", LINE)
    press = pressing(counter, "王丽", label)
    group = replace(press, address=counter.channel("住房保障股"), private=False)
    ack = await counter.deliver(group)
    assert ack.text == "请私聊我登记；群里可写“今日”。"
    assert counter.board("住房保障股") == []
    assert await counter.facts("1123-07") == ["Registered"]


async def test_a_stranger_pressing_in_a_group_hears_nothing(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    press = pressing(counter, "王丽", "更多")
    group = replace(press, address=counter.channel("住房保障股"), private=False, sender="999")
    assert (await counter.deliver(group)).text == ""


@pytest.mark.parametrize("payload", ["here:{}:1:gone", "fine:{}:1:", "where:{}:1:", "notin:{}:1:"])
async def test_a_payload_for_an_inquiry_of_others_is_refused(
    counter: Counter, payload: str
) -> None:
    await counter.say("王丽", "王秀英 1380013800 公租房申请一直没消息")
    inquiry = await counter.inquiry("1123-07")
    forged = counter.incoming("周强", press=payload.format(inquiry.id), message_id="1")
    ack = await counter.deliver(forged)
    assert ack.text == "您无权查看这件。可问首问责任人王丽，8001。"
    assert await counter.inquiry("1123-07") == inquiry
    assert counter.screens("周强") == []


async def test_the_earlier_visit_that_is_gone_on_with_is_the_one_shown(counter: Counter) -> None:
    await counter.say("李明", "张伟 13800138001 内部事项")
    other = await counter.inquiry("1123-07")
    await counter.say("王丽", LINE)
    mine = await counter.inquiry("1123-08")
    forged = counter.incoming("王丽", press=f"carry:{mine.id}:1:{other.id}", message_id="2")
    assert (await counter.deliver(forged)).text == "这个按钮已用过，现由王丽承办。"
    assert await counter.inquiry("1123-07") == other


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "::::",
        "accept",
        "accept:1:1",
        "accept:-1:1:",
        "accept:1:-1:",
        "accept:x:1:",
        "accept:99999999999999999999:1:",
        "accept:1:99999999999999999999:",
        "accept:12345:1:",
        "drop table:1:1:",
        "grade:1:1:none",
        "out:1:1:everything",
        "here:1:1:²",
        "promise:1:1:unit,9999-12-31",
        "promise:1:1:unit,2026-13-99",
        "limit:1:1:9999-12-31",
        "back:0:0:other",
        "own:0:0:",
        "unit:1:1:99",
        "to:1:1:99",
        "give:1:1:nobody",
        "duty:1:1:-1",
        "tick:1:1:99",
        "redo:1:1:",
        "explain:1:1:,",
        "face:1:1:../../words",
        "face:1:1:papers:没有这项/",
        "face:1:1:people:99999",
        "field:0:0:matter=",
        "field:0:0:",
        "handall:0:0:nobody",
        "carry:1:1:x",
    ],
)
@pytest.mark.parametrize("store", ["memory", "sqlite"])
async def test_a_forged_payload_is_refused_and_changes_nothing(
    office: Office, tmp_path: Path, payload: str, store: str
) -> None:
    kept: Store = MemoryStore()
    if store == "sqlite":
        kept = open_store(f"sqlite:///{tmp_path}/office.db")
    counter = await Counter(office, kept).open()
    await counter.say("王丽", LINE)
    before = await counter.inquiry("1123-01")
    with listening() as faults:
        forged = counter.incoming("王丽", press=payload, message_id="1")
        await counter.deliver(forged)
    assert faults.found == []
    assert await counter.inquiry("1123-01") == before
    await counter.close()


async def test_a_press_that_names_the_message_of_another_chat_leaves_that_chat_alone(
    counter: Counter,
) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    message, payload = counter.button("李明", "签收")
    before = counter.screens("李明")
    await counter.deliver(counter.incoming("周强", press=payload, message_id=message))
    assert (counter.screens("李明"), counter.screens("周强")) == (before, [])


async def test_a_text_longer_than_any_command_says_so(counter: Counter) -> None:
    await counter.say("王丽", "查 " + "很" * 3000)
    assert counter.screen("王丽") == lines("太长了，请在2000字以内，或分几条发。")
