"""The demo as a visitor starts it: a process of its own, and a Chromium to look at it with."""

import contextlib
import os
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.shell import Answer, ended, ready, started
from tests.web.complaints import Complaints

_NAMES = (os.environ.get("SHOUWEN_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, filter(None, _NAMES))), "")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARTIFACTS = os.environ.get("SHOUWEN_ARTIFACTS", "")
CHECKS = Path(__file__).parent / "browser_checks.js"
PATIENCE = 10_000
"""Milliseconds the page may take for anything, on however busy a machine."""


@contextlib.asynccontextmanager
async def demo(language: str = "zh") -> AsyncIterator[str]:
    """Run ``shouwen demo`` on a free port and give its URL; it has to end without a word."""
    async with started("demo", "--port", "0", "--lang", language) as process:
        line = await ready(process)
        assert line.startswith("ready "), (await ended(process)).err
        yield line.removeprefix("ready ")
        process.send_signal(signal.SIGTERM)
        answer = await ended(process)
        assert answer == Answer(0, "", ""), answer


class Visitor:
    """Looks at the demo on a screen of one *size*, and keeps a picture of every step."""

    def __init__(self, page: Page, size: str) -> None:
        self.page = page
        self.size = size
        self.complaints = Complaints()
        self._pictures = 0
        page.set_default_timeout(PATIENCE)
        self.complaints.listen(page)

    async def read(self, what: str, lines: list[str]) -> None:
        """Expect the newest message of *what*, ``chat`` or ``team``, to say *lines*, exactly."""
        newest = self.page.locator(f"#{what} .message.bot").last.locator(".text-line")
        await expect(newest).to_have_text(lines, timeout=PATIENCE)
        await self.picture()

    async def buttons(self, *rows: list[str]) -> None:
        """Expect exactly these rows of buttons under the newest message of the chat."""
        newest = self.page.locator("#chat .message.bot").last.locator(".row")
        assert [await row.locator("button").all_inner_texts() for row in await newest.all()] == [
            *rows
        ]

    async def tap(self, label: str, text: str) -> float:
        """Tap the newest such button of the chat; milliseconds until the chat says *text*."""
        taken: float = await self.page.evaluate(
            "([label, text]) => checks.tap(label, text)", [label, text]
        )
        await self.picture()
        return taken

    async def take_phone_of(self, key: str, name: str) -> None:
        """Switch to somebody's phone."""
        await self.look_at("chat")
        await self.page.locator(f"#people [data-key='{key}']").click()
        await expect(self.page.locator("#whose")).to_contain_text(f"{name}的手机")

    async def look_at(self, what: str) -> None:
        """Bring ``chat`` or ``team`` into sight where only one fits the screen."""
        if self.size == "phone":
            await self.page.locator(f"#tab-{what}").click()
        await expect(self.page.locator(f"#{what}")).to_be_visible()

    async def wind(self, label: str, shown: str) -> None:
        """Press a button of the clock, and wait until its time begins with *shown*."""
        await self.page.get_by_role("button", name=label, exact=True).click()
        await expect(self.page.locator("#now")).to_contain_text(shown)
        await self.picture()

    async def picture(self) -> None:
        """Keep what is to be seen, if anybody wants it."""
        self._pictures += 1
        if ARTIFACTS:
            name = f"demo-{self.size}-{self._pictures:02}.png"
            await self.page.screenshot(path=Path(ARTIFACTS) / name)


@contextlib.asynccontextmanager
async def visit(
    browser: Browser, url: str, size: str, screen: tuple[int, int]
) -> AsyncIterator[Visitor]:
    """Open the demo's page on a *screen* of so many pixels; it must not complain of anything."""
    page = await browser.new_page(viewport={"width": screen[0], "height": screen[1]})
    visitor = Visitor(page, size)
    await page.add_init_script(path=CHECKS)
    await page.goto(url)
    yield visitor
    assert visitor.complaints.unexpected == []
    await page.close()
