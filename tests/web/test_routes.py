"""The page's addresses: what they answer, and whom they refuse."""

import asyncio
import re

import pytest
from httpx import AsyncClient

from adapters.web.pages import words
from bot.chat import Ack, Incoming
from tests.web.fake_core import FakeOffice

WANG = {"as": "001", "chat": "p:001"}
TEAM = {"as": "001", "chat": "c:住房保障股"}


def heard(client: AsyncClient) -> list[Incoming]:
    office: FakeOffice = client.office  # type: ignore[attr-defined]
    return office.heard


async def texts(client: AsyncClient, chat: str) -> list[str]:
    answer = await client.get("/history", params={"chat": chat})
    messages = answer.json()["messages"]
    return ["".join(segment[1] for segment in each["segments"]) for each in messages]


async def test_a_line_reaches_the_core_as_an_incoming_message(client: AsyncClient) -> None:
    answer = await client.post("/say", json=WANG | {"text": " 电话 维修资金 ", "delivery": "d1"})
    (incoming,) = heard(client)
    assert answer.json() == {"message": incoming.message_id, "ack": ""}
    assert (incoming.id, incoming.sender, incoming.sender_name) == ("d1", "001", "王丽")
    assert (incoming.text, incoming.private, incoming.addressed) == ("电话 维修资金", True, True)


async def test_a_repeated_delivery_shows_one_bubble(client: AsyncClient) -> None:
    for _ in range(2):
        await client.post("/say", json=WANG | {"text": "1123-01", "delivery": "d1"})
    assert (await texts(client, "p:001"))[0::2] == ["1123-01"]
    assert len(heard(client)) == 1


@pytest.mark.parametrize(
    ("text", "bare", "addressed"),
    [("@首问 今日", "今日", True), ("@Shouwen 今日", "今日", True), ("今日", "今日", False)],
)
async def test_in_a_channel_the_bot_is_meant_when_mentioned(
    client: AsyncClient, text: str, bare: str, *, addressed: bool
) -> None:
    await client.post("/say", json=TEAM | {"text": text})
    (incoming,) = heard(client)
    assert (incoming.text, incoming.addressed, incoming.private) == (bare, addressed, False)


async def test_a_reply_in_a_channel_means_the_bot(client: AsyncClient) -> None:
    await client.post("/say", json=TEAM | {"text": "好", "reply_to": "12"})
    (incoming,) = heard(client)
    assert (incoming.reply_to, incoming.addressed) == ("12", True)


async def test_a_pasted_text_is_one_bundle(client: AsyncClient) -> None:
    await client.post("/say", json=WANG | {"text": "一\n二", "pasted": True})
    assert [incoming.bundle for incoming in heard(client)] == [True]


async def test_a_press_names_its_message_and_is_acknowledged(client: AsyncClient) -> None:
    press = WANG | {"message": "12", "payload": "0.0:转办"}
    answer = await client.post("/press", json=press)
    (incoming,) = heard(client)
    assert answer.json() == {"ack": "已记下：转办"}
    assert (incoming.press, incoming.message_id) == ("0.0:转办", "12")


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/say", {"as": "001", "chat": "p:002", "text": "一"}, 403),
        ("/say", {"as": "999", "chat": "p:999", "text": "一"}, 422),
        ("/say", {"as": "001", "chat": "c:无", "text": "一"}, 404),
        ("/say", {"as": "001", "chat": "p:001", "text": "  "}, 422),
        ("/say", {"as": "001", "chat": "p:001"}, 422),
        ("/say", {"as": "001", "chat": "p:001", "text": 5}, 422),
        ("/press", {"as": "001", "chat": "p:001", "message": "1"}, 422),
        ("/say", ["list"], 422),
    ],
)
async def test_a_body_that_will_not_do_is_refused_with_a_sentence(
    client: AsyncClient, path: str, body: object, status: int
) -> None:
    answer = await client.post(path, json=body)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])
    assert heard(client) == []


async def test_a_body_over_64_kb_is_refused(client: AsyncClient) -> None:
    answer = await client.post("/say", json=WANG | {"text": "字" * 30_000})
    assert answer.status_code == 413


async def test_what_the_core_could_not_take_can_be_sent_again(client: AsyncClient) -> None:
    async def broken(_: Incoming) -> Ack:
        raise RuntimeError

    office: FakeOffice = client.office  # type: ignore[attr-defined]
    line = WANG | {"text": "1123-01", "delivery": "d1"}
    office.adapter._site.receive = broken
    first = await client.post("/say", json=line)
    assert await texts(client, "p:001") == []
    office.adapter._site.receive = office.receive
    second = await client.post("/say", json=line)
    assert (first.status_code, second.status_code) == (503, 200)
    assert (await texts(client, "p:001"))[0::2] == ["1123-01"]


