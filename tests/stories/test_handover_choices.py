"""交接 item by item, and what cannot be handed over."""

from dataclasses import replace

import pytest

from bot.domain.office import Role
from bot.ports.values import Filter
from tests.counter import Counter
from tests.stories.attacking import pressing
from tests.stories.handing_over import LI, LIU, WU, two_with_li, without_posts
from tests.stories.reading import lines


async def test_item_by_item_each_goes_to_whom_is_named(counter: Counter) -> None:
    await two_with_li(counter)
    await without_posts(counter, LI)
    await counter.say("刘芳", "交接 李明 吴婷")
    await counter.press("刘芳", "逐件选")
    assert counter.screen("刘芳") == lines("""
        李明要交接的2项，逐件选接手人：

        1123-07　公租房　承办，限11月30日
        交给吴婷

        1123-08　公租房　承办，限11月30日
        交给吴婷
        [1123-07 换人]
        [1123-08 换人]
        [按此交接]
    """)
    await counter.press("刘芳", "1123-08 换人")
    await counter.press("刘芳", "下一页")
    await counter.press("刘芳", "返回")
    await counter.press("刘芳", "1123-08 换人")
    await counter.press("刘芳", "陈建国")
    assert "1123-08　公租房　承办，限11月30日\n交给陈建国" in counter.screen("刘芳")
    await counter.press("刘芳", "按此交接")
    assert counter.screen("刘芳") == "已交接李明的：吴婷1项，陈建国1项。期限不变。"
    assert [(await counter.inquiry(n)).assignee for n in ("1123-07", "1123-08")] == [WU, "004"]
    assert [len(counter.screens(who)) for who in ("吴婷", "陈建国")] == [1, 1]


async def test_what_the_directory_names_him_for_is_chosen_one_by_one_too(counter: Counter) -> None:
    await counter.say("刘芳", "交接 李明 吴婷")
    await counter.press("刘芳", "逐件选")
    assert "2. 职责：公租房续租\n交给吴婷" in counter.screen("刘芳")
    await counter.press("刘芳", "2. 换人")
    await counter.press("刘芳", "陈建国")
    await counter.press("刘芳", "按此交接")
    duties = await counter.work(lambda work: work.roster.directory.duties)
    assert [duties[title].officer for title in ("公租房申请", "公租房续租")] == [WU, "004"]


async def test_a_card_has_room_for_twenty_and_the_rest_is_shown_again(counter: Counter) -> None:
    for n in range(23):
        await counter.say("王丽", f"张三 138001380{n:02d} 公租房申请一直没消息")
        await counter.press("王丽", "李明")
    await without_posts(counter, LI)
    await counter.say("刘芳", "交接 李明 吴婷")
    assert counter.screen("刘芳").endswith("另有3项。\n[全部交给吴婷] [逐件选]")
    await counter.press("刘芳", "逐件选")
    await counter.press("刘芳", "按此交接")
    assert counter.screen("刘芳") == (
        "已交接李明的：吴婷20项。期限不变。还有3项，请再发“交接 李明”。"
    )
    await counter.say("刘芳", "交接 李明 吴婷")
    await counter.press("刘芳", "全部交给吴婷")
    wanted = Filter(open=True, assignee=LI)
    assert await counter.work(lambda work: work.inquiries.find(wanted)) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("交接", "请写交出人和接手人，例如“交接 李明 吴婷”。"),
        ("交接 李明 李明", "请写交出人和接手人，例如“交接 李明 吴婷”。"),
        ("交接 李明 没这人", "没有“没这人”。请写工号或全名。"),
        ("交接 周强", "请写交出人和接手人，例如“交接 李明 吴婷”。"),
    ],
)
async def test_what_cannot_be_handed_over_says_how(counter: Counter, said: str, told: str) -> None:
    await counter.say("刘芳", said)
    assert counter.screen("刘芳") == told


async def test_without_a_successor_named_it_is_the_deputy(counter: Counter) -> None:
    await counter.say("刘芳", "交接 李明")
    assert "[全部交给吴婷] [逐件选]" in counter.screen("刘芳")


async def test_nothing_to_hand_over_is_said(counter: Counter) -> None:
    await without_posts(counter, LI)
    await counter.say("刘芳", "交接 李明 吴婷")
    assert counter.screen("刘芳") == "李明手上没有要交接的。"


async def test_a_successor_who_has_left_takes_nothing(counter: Counter) -> None:
    await two_with_li(counter)
    await counter.say("刘芳", "交接 李明 吴婷")
    await counter.work(lambda work: work.put(replace(work.roster.officer(WU), active=False)))
    assert (await counter.press("刘芳", "全部交给吴婷")).text == "吴婷已离职，请另选人。"
    assert (await counter.inquiry("1123-07")).assignee == LI


async def test_a_card_of_handing_over_acts_once(counter: Counter) -> None:
    await two_with_li(counter)
    await without_posts(counter, LI)
    await counter.say("刘芳", "交接 李明 吴婷")
    press = pressing(counter, "刘芳", "全部交给吴婷")
    await counter.deliver(press)
    again = await counter.deliver(replace(press, id="again"))
    assert again.text == "这个按钮已用过。"
    assert len(counter.screens("吴婷")) == 1


async def test_the_card_shows_the_administrator_neither_matter_nor_inquirer(
    counter: Counter,
) -> None:
    await counter.work(lambda w: w.put(replace(w.roster.officer(LIU), roles=(Role.ADMINISTRATOR,))))
    await two_with_li(counter)
    await counter.say("刘芳", "交接 李明 吴婷")
    shown = counter.screen("刘芳")
    assert "1123-07" in shown
    assert [word for word in ("王秀英", "13800138000", "一直没") if word in shown] == []
