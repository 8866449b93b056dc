"""The Bot API without its servers: raw JSON in and out in HTTP's place, and who waits for a card."""

import asyncio
from abc import ABCMeta
from collections.abc import Mapping
from importlib import import_module
from itertools import count
from typing import Any

import msgspec

_AT_ONCE = 100
"""Updates of one answer, as Telegram gives them."""
_updates, _messages = count(1), count(1)  # never twice in one process: a file may be opened again


class Wire:
    """Answers PTB's calls and delivers what people type and press; keeps no messages."""

    read_timeout = None

    def __init__(self) -> None:
        """Nobody has said anything yet."""
        self.calls = 0
        self._updates: list[bytes] = []
        self._typed = asyncio.Event()
        self._waiting: dict[str, list[tuple[str, asyncio.Future[tuple[str, str]]]]] = {}
        self._answers: dict[str, asyncio.Future[None]] = {}

    async def initialize(self) -> None:
        """Connect to nothing."""

    async def shutdown(self) -> None:
        """Let go of nothing."""

    # ---- what people do

    def expect(self, chat: int, payload: str) -> "asyncio.Future[tuple[str, str]]":
        """Wait for the next message in a chat with a button whose payload begins so.

        The result is the message's id and the whole payload.
        """
        found: asyncio.Future[tuple[str, str]] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(str(chat), []).append((payload, found))
        return found

    def say(self, chat: int, text: str) -> None:
        """Type into a private chat."""
        message = {"message_id": next(_messages), **_person(chat), "date": 1, "text": text}
        self._happens("message", message)

    def press(self, chat: int, message_id: str, payload: str) -> "asyncio.Future[None]":
        """Press a button; the result is there when the press is answered."""
        message = {"message_id": int(message_id), **_person(chat), "date": 1}
        key = str(next(_updates))
        query = {"id": key, "from": message["from"], "message": message}
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._answers[key] = answered
        self._happens("callback_query", {**query, "chat_instance": "1", "data": payload})
        return answered

    def _happens(self, kind: str, content: Mapping[str, object]) -> None:
        update = {"update_id": next(_updates), kind: content}
        self._updates.append(msgspec.json.encode(update))
        self._typed.set()

    # ---- what the adapter asks

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: Any = None,  # noqa: ANN401 - PTB's own
        **_: object,
    ) -> tuple[int, bytes]:
        """Answer a call as Telegram does."""
        del method
        name = url.rpartition("/")[2]
        if name == "getUpdates":
            return 200, b'{"ok":true,"result":[' + b",".join(await self._fetched()) + b"]}"
        self.calls += 1
        result = self._answered(name, request_data.parameters)
        return 200, b'{"ok":true,"result":' + result + b"}"

    async def _fetched(self) -> list[bytes]:
        await self._typed.wait()
        updates, self._updates = self._updates[:_AT_ONCE], self._updates[_AT_ONCE:]
        if not self._updates:
            self._typed.clear()
        return updates

    def _answered(self, name: str, fields: Mapping[str, str]) -> bytes:
        if name == "sendMessage":
            return self._shown(str(next(_messages)), fields)
        if name == "editMessageText":
            return self._shown(fields["message_id"], fields)
        if name == "answerCallbackQuery":
            _done(self._answers.pop(fields["callback_query_id"]), None)
        return b'{"username":"bench_bot"}' if name == "getMe" else b"true"

    def _shown(self, message_id: str, fields: Mapping[str, str]) -> bytes:
        chat = fields["chat_id"]
        markup = fields.get("reply_markup", "")
        waiting = self._waiting.get(chat, ())
        for entry in tuple(waiting) if markup else ():
            wanted, found = entry
            if (start := markup.find(f'"{wanted}')) >= 0:
                self._waiting[chat].remove(entry)
                payload = markup[start + 1 : markup.index('"', start + 1)]
                _done(found, (message_id, payload))
        return b'{"message_id":%s,"date":1,"chat":{"id":%s}}' % (message_id.encode(), chat.encode())


def stubbed(wire: Wire) -> object:
    """Return PTB's request object with *wire* in HTTP's place."""
    base = import_module("telegram.request").BaseRequest
    kind = ABCMeta("StubbedRequest", (base,), {name: getattr(wire, name) for name in _OURS})
    return kind()


_OURS = ("initialize", "shutdown", "do_request", "read_timeout")


def _person(chat: int) -> dict[str, Any]:
    who = {"id": chat, "is_bot": False, "first_name": "窗口", "language_code": "zh"}
    return {"from": who, "chat": {"id": chat, "first_name": "窗口", "type": "private"}}


def _done(future: "asyncio.Future[Any]", result: object) -> None:
    if not future.done():
        future.set_result(result)
