"""Keeps foreign pages out: only what this office serves may speak in a person's name."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Guard:
    """ASGI middleware: host (DNS rebinding), origin of every POST, security headers."""

    def __init__(
        self, app: ASGIApp, *, hosts: frozenset[str], words: Mapping[str, str], public_url: str = ""
    ) -> None:
        self.app = app
        self.hosts = hosts
        self.words = words
        self.public = urlsplit(public_url).netloc

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
        # A reverse proxy may speak to us by another name than the browser speaks to it.
        own = {host, self.public} - {""}
        return (0, "") if _same_origin(headers, own) else (403, "origin")


def _same_origin(headers: Headers, own: set[str]) -> bool:
    site = headers.get("sec-fetch-site", "same-origin")
    origin = headers.get("origin")
    return site in {"same-origin", "none"} and (origin is None or urlsplit(origin).netloc in own)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)  # a file handed over has a stricter policy
        await send(message)

    return sending
