"""撤回 takes back what nobody has built upon, and nothing that came since."""

import pytest

from tests.counter import Counter
from tests.stories.attacking import LINE
from tests.stories.files import hand_over, photo

REFUSED = "1123-07过了十分钟或已有人办，不能撤回。可点“更多”改派。"
EMERGENCY = "电话 马国庆 13800138000 工地安全隐患 脚手架要倒了"


async def in_hand(counter: Counter) -> None:
    await counter.press("周强", "我在处理")


async def referred_by_itself(counter: Counter) -> None:
    await counter.wind("5min")


@pytest.mark.parametrize(("first", "since"), [("周强", in_hand), ("", referred_by_itself)])
async def test_what_somebody_acted_upon_stays_though_his_step_is_none_to_take_back(
    counter: Counter, first: str, since: object
) -> None:
    await counter.say("王丽", EMERGENCY)
    if first:
        await counter.press("王丽", first)
    await since(counter)  # type: ignore[operator]
    assert "撤回" not in "".join(counter.screens("王丽"))
    before = await counter.inquiry("1123-07")
    await counter.say("王丽", "撤回")
    assert counter.screen("王丽") == REFUSED
    assert await counter.inquiry("1123-07") == before


async def test_files_that_came_since_stay(counter: Counter) -> None:
    await counter.say("王丽", LINE)
    await counter.press("王丽", "李明")
    await hand_over(counter, "王丽", photo(counter))
    await counter.press("王丽", "撤回")
    inquiry = await counter.inquiry("1123-07")
    assert (inquiry.state, [file.state for file in inquiry.files]) == ("registered", ["kept"])
