"""The HTTP side of the fake: the Bot API's methods, refusing what Telegram refuses."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.telegram.bringing import Bringer
from tests.telegram.refusing import Refused
from tests.telegram.uploads import File, Uploads
from tests.telegram.writing import CAPTION, TEXT, found, keyboard_in, write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.telegram.fake import Chat, Fake

_CAPTIONED = "chat_id message_thread_id caption parse_mode disable_notification reply_markup"
_KEYS = {
    "getMe": "",
    "getUpdates": "offset limit timeout allowed_updates",
    "deleteWebhook": "drop_pending_updates",
    "setMyCommands": "commands language_code scope",
    "sendMessage": "chat_id message_thread_id text parse_mode link_preview_options"
    " disable_notification reply_markup",
    "editMessageText": "chat_id message_id text parse_mode link_preview_options reply_markup",
    "deleteMessage": "chat_id message_id",
    "editMessageCaption": "chat_id message_id caption parse_mode reply_markup",
    "answerCallbackQuery": "callback_query_id text show_alert",
    "setWebhook": "url secret_token allowed_updates max_connections",
    "getWebhookInfo": "",
    "getFile": "file_id",
    "sendPhoto": f"photo {_CAPTIONED}",
    "sendDocument": f"document {_CAPTIONED}",
    "sendVoice": f"voice {_CAPTIONED}",
    "sendMediaGroup": "chat_id message_thread_id disable_notification media",
}


@dataclass(eq=False)
class Odd(Exception):
    """An answer that is not of Telegram's making."""

    body: object


