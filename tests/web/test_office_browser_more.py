"""The office's own page in a real Chromium: restarts, other pages, looks and keyboard."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from playwright.async_api import Browser, Error, Route, expect

from bot.chat import Address, Outgoing, Segment
from bot.dialogs.sheets import hand_out
from bot.domain.office import OfficerId
from bot.ports.store import Work
from tests.web.complaints import CUT
from tests.web.demo_process import CHROMIUM, PATIENCE
from tests.web.hands import PHONE, WIDE, Hands, register, shot
from tests.web.real_office import RealOffice

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine"),
    pytest.mark.asyncio(loop_scope="module"),
]


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
    await expect(page.locator("#whose")).to_contain_text("王丽", timeout=PATIENCE)
    hands.complaints.expect(*CUT)


async def test_a_device_that_was_removed_sees_the_entrance(hands: Hands) -> None:
    one, other = await hands.come_in("001"), await hands.come_in("001")
    await one.fill("#say-chat", "设备")
    await one.press("#say-chat", "Enter")
    await one.locator(".rows button", has_text="移除2").click()
    await expect(other.locator(".notice")).to_contain_text("这台设备不能再进入了")
    await shot(other, "phone-removed")
    await expect(one.locator(".message.bot").last).to_contain_text("1台")
    hands.complaints.expect("status of 401")


async def test_signing_out_is_asked_once(hands: Hands) -> None:
    page = await hands.come_in("001", WIDE)
    await page.click("#leave")
    await page.click("#leaving button[value=no]")
    await expect(page.locator("#whose")).to_contain_text("王丽")
    await page.click("#leave")
    await page.click("#leaving button[value=yes]")
    await expect(page.locator("#code")).to_be_visible()


async def test_what_is_under_way_while_one_signs_out_is_given_up(hands: Hands) -> None:
    page = await hands.come_in("001", WIDE)
    held: asyncio.Queue[Route] = asyncio.Queue()

    async def signed_out_before_the_other_is_answered(route: Route) -> None:
        answer = await route.fetch()
        with contextlib.suppress(Error):  # given up: nobody waits for it any more
            await (await held.get()).continue_()
        await route.fulfill(response=answer)

    await page.route("**/read", held.put)
    await page.route("**/leave", signed_out_before_the_other_is_answered)
    async with page.expect_request("**/read"):
        await register(page)
    await page.click("#leave")
    await page.click("#leaving button[value=yes]")
    await expect(page.locator("#code")).to_be_visible()
    assert hands.complaints.unexpected == []


async def test_an_administrator_shows_a_qr_code(hands: Hands) -> None:
    page = await hands.come_in("007", WIDE)
    await page.get_by_role("link", name="发码").click()
    await page.fill("#find", "保障股")
    await expect(page.locator(".staff li:visible")).to_have_count(3)
    await page.get_by_role("button", name="给码: 李明").click()
    await expect(page.locator("#ticket h2")).to_have_text("李明")
    await expect(page.locator("#ticket .picture svg")).to_be_visible()
    await expect(page.locator("#ticket .until")).to_have_text("11月24日 09:00前有效，只用一次")
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
    hands.complaints.expect("status of 410")


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
