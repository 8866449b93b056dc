"""The one HTTP server: who answers which path, and the port."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.serving.server import Server
from bot.settings.config import ServerSettings


def echo(name: str) -> Any:  # noqa: ANN401 - an application
    async def answer(scope: dict[str, Any], _receive: object, send: Any) -> None:  # noqa: ANN401
        said = f"{name} {scope['root_path']} {scope['path']} {scope['scheme']} {scope['client'][0]}"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": said.encode()})

    return answer


@contextlib.asynccontextmanager
async def opened(**apps: str) -> AsyncIterator[httpx.AsyncClient]:
    server = Server(ServerSettings(port=0))
    server.bind()
    server.mount({path: echo(name) for name, path in apps.items()})
    serving = asyncio.create_task(server.run())
    async with httpx.AsyncClient(verify=False, base_url=server.url) as client:
        yield client
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
    server.close()


async def test_the_longest_mounted_path_answers() -> None:
    async with opened(page="", slack="/slack") as client:
        said = [(await client.get(path)).text for path in ("/", "/slacker", "/slack/events")]
    assert said == [
        "page  / http 127.0.0.1",
        "page  /slacker http 127.0.0.1",
        "slack /slack /slack/events http 127.0.0.1",
    ]


async def test_behind_a_proxy_it_knows_who_asks_and_how() -> None:
    headers = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    async with opened(page="") as client:
        assert (await client.get("/", headers=headers)).text == "page  / https 203.0.113.7"


async def test_where_nothing_is_mounted_there_is_nothing() -> None:
    async with opened(slack="/slack") as client:
        assert (await client.get("/")).status_code == 404


def test_a_taken_port_is_refused_before_anything_starts() -> None:
    first = Server(ServerSettings(port=0))
    first.bind()
    with pytest.raises(OSError, match="in use"):
        Server(ServerSettings(port=int(first.url.rpartition(":")[2]))).bind()
    first.close()


def test_an_answer_does_not_wait_for_its_own_end() -> None:
    server = Server(ServerSettings(port=0))
    server.bind()
    assert server._socket is not None
    with socket.create_connection(server._socket.getsockname()) as client:
        served, _ = server._socket.accept()
        assert served.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
        served.close()
        client.close()
    server.close()
