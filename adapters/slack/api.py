"""Calls of Slack's Web API: the SDK's client does HTTP and errors, one session for all."""

import asyncio
import json
from collections.abc import Mapping
from io import BytesIO
from math import ceil
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.errors import NO_ANSWER, translated
from adapters.slack.logs import QUIET
from bot.chat import TryLater, Undeliverable

CONNECT_SECONDS = 10
MOST_BYTES = 20 * 1024 * 1024
_PIECE = 64 * 1024
_OK = 200
_BUSY = (408, 425, 429)
_BROKEN = 500


class Api:
    """The methods of one workspace's app. Connections are opened with the first call."""

    def __init__(self, *, base_url: str, token: str, patience: float) -> None:
        self._token = token
        self._patience = patience
        self._host = urlsplit(base_url).netloc
        # A call is never repeated here: the sender knows best when, and what became of it.
        self.client = AsyncWebClient(
            token, base_url=base_url, timeout=ceil(patience), retry_handlers=[], logger=QUIET
        )

    async def call(self, method: str, **fields: object) -> AsyncSlackResponse:
        """Return Slack's answer.

        Raises:
            SlackClientError, ClientError, TimeoutError, OSError: see `errors.NO_ANSWER`.
        """
        self._open()
        return await self.client.api_call(method, json=fields)

    async def read(self, method: str, **fields: object) -> AsyncSlackResponse:
        """The same for methods that read: they take forms only."""
        self._open()
        return await self.client.api_call(method, data=fields)

    async def connections_open(self, app_token: str) -> str:
        """Return the address of a fresh Socket Mode connection, good for half a minute."""
        self._open()
        answer = await self.client.apps_connections_open(app_token=app_token)
        return str(answer["url"])

    async def upload(self, chat: str, thread: str, name: str, content: bytes) -> None:
        """Put a file into a conversation; errors as in `call`."""
        where = await self._ask(
            "files.getUploadURLExternal", filename=name, length=str(len(content))
        )
        async with self._open().post(where["upload_url"], data=BytesIO(content)) as answer:
            if answer.status != _OK:
                raise aiohttp.ClientPayloadError(answer.status)
        files = json.dumps([{"id": where["file_id"], "title": name}], ensure_ascii=False)
        under = {"thread_ts": thread} if thread else {}
        await self._ask("files.completeUploadExternal", files=files, channel_id=chat, **under)

    async def _ask(self, method: str, **fields: str) -> AsyncSlackResponse:
        self._open()
        return await self.client.api_call(method, params=fields)

    async def download(self, handle: str) -> bytes:
        """Return a file's content, at most 20 MB; *handle* is its id.

        Raises:
            TryLater, Undeliverable: see the port.
        """
        try:
            found = await self.read("files.info", file=handle)
            file: Mapping[str, Any] = found["file"]
            return await self._stream(file.get("url_private_download") or file["url_private"])
        except KeyError as error:
            raise Undeliverable("file_without_content") from error
        except NO_ANSWER as error:
            raise translated(error) from error

    async def _stream(self, url: str) -> bytes:
        if not self._is_slacks(url):
            raise Undeliverable("file_elsewhere")  # who else would get to see the token
        headers = {"Authorization": f"Bearer {self._token}"}
        session = self._open()
        async with session.get(url, headers=headers, allow_redirects=False) as answer:
            if answer.status in _BUSY or answer.status >= _BROKEN:
                raise TryLater
            if answer.status != _OK:  # a redirect leads to the page for signing in
                raise Undeliverable(f"file_status_{answer.status}")
            if (answer.content_length or 0) > MOST_BYTES:
                raise Undeliverable("file_too_large")
            content = bytearray()
            async for piece in answer.content.iter_chunked(_PIECE):
                content += piece
                if len(content) > MOST_BYTES:
                    raise Undeliverable("file_too_large")
            return bytes(content)

    def _is_slacks(self, url: str) -> bool:
        parts = urlsplit(url)
        if parts.netloc == self._host:
            return True
        host = parts.hostname or ""
        return parts.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))

    def _open(self) -> aiohttp.ClientSession:
        if self.client.session is None:
            timeout = aiohttp.ClientTimeout(total=self._patience, connect=CONNECT_SECONDS)
            self.client.session = aiohttp.ClientSession(timeout=timeout)
        return self.client.session

    async def close(self) -> None:
        """Close the connections."""
        if self.client.session is not None:
            await self.client.session.close()
            await asyncio.sleep(0)  # aiohttp closes its sockets in the loop's next round
