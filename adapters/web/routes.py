"""The addresses of the page: what it reads, and what a person says or presses."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from adapters.web import pages
from adapters.web.chats import Change, Chats, Said, plain
from adapters.web.desk import WebDesk
from adapters.web.guard import BadBody, Guard, Json, from_browser, read_json
from bot.chat import Address, Incoming, Receive

BODY_LIMIT = 64 * 1024
_FOREVER = "public, max-age=31536000, immutable"


class Site:
    """The page's server side; *receive* is set when the adapter runs."""

    def __init__(self, desk: WebDesk, chats: Chats) -> None:
        self.desk = desk
        self.chats = chats
        self.receive: Receive | None = None
        self._winding = asyncio.Lock()
        self._errors = pages.words(desk.language)["errors"]
        names = (re.escape(pages.words(each)["chat"]["bot"]) for each in pages.LANGUAGES)
        self._mention = re.compile(
            rf"^\s*[@＠](?:{'|'.join(names)})(?![0-9A-Za-z])\s*", re.IGNORECASE
        )

    def app(self, hosts: frozenset[str]) -> Starlette:
        """Return the ASGI application, answering only to *hosts*."""
        return Starlette(
            routes=[
                Route("/", self.page),
                Route("/events", self.events),
                Route("/history", self.history),
                Route("/say", self.say, methods=["POST"]),
                Route("/press", self.press, methods=["POST"]),
                Route("/demo/clock", self.clock),
                Route("/demo/clock", self.wind, methods=["POST"]),
                Route("/static/{version}/{path:path}", self.static),
            ],
            middleware=[Middleware(Guard, hosts=hosts, words=self._errors)],
            exception_handlers={
                BadBody: self._bad_body,
                HTTPException: self._not_found,
                Exception: self._not_delivered,
            },
        )

    async def page(self, request: Request) -> Response:
        """Return the page itself."""
        language = request.query_params.get("lang", self.desk.language)
        clock = await self.desk.clock()
        html = pages.page(self.desk, clock, language=language, run=self.chats.run)
        return HTMLResponse(html, headers={"Cache-Control": "no-store"})

    async def static(self, request: Request) -> Response:
        """Return a static file; its address bears the version, so it never goes stale."""
        response = await _FILES.get_response(request.path_params["path"], request.scope)
        fresh = request.path_params["version"] == pages.static_version()
        response.headers["Cache-Control"] = _FOREVER if fresh else "no-cache"
        return response

    async def history(self, request: Request) -> Response:
        """Return the messages of ``chat``."""
        chat = request.query_params.get("chat", "")
        self._must_know(chat)
        return _json(self.chats.history(chat))

    async def events(self, request: Request) -> Response:
        """Stream the changes of ``chat``, of all chats without it."""
        chat = request.query_params.get("chat", "")
        if chat:
            self._must_know(chat)
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        stream = self._frames(self.chats.listen(chat=chat, after=after))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def say(self, request: Request) -> Response:
        """Take what a person typed; a repeated ``delivery`` shows once and is heard again."""
        body = await _body(request)
        deed = self._deed(body)
        text = _text(body, "text").strip()
        if not text:
            raise BadBody(422, "empty")
        reply_to = _text(body, "reply_to", or_else="")
        chat = deed.address.chat
        name = self.chats.delivered(chat, deed.id)
        if not name:
            said = Said(deed.sender, deed.id, reply_to)
            name = self.chats.post(chat, plain(text), at=self.desk.now(), said=said)
        bare = self._mention.sub("", text)
        meant = deed.private or bare != text or bool(reply_to)
        pasted = body.get("pasted") is True
        ack = await self._hear(
            replace(
                deed, text=bare, message_id=name, addressed=meant, reply_to=reply_to, bundle=pasted
            )
        )
        return _json({"message": name, "ack": ack})

    async def press(self, request: Request) -> Response:
        """Take the press of a button; the changed card comes over the stream."""
        body = await _body(request)
        deed = self._deed(body)
        pressed, message = _text(body, "payload"), _text(body, "message")
        return _json({"ack": await self._hear(replace(deed, press=pressed, message_id=message))})

    async def clock(self, _: Request) -> Response:
        """Return the office's time and the next alarm."""
        self._must_be_demo()
        return _json(pages.clock_wire(await self.desk.clock()))

    async def wind(self, request: Request) -> Response:
        """Wind the demo's clock; answers when all that fell due is sent."""
        self._must_be_demo()
        to = _text(await _body(request, programs_too=True), "wind")
        async with self._winding:
            try:
                clock = pages.clock_wire(await self.desk.wind(to))
            except ValueError as error:
                return _json({"error": str(error)}, 422)
        self.chats.tell_clock(clock)
        return _json(clock)

    def knows(self, chat: str) -> bool:
        """Whether *chat* is a person's or a team's."""
        kind, _, key = chat.partition(":")
        if kind == "p":
            return any(person.key == key for person in self.desk.people())
        return kind == "c" and any(team.key == key for team in self.desk.teams())

    async def _hear(self, incoming: Incoming) -> str:
        if self.receive is None:
            raise BadBody(503, "later")
        return (await self.receive(incoming)).text

    def _deed(self, body: Json) -> Incoming:
        """Return who does something where, still without what; nobody writes in another's chat."""
        key, chat = _text(body, "as"), _text(body, "chat")
        person = next((each for each in self.desk.people() if each.key == key), None)
        if person is None or not self.knows(chat):
            raise BadBody(422, "unknown")
        private = chat.startswith("p:")
        if private and chat != f"p:{key}":
            raise BadBody(403, "not_yours")
        return Incoming(
            id=_text(body, "delivery", or_else=uuid4().hex),
            address=Address("web", chat),
            sender=key,
            sender_name=person.name,
            private=private,
        )

    def _must_know(self, chat: str) -> None:
        if not self.knows(chat):
            raise BadBody(404, "unknown")

    def _must_be_demo(self) -> None:
        if not self.desk.demo:
            raise BadBody(404, "no_demo")

    async def _frames(self, changes: AsyncIterator[Change | None]) -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        async for change in changes:
            yield ": still here\n\n" if change is None else self._frame(change)

    def _frame(self, change: Change) -> str:
        return (
            f"id: {self.chats.run}-{change.number}\nevent: {change.name}\ndata: {change.data}\n\n"
        )

    async def _bad_body(self, _: Request, error: Exception) -> Response:
        assert isinstance(error, BadBody)  # noqa: S101 - what it is registered for
        return _json({"error": self._errors[error.word]}, error.status)

    async def _not_found(self, _: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return _json({"error": self._errors["not_found"]}, status)

    async def _not_delivered(self, _: Request, __: Exception) -> Response:
        return _json({"error": self._errors["later"]}, 503)


_FILES = StaticFiles(directory=pages.STATIC)


async def _body(request: Request, *, programs_too: bool = False) -> Json:
    """Return the JSON object sent; *programs_too*: curl without a content type is understood."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    lenient = programs_too and not from_browser(request.headers)
    if kind != "application/json" and not lenient:
        raise BadBody(415, "content_type")
    read = b""
    async for chunk in request.stream():
        read += chunk
        if len(read) > BODY_LIMIT:
            raise BadBody(413, "too_long")
    return read_json(read)


def _text(body: Json, key: str, *, or_else: str | None = None) -> str:
    value = body.get(key, or_else)
    if not isinstance(value, str) or (not value and or_else is None):
        raise BadBody(422, "missing")
    return value or or_else or ""


def _json(value: object, status: int = 200) -> Response:
    return JSONResponse(value, status, headers={"Cache-Control": "no-store"})
