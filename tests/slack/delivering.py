"""How the fake hands payloads over: through Socket Mode's connections, or signed by HTTP."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from bot.clockwork.clock import SystemClock

if TYPE_CHECKING:
    from tests.slack.fake import Fake


@dataclass
class Delivery:
    """A payload on its way: *answers* are what it was acknowledged with, *statuses* HTTP's."""

    id: str
    kind: str
    payload: dict[str, Any]
    attempt: int = 0
    answers: list[dict[str, Any]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    @property
    def envelope(self) -> dict[str, Any]:
        """As Socket Mode sends it."""
        head: dict[str, Any] = {"envelope_id": self.id, "type": self.kind, "payload": self.payload}
        head |= {"accepts_response_payload": self.kind != "events_api"}
        return head | {"retry_attempt": self.attempt, "retry_reason": "timeout"}


class Sockets:
    """The open connections; each delivery goes out on one of them, in turn."""

    def __init__(self, fake: Fake) -> None:
        self._fake = fake
        self.tickets: set[str] = set()
        self.open: list[web.WebSocketResponse] = []
        self.opened = 0
        self.carried: list[int] = []
        self._waiting: list[Delivery] = []
        self.void = 0  # so many of the next tickets open nothing
        self._out: dict[str, tuple[Delivery, web.WebSocketResponse]] = {}
        self.line = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def ticket(self) -> str:
        """Return what opens one connection, once."""
        ticket = f"ticket{self._fake.stamp()}"
        if self.void:
            self.void -= 1
        else:
            self.tickets.add(ticket)
        return ticket

    def queue(self, delivery: Delivery) -> None:
        """Send it as soon as a connection stands."""
        self._waiting.append(delivery)
        self._send()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve a connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=403)
        self.tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": len(self.open) + 1})
        self.open.append(socket)
        self.opened += 1
        self._send()
        self._fake.wake()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(json.loads(message.data))
        finally:
            self._gone(socket)
        return socket

    def _acknowledged(self, answer: dict[str, Any]) -> None:
        delivery, _ = self._out.pop(answer["envelope_id"], (None, None))
        if delivery is not None:
            delivery.answers.append(answer.get("payload", {}))
        self._fake.wake()

    def _send(self) -> None:
        while self._waiting and self.open:
            delivery = self._waiting.pop(0)
            turn = len(self.carried) % len(self.open)
            self.carried.append(turn)
            self._out[delivery.id] = (delivery, self.open[turn])
            self._say(self.open[turn], delivery.envelope)
            if self._fake.insists:
                later = asyncio.get_running_loop().call_later
                later(self._fake.insists, self._repeat, delivery, delivery.attempt)

    def _say(self, socket: web.WebSocketResponse, words: dict[str, Any]) -> None:
        task = asyncio.create_task(socket.send_json(words))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def refresh(self) -> None:
        """Ask every connection to be made anew, as Slack does every few hours."""
        for socket in self.open:
            self._say(socket, {"type": "disconnect", "reason": "refresh_requested"})

    def _repeat(self, delivery: Delivery, attempt: int) -> None:
        if delivery.id in self._out and delivery.attempt == attempt:
            del self._out[delivery.id]
            delivery.attempt += 1
            self.queue(delivery)

    def drop(self) -> None:
        """Break every connection; what was not acknowledged will be sent again."""
        broken = list(self.open)
        self.open.clear()
        for socket in broken:
            self._gone(socket)
            request = socket._req
            assert request is not None
            assert request.transport is not None
            request.transport.abort()

    def _gone(self, socket: web.WebSocketResponse) -> None:
        if socket in self.open:
            self.open.remove(socket)
        for delivery, by in list(self._out.values()):
            if by is socket:
                delivery.attempt += 1
                self._waiting.append(self._out.pop(delivery.id)[0])
        self._send()
        self._fake.wake()

    async def stop(self) -> None:
        """Close what is open."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in list(self.open):
            await socket.close()


@dataclass
class Post:
    """A call of the app by HTTP."""

    fake: Fake
    delivery: Delivery

    def start(self) -> None:
        """Make the call; it goes on by itself."""
        task = asyncio.create_task(self.run())
        self.fake.sockets._tasks.add(task)
        task.add_done_callback(self.fake.sockets._tasks.discard)

    async def run(self) -> None:
        """Post it, and note what was answered; one call after another where the fake insists."""
        if not self.fake.insists:
            await self._call()
            return
        async with self.fake.sockets.line:
            while not self.delivery.answers:
                await self._call()
                self.delivery.attempt += 1
                await asyncio.sleep(0)

    async def _call(self) -> None:
        body = form_of(self.delivery)
        headers = signed(self.fake.secret, body) | self._retry()
        headers["content-type"] = _CONTENT[self.delivery.kind]
        status, text = await post(self.fake.address, body, headers)
        self.delivery.statuses.append(status)
        if status == 200:
            self.delivery.answers.append(json.loads(text) if text else {})
        self.fake.wake()

    def _retry(self) -> dict[str, str]:
        number = self.delivery.attempt
        head = {"x-slack-retry-num": str(number), "x-slack-retry-reason": "http_timeout"}
        return head if number else {}


_FORM = "application/x-www-form-urlencoded"
_CONTENT = {"events_api": "application/json", "interactive": _FORM, "slash_commands": _FORM}


def form_of(delivery: Delivery) -> str:
    """The body of a call."""
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload)
    if delivery.kind == "interactive":
        return urlencode({"payload": json.dumps(delivery.payload)})
    return urlencode(delivery.payload)


def signed(secret: str, body: str, *, age: int = 0) -> dict[str, str]:
    """The headers by which Slack shows that it was Slack, *age* seconds ago."""
    stamp = int(SystemClock().now().timestamp()) - age
    mac = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
    return {
        "x-slack-request-timestamp": str(stamp),
        "x-slack-signature": f"v0={mac.hexdigest()}",
    }


async def post(address: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
    """Call, and return status and body."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=BytesIO(body.encode()), headers=headers) as answer,
    ):
        return answer.status, await answer.text()
