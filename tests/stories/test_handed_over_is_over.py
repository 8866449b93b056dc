"""Who has handed his part over (交接) adds nothing and answers nothing any more, however he tries."""

import pytest

from tests.counter import Counter
from tests.stories.files import hand_over, photo

LINE = "王秀英 公租房申请一直没消息"
REFUSED = "您无权查看这件。可问首问责任人吴婷，8303。"


@pytest.fixture
async def left(counter: Counter) -> Counter:
    """王丽 registered it, was asked for the telephone, and handed everything to 吴婷."""
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await counter.press("王丽", "已离开")
    assert counter.screen("王丽") == "1123-07　留个电话？"
    await counter.say("刘芳", "交接 王丽 吴婷")
    await counter.press("刘芳", "全部交")
    assert (await counter.inquiry("1123-07")).follower == "003"
    return counter


async def test_the_question_is_not_hers_to_answer(left: Counter) -> None:
    question = (await left.posts_to("王丽"))[-1].message_id
    await left.say("王丽", "13800138000", reply_to=question)
    assert (await left.inquiry("1123-07")).inquirer.phone == ""
    assert left.screen("王丽") == REFUSED


async def test_a_reply_to_its_card_adds_nothing(left: Counter) -> None:
    card = (await left.posts_to("王丽"))[0].message_id
    await left.say("王丽", "他带来了合同", reply_to=card)
    assert (await left.inquiry("1123-07")).notes == ()
    assert left.screen("王丽") == REFUSED


async def test_neither_does_a_photo(left: Counter) -> None:
    card = (await left.posts_to("王丽"))[0].message_id
    await hand_over(left, "王丽", photo(left), reply_to=card)
    assert (await left.inquiry("1123-07")).files == ()
    assert left.screen("王丽") == REFUSED


async def test_nor_a_reply_under_its_line_in_the_channel(left: Counter) -> None:
    line = (await left.posts_in("住房保障股"))[0].message_id
    await left.say_in("住房保障股", "王丽", "他带来了合同", reply_to=line, addressed=False)
    assert (await left.inquiry("1123-07")).notes == ()
