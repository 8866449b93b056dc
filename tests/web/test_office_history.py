"""What stood in a chat comes back: after a restart, page by page, on every device of a person."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise

import httpx
import pytest

from adapters.web.chats import PAGE_OF
from bot.chat import Address, Outgoing, Segment
from bot.chat.page import Told
from bot.domain.messages import PostKind
from bot.domain.office import OfficerId
from bot.ports.store import Work
from bot.ports.values import Heard, Post, PostState, Sent
from bot.serving.history import stood
from tests.web.real_office import RealOffice, opened

LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"


@pytest.fixture
async def office() -> AsyncIterator[RealOffice]:
    async with opened() as made:
        yield made


async def messages(client: httpx.AsyncClient, chat: str) -> list[dict[str, object]]:
    answer = await client.get("history", params={"chat": chat})
    found: list[dict[str, object]] = answer.json()["messages"]
    return found


async def test_after_a_restart_both_sides_of_the_talk_are_there() -> None:
    office = RealOffice()
    await office.staff()
    async with office.open():
        client = await office.come_in("001")
        cookies = dict(client.cookies)
        await office.say(client, "p:001", LINE, delivery="d1")
        await office.say(client, "p:001", "1123-99", delivery="d2")  # refused, and yet said
        before = await messages(client, "p:001")
    async with office.open():
        client = office.client()
        client.cookies.update(cookies)
        after = await messages(client, "p:001")
        told = ("id", "at", "author", "segments", "rows", "delivery", "reply_to")
        assert [[m[key] for key in told] for m in after] == [
            [m[key] for key in told] for m in before
        ]
        await office.say(client, "p:001", "待办")
        ids = [int(str(m["id"])) for m in await messages(client, "p:001")]
    assert ids == sorted(set(ids))


async def test_message_ids_grow_even_when_the_wall_clock_goes_back() -> None:
    office = RealOffice()
    await office.staff()
    runs = []
    for _ in range(3):
        async with office.open():
            runs.append(int(office.page.chats.run))
    assert [later - earlier for earlier, later in pairwise(runs)] == [10**9] * 2


async def test_a_card_of_before_the_restart_is_edited_where_it_stands() -> None:
    office = RealOffice()
    await office.staff()
    async with office.open():
        client = await office.come_in("001")
        cookies = dict(client.cookies)
        await office.say(client, "p:001", LINE)
        for _ in range(PAGE_OF):
            await office.say(client, "p:001", "待办")
        card = (await messages(client, "p:001"))[2]
    async with office.open():
        client = office.client()
        client.cookies.update(cookies)
        assert card["id"] not in [m["id"] for m in await messages(client, "p:001")]
        rows = card["rows"]
        assert isinstance(rows, list)
        office.wind(minutes=5)
        press = {"chat": "p:001", "message": card["id"], "payload": rows[0][0][1]}
        await client.post("press", json=press)
        await office.settled()
        now = {m["id"]: m for m in await messages(client, "p:001")}[card["id"]]
    assert now["at"] == card["at"]
    assert "已转李明" in str(now["segments"])


async def test_older_messages_come_page_by_page(office: RealOffice) -> None:
    client = await office.come_in("001")
    for n in range(PAGE_OF):
        await office.say(client, "p:001", f"谢谢{n}", delivery=f"d{n}")
    whole = [m["id"] for m in await messages(client, "p:001")]
    office.page.chats._chats.clear()  # as after a restart
    found = [m["id"] for m in await messages(client, "p:001")]
    while True:
        answer = await client.get("history", params={"chat": "p:001", "before": str(found[0])})
        page = [m["id"] for m in answer.json()["messages"]]
        if not page:
            break
        found = page + found
    assert len(whole) == 2 * PAGE_OF + 1
    assert found == whole


def _talk(work: Work, posts: list[int], heard: list[int]) -> None:
    here = Address("web", "p:001")
    for n in sorted(posts + heard):
        text = Outgoing((Segment("text", str(n)),))
        if n in posts:
            post = Post(
                address=here, to=OfficerId("001"), kind=PostKind.REPLY, body=text, made_at=work.now
            )
            owed = work.posts.add(post)
            assert owed is not None
            work.posts.mark([_sent(owed.id, n)])
        else:
            said = Heard(
                address=here,
                message_id=str(n),
                by=OfficerId("001"),
                at=work.now,
                text=str(n),
                delivery=f"d{n}",
            )
            work.heard.add(said)


def _sent(post: int, n: int) -> Sent:
    return Sent(post, PostState.SENT, shown=1, message_id=str(n))


@pytest.mark.parametrize(
    ("posts", "heard"),
    [
        (list(range(1, 101)), []),
        ([], list(range(1, 101))),
        (list(range(1, 51)), list(range(51, 101))),
        (list(range(1, 101, 10)), [n for n in range(1, 101) if n % 10 != 1]),
    ],
    ids=["the bot alone", "a person alone", "one after the other", "one in ten"],
)
async def test_no_message_is_left_out_whoever_spoke_more(
    office: RealOffice, posts: list[int], heard: list[int]
) -> None:
    hours = office.house.office.hours
    await office.work(lambda work: _talk(work, posts, heard))

    def pages(work: Work) -> list[int]:
        found: list[Told] = []
        while True:
            before = found[0].id if found else ""
            page = stood(work, "p:001", before=before, at_most=7, hours=hours)
            if not page:
                return [int(told.id) for told in found]
            found = page + found

    assert await office.work(pages) == list(range(1, 101))


async def unread(client: httpx.AsyncClient) -> dict[str, int]:
    chats = (await client.get("chats")).json()["chats"]
    return {each["chat"]: each["unread"] for each in chats}


async def test_what_was_read_on_one_device_is_read_on_the_other(office: RealOffice) -> None:
    one, other = await office.come_in("001"), await office.come_in("001")
    await office.say(one, "p:001", "待办")
    assert [await unread(one), await unread(other)] == [{"p:001": 3, "c:政务服务窗口": 0}] * 2
    newest = (await messages(one, "p:001"))[-1]["id"]
    async with other.stream("GET", "events") as answer:
        lines = answer.aiter_lines()
        while "hello" not in await anext(lines):
            pass
        await one.post("read", json={"chat": "p:001", "message": newest})
        while await anext(lines) != "event: read":
            pass
        data = json.loads((await anext(lines)).removeprefix("data: "))
    assert data == {"chat": "p:001", "read": newest}
    assert (await unread(other))["p:001"] == 0


async def test_reading_goes_forward_only_and_no_further_than_there_is(office: RealOffice) -> None:
    client = await office.come_in("001")
    await office.say(client, "p:001", "待办")
    listed = [str(m["id"]) for m in await messages(client, "p:001")]
    for message in ("9" * 18, listed[0]):
        answer = await client.post("read", json={"chat": "p:001", "message": message})
        assert answer.status_code == 200
    read = (await client.get("chats")).json()["chats"][0]["read"]
    assert read == listed[-1]
    answer = await client.post("read", json={"chat": "p:001", "message": "-1"})
    assert answer.status_code == 422


async def test_a_channel_counts_from_when_one_comes_to_it(office: RealOffice) -> None:
    officer = await office.come_in("002")
    await office.say(officer, "c:住房保障股", "早")
    head = await office.come_in("004")
    assert (await unread(head))["c:住房保障股"] == 0
    await office.say(officer, "c:住房保障股", "到")
    assert [(await unread(each))["c:住房保障股"] for each in (head, officer)] == [1, 0]


async def test_a_held_back_message_bears_the_time_it_was_shown(office: RealOffice) -> None:
    now = office.clock.now()

    def late(work: Work) -> None:
        body = Outgoing((Segment("text", "晚"),))
        later = now + timedelta(hours=2)
        owed = work.posts.add(
            Post(
                address=Address("web", "p:001"),
                to=OfficerId("001"),
                kind=PostKind.REPLY,
                body=body,
                made_at=now,
                not_before=later,
            )
        )
        assert owed is not None
        work.posts.mark([_sent(owed.id, 5)])

    await office.work(late)
    hours = office.house.office.hours
    found = await office.work(lambda work: stood(work, "p:001", before="", at_most=5, hours=hours))
    assert [f"{told.at:%H:%M}" for told in found] == ["11:00"]


async def test_half_a_letter_on_the_page_harms_nobody(office: RealOffice) -> None:
    li, wu = await office.come_in("002"), await office.come_in("003")
    team = "c:住房保障股"
    said = await posted(li, "say", chat=team, text="大家好 \ud83d", delivery="d1")
    assert said.status_code == 200
    for each in (li, wu):
        listed = (await each.get("chats")).json()["chats"]
        last = {chat["chat"]: chat["last"] for chat in listed}[team]
        assert last["segments"] == [["text", "大家好 \ufffd", ""]]
        assert last in await messages(each, team)


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("say", {"text": "好", "delivery": "d\ud83d"}),
        ("say", {"text": "好", "delivery": "d" * 201}),
        ("say", {"text": "好", "reply_to": "\ud83d"}),
        ("say", {"text": "好", "chat": "p:002\ud83d"}),
        ("press", {"payload": "take:1:1:\udc4d", "message": "1"}),
        ("press", {"payload": "take:1:1:", "message": "1\0"}),
        ("read", {"message": "9" * 5000}),
        ("read", {"message": "9" * 19}),
    ],
)
async def test_a_name_nobody_gave_is_refused_and_nothing_is_shown(
    office: RealOffice, path: str, more: dict[str, str]
) -> None:
    li = await office.come_in("002")
    before = await messages(li, "p:002")
    answer = await posted(li, path, **({"chat": "p:002"} | more))
    assert (answer.status_code, list(answer.json())) == (422, ["error"])
    assert await messages(li, "p:002") == before


@pytest.mark.parametrize("digits", ["9" * 19, "9" * 5000])
async def test_numbers_in_an_address_that_are_none_of_ours_are_no_defect(
    office: RealOffice, digits: str
) -> None:
    li = await office.come_in("002")
    answer = await li.get("history", params={"chat": "p:002", "before": digits})
    assert answer.status_code == 200


async def posted(client: httpx.AsyncClient, path: str, **body: object) -> httpx.Response:
    """Write JSON as browsers do, which can hold half a letter."""
    headers = {"Content-Type": "application/json"}
    return await client.post(path, content=json.dumps(body), headers=headers)
