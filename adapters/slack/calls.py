"""HTTP mode: Slack calls the office's server; one path takes events, presses and commands."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.chat import App

log = structlog.get_logger(__name__)

PATH = "/slack"
"""Where it is mounted; Slack is told ``…/slack/events``."""
LARGEST = 1024 * 1024
_STAMP, _SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"

Scope = dict[str, Any]
Headers = dict[str, str | Sequence[str]]
Reply = tuple[int, str, dict[str, str]]
"""Status, body, headers."""


class Calls:
    """The ASGI application. Until `answers` is set nothing is received, and Slack calls again."""

    def __init__(self, signing_secret: str) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self.answers: AsyncApp | None = None

    async def run(self, app: AsyncApp) -> None:
        """Let *app* answer until cancelled."""
        self.answers = app
        try:
            await asyncio.Event().wait()
        finally:
            self.answers = None

    async def __call__(self, scope: Scope, receive: App, send: App) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        status, body, headers = await self._answer(scope, receive)
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": body.encode()})

    async def _answer(self, scope: Scope, receive: App) -> Reply:
        if scope["path"] != f"{scope.get('root_path', '')}/events":
            return 404, "", {}
        if scope["method"] != "POST":
            return 405, "", {"allow": "POST"}
        try:
            body = (await _read(receive)).decode()
        except UnicodeDecodeError:
            return 400, "", {}
        except OverflowError:
            return 413, "", {"connection": "close"}
        return await self._dispatched(body, _headers(scope))

    async def _dispatched(self, body: str, headers: Headers) -> Reply:
        if not self._is_genuine(body, headers):
            return 401, "", {}
        if self.answers is None:
            return 503, "", {"retry-after": "1"}
        try:
            request = AsyncBoltRequest(body=body, headers=headers)
            answer = await self.answers.async_dispatch(request)
        except Exception as error:  # noqa: BLE001 - the library stumbles over what is malformed
            log.warning("slack.unreadable", error=type(error).__name__)
            return 200, "", {}
        return answer.status, answer.body, answer.first_headers()

    def _is_genuine(self, body: str, headers: Headers) -> bool:
        """Tell whether Slack signed it, at most five minutes ago."""
        stamp, signature = (str(headers.get(name, "")) for name in (_STAMP, _SIGNATURE))
        if not (stamp.isdecimal() and signature.isascii()):
            return False
        return self._verifier.is_valid(body, stamp, signature)


def _headers(scope: Scope) -> Headers:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


async def _read(receive: App) -> bytes:
    """Return the body.

    Raises:
        OverflowError: it is larger than anything Slack sends.
    """
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST:
            raise OverflowError
        if not message.get("more_body"):
            return bytes(body)
