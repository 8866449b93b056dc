"""Commands: Chinese words without a slash, Latin names from the menu."""

import pytest

from tests.counter import Counter
from tests.stories.reading import lines


async def referred(counter: Counter) -> None:
    await counter.say("王丽", "王秀英 13800138000 黑石乡 公租房申请一直没消息")
    await counter.press("王丽", "李明")


async def test_todo_is_what_i_owe_then_what_i_was_first_asked(counter: Counter) -> None:
    await counter.say("王丽", "待办")
    assert counter.screen("王丽") == "您没有在手事项。"
    await referred(counter)
    await counter.say("李明", "待办")
    assert counter.screen("李明") == lines("""
        我该做的1件
        1123-07　公租房申请一直没消息　待签收　还有5天
        发编号看这件。
    """)
    await counter.say("王丽", "待办 2")
    assert counter.screen("王丽").startswith("我首问的1件\n1123-07")


async def test_the_number_gives_the_card_back_to_who_must_act(counter: Counter) -> None:
    await referred(counter)
    await counter.say("李明", "1123-07")
    assert "[签收] [不是我的] [缺材料]" in counter.screen("李明")
    await counter.press("李明", "签收")
    assert [s.split("　")[1] for s in counter.screens("李明")] == ["已签收", "已签收"]


async def test_who_is_looked_up_without_registering(counter: Counter) -> None:
    await counter.say("周强", "谁管 公租房申请")
    assert counter.screen("周强").startswith("公租房申请：李明，保障股302，8302，在岗")
    assert await counter.work(lambda work: work.inquiries.numbered("1123-07")) is None


@pytest.mark.clause("9.2")
async def test_materials_are_told_without_registering(counter: Counter) -> None:
    await counter.say("周强", "告知 公租房申请")
    assert counter.screen("周强").startswith("公租房申请要带6件：\n1. 身份证")


async def test_my_record_is_ones_own_proof(counter: Counter) -> None:
    await referred(counter)
    await counter.say("王丽", "催 1123-07")
    await counter.say("王丽", "我的记录")
    assert counter.screen("王丽").splitlines()[0] == "近30天您登记1件，其中当场答复0件；催办1次。"


async def test_raising_is_one_step_for_whoever_holds_it(counter: Counter) -> None:
    await referred(counter)
    await counter.say("李明", "请示 1123-07")
    assert counter.screen("李明") == "1123-07　已报赵志远批办，限11月24日下班前。"
    assert counter.screen("赵志远").startswith("请批办　1123-07")


@pytest.mark.parametrize(
    "said", ["查找我的房产证", "催我快点办", "外出打工没有住房能申请公租房吗", "待办的手续有哪些"]
)
async def test_words_that_merely_begin_like_a_command_are_registered(
    counter: Counter, said: str
) -> None:
    await counter.say("王丽", said)
    assert (await counter.inquiry("1123-07")).matter == said


async def test_help_is_one_screen_by_role(counter: Counter) -> None:
    await counter.say("王丽", "帮助")
    clerk = counter.screen("王丽")
    await counter.say("刘芳", "帮助")
    assert "台账" not in clerk
    assert "绑定" in counter.screen("刘芳")
    assert len(counter.screen("刘芳").splitlines()) <= 6


async def test_a_latin_command_from_the_menu_does_the_same(counter: Counter) -> None:
    await counter.say("王丽", "", command="todo")
    assert counter.screen("王丽") == "您没有在手事项。"


async def test_today_in_the_channel_answers_whoever_asks(counter: Counter) -> None:
    await referred(counter)
    await counter.wind("2026-11-30 09:00")
    await counter.say_in("住房保障股", "吴婷", "今日")
    assert counter.board("住房保障股")[-1].startswith("保障股　11月30日\n今天到期1　1123-07")


async def test_only_an_administrator_binds_a_channel(counter: Counter) -> None:
    await counter.say_in("新群", "王丽", "绑定科室 保障股")
    assert counter.board("新群") == ["这项由管理员用。发“帮助”看您能用的。"]
    await counter.say_in("新群", "刘芳", "绑定科室 保障股")
    await referred(counter)
    assert counter.board("新群")[-1].startswith("1123-07 王** 公租房")


async def test_a_one_time_code_binds_once(counter: Counter) -> None:
    await counter.say("刘芳", "绑定 周强")
    code = counter.screen("刘芳").splitlines()[0].split("：")[1]
    await counter.say("u77", code, command="start")
    assert counter.screen("u77").startswith("周强，已绑定。")
    await counter.say("u88", code, command="start")
    assert counter.screen("u88").startswith("您好，这里是")


async def test_guessing_codes_is_limited(counter: Counter) -> None:
    await counter.say("刘芳", "绑定 周强")
    code = counter.screen("刘芳").splitlines()[0].split("：")[1]
    for n in range(5):
        await counter.say("u99", f"wrong{n}", command="start")
    await counter.say("u99", code, command="start")
    assert counter.screen("u99").startswith("您好，这里是")
