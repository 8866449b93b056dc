"""Numbers no office has, wherever a number may stand: a refusal or a question, never a defect."""

import pytest

from tests.counter import Counter
from tests.stories.walk_checks import listening

LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"
DIGITS = {"twenty": "9" * 20, "hundreds": "8" * 400, "thousands": "7" * 1900, "zeros": "0" * 50}
TYPED = (
    "{0}",
    "{0}-{0}",
    "1123-{0}",
    "查 {0}",
    "催 {0}",
    "催 1123-{0}",
    "补 1123-{0} 有话",
    "告知 {0}",
    "谁管 {0}",
    "请示 {0}",
    "撤回 {0}",
    "外出 {0}天",
    "外出 {0}号",
    "外出 {0}月{0}日",
    "外出 明天到{0}号",
    "外出 {0}个工作日后",
    "免打扰 {0}:{0}-{0}:{0}",
    "绑定 {0}",
    "交接 {0} {0}",
    "台账 {0}",
    "{0}年{0}月{0}日 王秀英 公租房",
    "{0}天前 王秀英 公租房",
    "{0}小时前 王秀英 公租房",
    "昨天{0}点{0}分 王秀英 公租房",
    "王秀英 {0} 公租房",
)
"""Everything somebody may type with a number in it; presses stand below."""


@pytest.mark.parametrize("number", DIGITS.values(), ids=DIGITS)
async def test_typed_it_is_no_defect(counter: Counter, number: str) -> None:
    with listening() as faults:
        for text in TYPED:
            await counter.say("刘芳", text.format(number)[:2000])
    assert faults.found == []


@pytest.mark.parametrize("number", [*DIGITS.values(), "9" * 5000])
@pytest.mark.parametrize(
    "payload", ["take:{0}:1:", "take:1:{0}:", "take:1:1:{0}", "resend:0:0:{0}", "duty:1:0:{0}"]
)
async def test_pressed_it_is_no_defect(counter: Counter, payload: str, number: str) -> None:
    await counter.say("王丽", LINE)
    with listening() as faults:
        press = counter.incoming("王丽", press=payload.format(number), message_id="1")
        await counter.deliver(press)
    assert faults.found == []
