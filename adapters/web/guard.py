"""Keeps foreign pages out: there is no login, so only the page served here may speak."""

import json
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
Json = dict[str, object]


class Guard:
    """ASGI middleware: host (DNS rebinding), origin of every POST, security headers."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], words: dict[str, str]) -> None:
        self.app = app
        self.hosts = hosts
        self.words = words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with 421 or 403 and one sentence, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, word = self._refusal(scope["method"], Headers(scope=scope))
        app = JSONResponse({"error": self.words[word]}, status) if status else self.app
        await app(scope, receive, _with_headers(send))

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str]:
        host = headers.get("host", "")
        if urlsplit(f"//{host}").hostname not in self.hosts:
            return 421, "host"
        if method in {"GET", "HEAD"}:
            return 0, ""
        return (0, "") if _same_origin(headers, host) else (403, "origin")


class BadBody(Exception):
    """A request's body cannot be used; carries the status and the key of the sentence."""

    def __init__(self, status: int, word: str) -> None:
        super().__init__(word)
        self.status = status
        self.word = word


def read_json(body: bytes) -> Json:
    """Return the object in *body*.

    Raises:
        BadBody: no JSON, or no object.
    """
    try:
        value = json.loads(body)
    except ValueError as error:
        raise BadBody(422, "json") from error
    if not isinstance(value, dict):
        raise BadBody(422, "json")
    return value


def from_browser(headers: Headers) -> bool:
    """Whether a page sent the request: browsers mark every POST, programs do not."""
    return "origin" in headers or "sec-fetch-site" in headers


def _same_origin(headers: Headers, host: str) -> bool:
    site = headers.get("sec-fetch-site", "same-origin")
    origin = headers.get("origin")
    return site in {"same-origin", "none"} and (origin is None or urlsplit(origin).netloc == host)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_HEADERS)
        await send(message)

    return sending
