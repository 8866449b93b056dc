"""(h) 股长08:30: the digest, and one list of what must be decided."""

from tests.counter import Counter
from tests.stories.reading import lines


async def test_the_digest_shows_overdue_first_then_today_then_counts(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.wind("2026-11-24 09:00")
    await counter.say("王丽", "何桂兰 13800138000 公租房续租要什么手续")
    await counter.press("王丽", "李明")
    await counter.wind("2026-12-01 08:30")
    assert counter.board("住房保障股")[-1] == lines("""
        保障股　12月1日
        超期1　1123-07 王** 公租房　@李明　超1天　待催
        今天到期1　1124-01 何** 续租　李明
        在办2，昨日办结0。
        [我的待办]
    """)
    await counter.press("王丽", "催办")
    assert "　@李明　超1天　已催" in counter.board("住房保障股")[-1]
    await counter.press_in("住房保障股", "李明", "我的待办")
    assert counter.screen("李明").startswith("我该做的2件")


async def test_nothing_to_say_is_not_said(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.wind("2026-11-25 12:00")
    assert len(counter.board("住房保障股")) == 1


async def test_a_restart_never_posts_the_digest_twice(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.wind("2026-12-01 08:30")
    await counter.restart()
    await counter.wind("2026-12-01 08:45")
    heads = [post.splitlines()[0] for post in counter.board("住房保障股") if "在办" in post]
    assert heads == ["保障股　11月30日", "保障股　12月1日"]


async def test_a_morning_missed_is_made_up(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    counter.sleep_until("2026-12-01 09:40")
    await counter.wind("2026-12-01 09:41")
    assert sum("在办" in post for post in counter.board("住房保障股")) == 1


async def test_a_second_return_goes_to_the_heads_list(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.press("李明", "不是我的")
    await counter.press("李明", "别的科室办")
    assert "李明退回：别的科室办" in counter.screen("王丽")
    await counter.press("王丽", "吴婷")
    await counter.press("吴婷", "不是我的")
    await counter.press("吴婷", "已办过")
    assert await counter.notices_to("陈建国") == []
    await counter.wind("2026-11-24 08:30")
    assert counter.screen("陈建国") == lines("""
        1123-07 公租房，2次退回（别的科室办；已办过），请定承办人
        [李明] [吴婷] [报赵志远] [另选人]
    """)
    await counter.press("陈建国", "李明")
    assert (await counter.inquiry("1123-07")).assignee == "002"


async def test_a_second_return_by_the_head_himself_goes_to_the_leader(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.press("李明", "不是我的")
    await counter.press("李明", "别的科室办")
    await counter.say("王丽", "1123-07")
    await counter.press("王丽", "另选人")
    await counter.press("王丽", "陈建国")
    await counter.press("陈建国", "不是我的")
    await counter.press("陈建国", "已办过")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.director) == ("raised", "006")
    await counter.wind("2026-11-24 08:30")
    assert counter.screen("赵志远").startswith("1123-07 公租房，2次退回（别的科室办；已办过）")


async def test_what_is_with_no_officer_yet_is_not_counted_as_held(counter: Counter) -> None:
    for who, to in (("王秀英", "李明"), ("何桂兰", "吴婷"), ("张伟", "吴婷")):
        await counter.say("王丽", f"{who} 13800138000 公租房申请一直没消息")
        await counter.press("王丽", to)
    await counter.press("吴婷", "不是我的")
    await counter.press("吴婷", "别的科室办")
    await counter.press("李明", "签收")
    await counter.press("李明", "办结")
    await counter.press("李明", "已办成")
    await counter.say("李明", "排第37位")
    await counter.wind("2026-11-24 09:00")
    await counter.say_in("住房保障股", "李明", "今日", addressed=True)
    assert counter.board("住房保障股")[-1].splitlines()[-2:] == ["在办1，昨日办结1。", "[我的待办]"]
    await counter.wind("2026-11-25 09:00")
    await counter.say_in("住房保障股", "李明", "今日", addressed=True)
    assert counter.board("住房保障股")[-1].splitlines()[-2:] == ["在办1，昨日办结0。", "[我的待办]"]


async def test_the_number_alone_answers_in_at_most_seven_lines(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.press("李明", "签收")
    await counter.say("王丽", "1123-07")
    assert counter.screen("王丽") == lines("""
        1123-07　公租房申请一直没消息
        王秀英（来访，11月23日 09:00）　云住建首〔2026〕1123-07
        首问：王丽 8001
        现在：李明（保障股302，8302），已签收
        期限：11月30日（周一）下班前，还有5天
        经过：11月23日转李明，11月23日签收
    """)


async def test_a_stranger_to_the_case_is_told_whom_to_ask(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 公租房申请一直没消息")
    await counter.press("王丽", "李明")
    await counter.say("周强", "1123-07")
    assert counter.screen("周强") == "您无权查看这件。可问首问责任人王丽，8001。"
