"""(d) 承办人外出，有代岗."""

from bot.ports.values import Part
from bot.turns.owing import MOST_ITEMS
from tests.counter import Counter
from tests.stories.reading import lines


async def test_the_deputy_stands_on_the_button(counter: Counter) -> None:
    await counter.say("李明", "外出 明天到周三 开会")
    assert counter.screen("李明") == lines("""
        11月24日至25日外出，代岗吴婷。手上没有事项。
    """)
    await counter.wind("2026-11-24 09:00")
    await counter.say("王丽", "何桂兰 13800138000 公租房续租要什么手续")
    assert "[吴婷 代李明302] [李明 26日回] [另选人]" in counter.screen("王丽")
    await counter.press("王丽", "吴婷 代李明302")
    assert (await counter.inquiry("1124-01")).assignee == "003"


async def test_what_is_in_hand_goes_to_the_deputy_and_comes_back_in_one_message(
    counter: Counter,
) -> None:
    for name in ("张伟", "刘洋", "陈静"):
        await counter.say("王丽", f"{name} 13800138000 公租房申请一直没消息")
        await counter.press("王丽", "李明")
    await counter.say("李明", "外出 明天到周三 开会")
    assert counter.screen("李明") == lines("""
        11月24日至25日外出，代岗吴婷。手上3件：
        [都交吴婷] [逐件选] [不交，我跟]
    """)
    await counter.press("李明", "逐件选")
    await counter.press("李明", "1123-07 交吴婷")
    await counter.press("李明", "1123-08 交吴婷")
    await counter.press("吴婷", "签收", of="1123-07")
    await counter.press("吴婷", "办结", of="1123-07")
    await counter.press("吴婷", "已办成", of="1123-07")
    await counter.say("吴婷", "收入已核对")
    await counter.wind("2026-11-26 08:31")
    assert counter.screen("李明").startswith("您外出期间吴婷代办2件，1件办结。等您1件：")
    assert "1123-09" in counter.screen("李明")


async def test_both_posts_out_shows_the_head(counter: Counter) -> None:
    await counter.say("李明", "外出 今天 开会")
    await counter.say("吴婷", "外出 今天 培训")
    await counter.say("王丽", "何桂兰 13800138000 公租房续租要什么手续")
    assert "[陈建国 股长] [另选人]" in counter.screen("王丽")


async def test_an_officer_not_at_his_desk_is_one_tap_under_more(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.press("王丽", "更多")
    await counter.press("王丽", "人不在")
    assert counter.screen("王丽") == lines("""
        1123-07　已记一次联系未果：李明不在座位。
        [交代岗吴婷] [等他回来转告] [返回]
    """)


async def test_coming_back_early_ends_the_absence(counter: Counter) -> None:
    await counter.say("李明", "外出 今天到周三 开会")
    await counter.say("李明", "回来")
    await counter.say("王丽", "何桂兰 13800138000 公租房续租要什么手续")
    assert "[李明 保障股302]" in counter.screen("王丽")


async def test_more_in_hand_than_one_message_bears_is_counted_not_lost(counter: Counter) -> None:
    for n in range(MOST_ITEMS + 2):
        await counter.say("王丽", f"张伟 138001380{n:02} 公租房申请一直没消息")
        await counter.press("王丽", "李明")
    await counter.say("李明", "外出 今天到周三 开会")
    await counter.press("李明", "逐件选")
    assert "另有2件，发“待办”看。" in counter.screen("李明")
    await counter.wind("2026-11-26 08:30")
    posts = await counter.posts_to("李明")
    returned = [p for p in posts if p.parts[:1] and p.parts[0].view == "returned-from-leave"]
    assert [[p.view for p in post.parts].count("waiting") for post in returned] == [MOST_ITEMS]
    assert [part for post in returned for part in post.parts if part.view == "more-items"] == [
        Part("more-items", args=("2",))
    ]
