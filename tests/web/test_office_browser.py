"""The office's own page in a real Chromium: come in, register, attach, read on two devices."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from bot.chat import Address, Outgoing, Segment
from bot.dialogs.sheets import hand_out
from bot.domain.office import OfficerId
from bot.ports import Work
from tests.web.demo_process import ARTIFACTS, CHECKS, CHROMIUM, FLAGS, PATIENCE
from tests.web.real_office import RealOffice, opened
from tests.web.test_files import JPEG, PAGE

LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"
PHONE = (390, 844)
WIDE = (1280, 800)

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


class Hands:
    """Devices people hold, each with a browser profile of its own; hears what pages complain of."""

    def __init__(self, browser: Browser, office: RealOffice) -> None:
        self.browser = browser
        self.office = office
        self.complaints: list[str] = []

    async def device(self, size: tuple[int, int] = PHONE, **more: object) -> Page:
        """A device that has not come in."""
        view = {"width": size[0], "height": size[1]}
        context = await self.browser.new_context(viewport=view, **more)  # type: ignore[arg-type]
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.add_init_script(path=CHECKS)
        return page

    async def come_in(self, officer: str, size: tuple[int, int] = PHONE, **more: object) -> Page:
        """A device that opened the link it was given and tapped once."""
        page = await self.device(size, **more)
        await page.goto(f"{self.office.url}enter#{await self.office.code(officer)}")
        await page.get_by_role("button", name="进入", exact=True).click()
        await expect(page.locator(".message.bot").first).to_be_visible(timeout=PATIENCE)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest_asyncio.fixture(loop_scope="module")
async def hands(browser: Browser) -> AsyncIterator[Hands]:
    async with opened() as office:
        made = Hands(browser, office)
        yield made
        for context in browser.contexts:
            await context.close()
    assert made.complaints == []


async def shot(page: Page, name: str) -> None:
    if ARTIFACTS:
        await page.screenshot(path=Path(ARTIFACTS) / f"office-{name}.png")


async def register(page: Page) -> None:
    """Send the line of transcript (a)."""
    await page.fill("#say-chat", LINE)
    await page.press("#say-chat", "Enter")
    await expect(page.locator(".card .head").last).to_contain_text("王秀英", timeout=PATIENCE)


async def test_a_clerk_comes_in_sends_a_line_and_presses_a_button(hands: Hands) -> None:
    page = await hands.device()
    await page.goto(f"{hands.office.url}enter#{await hands.office.code('001')}")
    await shot(page, "phone-enter")
    await page.get_by_role("button", name="进入", exact=True).click()
    await expect(page.locator("#whose")).to_have_text("王丽 · 政务服务窗口")
    assert "#" not in page.url
    await register(page)
    await shot(page, "phone-card")
    assert await page.evaluate("checks.tap('李明', '已转李明')") < 1000
    await expect(page.locator(".chip")).to_have_text(["待办", "查", "外出", "更多"])
    await shot(page, "phone-referred")


async def test_a_code_is_typed_and_a_wrong_one_is_said(hands: Hands) -> None:
    page = await hands.device()
    await page.goto(hands.office.url)
    await page.fill("#code", "0000")
    await page.press("#code", "Enter")
    await expect(page.locator(".error")).to_contain_text("这个码用不了")
    await shot(page, "phone-wrong-code")
    await page.fill("#code", f"{hands.office.url}enter#{await hands.office.code('001')}")
    await page.press("#code", "Enter")
    await expect(page.locator("#whose")).to_contain_text("王丽")
    hands.complaints.clear()  # the browser tells of the 403


async def test_photos_are_seen_before_they_are_sent(hands: Hands, tmp_path: Path) -> None:
    page = await hands.come_in("001")
    for name, content in (("正面.jpg", JPEG), ("反面.jpg", JPEG), ("网页.html", PAGE)):
        (tmp_path / name).write_bytes(content)
    await page.set_input_files(
        "#pick", [tmp_path / n for n in ("反面.jpg", "正面.jpg", "网页.html")]
    )
    await expect(page.locator("#toast")).to_contain_text("这种文件收不了")
    await expect(page.locator(".attached li")).to_have_count(3)
    await expect(page.locator(".attached .sending")).to_have_count(0)
    await shot(page, "phone-attached")
    await page.get_by_role("button", name="不发这个: 网页.html").click()
    await page.fill("#say-chat", "王秀英 公租房申请 身份证")
    await page.press("#say-chat", "Enter")
    await expect(page.locator(".message.me .picture img")).to_have_count(2)
    await expect(page.locator(".message.me .text")).to_have_text("王秀英 公租房申请 身份证")
    await expect(page.locator(".card").last).to_contain_text("1123-01")
    widths = "all => all.map((one) => one.complete && one.naturalWidth)"
    assert await page.locator(".message.me .picture img").evaluate_all(widths) == [40, 40]
    await shot(page, "phone-photos")
    heard = await hands.office.work(
        lambda work: work.heard.history(Address("web", "p:001"), 1)[0].files
    )
    assert [file.name for file in heard] == ["反面.jpg", "正面.jpg"]
    hands.complaints.clear()  # the browser tells of the 415


async def test_what_is_too_large_is_said_before_it_is_uploaded(
    hands: Hands, tmp_path: Path
) -> None:
    page = await hands.come_in("001")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    (tmp_path / "大.jpg").write_bytes(JPEG + bytes(2**20))
    await page.set_input_files("#pick", tmp_path / "大.jpg")
    await expect(page.locator("#toast")).to_have_text("“大.jpg”超过1MB，没有放进来。")
    assert [url for url in asked if "upload" in url] == []


async def test_a_picture_is_pasted(hands: Hands) -> None:
    page = await hands.come_in("001", WIDE)
    await page.evaluate(
        """(bytes) => {
            const moved = new DataTransfer();
            moved.items.add(new File([new Uint8Array(bytes)], "粘贴.jpg", { type: "image/jpeg" }));
            const pasted = new ClipboardEvent("paste", { clipboardData: moved, bubbles: true, cancelable: true });
            document.querySelector("#say-chat").dispatchEvent(pasted);
        }""",
        list(JPEG),
    )
    await expect(page.locator(".attached img")).to_have_attribute("alt", "粘贴.jpg")


async def test_two_devices_of_one_person_are_in_step(hands: Hands) -> None:
    phone, desk = await hands.come_in("001"), await hands.come_in("001", WIDE)
    await phone.click("#back")
    await expect(phone.locator("[data-chat='p:001'] .dot")).to_be_hidden()
    await desk.click("[data-chat='c:政务服务窗口']")
    told = Outgoing((Segment("text", "请尽快回电。"),))
    await hands.office.page.send(Address("web", "p:001"), told)
    for page in (phone, desk):
        item = page.locator("[data-chat='p:001']")
        await expect(item.locator(".dot")).to_have_text("1")
        await expect(item.locator(".last")).to_have_text("请尽快回电。")
        await expect(item).to_have_attribute("aria-label", "首问 1条未读")
        await expect(page).to_have_title(re.compile(r"^\(1\) 首问责任制"))
    await shot(phone, "phone-list")
    await shot(desk, "desk-unread")
    await phone.click("[data-chat='p:001']")
    for page in (phone, desk):
        await expect(page.locator("[data-chat='p:001'] .dot")).to_be_hidden()
        await expect(page).to_have_title(re.compile("^首问责任制"))
    await register(phone)
    await desk.click("[data-chat='p:001']")
    await desk.locator(".rows button", has_text="李明").click()
    for page in (phone, desk):
        await expect(page.locator(".card .head").last).to_contain_text("已转李明")


async def test_new_messages_are_marked_where_they_begin(hands: Hands) -> None:
    page = await hands.come_in("002", WIDE)
    await page.click("[data-chat='c:住房保障股']")
    for text in ("一", "二"):
        await hands.office.page.send(Address("web", "p:002"), Outgoing((Segment("text", text),)))
    await expect(page.locator("[data-chat='p:002'] .last")).to_have_text("二")
    await expect(page.locator("[data-chat='p:002'] .dot")).to_have_text("2")
    await page.click("[data-chat='p:002']")
    await expect(page.locator(".divider.new")).to_have_text("以下是新消息")
    await expect(page.locator(".divider.new + .message")).to_have_text("一")


async def test_older_messages_come_as_one_scrolls_up_and_the_place_is_kept(hands: Hands) -> None:
    client = await hands.office.come_in("001")
    for n in range(45):
        await hands.office.say(client, "p:001", f"谢谢{n}")
    hands.office.page._chats._chats.clear()  # as after a restart
    page = await hands.come_in("001")
    await expect(page.locator(".message")).to_have_count(61)  # sixty, and that a device came in
    await page.locator(".log").evaluate("log => { log.scrollTop = 120; }")
    seen = (
        await page.locator(".message")
        .nth(2)
        .evaluate("(one) => [one.dataset.id, one.getBoundingClientRect().top]")
    )
    await expect(page.locator(".message")).to_have_count(92)
    place = page.locator(f".message[data-id='{seen[0]}']")
    assert abs(await place.evaluate("(one) => one.getBoundingClientRect().top") - seen[1]) < 2


async def test_a_restart_of_the_office_is_said_and_what_was_missed_comes(
    browser: Browser,
) -> None:
    office = RealOffice()
    await office.staff()
    hands = Hands(browser, office)
    async with office.open():
        page = await hands.come_in("001")
        await expect(page.locator(".lost")).to_be_hidden()
    await expect(page.locator(".lost")).to_have_text("连接断开，正在重连…")
    await shot(page, "phone-lost")
    async with office.open():
        told = Outgoing((Segment("text", "重启后来的。"),))
        await office.page.send(Address("web", "p:001"), told)
        await expect(page.locator(".message.bot").last).to_have_text(
            "重启后来的。", timeout=PATIENCE
        )
        await expect(page.locator(".lost")).to_be_hidden()
        await expect(page.locator(".message.bot").first).to_contain_text("王丽，已绑定")
        await page.context.close()


async def test_without_a_connection_the_page_opens_on_the_offline_one(hands: Hands) -> None:
    page = await hands.come_in("001")
    await page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    await page.reload()  # from now on the worker answers
    await page.context.set_offline(True)
    await page.goto(hands.office.url)
    await expect(page.locator("h1")).to_have_text("连接断开")
    await shot(page, "phone-offline")
    await page.context.set_offline(False)  # the page goes back by itself
    await expect(page.locator("#whose")).to_contain_text("王丽")
    hands.complaints.clear()  # the browser tells of requests it could not make


async def test_a_device_that_was_removed_sees_the_entrance(hands: Hands) -> None:
    one, other = await hands.come_in("001"), await hands.come_in("001")
    await one.fill("#say-chat", "设备")
    await one.press("#say-chat", "Enter")
    await one.locator(".rows button", has_text="移除2").click()
    await expect(other.locator(".notice")).to_contain_text("这台设备不能再进入了")
    await shot(other, "phone-removed")
    await expect(one.locator(".message.bot").last).to_contain_text("1台")
    hands.complaints.clear()  # the browser tells of the 401


async def test_signing_out_is_asked_once(hands: Hands) -> None:
    page = await hands.come_in("001", WIDE)
    await page.click("#leave")
    await page.click("#leaving button[value=no]")
    await expect(page.locator("#whose")).to_contain_text("王丽")
    await page.click("#leave")
    await page.click("#leaving button[value=yes]")
    await expect(page.locator("#code")).to_be_visible()


async def test_an_administrator_shows_a_qr_code(hands: Hands) -> None:
    page = await hands.come_in("007", WIDE)
    await page.get_by_role("link", name="发码").click()
    await page.fill("#find", "保障股")
    await expect(page.locator(".staff li:visible")).to_have_count(3)
    await page.get_by_role("button", name="给码: 李明").click()
    await expect(page.locator("#ticket h2")).to_have_text("李明")
    await expect(page.locator("#ticket .picture svg")).to_be_visible()
    await expect(page.locator("#ticket .until")).to_have_text("11月30日 09:00前有效，只用一次")
    assert await page.evaluate("checks.layout()") == []
    await shot(page, "desk-codes")


async def test_number_and_address_are_entered_on_a_one_time_page(hands: Hands) -> None:
    clerk = await hands.come_in("001")
    await register(clerk)
    token = await hands.office.work(_token)
    page = await hands.device()
    await page.goto(f"{hands.office.url}s#{token}")
    assert token not in page.url
    await page.get_by_role("button", name="打开").click()
    await expect(page.locator("#number")).to_have_text("1123-01")
    await expect(page.locator("[name=phone]")).to_have_value("13800138000")
    await shot(page, "phone-sheet")
    await page.fill("[name=phone]", "13800138001")
    await page.get_by_role("button", name="存下").click()
    await expect(page.locator(".done")).to_have_text("已存下。")
    assert await page.evaluate("checks.layout()") == []
    await expect(clerk.locator(".card .head").last).to_contain_text("13800138001")
    again = await hands.device()
    await again.goto(f"{hands.office.url}s#{token}")
    await again.get_by_role("button", name="打开").click()
    await expect(again.locator("#over")).to_contain_text("链接已用过")
    hands.complaints.clear()  # the browser tells of the 410


def _token(work: Work) -> str:
    return hand_out(work, work.inquiries.get(1), OfficerId("001"))


@pytest.mark.parametrize("size", [(320, 568), PHONE, (900, 700), WIDE])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_nothing_sticks_out_and_every_target_is_large_enough(
    hands: Hands, size: tuple[int, int], language: str
) -> None:
    page = await hands.come_in("007", size)
    await page.goto(f"{hands.office.url}?lang={language}")
    await register(page)
    found = [await page.evaluate("checks.layout()")]
    if size[0] < 760:
        await page.click("#back")
        found.append(await page.evaluate("checks.layout()"))
    for path in ("people", "enter", "offline"):
        await page.goto(f"{hands.office.url}{path}?lang={language}")
        found.append(await page.evaluate("checks.layout()"))
    assert [each for each in found if each] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_has_the_contrast_of_wcag_aa(hands: Hands, tmp_path: Path, scheme: str) -> None:
    page = await hands.come_in("007", WIDE, color_scheme=scheme, reduced_motion="reduce")
    (tmp_path / "说明.pdf").write_bytes(b"%PDF-1.7\n")
    await page.set_input_files("#pick", tmp_path / "说明.pdf")
    await expect(page.locator(".attached .sending")).to_have_count(0)
    await register(page)
    await hands.office.page.send(Address("web", "c:办公室"), Outgoing((Segment("text", "早"),)))
    await expect(page.locator("[data-chat='c:办公室'] .dot")).to_have_text("1")
    found = [await page.evaluate("checks.contrast()")]
    await shot(page, f"desk-{scheme}")
    for path in ("people", "enter", "offline"):
        await page.goto(hands.office.url + path)
        found.append(await page.evaluate("checks.contrast()"))
    assert [each for each in found if each] == []


async def test_the_list_is_used_by_keyboard(hands: Hands) -> None:
    page = await hands.come_in("002", WIDE)
    await page.locator("#chats [aria-selected=true]").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("#where")).to_have_text("保障股")
    await expect(page.locator("#say-chat")).to_be_focused()
    await page.keyboard.type("@首问 今日")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.bot .text").last).to_contain_text("保障股")
