"""What falls on an opening is one message a person, each item with its buttons (个人清单)."""

from bot.ports.values import Post
from tests.counter import Counter
from tests.stories.files import hand_over, paper
from tests.stories.reading import lines

NIGHT = "2026-11-23 20:00"
MORNING = "2026-11-24 08:30"


async def refer(counter: Counter, *people: str, to: str = "李明") -> None:
    for n, name in enumerate(people):
        await counter.say("王丽", f"{name} 1380013800{n} 公租房申请一直没消息")
        await counter.press("王丽", to)


async def morning_posts(counter: Counter, who: str) -> list[Post]:
    opening = counter.office.hours.opening(counter.office.hours.today(counter.clock.now()))
    posts = await counter.posts_to(who)
    return [p for p in posts if (p.not_before or p.made_at) == opening]


async def test_three_referrals_at_night_are_one_message_at_the_opening(counter: Counter) -> None:
    await counter.wind(NIGHT)
    await refer(counter, "王秀英", "何桂兰", "马国庆")
    assert counter.screens("李明") == []
    await counter.wind(MORNING)
    assert counter.screens("李明") == [
        lines("""
            1123-07 转办　限11月30日下班前
            公租房申请一直没消息
            王秀英 13800138000　首问 王丽 8001

            1123-08 转办　限11月30日下班前
            公租房申请一直没消息
            何桂兰 13800138001　首问 王丽 8001

            1123-09 转办　限11月30日下班前
            公租房申请一直没消息
            马国庆 13800138002　首问 王丽 8001
            [1123-07 签收] [不是我的] [缺材料]
            [1123-08 签收] [不是我的] [缺材料]
            [1123-09 签收] [不是我的] [缺材料]
        """)
    ]


async def test_each_item_goes_its_own_way_in_its_place(counter: Counter) -> None:
    await counter.wind(NIGHT)
    await refer(counter, "王秀英", "何桂兰")
    await counter.wind(MORNING)
    await counter.press("李明", "1123-08 签收")
    states = [(await counter.inquiry(n)).state for n in ("1123-07", "1123-08")]
    assert states == ["referred", "accepted"]
    assert [line for line in counter.screen("李明").splitlines() if "[" in line] == [
        "[1123-07 签收] [不是我的] [缺材料]",
        "[1123-08 联系了] [办结] [更多]",
    ]
    assert len(counter.screens("李明")) == 1


async def test_what_the_clock_owes_the_same_morning_joins_it(counter: Counter) -> None:
    await refer(counter, "王秀英")
    await counter.press("李明", "签收")
    await counter.wind("2026-11-26 19:00")
    await refer(counter, "何桂兰", "马国庆")
    before = len(counter.screens("李明"))
    await counter.wind("2026-11-27 08:30")
    assert len(counter.screens("李明")) == before + 1
    (post,) = await morning_posts(counter, "李明")
    assert [part.view for part in post.parts] == ["officer", "officer", "remind"]
    await counter.press("李明", "1123-07 办结")
    assert "1123-07　办理结果？" in counter.screen("李明")
    assert "[1126-01 签收]" in counter.screen("李明")


async def test_the_formal_notice_alone_stays_a_message_by_itself(counter: Counter) -> None:
    await refer(counter, "王秀英")
    await counter.press("李明", "签收")
    await counter.wind("2026-12-01 19:00")
    await refer(counter, "何桂兰", "马国庆")
    await counter.wind("2026-12-02 08:30")
    views = [[part.view for part in p.parts] for p in await morning_posts(counter, "李明")]
    assert sorted(views) == [["formal-urge"], ["officer", "officer"]]


async def test_taken_back_before_the_morning_it_leaves_and_the_others_stay(
    counter: Counter,
) -> None:
    await counter.wind(NIGHT)
    await refer(counter, "王秀英", "何桂兰")
    await counter.say("王丽", "撤回 1123-07")
    await counter.wind(MORNING)
    assert [line for line in counter.screen("李明").splitlines() if "转办" in line] == [
        "1123-08 转办　限11月30日下班前"
    ]
    assert len(counter.screens("李明")) == 1


