"""The page in a real Chromium: as a clerk sees it, types, taps and moves about by keyboard."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from tests.web.complaints import CUT, Complaints
from tests.web.conftest import served
from tests.web.demo_process import ARTIFACTS, CHROMIUM
from tests.web.fake_core import STORY, FakeOffice

SHOTS = ARTIFACTS
SCRIPTS = Path(__file__).parent / "browser_checks.js"

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine"),
    pytest.mark.asyncio(loop_scope="module"),
]


class Eyes:
    """Opens pages, and remembers whatever a page complained about."""

    def __init__(self, browser: Browser, office: FakeOffice) -> None:
        self.browser = browser
        self.office = office
        self.complaints = Complaints()

    async def open(self, query: str = "", *, size: tuple[int, int], **more: str) -> Page:
        view = {"width": size[0], "height": size[1]}
        page = await self.browser.new_page(viewport=view, **more)  # type: ignore[arg-type]
        page.set_default_timeout(5000)
        self.complaints.listen(page)
        await page.add_init_script(path=SCRIPTS)
        await page.goto(self.office.url + query)
        await expect(page.locator("#whose")).to_contain_text("王丽")
        return page


@pytest_asyncio.fixture(loop_scope="module")
async def eyes(browser: Browser) -> AsyncIterator[Eyes]:
    async with served() as office:
        made = Eyes(browser, office)
        yield made
        for context in browser.contexts:
            await context.close()
    assert made.complaints.unexpected == []


async def refer(page: Page) -> None:
    """Send the line that stands ready and give it to 李明."""
    await page.press("#say-chat", "Enter")
    await page.locator(".phone .rows button", has_text="李明").click()
    await expect(page.locator(".phone .card .head")).to_contain_text("已转李明")


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"web-{name}.png", animations="disabled")


WIDE = (1280, 800)
PHONE = (390, 844)


async def test_one_line_and_two_taps_reach_the_officer_and_the_channel(eyes: Eyes) -> None:
    page = await eyes.open(size=WIDE)
    await expect(page.locator("#say-chat")).to_have_value(re.compile("^王秀英 13800138000"))
    await shot(page, "first")
    await refer(page)
    await page.locator(".phone .rows button", has_text="已离开").click()
    await expect(page.locator(".team .message")).to_have_count(1)
    await page.locator("#people [data-key='002']").click()
    await expect(page.locator("#whose")).to_contain_text("李明的手机")
    await expect(page.locator(".team .at.own")).to_have_text("@李明")
    await page.locator(".phone .rows button", has_text="签收").click()
    await expect(page.locator(".team .message")).to_contain_text("已签收")
    await expect(page.locator(".phone .rows button")).to_have_text(["联系了", "办结", "更多"])
    await shot(page, "officer")


async def test_a_tap_changes_the_card_within_a_second(eyes: Eyes) -> None:
    page = await eyes.open(size=WIDE)
    await page.press("#say-chat", "Enter")
    await page.locator(".phone .card").wait_for()
    assert await page.evaluate("checks.tap('李明', '已转李明')") < 1000


async def test_a_pressed_button_shows_it_and_cannot_be_pressed_twice(eyes: Eyes) -> None:
    page = await eyes.open(size=WIDE)
    await page.press("#say-chat", "Enter")
    held: list[Route] = []

    async def hold(route: Route) -> None:
        held.append(route)

    await page.route("**/press", hold)
    button = page.locator(".phone .rows button", has_text="李明")
    await button.click()
    await expect(button).to_have_class("busy")
    await button.click(force=True)
    await expect(button).to_have_attribute("aria-disabled", "true")
    assert len(held) == 1
    await held[0].continue_()
    await expect(page.locator(".phone .card .head")).to_contain_text("已转李明")


async def test_a_line_that_was_lost_on_the_way_is_sent_again_once(eyes: Eyes) -> None:
    page = await eyes.open(size=WIDE)
    lost = []

    async def lose_first_answer(route: Route) -> None:
        answer = await route.fetch()
        lost.append(answer)
        await (route.abort() if len(lost) == 1 else route.fulfill(response=answer))

    await page.route("**/say", lose_first_answer)
    async with page.expect_response("**/say"):
        await page.press("#say-chat", "Enter")
    await expect(page.locator(".phone .card")).to_have_count(1)
    assert (len(lost), len(eyes.office.heard)) == (2, 1)
    await expect(page.locator(".phone .message.me")).to_have_count(1)
    eyes.complaints.expect(*CUT)


async def test_winding_the_clock_shows_what_became_due(eyes: Eyes) -> None:
    page = await eyes.open(size=WIDE)
    await refer(page)
    await page.locator("[data-wind='1wd']").click()
    await expect(page.locator("#now")).to_have_text("11月24日（周二）09:00")
    await expect(page.locator(".phone .divider").last).to_have_text("11月24日 09:00")
    await expect(page.locator(".team .message").last).to_contain_text("超期1")
    labels = page.locator("#people [data-key='004']")
    await expect(labels).to_have_attribute("aria-label", re.compile("陈建国.*有1条新消息"))
    await shot(page, "wound")


async def test_on_a_phone_one_side_is_shown_at_a_time(eyes: Eyes) -> None:
    page = await eyes.open(size=PHONE)
    await shot(page, "phone-first")
    await refer(page)
    await shot(page, "phone-card")
    await expect(page.locator("#team")).to_be_hidden()
    await expect(page.locator("#tab-team .dot")).to_have_text("1")
    await page.click("#tab-team")
    await expect(page.locator("#chat")).to_be_hidden()
    await expect(page.locator("#team .message")).to_be_visible()
    await expect(page.locator("#tab-team .dot")).to_be_hidden()
    await shot(page, "phone-team")


@pytest.mark.parametrize("size", [(320, 568), PHONE, (900, 700), WIDE])
@pytest.mark.parametrize("query", ["", "?lang=en"])
async def test_nothing_sticks_out_and_every_target_is_large_enough(
    eyes: Eyes, size: tuple[int, int], query: str
) -> None:
    page = await eyes.open(query, size=size)
    found = [await page.evaluate("checks.layout()")]
    await refer(page)
    found.append(await page.evaluate("checks.layout()"))
    assert found == [[], []]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_has_the_contrast_of_wcag_aa(eyes: Eyes, scheme: str) -> None:
    page = await eyes.open(size=WIDE, color_scheme=scheme, reduced_motion="reduce")
    found = [await page.evaluate("checks.contrast()")]
    await refer(page)
    await page.locator("[data-wind='1wd']").click()
    await expect(page.locator(".team .message")).to_have_count(2)
    await shot(page, f"{scheme}-filled")
    found.append(await page.evaluate("checks.contrast()"))
    assert found == [[], []]


async def test_the_whole_page_is_used_by_keyboard(eyes: Eyes) -> None:
    page = await eyes.open(size=WIDE)
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#say-chat")).to_be_focused()
    await page.keyboard.press("End")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("同上 物业")
    await page.keyboard.press("Enter")
    await expect(page.locator(".phone .message.me:not(.sending)")).to_contain_text("同上 物业")
    assert [incoming.text.count("\n") for incoming in eyes.office.heard] == [1]
    await page.locator(".phone .rows button", has_text="李明").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".phone .rows button", has_text="带过去了")).to_be_focused()
    await page.locator("#people [aria-selected=true]").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#whose")).to_contain_text("李明的手机")
    await expect(page.locator("#people [data-key='002']")).to_be_focused()


async def test_a_reply_quotes_its_message(eyes: Eyes) -> None:
    page = await eyes.open(size=WIDE)
    await refer(page)
    await page.locator(".phone .message.bot").hover()
    await page.locator(".phone .message.bot .reply").click()
    await page.keyboard.type("补一句")
    await page.keyboard.press("Enter")
    await expect(page.locator(".phone .quote")).to_contain_text("已转李明")
    said = [incoming for incoming in eyes.office.heard if not incoming.press]
    assert said[-1].reply_to == eyes.office.heard[1].message_id


async def test_a_page_opened_anew_shows_the_same_person_and_chat(eyes: Eyes) -> None:
    page = await eyes.open(size=WIDE)
    await refer(page)
    await page.reload()
    await expect(page.locator(".phone .message")).to_have_count(2)
    await expect(page.locator("body")).to_have_attribute("data-stage", "free")
    await expect(page.locator(".phone .chip")).to_have_text(["待办", "查", "外出", "更多"])


async def test_the_story_plays_to_its_end_by_itself(eyes: Eyes) -> None:
    page = await eyes.open("?pace=0", size=WIDE)
    await page.click("#watch")
    await expect(page.locator("#story-caption")).to_contain_text("演示结束")
    await expect(page.locator("#story-count")).to_have_text(f"{len(STORY)} / {len(STORY)}")
    await expect(page.locator(".phone .message.me").last).to_have_text("1123-07")
    await shot(page, "story")


async def test_a_story_step_that_cannot_be_done_is_said_and_stops(eyes: Eyes) -> None:
    eyes.office.story = (STORY[0], STORY[3])
    page = await eyes.open("?pace=0", size=WIDE)
    await page.click("#watch")
    caption = page.locator("#story-caption")
    await expect(caption).to_contain_text("没有找到“签收”", timeout=9000)


async def test_a_paused_story_goes_on_one_step_at_a_time(eyes: Eyes) -> None:
    page = await eyes.open(size=PHONE)
    await page.click("#watch")
    await page.click("#story-play")
    await page.click("#story-next")
    await expect(page.locator("#story-count")).to_have_text(f"2 / {len(STORY)}")
    await expect(page.locator(".phone .card")).to_have_count(1)
    await shot(page, "phone-story")
    await page.click("#story-stop")
    await expect(page.locator("body")).to_have_attribute("data-stage", "free")
