"""The fake's methods about files: what may be sent and fetched, refused as Telegram refuses it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.telegram.refusing import Refused
from tests.telegram.writing import CAPTION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.telegram.chats import Chat, Message
    from tests.telegram.fake import Fake

MB = 1_000_000
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
_KINDS = {"sendPhoto": "photo", "sendDocument": "document", "sendVoice": "voice"}


@dataclass(frozen=True)
class File:
    """Something that stands in a chat, or that somebody handed over."""

    kind: str
    name: str
    content: bytes


class Uploads:
    """Files out and in. *writable* and *write* are how the server treats any message."""

    def __init__(
        self,
        fake: Fake,
        *,
        writable: Callable[[dict[str, str]], Chat],
        write: Callable[[Message, dict[str, str], int], None],
    ) -> None:
        self._fake, self._writable, self._write = fake, writable, write

    def send(
        self, method: str, fields: dict[str, str], parts: Mapping[str, File]
    ) -> dict[str, Any]:
        """One file with a caption."""
        kind = _KINDS[method]
        if set(parts) != {kind}:
            raise Refused(400, f"Bad Request: there is no {kind} in the request")
        chat = self._writable(fields)
        message = self._fake.blank(int(fields.get("message_thread_id", 0)))
        message.silent = fields.get("disable_notification") == "true"
        self._write(message, {**fields, "text": fields.get("caption", "")}, CAPTION)
        message.files = [_checked(kind, parts[kind])]
        chat.messages.append(message)
        return self._fake.raw_message(chat, message)

    def album(self, fields: dict[str, str], parts: Mapping[str, File]) -> list[dict[str, Any]]:
        """Two to ten of a kind, as so many messages."""
        media = json.loads(fields["media"])
        kinds = {each["type"] for each in media}
        if not 2 <= len(media) <= 10:
            raise Refused(400, "Bad Request: group send failed: 2-10 media expected")
        if kinds not in ({"photo"}, {"document"}):
            raise Refused(400, "Bad Request: document can't be mixed with other media types")
        chat = self._writable(fields)
        files = [_checked(m["type"], parts[m["media"].removeprefix("attach://")]) for m in media]
        thread, album = int(fields.get("message_thread_id", 0)), self._fake.next_message()
        for file in files:
            message = self._fake.blank(thread)
            message.silent = fields.get("disable_notification") == "true"
            message.files, message.album = [file], str(album)
            chat.messages.append(message)
        return [self._fake.raw_message(chat, m) for m in chat.messages[-len(files) :]]

    def get(self, fields: dict[str, str]) -> dict[str, Any]:
        """Where a file may be fetched."""
        found = self._fake.files.get(fields["file_id"])
        if found is None:
            words = "Bad Request: wrong file_id or the file is temporarily unavailable"
            raise Refused(400, words)
        if len(found.content) > 20 * 2**20:
            raise Refused(400, "Bad Request: file is too big")
        return {"file_id": fields["file_id"], "file_path": f"{found.kind}s/{fields['file_id']}.x"}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hand a file out, in pieces, its length unsaid; to whoever knows the token."""
        handle = request.match_info["path"].rpartition("/")[2].removesuffix(".x")
        found = self._fake.files.get(handle)
        if request.match_info["token"] != self._fake.token or found is None:
            return web.Response(status=404)
        if faults := self._fake.faults.get("file"):
            faults.pop(0)()
        answer = web.StreamResponse()
        await answer.prepare(request)
        for start in range(0, len(found.content), 2**18):
            await answer.write(found.content[start : start + 2**18])
        return answer


def _checked(kind: str, file: File) -> File:
    if not file.content:
        raise Refused(400, "Bad Request: file must be non-empty")
    if len(file.content) > (10 if kind == "photo" else 50) * MB:
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo" and not file.content.startswith(_PICTURES):
        raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
    return File(kind, file.name, file.content)
