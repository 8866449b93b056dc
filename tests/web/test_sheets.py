"""Numbers stay in the office: a card on a platform abroad leads to the office's own page, once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import partial

import httpx
import pytest

from adapters.console import Console
from bot.chat import Address, Incoming
from bot.chat.about import Hosted
from bot.domain.office import Account, OfficerId
from bot.ports.store import Work
from tests.web.real_office import RealOffice, opened

PUBLIC = "https://office.example/shouwen"
OVER = {"error": "链接已用过或已过15分钟。请回到聊天里，再点一次“看全文”。"}


@dataclass
class Abroad:
    """The office, with 王丽 and 李明 on a platform abroad."""

    office: RealOffice
    chat: Console
    deliveries: int = 0

    async def deliver(
        self, who: str, *, text: str = "", press: str = "", message_id: str = ""
    ) -> None:
        """Somebody types or presses there."""
        self.deliveries += 1
        incoming = Incoming(
            id=str(self.deliveries),
            address=Address("telegram", who),
            sender=who,
            text=text,
            press=press,
            message_id=message_id,
        )
        await self.office.house.dispatcher.receive(incoming)
        await self.office.settled()

    async def press(self, who: str, *labels: str) -> None:
        """Press buttons one after the other."""
        for label in labels:
            message, payload = self.chat.bearing(Address("telegram", who), label)
            await self.deliver(who, press=payload, message_id=message)

    def last(self, who: str) -> str:
        """What the bot said last."""
        return self.chat.last(Address("telegram", who))[1].text

    async def link(self, who: str) -> str:
        """The token of a fresh link."""
        await self.press(who, "更多", "看全文")
        return self.last(who).partition("/s#")[2].partition("\n")[0]


@pytest.fixture
async def abroad() -> AsyncIterator[Abroad]:
    async with opened(public_url=PUBLIC, mainland=True) as office:
        made = Abroad(office, Console(name="telegram"))
        office.house.add(made.chat, Hosted.ABROAD)
        for who in ("001", "002", "003"):
            account = Account(platform="telegram", user=who, officer=OfficerId(who), chat=who)
            await office.work(partial(_put, account))
        await made.deliver("001", text="王秀英 13800138000 黑石乡 公租房申请一直没消息")
        yield made


def _put(account: Account, work: Work) -> None:
    work.put(account)


async def ask(client: httpx.AsyncClient, path: str, **body: str) -> tuple[int, dict[str, object]]:
    answer = await client.post(path, json=body)
    return answer.status_code, answer.json()


async def test_the_hint_after_registration_names_the_button(abroad: Abroad) -> None:
    assert "点卡片上的“更多”、“看全文”" in abroad.last("001")


async def test_the_link_shows_the_particulars_once(abroad: Abroad) -> None:
    token = await abroad.link("001")
    assert abroad.last("001") == (
        f"1123-01 的全文和姓名、号码、地址，在本单位网页上看和填：\n{PUBLIC}/s#{token}\n"
        "15分钟内有效，只能打开一次。"
    )
    client = abroad.office.client()
    page = await client.get("s")
    assert (page.status_code, page.headers["referrer-policy"]) == (200, "no-referrer")
    assert page.headers["cache-control"] == "no-store"
    status, shown = await ask(client, "s/open", token=token)
    following = shown.pop("token")
    assert (status, shown) == (
        200,
        {
            "number": "1123-01",
            "name": "王秀英",
            "phone": "13800138000",
            "place": "黑石乡",
            "words": ["公租房申请一直没消息"],
            "wrong": [],
        },
    )
    assert following != token
    assert await ask(client, "s/open", token=token) == (410, OVER)


async def test_what_is_entered_is_on_the_record_and_never_goes_abroad(abroad: Abroad) -> None:
    client = abroad.office.client()
    _, shown = await ask(client, "s/open", token=await abroad.link("001"))
    given = {"name": "王秀兰", "phone": "138-0013-8001", "place": "黑石乡"}
    status, kept = await ask(client, "s/keep", token=str(shown["token"]), **given)
    await abroad.office.settled()
    assert (status, kept["phone"], kept["name"]) == (200, "13800138001", "王秀兰")
    inquiry = await abroad.office.work(lambda work: work.inquiries.get(1))
    assert (inquiry.inquirer.name, inquiry.inquirer.phone) == ("王秀兰", "13800138001")
    notes = [(note.field, note.former, note.by) for note in inquiry.notes]
    assert notes == [("name", "王秀英", "001"), ("phone", "13800138000", "001")]
    said = " ".join(message.text for message in abroad.chat.messages.values())
    assert [leak for leak in ("13800138001", "王秀兰", "13800138000") if leak in said] == []
    assert await ask(client, "s/keep", token=str(shown["token"]), **given) == (410, OVER)


async def test_a_number_that_cannot_be_read_changes_nothing(abroad: Abroad) -> None:
    client = abroad.office.client()
    _, shown = await ask(client, "s/open", token=await abroad.link("001"))
    token = str(shown["token"])
    _, kept = await ask(client, "s/keep", token=token, name="王秀英", phone="不知道", place="县城")
    assert (kept["wrong"], kept["phone"], kept["place"]) == (["phone"], "13800138000", "县城")


async def test_a_link_is_over_after_fifteen_minutes(abroad: Abroad) -> None:
    token = await abroad.link("001")
    abroad.office.wind(minutes=15, seconds=1)
    assert await ask(abroad.office.client(), "s/open", token=token) == (410, OVER)


async def test_a_new_link_makes_the_one_before_void(abroad: Abroad) -> None:
    first = await abroad.link("001")
    await abroad.press("001", "返回")
    second = await abroad.link("001")
    client = abroad.office.client()
    assert [(await ask(client, "s/open", token=each))[0] for each in (first, second)] == [410, 200]


async def test_who_is_not_on_the_case_gets_no_link(abroad: Abroad) -> None:
    await abroad.press("001", "更多")
    message, payload = abroad.chat.bearing(Address("telegram", "001"), "看全文")
    await abroad.deliver("003", press=payload, message_id=message)
    assert [m.text for (to, _), m in abroad.chat.messages.items() if to.chat == "003"] == []


@pytest.mark.parametrize("how", ["left", "off the case"])
async def test_who_may_no_longer_see_it_opens_nothing(abroad: Abroad, how: str) -> None:
    await abroad.press("001", "李明")
    await abroad.press("002", "签收")
    token = await abroad.link("002")
    if how == "left":
        officer = await abroad.office.work(lambda work: work.roster.officer("002"))
        await abroad.office.work(lambda work: work.put(replace(officer, active=False)))
    else:
        inquiry = await abroad.office.work(lambda work: work.inquiries.get(1))
        moved = replace(inquiry, assignee=OfficerId("003"))
        await abroad.office.work(lambda work: work.inquiries.save(moved))
    assert await ask(abroad.office.client(), "s/open", token=token) == (410, OVER)


@pytest.mark.parametrize("token", ["x", "sheet/1", "../x", "a" * 300])
async def test_a_token_that_was_made_up_opens_nothing(abroad: Abroad, token: str) -> None:
    assert await ask(abroad.office.client(), "s/open", token=token) == (410, OVER)


async def test_without_a_public_address_the_bot_says_where_the_number_is(abroad: Abroad) -> None:
    views = abroad.office.house.views
    views.reach = replace(views.reach, page="")
    await abroad.press("001", "更多", "看全文")
    assert (
        abroad.last("001")
        == "1123-01 的全文和姓名、号码在本单位，不在这里显示。请查本单位的登记台账。"
    )


async def test_at_home_no_button_is_needed(abroad: Abroad) -> None:
    client = await abroad.office.come_in("001")
    await abroad.office.say(client, "p:001", "何桂兰 13800138000 公租房续租要什么手续")
    listed = (await client.get("history", params={"chat": "p:001"})).json()["messages"][-1]
    more = next(p for row in listed["rows"] for label, p in row if label == "更多")
    await client.post("press", json={"chat": "p:001", "message": listed["id"], "payload": more})
    await abroad.office.settled()
    card = (await client.get("history", params={"chat": "p:001"})).json()["messages"][-1]
    assert "看全文" not in [label for row in card["rows"] for label, _ in row]