async def test_a_line_is_shown_only_once_the_core_has_it_and_once_however_often_it_was_sent(
    client: AsyncClient,
) -> None:
    office: FakeOffice = client.office  # type: ignore[attr-defined]
    began, committed = asyncio.Semaphore(0), asyncio.Event()
    names: list[str] = []

    async def slow(incoming: Incoming) -> Ack:
        names.append(incoming.message_id)
        began.release()
        await committed.wait()
        return await office.receive(incoming)

    office.adapter._site.receive = slow
    line = WANG | {"text": "1123-01", "delivery": "d1"}
    twice = [asyncio.create_task(client.post("/say", json=line)) for _ in range(2)]
    for _ in twice:
        await began.acquire()
    assert await texts(client, "p:001") == []
    committed.set()
    answers = [(await each).json()["message"] for each in twice]
    assert len({*names, *answers}) == 1
    assert (await texts(client, "p:001"))[0::2] == ["1123-01"]


async def test_the_clock_is_read_and_wound(client: AsyncClient) -> None:
    before = await client.get("/demo/clock")
    after = await client.post("/demo/clock", json={"wind": "5wd"})
    assert before.json()["now"] == "2026-11-23T09:00:00+08:00"
    assert after.json() == {
        "now": "2026-11-30T09:00:00+08:00",
        "next": "2026-12-01T08:30:00+08:00",
    }


@pytest.mark.parametrize("body", [b'{"wind": "5xx"}', b'{"wind": 5}', b"{}", b"[]", b"{", b""])
async def test_a_wrong_winding_is_422_and_moves_nothing(client: AsyncClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await client.post("/demo/clock", content=body, headers=headers)
    assert (answer.status_code, list(answer.json())) == (422, ["error"])
    assert (await client.get("/demo/clock")).json()["now"] == "2026-11-23T09:00:00+08:00"


async def test_a_program_may_wind_without_naming_the_content_type(client: AsyncClient) -> None:
    answer = await client.post("/demo/clock", content=b'{"wind": "1h"}')
    assert answer.json()["now"] == "2026-11-23T10:00:00+08:00"


@pytest.mark.parametrize("path", ["/demo/clock", "/say"])
async def test_a_page_must_send_json(client: AsyncClient, path: str) -> None:
    headers = {"Origin": "http://127.0.0.1:8000", "Content-Type": "text/plain"}
    answer = await client.post(path, content=b'{"wind": "1h"}', headers=headers)
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"},
    ],
)
async def test_a_foreign_page_may_not_post(client: AsyncClient, headers: dict[str, str]) -> None:
    answer = await client.post("/demo/clock", json={"wind": "1h"}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
async def test_another_host_name_is_refused(client: AsyncClient, host: str) -> None:
    answer = await client.get("/history", params={"chat": "p:001"}, headers={"Host": host})
    assert answer.status_code == 421


async def test_the_page_allows_only_its_own_scripts_and_has_none_inline(
    client: AsyncClient,
) -> None:
    answer = await client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'; style-src 'self'" in policy
    assert re.findall(r"<script(?! type=\"application/json\")[^>]*>[^<]", answer.text) == []
    assert "style=" not in answer.text


@pytest.mark.parametrize(
    ("query", "motto"),
    [("", "首问有人管，"), ("?lang=en", "Nothing goes unheard."), ("?lang=xx", "首问有人管，")],
)
async def test_the_page_speaks_the_language_asked_for(
    client: AsyncClient, query: str, motto: str
) -> None:
    assert motto in (await client.get(f"/{query}")).text


async def test_static_files_are_kept_for_ever_under_their_version(client: AsyncClient) -> None:
    page = (await client.get("/")).text
    paths = re.findall(r'(?:src|href)="(static/[^"]+)"', page)
    kept = [(await client.get(f"/{path}")).headers["cache-control"] for path in set(paths)]
    assert set(kept) == {"public, max-age=31536000, immutable"}
    stale = await client.get("/static/old/app.js")
    assert (stale.status_code, stale.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize("path", ["/nowhere", "/history?chat=p:999", "/static/x/../../server.py"])
async def test_what_does_not_exist_is_404_with_a_sentence(client: AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, list(answer.json())) == (404, ["error"])


def test_both_languages_have_the_same_words() -> None:
    keys = {
        name: {f"{part}.{key}" for part, table in words(name).items() for key in table}
        for name in ("zh", "en")
    }
    assert keys["en"] - keys["zh"] == {"script.months"}
    assert keys["zh"] - keys["en"] == set()
