"""HTTP mode: Slack calls the office's server; one path takes events, presses and commands."""

from collections.abc import Sequence
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.chat import App

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

    def __init__(self) -> None:
        self.answers: AsyncApp | None = None

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
        stamp, signature = (headers.get(name, "") for name in (_STAMP, _SIGNATURE))
        if not (str(stamp).isdecimal() and str(signature).isascii()):
            return 401, "", {}  # the library would stumble over them
        if self.answers is None:
            return 503, "", {"retry-after": "1"}
        answer = await self.answers.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
        return answer.status, answer.body, answer.first_headers()


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
