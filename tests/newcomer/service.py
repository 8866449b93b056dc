"""The pager's service: an inbox that holds what was not confirmed, and what stands in each chat."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.serving.server import Server
from bot.settings.config import ServerSettings


@dataclass
class Standing:
    """A message of the bot's in somebody's chat."""

    id: int
    to: str
    text: str
    rows: list[list[dict[str, str]]]


@dataclass
class Service:
    """Open while entered; *people* are the call signs that may be written to."""

    people: frozenset[str]
    messages: list[Standing] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    taken: int = 0
    _inbox: list[dict[str, Any]] = field(default_factory=list)
    _count: int = 0
    _something: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> Self:
        self._server = Server(ServerSettings(port=0))
        self._server.bind()
        routes = [
            Route("/inbox", self._bring),
            Route("/taken", self._confirm, methods=["POST"]),
            Route("/messages", self._post, methods=["POST"]),
            Route("/messages/{id:int}", self._delete, methods=["DELETE"]),
        ]
        self._server.mount({"": Starlette(routes=routes)})
        self.url = self._server.url
        self._run = asyncio.create_task(self._server.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._run.cancel()
        await asyncio.gather(self._run, return_exceptions=True)
        self._server.close()

    def says(self, who: object, text: str) -> None:
        """Somebody types."""
        self._bring_in({"from": who, "text": text})

    def presses(self, who: str, label: str) -> None:
        """Somebody presses his newest button of that label."""
        found = ((m, b) for m in reversed(self.in_chat(who)) for row in m.rows for b in row)
        message, button = next((m, b) for m, b in found if b["label"] == label)
        self._bring_in({"from": who, "press": button["press"], "message": message.id})

    def in_chat(self, who: str) -> list[Standing]:
        """What the bot has said to somebody, oldest first."""
        return [message for message in self.messages if message.to == who]

    def _bring_in(self, said: dict[str, Any]) -> None:
        self._count += 1
        self._something.set()
        self._inbox.append({"n": self._count, "message": self._count, **said})

    async def _bring(self, _: Request) -> Response:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._something.wait(), 0.2)
        # As ASCII: half a letter comes through as it was typed.
        return PlainTextResponse(json.dumps(self._inbox), media_type="application/json")

    async def _confirm(self, request: Request) -> Response:
        said = await request.json()
        self._inbox = [each for each in self._inbox if each["n"] != said["n"]]
        if not self._inbox:
            self._something.clear()
        self.taken += 1
        self.toasts += [said["toast"]] if said["toast"] else []
        return JSONResponse("")

    async def _post(self, request: Request) -> Response:
        said = await request.json()
        if said["to"] not in self.people:
            return PlainTextResponse("no such call sign", 404)
        if said["edit"]:
            standing = next(m for m in self.messages if str(m.id) == said["edit"])
            standing.text, standing.rows = said["text"], said["rows"]
            return JSONResponse(standing.id)
        self._count += 1
        self.messages.append(Standing(self._count, said["to"], said["text"], said["rows"]))
        return JSONResponse(self._count)

    async def _delete(self, request: Request) -> Response:
        self.messages = [m for m in self.messages if m.id != request.path_params["id"]]
        return JSONResponse("")
