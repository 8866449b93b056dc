"""The HTTP side of the fake: the Web API's methods, refusing what Slack refuses."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.slack import block_kit
from tests.slack.world import Channel, Message, Stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.slack.fake import Fake

Fields = dict[str, Any]

# Method: the scope it needs, the arguments it knows, how it wants them.
_METHODS = {
    "auth.test": ("", "", "json"),
    "apps.connections.open": ("", "", "form"),
    "chat.postMessage": (
        "chat:write",
        "channel text blocks thread_ts unfurl_links unfurl_media",
        "json",
    ),
    "chat.update": ("chat:write", "channel ts text blocks", "json"),
    "chat.delete": ("chat:write", "channel ts", "json"),
    "chat.postEphemeral": ("chat:write", "channel user text thread_ts", "json"),
    "conversations.open": ("im:write", "users", "json"),
    "users.info": ("users:read", "user", "form"),
    "views.open": ("", "trigger_id view", "json"),
    "views.publish": ("", "user_id view", "json"),
    "files.getUploadURLExternal": ("files:write", "filename length", "form"),
    "files.completeUploadExternal": ("files:write", "files channel_id thread_ts", "form"),
    "files.info": ("files:read", "file", "form"),
}


class Refused(Exception):
    """What Slack answers instead of a result."""

    def __init__(self, error: str, status: int = 200, retry_after: int = 0) -> None:
        super().__init__(error)
        self.error, self.status, self.retry_after = error, status, retry_after


class WebApi:
    """A server on a free port of the loopback, over the world of a `Fake`."""

    def __init__(self, fake: Fake) -> None:
        self._fake = fake
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/api/{method}", self._handle)
        app.router.add_get("/link", fake.sockets.handle)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/files/{file}", self._download)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)

    async def start(self) -> str:
        """Listen; return the address."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()

    @staticmethod
    def refusal(error: str, status: int, retry_after: int) -> Callable[[], None]:
        """Make a fault that answers so."""

        def refuse() -> None:
            raise Refused(error, status, retry_after)

        return refuse

    @staticmethod
    def breakdown() -> Callable[[], None]:
        """Make a fault that breaks the connection."""

        def break_off() -> None:
            raise ConnectionResetError

        return break_off

    async def _handle(self, request: web.Request) -> web.Response:
        method, headers = request.match_info["method"], {}
        try:
            fields = await self._admitted(request, method)
            result = getattr(self, "_" + method.replace(".", "_"))(fields)
            body = {"ok": True, **result}
        except ConnectionResetError:
            if request.transport:
                request.transport.close()
            return web.Response()
        except Refused as no:
            body, status = {"ok": False, "error": no.error}, no.status
            headers = {"Retry-After": str(no.retry_after)} if no.retry_after else {}
            return web.json_response(body, status=status, headers=headers)
        except block_kit.BadBlocks as bad:
            return web.json_response({"ok": False, "error": str(bad)})
        finally:
            self._fake.wake()
        headers = {"x-oauth-scopes": ",".join(sorted(self._fake.scopes))}
        if method in self._fake.stalls:
            self._fake.stalls.discard(method)
            await asyncio.Event().wait()  # until whoever asked hangs up
        return web.json_response(body, headers=headers)

    async def _admitted(self, request: web.Request, method: str) -> Fields:
        if method not in _METHODS:
            raise Refused("unknown_method")
        scope, known, wanted = _METHODS[method]
        is_json = request.content_type == "application/json"
        fields = dict(await request.json() if is_json else await request.post())
        fields |= request.query
        self._fake.calls.append((method, fields))
        if method in self._fake.silent:
            await asyncio.Event().wait()
        if faults := self._fake.faults.get(method):
            faults.pop(0)()
        token = self._fake.app_token if method.startswith("apps.") else self._fake.bot_token
        if request.headers.get("Authorization") != f"Bearer {token}":
            raise Refused("invalid_auth")
        if scope and scope not in self._fake.scopes:
            raise Refused("missing_scope")
        if set(fields) - set(known.split()) or (fields and is_json != (wanted == "json")):
            raise Refused("invalid_arguments")
        return fields

    def _auth_test(self, _: Fields) -> Fields:
        fake = self._fake
        return {"user_id": fake.user, "bot_id": fake.bot, "team_id": fake.team, "team": "县局"}

    def _apps_connections_open(self, _: Fields) -> Fields:
        root = self._fake.root.replace("http", "ws")
        return {"url": f"{root}/link?ticket={self._fake.sockets.ticket()}"}

    def _chat_postMessage(self, fields: Fields) -> Fields:  # noqa: N802 - Slack's names
        channel = self._writable(fields)
        thread = fields.get("thread_ts", "")
        if thread and not channel.find(thread) and not thread.startswith("17956"):
            raise Refused("thread_not_found")
        message = Message(self._fake.stamp(), [], thread=thread)
        self._write(message, fields)
        channel.messages.append(message)
        return {"channel": channel.id, "ts": message.ts}

    def _chat_update(self, fields: Fields) -> Fields:
        channel = self._writable(fields)
        message = channel.find(fields["ts"])
        if message is None:
            raise Refused("message_not_found")
        self._write(message, fields)
        message.edits += 1
        return {"channel": channel.id, "ts": message.ts}

    def _chat_delete(self, fields: Fields) -> Fields:
        channel = self._writable(fields)
        message = channel.find(fields["ts"])
        if message is None:
            raise Refused("message_not_found")
        if channel.kept_for_ever:
            raise Refused("cant_delete_message")
        channel.messages.remove(message)
        return {"channel": channel.id, "ts": message.ts}

    def _chat_postEphemeral(self, fields: Fields) -> Fields:  # noqa: N802
        channel = self._writable(fields)
        if channel.members and fields["user"] not in channel.members:
            raise Refused("user_not_in_channel")
        self._fake.whispers.append((channel.id, fields["user"], fields["text"]))
        return {"message_ts": self._fake.stamp()}

    def _conversations_open(self, fields: Fields) -> Fields:
        person = self._fake.people.get(fields["users"])
        if person is None:
            raise Refused("user_not_found")
        return {"channel": {"id": person.dm.id}}

    def _users_info(self, fields: Fields) -> Fields:
        person = self._fake.people.get(fields["user"])
        if person is None:
            raise Refused("user_not_found")
        profile = {"display_name": person.name}
        if "users:read.email" in self._fake.scopes:
            profile["email"] = person.email
        user = {"id": person.id, "team_id": self._fake.team, "profile": profile}
        return {"user": user | person.about}

    def _views_open(self, fields: Fields) -> Fields:
        if fields["trigger_id"] not in self._fake.triggers:
            raise Refused("expired_trigger_id")
        self._fake.triggers.remove(fields["trigger_id"])
        block_kit.check_modal(fields["view"])
        view = {"id": f"V{self._fake.stamp()}", **fields["view"]}
        self._fake.modals.append(view)
        return {"view": view}

    def _views_publish(self, fields: Fields) -> Fields:
        if fields["user_id"] not in self._fake.people:
            raise Refused("user_not_found")
        view = fields["view"]
        if view["type"] != "home":
            raise Refused("invalid_arguments")
        block_kit.check(view["blocks"], set(self._fake.people), most=100)
        self._fake.homes[fields["user_id"]] = Message("home", view["blocks"], names=self._names())
        return {"view": {"id": "V0"}}

    def _files_getUploadURLExternal(self, fields: Fields) -> Fields:  # noqa: N802
        number = f"F{self._fake.stamp()}"
        self._fake.files[number] = Stored(number, fields["filename"], length=int(fields["length"]))
        return {"upload_url": f"{self._fake.root}/upload/{number}", "file_id": number}

    def _files_completeUploadExternal(self, fields: Fields) -> Fields:  # noqa: N802
        self._writable({"channel": fields["channel_id"]})
        shared = [self._fake.files[file["id"]] for file in json.loads(fields["files"])]
        for file in shared:
            if len(file.content) != file.length:
                raise Refused("file_not_found")
            file.shared.append((fields["channel_id"], fields.get("thread_ts", "")))
        return {"files": [{"id": file.id} for file in shared]}

    def _files_info(self, fields: Fields) -> Fields:
        file = self._fake.files.get(fields["file"])
        if file is None:
            raise Refused("file_not_found")
        return {"file": file.raw(self._fake.root)}

    async def _upload(self, request: web.Request) -> web.Response:
        file = self._fake.files[request.match_info["file"]]
        file.content = await request.read()
        return web.Response(text=f"OK - {len(file.content)}")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        file = self._fake.files[request.match_info["file"]]
        if request.headers.get("Authorization") != f"Bearer {self._fake.bot_token}":
            raise web.HTTPFound("/signin")
        if not file.streamed:
            return web.Response(body=file.content, content_type=file.mime)
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(file.content)
        return answer

    def _writable(self, fields: Fields) -> Channel:
        channel = self._fake.channels.get(fields["channel"])
        if channel is None:
            raise Refused("channel_not_found")
        if not channel.joined:
            raise Refused("not_in_channel")
        if channel.archived:
            raise Refused("is_archived")
        return channel

    def _write(self, message: Message, fields: Fields) -> None:
        """Set words and buttons, or refuse."""
        if not fields.get("text"):
            raise Refused("no_text")
        block_kit.check_message(fields["blocks"], set(self._fake.people))
        message.fallback, message.blocks = fields["text"], fields["blocks"]
        message.names = self._names()

    def _names(self) -> dict[str, str]:
        return {person.id: person.name for person in self._fake.people.values()}
