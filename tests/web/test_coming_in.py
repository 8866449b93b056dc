"""Coming in to the office's page: a code once, a device that stays, and every way it ends."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from adapters.web.browsers import browser_name
from bot.commands import do
from bot.commands.accounts import EndAccounts
from bot.domain.office import OfficerId
from tests.web.real_office import PHONE, RealOffice, opened

WRONG = "这个码用不了：可能已用过、已过期，或没有填全。请向管理员要一个新的。"
COME_IN = "请先进入：这台设备还没有进来，或已被移除。"


@pytest.fixture
async def office() -> AsyncIterator[RealOffice]:
    async with opened() as made:
        yield made


async def enter(client: httpx.AsyncClient, code: str) -> tuple[int, dict[str, str]]:
    answer = await client.post("enter", json={"code": code})
    return answer.status_code, answer.json()


async def status(client: httpx.AsyncClient) -> int:
    return (await client.get("chats")).status_code


async def test_a_code_makes_the_browser_a_device_of_its_person(office: RealOffice) -> None:
    client = office.client()
    assert await enter(client, await office.code("001")) == (200, {"name": "王丽"})
    await office.settled()
    (device,) = await office.work(lambda work: work.roster.devices(OfficerId("001")))
    assert (device.name, device.since) == ("Chrome · Android", office.clock.now())
    account = await office.work(lambda work: work.roster.account_on(OfficerId("001"), "web"))
    assert account is not None
    assert (account.user, account.chat) == ("001", "p:001")
    assert await office.texts(client, "p:001") == [
        "王丽，已绑定。来了人，直接打一行字登记；发“帮助”看用法。"
    ]


async def test_the_secret_is_kept_by_the_browser_alone(office: RealOffice) -> None:
    client = office.client()
    answer = await client.post("enter", json={"code": await office.code("001")})
    cookie = answer.headers["set-cookie"]
    secret = re.match(r"shouwen=([\w-]{43});", cookie)
    assert secret is not None
    assert re.findall(r"(?i)httponly|path=/|samesite=lax|max-age=\d+", cookie) == [
        "HttpOnly",
        "Max-Age=34560000",
        "Path=/",
        "SameSite=lax",
    ]
    (device,) = await office.work(lambda work: work.roster.devices(OfficerId("001")))
    assert secret[1] not in device.id
    assert secret[1] not in answer.text


async def test_looking_at_the_link_uses_no_code_up(office: RealOffice) -> None:
    code = await office.code("001")
    client = office.client()
    pages = [await client.get(path) for path in ("enter", "", "enter")]
    shown = [(page.status_code, "set-cookie" in page.headers) for page in pages]
    assert shown == [(200, False)] * 3
    assert (await enter(client, code))[0] == 200


async def test_a_code_is_good_once(office: RealOffice) -> None:
    code = await office.code("001")
    assert (await enter(office.client(), code))[0] == 200
    assert await enter(office.client(), code) == (403, {"error": WRONG})


@pytest.mark.parametrize("code", ["0000000000", "王丽", "../..", "a" * 300])
async def test_a_wrong_code_lets_nobody_in(office: RealOffice, code: str) -> None:
    client = office.client()
    assert await enter(client, code) == (403, {"error": WRONG})
    assert await status(client) == 401


async def test_an_old_code_lets_nobody_in(office: RealOffice) -> None:
    code = await office.code("001")
    office.wind(days=7, minutes=1)
    assert (await enter(office.client(), code))[0] == 403


async def test_five_wrong_codes_close_the_entrance_for_ten_minutes(office: RealOffice) -> None:
    client, code = office.client(), await office.code("001")
    assert [(await enter(client, f"wrong{n}"))[0] for n in range(6)] == [403] * 5 + [429]
    answer = await client.post("enter", json={"code": code})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "600")
    office.wind(minutes=10, seconds=1)
    assert (await enter(client, code))[0] == 200


async def test_right_codes_do_not_count_as_guesses(office: RealOffice) -> None:
    codes = [await office.code(who) for who in ("001", "002", "003", "004", "005", "006", "007")]
    assert [(await enter(office.client(), code))[0] for code in codes] == [200] * 7


async def test_somebody_elses_guesses_close_nobody_elses_entrance() -> None:
    async with opened(public_url="http://127.0.0.1") as office:
        behind = {"X-Forwarded-For": "203.0.113.9"}
        foreign = office.client(**behind)
        assert [(await enter(foreign, f"wrong{n}"))[0] for n in range(6)] == [403] * 5 + [429]
        assert (await enter(office.client(), await office.code("001")))[0] == 200


async def test_a_revoked_device_is_told_how_to_come_in_again(office: RealOffice) -> None:
    client = await office.come_in("001")
    by = OfficerId("008")
    await office.act(lambda turn: do(EndAccounts(OfficerId("001"), by), turn))
    page = await client.get("")
    assert (page.status_code, "请向管理员要一个新的码" in page.text) == (401, True)
    answer = await client.get("chats")
    assert (answer.status_code, answer.json()) == (401, {"error": COME_IN})
    assert await office.work(lambda work: work.roster.account_on(OfficerId("001"), "web")) is None


async def test_who_has_left_the_office_is_out_at_once(office: RealOffice) -> None:
    client = await office.come_in("002")
    await office.work(lambda work: work.put(replace(work.roster.officer("002"), active=False)))
    assert (await status(client), (await client.get("")).status_code) == (401, 401)


async def test_a_device_signs_itself_out(office: RealOffice) -> None:
    one, other = await office.come_in("001"), await office.come_in("001")
    answer = await one.post("leave", json={})
    assert 'shouwen=""' in answer.headers["set-cookie"]
    assert [await status(one), await status(other)] == [401, 200]


async def test_coming_in_as_somebody_else_ends_the_device_of_the_one_before(
    office: RealOffice,
) -> None:
    client = await office.come_in("001")
    assert (await enter(client, await office.code("002")))[0] == 200
    left = await office.work(lambda work: work.roster.devices(OfficerId("001")))
    assert (left, await status(client)) == ((), 200)


async def test_a_second_device_is_told_to_the_first(office: RealOffice) -> None:
    one = await office.come_in("001")
    await office.come_in("001")
    assert (await office.texts(one, "p:001"))[1:] == [
        "新设备已进入：Chrome · Android。不是您本人，发“设备”移除它。"
    ]


async def test_devices_are_listed_and_removed_in_the_chat(office: RealOffice) -> None:
    one, other = await office.come_in("001"), await office.come_in("001")
    office.wind(minutes=1)
    await office.say(one, "p:001", "设备")
    listed = (await one.get("history", params={"chat": "p:001"})).json()["messages"][-1]
    assert listed["segments"][0][1] == (
        "王丽的设备，2台：\n1. Chrome · Android　11月23日起\n2. Chrome · Android　11月23日起"
    )
    assert [[label for label, _ in row] for row in listed["rows"]] == [
        ["移除1", "移除2"],
        ["全部移除"],
    ]
    press = {"chat": "p:001", "message": listed["id"], "payload": listed["rows"][0][1][1]}
    assert (await one.post("press", json=press)).json() == {"ack": "已移除。"}
    assert sorted([await status(one), await status(other)]) == [200, 401]
    assert await office.work(lambda work: work.roster.account_on(OfficerId("001"), "web"))


async def test_without_a_device_nothing_is_written_to_the_page_any_more(office: RealOffice) -> None:
    client = await office.come_in("001")
    await client.post("leave", json={})
    assert await status(client) == 401
    assert await office.work(lambda work: work.roster.account_on(OfficerId("001"), "web")) is None


async def test_only_an_administrator_looks_at_the_devices_of_others(office: RealOffice) -> None:
    clerk, administrator = await office.come_in("001"), await office.come_in("007")
    await office.come_in("002")
    await office.say(clerk, "p:001", "设备 002")
    await office.say(administrator, "p:007", "设备 002")
    assert (await office.texts(clerk, "p:001"))[-1].startswith("这项由管理员用")
    listed = (await administrator.get("history", params={"chat": "p:007"})).json()["messages"][-1]
    assert listed["segments"][0][1].startswith("李明的设备，1台")
    press = {"chat": "p:007", "message": listed["id"], "payload": listed["rows"][0][0][1]}
    await administrator.post("press", json=press)
    assert await office.work(lambda work: work.roster.devices(OfficerId("002"))) == ()


async def test_a_clerk_cannot_press_the_buttons_of_an_administrators_list(
    office: RealOffice,
) -> None:
    clerk = await office.come_in("001")
    other = await office.come_in("002")
    await office.say(clerk, "p:001", "设备")
    listed = (await clerk.get("history", params={"chat": "p:001"})).json()["messages"][-1]
    (device,) = await office.work(lambda work: work.roster.devices(OfficerId("002")))
    forged = {"chat": "p:001", "message": listed["id"], "payload": f"dropdev:0:0:{device.id[:16]}"}
    await clerk.post("press", json=forged)
    assert await status(other) == 200


async def test_a_matter_that_begins_with_the_word_is_registered(office: RealOffice) -> None:
    client = await office.come_in("001")
    await office.say(client, "p:001", "设备 电梯坏了没人修")
    assert (await office.texts(client, "p:001"))[-1].startswith("1123-01")


async def test_an_administrator_hands_out_codes_on_a_page(office: RealOffice) -> None:
    administrator = await office.come_in("007")
    page = await administrator.get("people")
    assert (page.status_code, 'data-officer="001"' in page.text) == (200, True)
    made = (await administrator.post("code", json={"officer": "001"})).json()
    assert (made["name"], made["until"]) == ("王丽", "2026-11-24T09:00+08:00")
    assert made["link"] == f"{office.url}enter#{made['code']}"
    assert made["svg"].startswith("<svg")
    assert await enter(office.client(), made["code"]) == (200, {"name": "王丽"})


async def test_nobody_else_hands_out_codes(office: RealOffice) -> None:
    clerk = await office.come_in("001")
    answers = [await clerk.get("people"), await clerk.post("code", json={"officer": "007"})]
    assert [answer.status_code for answer in answers] == [404, 404]
    stranger = office.client()
    answers = [await stranger.get("people"), await stranger.post("code", json={"officer": "001"})]
    assert [answer.status_code for answer in answers] == [401, 401]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome · Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Safari MicroMessenger/8.0", "WeChat · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge · Windows"),
        ("curl/8", "?"),
    ],
)
def test_a_device_is_called_by_its_browser_and_system(agent: str, name: str) -> None:
    assert browser_name(agent) == name
