"""The office's own page in a real Chromium: come in, register, attach, read on two devices."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.chat import Address, Outgoing, Segment
from tests.web.demo_process import CHROMIUM
from tests.web.hands import WIDE, Hands, register, shot
from tests.web.test_files import JPEG, PAGE

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine"),
    pytest.mark.asyncio(loop_scope="module"),
]


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
    hands.complaints.expect("status of 403")


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
    hands.complaints.expect("status of 415")


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
    hands.office.page.chats._chats.clear()  # as after a restart
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
