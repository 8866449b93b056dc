"""An open page loses nothing, whatever happens to its connection, and says who said it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.domain.office import Account, OfficerId
from tests.adapters.core import until
from tests.web.complaints import CUT
from tests.web.demo_process import CHROMIUM, PATIENCE
from tests.web.hands import Hands
from tests.web.proxy import Proxy

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine"),
    pytest.mark.asyncio(loop_scope="module"),
]


@pytest_asyncio.fixture(loop_scope="module")
async def proxy(hands: Hands) -> AsyncIterator[Proxy]:
    async with Proxy(hands.office.url) as made:
        yield made
        for context in hands.browser.contexts:
            await context.close()
    hands.complaints.expect(*CUT)


async def opened(hands: Hands, proxy: Proxy, *, clock: bool = False) -> Page:
    """王丽's page behind the proxy, connected and quiet: nothing has come over the stream."""
    page = await hands.device()
    if clock:
        await page.clock.install()
    await page.goto(f"{proxy.url}enter#{await hands.office.code('001')}")
    await page.get_by_role("button", name="进入", exact=True).click()
    await expect(page.locator(".message.bot").first).to_be_visible(timeout=PATIENCE)
    before = streams(proxy)
    await page.reload()
    await expect(page.locator(".message.bot").first).to_be_visible(timeout=PATIENCE)
    await until(lambda: streams(proxy) > before)
    return page


def streams(proxy: Proxy) -> int:
    """How often a stream of changes was asked for."""
    return sum(path.startswith("/events") for path in proxy.asked)


async def said_elsewhere(hands: Hands, text: str) -> None:
    """She says something on another device."""
    client = await hands.office.come_in("001")
    await hands.office.say(client, "p:001", text)


async def stands(page: Page, text: str) -> None:
    await expect(page.locator(".log .message.me", has_text=text)).to_be_visible(timeout=PATIENCE)
    await expect(page.locator(".lost")).to_be_hidden(timeout=PATIENCE)


async def test_cut_off_and_online_again_the_page_has_what_was_said_meanwhile(
    hands: Hands, proxy: Proxy
) -> None:
    page = await opened(hands, proxy)
    proxy.refused.add("/events")
    proxy.cut()
    await expect(page.locator(".lost")).to_be_visible(timeout=PATIENCE)
    await said_elsewhere(hands, "待办 断线时")
    proxy.refused.clear()
    await page.evaluate("dispatchEvent(new Event('online'))")
    await stands(page, "待办 断线时")


async def test_refused_for_two_seconds_the_page_has_what_was_said_meanwhile(
    hands: Hands, proxy: Proxy
) -> None:
    page = await opened(hands, proxy)
    before = streams(proxy)
    proxy.refused.add("/events")
    proxy.cut()
    await expect(page.locator(".lost")).to_be_visible(timeout=PATIENCE)
    await said_elsewhere(hands, "待办 拒绝时")
    await until(lambda: streams(proxy) > before)
    proxy.refused.clear()
    await stands(page, "待办 拒绝时")


async def test_what_is_said_between_history_and_stream_is_there(hands: Hands, proxy: Proxy) -> None:
    page = await opened(hands, proxy)
    proxy.held = "/events"
    proxy.free.clear()
    await page.reload()
    await expect(page.locator(".message.bot").first).to_be_visible(timeout=PATIENCE)
    await said_elsewhere(hands, "待办 夹缝中")
    proxy.free.set()
    await stands(page, "待办 夹缝中")


async def test_a_connection_that_swallows_everything_is_noticed(hands: Hands, proxy: Proxy) -> None:
    page = await opened(hands, proxy, clock=True)
    proxy.strand()
    await said_elsewhere(hands, "待办 吞掉时")
    await page.clock.run_for(34_000)
    await expect(page.locator(".log .message.me")).to_have_count(0)
    await page.clock.run_for(7_000)
    await stands(page, "待办 吞掉时")


async def test_a_page_that_comes_into_sight_again_looks_at_its_connection(
    hands: Hands, proxy: Proxy
) -> None:
    page = await opened(hands, proxy, clock=True)
    proxy.strand()
    await said_elsewhere(hands, "待办 不在眼前")
    await page.clock.run_for(25_000)
    await expect(page.locator(".log .message.me")).to_have_count(0)
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await stands(page, "待办 不在眼前")


async def test_the_name_of_a_colleague_newer_than_the_page_travels_with_his_words(
    hands: Hands,
) -> None:
    li = await hands.come_in("002")
    like = await hands.office.work(lambda work: work.roster.officer(OfficerId("003")))
    new = replace(like, id=OfficerId("030"), name="孙新")
    account = Account(platform="web", user="030", officer=new.id, chat="p:030")
    await hands.office.work(lambda work: work.put(new, account))
    client = await hands.office.come_in("030")
    await hands.office.say(client, "c:住房保障股", "大家好")
    await li.click("#back")
    item = li.locator("#chats [role=option]", has_text="保障股")
    await expect(item.locator(".last")).to_have_text("孙新: 大家好", timeout=PATIENCE)
    await item.click()
    await expect(li.locator(".log .message .who").last).to_have_text("孙新")
    await li.reload()
    await expect(li.locator(".log .message .who").last).to_have_text("孙新", timeout=PATIENCE)
