"""Devices with the office's page in a real Chromium, and what one does with them."""

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.web.complaints import Complaints
from tests.web.demo_process import ARTIFACTS, CHECKS, PATIENCE
from tests.web.real_office import RealOffice

LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"
PHONE = (390, 844)
WIDE = (1280, 800)


class Hands:
    """Devices people hold, each with a browser profile of its own; hears what pages complain of."""

    def __init__(self, browser: Browser, office: RealOffice) -> None:
        self.browser = browser
        self.office = office
        self.complaints = Complaints()

    async def device(self, size: tuple[int, int] = PHONE, **more: object) -> Page:
        """A device that has not come in."""
        view = {"width": size[0], "height": size[1]}
        context = await self.browser.new_context(viewport=view, **more)  # type: ignore[arg-type]
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        self.complaints.listen(page)
        await page.add_init_script(path=CHECKS)
        return page

    async def come_in(self, officer: str, size: tuple[int, int] = PHONE, **more: object) -> Page:
        """A device that opened the link it was given and tapped once."""
        page = await self.device(size, **more)
        await page.goto(f"{self.office.url}enter#{await self.office.code(officer)}")
        await page.get_by_role("button", name="进入", exact=True).click()
        await expect(page.locator(".message.bot").first).to_be_visible(timeout=PATIENCE)
        return page


async def shot(page: Page, name: str) -> None:
    if ARTIFACTS:
        await page.screenshot(path=Path(ARTIFACTS) / f"office-{name}.png", animations="disabled")


async def register(page: Page) -> None:
    """Send the line of transcript (a)."""
    await page.fill("#say-chat", LINE)
    await page.press("#say-chat", "Enter")
    await expect(page.locator(".card .head").last).to_contain_text("王秀英", timeout=PATIENCE)
