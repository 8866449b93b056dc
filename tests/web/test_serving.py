"""The page really served: the stream, its resumption, and a quick stop."""

import contextlib
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx

from bot.chat import Address
from tests.web.conftest import served
from tests.web.fake_core import FakeOffice, say


async def frames(answer: httpx.Response) -> AsyncIterator[dict[str, str]]:
    frame: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if not line and "event" in frame:
            yield frame
            frame = {}
        elif line:
            key, _, value = line.partition(": ")
            frame[key] = value


async def read(url: str, count: int, **headers: str) -> list[tuple[str, Any, str]]:
    async with (
        httpx.AsyncClient(verify=False) as client,
        client.stream("GET", url, headers=headers) as answer,
    ):
        stream = frames(answer)
        found = [await anext(stream) for _ in range(count)]
    return [(each["event"], json.loads(each["data"]), each["id"]) for each in found]


@contextlib.asynccontextmanager
async def listening(office: FakeOffice) -> AsyncIterator[AsyncIterator[dict[str, str]]]:
    """Open a stream; it has greeted when the block begins."""
    url = f"{office.url}events"
    async with httpx.AsyncClient(verify=False) as client, client.stream("GET", url) as answer:
        stream = frames(answer)
        assert (await anext(stream))["event"] == "hello"
        yield stream


async def test_a_message_comes_over_the_stream_within_a_blink(office: FakeOffice) -> None:
    async with listening(office) as stream:
        started = time.perf_counter()
        await office.adapter.send(Address("web", "p:001"), say("一\n二", "甲"))
        frame = await anext(stream)
    message = json.loads(frame["data"])
    assert (frame["event"], message["chat"]) == ("message", "p:001")
    assert message["segments"] == [["text", "一\n二", ""]]
    assert time.perf_counter() - started < 0.5


async def test_a_broken_stream_goes_on_where_it_stopped(office: FakeOffice) -> None:
    for text in "一二三":
        await office.adapter.send(Address("web", "p:001"), say(text))
    url = f"{office.url}events"
    run = office.adapter.chats.run
    missed = await read(url, 2, **{"Last-Event-ID": f"{run}-1"})
    again = await read(f"{url}?after={run}-2", 1)
    assert [each[1]["segments"][0][1] for each in missed + again] == ["二", "三", "三"]


async def test_stopping_with_open_streams_takes_less_than_a_second() -> None:
    async with contextlib.AsyncExitStack() as stack:
        office = await stack.enter_async_context(served())
        async with listening(office) as one, listening(office) as other:
            started = time.perf_counter()
            await stack.aclose()
            took = time.perf_counter() - started
            left = [[frame async for frame in stream] for stream in (one, other)]
    assert took < 1
    assert left == [[], []]
