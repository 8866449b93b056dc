"""The main job in a real browser on the real demo: from one typed line to the bot's own urge."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from bot.demo.story import story
from tests.web.demo_process import CHROMIUM, FLAGS, PATIENCE, Visitor, demo, visit

SCREENS = {"desktop": (1280, 800), "phone": (390, 844)}
LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"
TOLD = "由保障股李明办，302室，电话8302，最迟11月30日答复您。我是王丽，电话8001。"
DAYS = (
    "11月24日（周二）",
    "11月25日（周三）",
    "11月26日（周四）",
    "11月27日（周五）",
    "11月30日（周一）",
    "12月1日（周二）",
)

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine"),
    pytest.mark.asyncio(loop_scope="module"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        await made.close()


@pytest.mark.parametrize("size", SCREENS)
async def test_a_line_goes_its_way_until_the_bot_urges_in_her_place(
    browser: Browser, size: str
) -> None:
    async with demo() as url, visit(browser, url, size, SCREENS[size]) as visitor:
        taps = [*await refer(visitor), *await sign(visitor)]
        assert [ms for ms in taps if ms >= 1000] == []
        await six_working_days_pass(visitor)
        await she_owes_the_urge_and_the_channel_reads_the_digest(visitor)
        await nobody_urges_and_the_bot_does(visitor)


async def refer(visitor: Visitor) -> list[float]:
    await visitor.picture()
    await expect(visitor.page.locator("#say-chat")).to_have_value(LINE)
    await visitor.page.locator("#say-chat").press("Enter")
    await visitor.read(
        "chat", ["1123-07　来访　王秀英　13800138000　黑石乡", "公租房申请一直没消息"]
    )
    await visitor.buttons(
        ["李明 保障股302", "吴婷 保障股302", "另选人"], ["当场答", "缺材料", "不清楚归谁", "更多"]
    )
    taps = [await visitor.tap("李明", "已转李明"), await visitor.tap("已离开", "来访人已离开")]
    await visitor.read(
        "chat",
        [
            "1123-07 已转李明，限11月30日（周一）下班前",
            f"请告诉来访人：“{TOLD}”",
            "来访人已离开",
        ],
    )
    return taps


async def sign(visitor: Visitor) -> list[float]:
    await visitor.take_phone_of("002", "李明")
    await visitor.read(
        "chat",
        [
            "1123-07 转办　限11月30日下班前",
            "公租房申请一直没消息",
            "王秀英 13800138000　黑石乡（远道）　已离开　首问 王丽 8001",
        ],
    )
    taps = [await visitor.tap("签收", "已签收")]
    await visitor.buttons(["联系了", "办结", "更多"])
    await visitor.look_at("team")
    await visitor.read("team", ["1123-07 王** 公租房　@李明　限11-30　→　已签收"])
    return taps


async def six_working_days_pass(visitor: Visitor) -> None:
    for day in DAYS:
        await visitor.wind("+1个工作日", f"{day}09:0")


async def she_owes_the_urge_and_the_channel_reads_the_digest(visitor: Visitor) -> None:
    await visitor.look_at("team")
    await visitor.read(
        "team",
        ["保障股　12月1日", "超期1　1123-07 王** 公租房　@李明　超1天　待催", "在办1，昨日办结0。"],
    )
    await visitor.take_phone_of("001", "王丽")
    await visitor.read(
        "chat", ["1123-07 昨日到期未办结，承办李明（8302）。10:30前不点，系统代催并记录。"]
    )
    await visitor.buttons(["催办", "已打电话催"])


async def nobody_urges_and_the_bot_does(visitor: Visitor) -> None:
    await visitor.wind("+1小时", "12月1日（周二）10:0")
    await visitor.wind("+1小时", "12月1日（周二）11:0")
    await visitor.take_phone_of("002", "李明")
    await visitor.read(
        "chat", ["催办（第1次）　1123-07　超1个工作日　系统代王丽催　请今天下班前回复。"]
    )
    await visitor.buttons(["今天办结", "回复原因"])
    await visitor.take_phone_of("001", "王丽")
    await visitor.read("chat", ["1123-07 第1次系统代催，已记录，承办李明（8302）。"])
    await visitor.look_at("team")
    line = visitor.page.locator("#team .message", has_text="限11-30").locator(".text-line")
    await expect(line).to_have_text(["1123-07 王** 公租房　@李明　限11-30　→　已催1次"])
    await visitor.picture()


@pytest.mark.parametrize(
    ("language", "over", "figures"),
    [
        ("zh", "演示结束。时钟从这一刻接着走，您可以接着自己试。", "共7件"),
        ("en", "The story is over. The clock goes on from here, and so can you.", "7 in all"),
    ],
    ids=["zh", "en"],
)
async def test_the_90_second_story_plays_to_its_end_with_one_click(
    browser: Browser, language: str, over: str, figures: str
) -> None:
    size = f"story-{language}"
    async with (
        demo(language) as url,
        visit(browser, f"{url}?pace=0", size, SCREENS["desktop"]) as visitor,
    ):
        page, last = visitor.page, len(story(language))
        await page.click("#watch")
        await expect(page.locator("#story-caption")).to_have_text(over, timeout=3 * PATIENCE)
        await expect(page.locator("#story-count")).to_have_text(f"{last} / {last}")
        await expect(page.locator("#now")).to_contain_text("09:0")
        await expect(page.locator("#chat .message.bot").last).to_contain_text(figures)
        await visitor.picture()
