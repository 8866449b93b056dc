"""Two at once, and what may be taken back: the first wins, the other is told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.rules import Office
from bot.ports.store import Store
from bot.ports.values import Filter
from storage import open_store
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.stories.attacking import LINE, at_once, pressing


@pytest.fixture(params=["memory", "sqlite"])
async def busy(
    request: pytest.FixtureRequest, office: Office, tmp_path: Path
) -> AsyncIterator[Counter]:
    """A counter whose store may take several turns at once."""
    store: Store = MemoryStore()
    if request.param == "sqlite":
        store = open_store(f"sqlite:///{tmp_path}/office.db")
    counter = await Counter(office, store).open()
    yield counter
    await counter.close()


async def test_a_button_pressed_twice_at_once_counts_once(busy: Counter) -> None:
    await busy.say("王丽", LINE)
    press = pressing(busy, "王丽", "李明")
    first, second = await at_once(busy, press, replace(press, id="again"))
    assert (first.text, second.text) == ("", "这个按钮已用过，现由李明承办。")
    assert await busy.facts("1123-01") == ["Registered", "Referred"]


async def test_one_delivery_that_comes_twice_at_once_is_handled_once(busy: Counter) -> None:
    said = busy.incoming("王丽", text=LINE)
    await at_once(busy, said, said, said)
    assert len(await busy.work(lambda work: work.inquiries.find(Filter()))) == 1


async def test_of_two_people_at_one_card_the_first_wins_and_the_other_is_told(
    busy: Counter,
) -> None:
    await busy.say("王丽", LINE)
    await busy.press("王丽", "李明")
    undo, accept = pressing(busy, "王丽", "撤回"), pressing(busy, "李明", "签收")
    taken_back, refused = await at_once(busy, undo, accept)
    assert taken_back.text == "已撤回，不计入考核。"
    assert refused.text == "这个按钮已用过，现由王丽承办。"
    assert await busy.facts("1123-01") == ["Registered", "Referred", "Undone"]
    assert busy.screen("李明") == "1123-01　已撤回"


async def test_an_undo_that_comes_second_is_refused(busy: Counter) -> None:
    await busy.say("王丽", LINE)
    await busy.press("王丽", "李明")
    undo, accept = pressing(busy, "王丽", "撤回"), pressing(busy, "李明", "签收")
    _, refused = await at_once(busy, accept, undo)
    assert refused.text == "这个按钮已用过，现由李明承办。"
    assert (await busy.inquiry("1123-01")).state == "accepted"


async def test_a_text_registered_after_all_is_registered_once(busy: Counter) -> None:
    await busy.say("王丽", "电话 维修资金怎么申请")
    await busy.press("王丽", "改一句")
    await busy.say("王丽", "楼上漏水没人管")
    press = pressing(busy, "王丽", "另登一件")
    await at_once(busy, press, replace(press, id="again"))
    assert len(await busy.work(lambda work: work.inquiries.find(Filter()))) == 2


async def test_later_than_ten_minutes_it_stays_an_answer(counter: Counter) -> None:
    await counter.say("王丽", "电话 维修资金怎么申请")
    await counter.press("王丽", "改一句")
    await counter.say("王丽", "楼上漏水没人管")
    await counter.wind("11min")
    ack = await counter.press("王丽", "另登一件")
    assert ack.text == "这个按钮已用过。"
    assert len(await counter.work(lambda work: work.inquiries.find(Filter()))) == 1


async def test_six_clerks_at_once_get_gapless_numbers(busy: Counter) -> None:
    people = ("王丽", "李明", "吴婷", "陈建国", "周强", "刘芳")
    await at_once(busy, *(busy.incoming(who, text=f"漏水没人管{who}") for who in people))
    found = await busy.work(lambda work: work.inquiries.find(Filter(newest_first=False)))
    assert [i.number for i in found] == [f"1123-0{n}" for n in range(1, 7)]
    assert await busy.work(lambda work: work.journal.broken_at()) is None


async def test_what_was_added_since_survives_the_undo(counter: Counter) -> None:
    await counter.say("王丽", "公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.say("王丽", "补 1123-07 13800138000")
    await counter.press("王丽", "已离开")
    await counter.press("王丽", "撤回")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.inquirer.phone, len(inquiry.notes)) == (
        "registered",
        "13800138000",
        1,
    )
    assert inquiry.presence == "gone"


async def test_nobody_takes_back_the_step_of_another(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    press = replace(pressing(counter, "王丽", "撤回"), id="x")
    forged = replace(press, address=counter.chat("陈建国"), sender="004")
    ack = await counter.deliver(forged)
    assert ack.text.startswith("没有可撤回的")
    assert (await counter.inquiry("1123-07")).state == "referred"