class BotApi:
    """A server on a free port of the loopback, over the world of a `Fake`."""

    def __init__(self, fake: Fake) -> None:
        self._fake = fake
        self._poll: asyncio.Future[bool] | None = None
        self.bringer = Bringer(fake)
        self._uploads = Uploads(fake, writable=self._room_for, write=write)
        app = web.Application(client_max_size=2**27)
        app.router.add_post("/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)

    async def start(self) -> str:
        """Listen; return the ``base_url``."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        return f"http://127.0.0.1:{port}/bot"

    async def stop(self) -> None:
        """Stop listening, polls included."""
        await self.bringer.stop()
        await self._runner.cleanup()

    @staticmethod
    def refusal(status: int, words: str, parameters: Mapping[str, int]) -> Callable[[], None]:
        """Make a fault that answers so."""

        def refuse() -> None:
            raise Refused(status, words, parameters)

        return refuse

    @staticmethod
    def oddity(body: object) -> Callable[[], None]:
        """Make a fault that answers *body*, all being well."""

        def answer() -> None:
            raise Odd(body)

        return answer

    @staticmethod
    def breakdown() -> Callable[[], None]:
        """Make a fault that breaks the connection."""

        def break_off() -> None:
            raise ConnectionResetError

        return break_off

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._uploads.serve(request)
        except ConnectionResetError:
            return _broken(request)
        except Refused as no:
            return web.Response(status=no.status)

    async def _handle(self, request: web.Request) -> web.Response:
        posted = (await request.post()).items()
        fields = {key: value for key, value in posted if isinstance(value, str)}
        parts = {
            key: File("", value.filename, value.file.read())
            for key, value in posted
            if isinstance(value, web.FileField)
        }
        method = request.match_info["method"]
        try:
            self._admit(request.match_info["token"], method, fields)
            result = self._done(method, fields, parts)
            result = await result if asyncio.iscoroutine(result) else result
        except ConnectionResetError:
            return _broken(request)
        except Odd as odd:
            return web.json_response(odd.body)
        except Refused as no:
            body = {"ok": False, "error_code": no.status, "description": no.words}
            body |= {"parameters": no.parameters} if no.parameters else {}
            return web.json_response(body, status=no.status)
        finally:
            self._fake.wake()
        if method in self._fake.stalls:
            self._fake.stalls.discard(method)
            await asyncio.Event().wait()  # until whoever asked hangs up
        return web.json_response({"ok": True, "result": result})

    def _admit(self, token: str, method: str, fields: dict[str, str]) -> None:
        self._fake.calls.append((method, fields))
        if token != self._fake.token or method not in _KEYS:
            known = ":" in token and method in _KEYS
            raise Refused(401, "Unauthorized") if known else Refused(404, "Not Found")
        if faults := self._fake.faults.get(method):
            faults.pop(0)()
        for key in fields:
            if key not in _KEYS[method].split():
                raise Refused(400, f"Bad Request: no such parameter: {key}")

    def _done(self, method: str, fields: dict[str, str], parts: dict[str, File]) -> Any:  # noqa: ANN401
        match method:
            case "sendPhoto" | "sendDocument" | "sendVoice":
                return self._uploads.send(method, fields, parts)
            case "sendMediaGroup":
                return self._uploads.album(fields, parts)
            case "getFile":
                return self._uploads.get(fields)
            case "setWebhook":
                return self.bringer.set(fields)
            case "getWebhookInfo":
                return self.bringer.info()
            case _:
                return getattr(self, f"_{method}")(fields)

    def _getMe(self, _: dict[str, str]) -> dict[str, Any]:  # noqa: N802 - Telegram's names
        name = self._fake.username
        return {"id": 123456, "is_bot": True, "first_name": "首问", "username": name}

    def _deleteWebhook(self, _: dict[str, str]) -> bool:  # noqa: N802
        self._fake.webhook = False
        return True

    def _setMyCommands(self, fields: dict[str, str]) -> bool:  # noqa: N802
        commands = json.loads(fields["commands"])
        if not all(set(c) == {"command", "description"} for c in commands):
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        self._fake.menus[fields.get("language_code", "")] = commands
        return True

    async def _getUpdates(self, fields: dict[str, str]) -> list[dict[str, Any]]:  # noqa: N802
        fake, offset, kinds = (
            self._fake,
            int(fields["offset"]),
            json.loads(fields["allowed_updates"]),
        )
        if fake.webhook:
            words = "Conflict: can't use getUpdates method while webhook is active"
            raise Refused(409, words)
        if self._poll and not self._poll.done():
            self._poll.set_result(True)  # the later poll wins
        mine = self._poll = asyncio.get_running_loop().create_future()
        fake.confirmed = max(fake.confirmed, offset - 1)
        fake.updates = [u for u in fake.updates if u["update_id"] >= offset]
        fake.wake()
        try:
            async with asyncio.timeout(int(fields["timeout"])):
                while not (found := [u for u in fake.updates if any(k in u for k in kinds)]):
                    await self._something_or(mine)
        except TimeoutError:
            found = []
        finally:
            mine.cancel()
        return found[: int(fields.get("limit", 100))]

    async def _something_or(self, terminated: asyncio.Future[bool]) -> None:
        something: asyncio.Future[bool] = asyncio.ensure_future(self._fake.happened.wait())
        try:
            await asyncio.wait({something, terminated}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            something.cancel()
        if terminated.done():
            raise Refused(409, "Conflict: terminated by other getUpdates request")

    def _sendMessage(self, fields: dict[str, str]) -> dict[str, Any]:  # noqa: N802
        chat = self._room_for(fields)
        message = self._fake.blank(int(fields.get("message_thread_id", 0)))
        message.silent = fields.get("disable_notification") == "true"
        write(message, fields)
        chat.messages.append(message)
        return self._fake.raw_message(chat, message)

    def _editMessageText(self, fields: dict[str, str]) -> dict[str, Any]:  # noqa: N802
        return self._edit(fields, TEXT)

    def _editMessageCaption(self, fields: dict[str, str]) -> dict[str, Any]:  # noqa: N802
        return self._edit({**fields, "text": fields["caption"]}, CAPTION)

    def _edit(self, fields: dict[str, str], most: int) -> dict[str, Any]:
        chat = self._writable(fields)
        message = found(chat, fields, "Bad Request: message to edit not found")
        if message.keyboard or "keyboard" in keyboard_in(fields):
            raise Refused(400, "Bad Request: message can't be edited")
        if bool(message.files) != ("caption" in fields):
            what = "text" if message.files else "caption"
            raise Refused(400, f"Bad Request: there is no {what} in the message to edit")
        before = (message.text, list(message.entities), message.rows)
        write(message, fields, most)
        if before == (message.text, message.entities, message.rows):
            raise Refused(400, "Bad Request: message is not modified: specified new message …")
        message.edits += 1
        return self._fake.raw_message(chat, message)

    def _deleteMessage(self, fields: dict[str, str]) -> bool:  # noqa: N802
        chat = self._writable(fields)
        message = found(chat, fields, "Bad Request: message to delete not found")
        if message.too_old:
            raise Refused(400, "Bad Request: message can't be deleted for everyone")
        chat.messages.remove(message)
        return True

    def _answerCallbackQuery(self, fields: dict[str, str]) -> bool:  # noqa: N802
        if fields["callback_query_id"] not in self._fake.open_queries:
            raise Refused(400, "Bad Request: query is too old or query ID is invalid")
        if len(fields.get("text", "")) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self._fake.open_queries.remove(fields["callback_query_id"])
        self._fake.toasts.append(fields.get("text", ""))
        return True

    def _room_for(self, fields: dict[str, str]) -> Chat:
        """The chat, if a new message may be written there, and in that topic."""
        chat, thread = self._writable(fields), int(fields.get("message_thread_id", 0))
        if thread and thread not in chat.topics:
            raise Refused(400, "Bad Request: message thread not found")
        if thread in chat.closed:
            raise Refused(400, "Bad Request: TOPIC_CLOSED")
        return chat

    def _writable(self, fields: dict[str, str]) -> Chat:
        number = int(fields["chat_id"])
        chat = self._fake.chats.get(number)
        if chat is None and number in self._fake.people:
            raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        if chat.moved_to:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, words, {"migrate_to_chat_id": chat.moved_to})
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat


def _broken(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.close()
    return web.Response()
