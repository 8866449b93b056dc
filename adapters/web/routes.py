"""The addresses every page has: what a chat holds, what changes, what a person says or presses."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from adapters.web import pages
from adapters.web.asks import PageAsks
from adapters.web.bodies import BadBody, Json, answer, body_of, name_of, text_of, texts_of
from adapters.web.chats import PAGE_OF, Change, Chats, Said, plain
from adapters.web.gate import Gate
from adapters.web.seal import Seal
from bot.chat import Address, Attachment, Enclosed, Incoming, Receive
from bot.chat.clean import whole_number
from bot.chat.page import PAGE, Viewer, chat_of, is_channel

MOST_FILES = 10
_FOREVER = "public, max-age=31536000, immutable"


class Site:
    """The chats' server side; *receive* is set when the adapter runs."""

    def __init__(self, asks: PageAsks, chats: Chats, gate: Gate, seal: Seal) -> None:
        self.asks = asks
        self.chats = chats
        self.gate = gate
        self.seal = seal
        self.receive: Receive | None = None
        self._errors = pages.words(asks.language)["errors"]
        names = (re.escape(pages.words(each)["chat"]["bot"]) for each in pages.LANGUAGES)
        self._mention = re.compile(
            rf"^\s*[@＠](?:{'|'.join(names)})(?![0-9A-Za-z])\s*", re.IGNORECASE
        )

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("/events", self.events),
            Route("/history", self.history),
            Route("/say", self.say, methods=["POST"]),
            Route("/press", self.press, methods=["POST"]),
            Route("/static/{version}/{path:path}", self.static),
        ]

    async def static(self, request: Request) -> Response:
        """Return a static file; its address bears the version, so it never goes stale."""
        response = await _FILES.get_response(request.path_params["path"], request.scope)
        fresh = request.path_params["version"] == pages.static_version()
        response.headers["Cache-Control"] = _FOREVER if fresh else "no-cache"
        return response

    async def history(self, request: Request) -> Response:
        """Return the newest messages of ``chat``, or those before message ``before``."""
        chat = request.query_params.get("chat", "")
        must_see(await self.gate.viewer(request), chat)
        await self.load(chat)
        before = request.query_params.get("before", "")
        if not before:
            return answer(self.chats.history(chat))
        told = await self.asks.history(chat, before=before, at_most=PAGE_OF)
        return answer({"chat": chat, "messages": self.chats.wires(chat, told)})

    async def events(self, request: Request) -> Response:
        """Stream the changes of ``chat``, of all chats one sees without it."""
        viewer = await self.gate.viewer(request)
        chat = request.query_params.get("chat", "")
        if chat:
            must_see(viewer, chat)
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        changes = self.chats.listen(chat=chat, after=after)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = self._frames(request, viewer, changes)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def say(self, request: Request) -> Response:
        """Take what a person typed; a repeated ``delivery`` shows once and is heard again."""
        body = await body_of(request)
        deed = await self._deed(request, body)
        files = self._attached(deed.sender, body)
        text = text_of(body, "text", or_else="" if files else None).strip()
        if not text and not files:
            raise BadBody(422, "empty")
        deed = replace(deed, reply_to=name_of(body, "reply_to", or_else=""), attachments=files)
        name = await self._name_for(deed)
        bare = self._mention.sub("", text)
        meant = deed.private or bare != text or bool(deed.reply_to)
        pasted = body.get("pasted") is True
        said = replace(deed, text=bare, message_id=name, addressed=meant, bundle=pasted)
        try:
            ack = await self._hear(said)
            self._show(deed, name, text)
        finally:
            self.chats.release(deed.address.chat, deed.id)
        return answer({"message": name, "ack": ack})

    async def press(self, request: Request) -> Response:
        """Take the press of a button; the changed card comes over the stream."""
        body = await body_of(request)
        deed = await self._deed(request, body)
        pressed, message = name_of(body, "payload"), name_of(body, "message")
        return answer({"ack": await self._hear(replace(deed, press=pressed, message_id=message))})

    async def load(self, chat: str) -> None:
        """Take in what stood in a chat before this run, once."""
        if not self.chats.is_loaded(chat):
            told = await self.asks.history(chat, before="", at_most=PAGE_OF)
            self.chats.load(chat, told)

    async def recall(self, chat: str, message: str) -> None:
        """Take in one message of long ago, which is about to change."""
        await self.load(chat)
        number = whole_number(message)
        if number is not None and not self.chats.holds(chat, message):
            told = await self.asks.history(chat, before=str(number + 1), at_most=1)
            self.chats.load(chat, [each for each in told if each.id == message])

    async def refuse(self, _: Request, error: Exception) -> Response:
        """Say why not, in one sentence."""
        assert isinstance(error, BadBody)  # noqa: S101 - what it is registered for
        return answer({"error": self._errors[error.word]}, error.status, error.headers)

    async def not_found(self, _: Request, error: Exception) -> Response:
        """Say that there is nothing here."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        return answer({"error": self._errors["not_found"]}, status)

    async def not_delivered(self, _: Request, __: Exception) -> Response:
        """Say that it may be sent again."""
        return answer({"error": self._errors["later"]}, 503)

    async def _name_for(self, deed: Incoming) -> str:
        """Return the id of the message to be: the one it has already, if it was sent before."""
        chat = deed.address.chat
        await self.load(chat)
        return self.chats.delivered(chat, deed.id) or self.chats.reserve(chat, deed.id)

    def _show(self, deed: Incoming, name: str, text: str) -> None:
        """Show what the core has taken, once: before that it may still come to nothing."""
        chat = deed.address.chat
        if self.chats.delivered(chat, deed.id):
            return
        files = tuple(Enclosed(a.kind, a.name, a.mime, a.handle) for a in deed.attachments)
        said = Said(deed.sender, deed.id, deed.reply_to, deed.sender_name)
        self.chats.post(chat, plain(text, files), at=self.asks.now(), said=said, name=name)

    async def _hear(self, incoming: Incoming) -> str:
        if self.receive is None:
            raise BadBody(503, "later")
        return (await self.receive(incoming)).text

    async def _deed(self, request: Request, body: Json) -> Incoming:
        """Return who does something where, still without what; nobody writes in another's chat."""
        speaker, chat = await self.gate.speaker(request, body), name_of(body, "chat")
        must_see(speaker, chat)
        private = not is_channel(chat)
        if private and chat != chat_of(speaker.key):
            raise BadBody(403, "not_yours")
        return Incoming(
            id=name_of(body, "delivery", or_else=uuid4().hex),
            address=Address(PAGE, chat),
            sender=speaker.key,
            sender_name=speaker.name,
            private=private,
            keep=True,
        )

    def _attached(self, person: str, body: Mapping[str, object]) -> tuple[Attachment, ...]:
        tickets = texts_of(dict(body), "files", MOST_FILES)
        files = [self.seal.redeemed(person, ticket) for ticket in tickets]
        if None in files:
            raise BadBody(422, "no_upload")
        return tuple(file for file in files if file is not None)

    async def _frames(
        self, request: Request, viewer: Viewer, changes: AsyncIterator[Change | None]
    ) -> AsyncIterator[str]:
        """Frames of what *viewer* sees; his rights are looked up before anything is shown."""
        yield "retry: 1000\n\n"
        async for change in changes:
            if change is not None and change.chat and not viewer.sees(change.chat):
                continue
            now = await self.gate.again(request, viewer)
            if now is None:
                yield "event: gone\ndata: {}\n\n"
                return
            viewer = now
            if change is None:
                yield "event: beat\ndata: {}\n\n"  # a comment would not be seen by scripts
            elif not change.chat or viewer.sees(change.chat):
                yield self._frame(change)

    def _frame(self, change: Change) -> str:
        return (
            f"id: {self.chats.run}-{change.number}\nevent: {change.name}\ndata: {change.data}\n\n"
        )


_FILES = StaticFiles(directory=pages.STATIC)


def must_see(viewer: Viewer, chat: str) -> None:
    """Raise BadBody (404) for a chat that is none of his: whether it exists is not told."""
    if not viewer.sees(chat):
        raise BadBody(404, "unknown")
