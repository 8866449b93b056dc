"""Every address of the office's page, asked by the wrong person: nothing told, nothing done."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.office import OfficerId
from bot.serving.page import departments_of
from tests.web.real_office import RealOffice, opened

ALL = ("政务服务窗口", "住房保障股", "工程质量安全监督站", "办公室", "局领导")


@pytest.fixture
async def office() -> AsyncIterator[RealOffice]:
    async with opened() as made:
        yield made


GETS = ("history?chat=p:001", "events", "chats", "people", "files/" + "0" * 64)
POSTS = {
    "say": {"chat": "p:001", "text": "一"},
    "press": {"chat": "p:001", "message": "1", "payload": "x"},
    "read": {"chat": "p:001", "message": "1"},
    "code": {"officer": "001"},
    "leave": {},
}


async def test_a_stranger_reaches_nothing(office: RealOffice) -> None:
    stranger = office.client()
    got = [(await stranger.get(path)).status_code for path in GETS]
    posted = [(await stranger.post(path, json=body)).status_code for path, body in POSTS.items()]
    uploaded = (await stranger.post("upload?name=a.txt", content=b"a")).status_code
    assert (set(got), set(posted), uploaded) == ({401}, {401}, 401)


async def test_a_cookie_that_was_made_up_is_a_strangers(office: RealOffice) -> None:
    answer = await office.client(Cookie="shouwen=" + "a" * 43).get("chats")
    assert answer.status_code == 401


@pytest.mark.parametrize("chat", ["p:002", "c:住房保障股", "p:999", "c:无", "x", ""])
async def test_other_peoples_chats_do_not_exist(office: RealOffice, chat: str) -> None:
    await office.come_in("002")
    clerk = await office.come_in("001")
    answers = [
        await clerk.get("history", params={"chat": chat}),
        await clerk.get("history", params={"chat": chat, "before": "99999999999999"}),
        await clerk.post("say", json={"chat": chat or "?", "text": "一"}),
        await clerk.post("press", json={"chat": chat or "?", "message": "1", "payload": "x"}),
        await clerk.post("read", json={"chat": chat or "?", "message": "1"}),
    ]
    if chat:
        answers.append(await clerk.get("events", params={"chat": chat}))
    assert {answer.status_code for answer in answers} == {404}


async def test_the_chief_reads_a_channel_but_writes_in_nobodys_chat(office: RealOffice) -> None:
    chief = await office.come_in("008")
    await office.say(chief, "c:住房保障股", "大家辛苦")
    assert await office.texts(chief, "c:住房保障股") == ["大家辛苦"]
    answer = await chief.get("history", params={"chat": "p:001"})
    assert answer.status_code == 404


async def test_a_page_left_open_cannot_speak_for_the_one_before(office: RealOffice) -> None:
    client = await office.come_in("001")
    answer = await client.post("say", json={"as": "002", "chat": "p:001", "text": "一"})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("officer", "departments"),
    [
        ("001", ("政务服务窗口",)),  # her own
        ("002", ("住房保障股",)),
        ("005", ("工程质量安全监督站",)),  # head
        (
            "006",
            ("局领导", "政务服务窗口", "住房保障股", "工程质量安全监督站", "办公室"),
        ),  # in charge
        ("007", ("办公室", "政务服务窗口", "住房保障股", "工程质量安全监督站", "局领导")),
        ("008", ("局领导", "政务服务窗口", "住房保障股", "工程质量安全监督站", "办公室")),
    ],
)
async def test_channels_by_department_and_office(
    office: RealOffice, officer: str, departments: tuple[str, ...]
) -> None:
    found = await office.work(
        lambda work: departments_of(work.roster, work.roster.officer(OfficerId(officer)))
    )
    assert found[0] == departments[0]
    assert set(found) == set(departments)


async def test_every_department_has_its_channel_without_anybody_binding_it(
    office: RealOffice,
) -> None:
    channels = await office.work(lambda work: dict(work.roster.directory.channels))
    assert {channel.chat for channel in channels.values()} == {f"c:{name}" for name in ALL}


async def test_a_stream_carries_only_what_one_may_see(office: RealOffice) -> None:
    clerk, officer = await office.come_in("001"), await office.come_in("002")
    run = office.page.chats.run
    await office.say(officer, "p:002", "待办")
    await office.say(clerk, "p:001", "待办")
    async with clerk.stream("GET", "events", params={"after": f"{run}-0"}) as answer:
        seen = []
        async for line in answer.aiter_lines():
            seen.append(line)
            if "您没有在手事项" in line:
                break
    assert [line for line in seen if "p:002" in line or "李明" in line] == []
    assert len([line for line in seen if '"chat": "p:001"' in line]) == 3


async def test_the_stream_of_a_revoked_device_ends_with_the_next_change(
    office: RealOffice,
) -> None:
    one, other = await office.come_in("001"), await office.come_in("001")
    async with other.stream("GET", "events") as answer:
        lines = answer.aiter_lines()
        while "hello" not in await anext(lines):
            pass
        (older, newer) = await office.work(lambda work: work.roster.devices(OfficerId("001")))
        await office.work(lambda work: work.drop(newer))
        await office.say(one, "p:001", "待办")
        rest = [line async for line in lines]
    assert [line for line in rest if line.startswith("event")] == ["event: gone"]
    assert older.id != newer.id


async def test_the_stream_of_who_has_left_ends_in_a_quiet_office_too(office: RealOffice) -> None:
    client = await office.come_in("002")
    office.page.chats.quiet_seconds = 0.05
    async with client.stream("GET", "events") as answer:
        lines = answer.aiter_lines()
        while "hello" not in await anext(lines):
            pass
        officer = await office.work(lambda work: work.roster.officer("002"))
        await office.work(lambda work: work.put(replace(officer, active=False)))
        rest = [line async for line in lines]
    assert [line for line in rest if line.startswith("event")] == ["event: gone"]