async def test_taken_back_altogether_nothing_comes(counter: Counter) -> None:
    await counter.wind(NIGHT)
    await refer(counter, "王秀英", "何桂兰")
    await counter.say("王丽", "撤回 1123-07")
    await counter.say("王丽", "撤回 1123-08")
    await counter.wind(MORNING)
    assert counter.screens("李明") == []


async def test_taken_back_after_it_was_sent_its_item_says_so_in_place(counter: Counter) -> None:
    await counter.wind("2026-11-24 08:25")
    await refer(counter, "王秀英", "何桂兰")
    await counter.wind(MORNING)
    await counter.say("王丽", "撤回 1124-01")
    assert len(counter.screens("李明")) == 1
    assert "1124-02 转办" in counter.screen("李明")
    assert "1124-01 转办" not in counter.screen("李明")
    assert "已撤回" in counter.screen("李明")


async def test_what_went_elsewhere_in_the_night_is_not_told_in_the_morning(
    counter: Counter,
) -> None:
    await counter.wind(NIGHT)
    await refer(counter, "王秀英", "何桂兰")
    inquiry = await counter.inquiry("1123-07")
    step = inquiry.step
    press = counter.incoming("陈建国", press=f"pass:{inquiry.id}:{step}:003", message_id="x")
    await counter.deliver(press)
    await counter.wind(MORNING)
    assert "1123-07" not in counter.screen("李明")
    assert "1123-08 转办" in counter.screen("李明")
    assert counter.screen("吴婷").startswith("1123-07 转办")
    assert (await counter.facts("1123-07")).count("NoticeDropped") == 1


async def test_a_restart_in_the_night_changes_nothing(counter: Counter) -> None:
    await counter.wind(NIGHT)
    await refer(counter, "王秀英")
    await counter.restart()
    await refer(counter, "何桂兰")
    await counter.restart()
    await counter.wind(MORNING)
    assert [s.count("转办") for s in counter.screens("李明")] == [2]


async def test_a_card_that_shows_its_date_needs_no_reminder_beside_it(counter: Counter) -> None:
    await counter.wind("2026-11-24 00:30")
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "不清楚归谁")
    await counter.wind(MORNING)
    (post,) = await morning_posts(counter, "赵志远")
    assert [part.view for part in post.parts] == ["leader"]
    assert "限11月25日下班前" in counter.screen("赵志远")


async def test_more_than_a_message_holds_are_two(counter: Counter) -> None:
    await counter.wind(NIGHT)
    for n in range(35):
        await counter.say("王丽", f"来人{n} 138001380{n:02} 公租房申请一直没消息")
        await counter.press("王丽", "李明")
    await counter.wind(MORNING)
    assert [s.count("转办") for s in counter.screens("李明")] == [30, 5]


async def test_a_reply_to_the_list_adds_to_the_inquiry_it_names(counter: Counter) -> None:
    await counter.wind(NIGHT)
    await refer(counter, "王秀英", "何桂兰")
    await counter.wind(MORNING)
    (post,) = await morning_posts(counter, "李明")
    await counter.say("李明", "1123-08 已看过档案", reply_to=post.message_id)
    assert [n.text for n in (await counter.inquiry("1123-08")).notes] == ["已看过档案"]
    await counter.say("李明", "已看过档案", reply_to=post.message_id)
    assert counter.screen("李明").startswith("这里有几件，请带上编号")
    assert (await counter.inquiry("1123-07")).notes == ()


async def test_files_sent_along_stand_by_themselves_beside_the_one_message(
    counter: Counter,
) -> None:
    await counter.wind(NIGHT)
    await refer(counter, "何桂兰")
    for name in ("马国庆", "杨国富"):
        given = paper(counter, f"{name}.pdf")
        await hand_over(counter, "王丽", given, text=f"{name} 13800138009 公租房申请一直没消息")
        await counter.press("王丽", "李明")
    await counter.wind(MORNING)
    assert [[file.name for file in m.files] for m in counter.messages(counter.chat("李明"))] == [
        [],
        ["马国庆.pdf"],
        ["杨国富.pdf"],
    ]
