"""Who asks: in the demo whoever he says he is, in an office whose device it is."""

import secrets
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Protocol
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from adapters.web.asks import DemoAsks
from adapters.web.bodies import BadBody, Json, name_of
from bot.chat.page import Entrance, Place, Viewer, channel_of, chat_of

COOKIE = "shouwen"
_NAMES = (f"__Host-{COOKIE}", f"__Secure-{COOKIE}", COOKIE)
LASTS_SECONDS = 400 * 24 * 3600
"""As long as browsers keep any cookie; every visit begins it anew."""


class Gate(Protocol):
    """Tells who looks, and in whose name is spoken."""

    async def viewer(self, request: HTTPConnection) -> Viewer:
        """Raises BadBody (401) for a device that has not come in, or may not any more."""

    async def again(self, request: HTTPConnection, before: Viewer) -> Viewer | None:
        """Look again while a stream is open; ``None`` once it has to end."""

    async def speaker(self, request: HTTPConnection, body: Json) -> Viewer:
        """Return who does something; raises BadBody."""

    async def stands(self, chat: str) -> bool:
        """Whether there is such a chat."""


class OpenGate:
    """The demo's: everybody sees everything and says whose phone he holds."""

    def __init__(self, asks: DemoAsks) -> None:
        self._asks = asks

    async def viewer(self, _: HTTPConnection) -> Viewer:
        """Anybody."""
        return self._seeing("", "")

    async def again(self, _: HTTPConnection, before: Viewer) -> Viewer | None:
        """Anybody still."""
        return before

    async def speaker(self, _: HTTPConnection, body: Json) -> Viewer:
        """Whoever the page says; there is no login in the demo."""
        key = name_of(body, "as")
        person = next((each for each in self._asks.people() if each.key == key), None)
        if person is None:
            raise BadBody(422, "unknown")
        return self._seeing(person.key, person.name)

    async def stands(self, chat: str) -> bool:
        """Whether it is one of the demo's."""
        return self._seeing("", "").sees(chat)

    def _seeing(self, key: str, name: str) -> Viewer:
        own = tuple(Place(chat_of(each.key), each.name) for each in self._asks.people())
        teams = tuple(Place(channel_of(team.key), team.name) for team in self._asks.teams())
        return Viewer(key=key, name=name, department="", places=own + teams)


class DeviceGate:
    """An office's: a cookie names the device, the roster says whose it is, at every request."""

    def __init__(self, entrance: Entrance, public_url: str) -> None:
        self._entrance = entrance
        self._public = urlsplit(public_url)

    async def viewer(self, request: HTTPConnection) -> Viewer:
        """Raises BadBody (401)."""
        found = await self.known(request)
        if found is None:
            raise BadBody(401, "come_in")
        return found

    async def again(self, request: HTTPConnection, before: Viewer) -> Viewer | None:
        """Whoever it is now: rights change while a stream is open."""
        found = await self.known(request)
        return found if found and found.key == before.key else None

    async def speaker(self, request: HTTPConnection, body: Json) -> Viewer:
        """The device's person, whatever the page says."""
        viewer = await self.viewer(request)
        if body.get("as", viewer.key) != viewer.key:
            raise BadBody(409, "someone_else")
        return viewer

    async def stands(self, chat: str) -> bool:
        """Whether there is such a person or department."""
        return await self._entrance.stands(chat)

    async def known(self, request: HTTPConnection) -> Viewer | None:
        """Return whose device asks, if it is anybody's."""
        secret = self.secret(request)
        return await self._entrance.who(named(secret)) if secret else None

    def secret(self, request: HTTPConnection) -> str:
        """Return what the browser keeps for us, empty for nothing."""
        return next(filter(None, map(request.cookies.get, _NAMES)), "")

    def keep(self, request: Request, response: Response, secret: str) -> None:
        """Have the browser keep the secret; out of reach of scripts and of other sites."""
        name, path, secure = self._cookie(request)
        response.set_cookie(
            name, secret, LASTS_SECONDS, path=path, secure=secure, httponly=True, samesite="lax"
        )

    def forget(self, request: Request, response: Response) -> None:
        """Have the browser forget it."""
        name, path, secure = self._cookie(request)
        response.delete_cookie(name, path=path, secure=secure, httponly=True, samesite="lax")

    def _cookie(self, request: Request) -> tuple[str, str, bool]:
        """Name, path and whether it goes over TLS alone; a proxy may have its own path for us."""
        outside = self._public.hostname and request.url.hostname == self._public.hostname
        path = (self._public.path.rstrip("/") if outside else "") + "/"
        secure = request.url.scheme == "https" or (outside and self._public.scheme == "https")
        if not secure:
            return COOKIE, path, False
        return (_NAMES[0] if path == "/" else _NAMES[1]), path, True


def new_secret() -> str:
    """Make 256 random bits, as text."""
    return secrets.token_urlsafe(32)


def named(secret: str) -> str:
    """Return the name under which the core knows a secret without knowing it."""
    return sha256(secret.encode()).hexdigest()


class Guesses:
    """Wrong codes lately, by client address (an IPv6 network counts as one) and over all."""

    EACH, ALL, WITHIN = 5, 60, timedelta(minutes=10)

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._wrong: dict[str, deque[datetime]] = {}

    def wait(self, client: str) -> int:
        """Return how many seconds *client* must wait before he may try again; 0: not at all."""
        self._forget_old()
        own = self._wrong.get(_network(client), ())
        everybody = sorted(at for times in self._wrong.values() for at in times)
        waits = [
            times[-most]
            for times, most in ((own, self.EACH), (everybody, self.ALL))
            if len(times) >= most
        ]
        return max(
            (ceil((at + self.WITHIN - self._now()).total_seconds()) for at in waits), default=0
        )

    def guess(self, client: str) -> None:
        """Count one: before it is known to be wrong, so that many at once count too."""
        times = self._wrong.setdefault(_network(client), deque(maxlen=self.EACH))
        times.append(self._now())

    def right(self, client: str) -> None:
        """Take the last one back: it was none."""
        times = self._wrong[_network(client)]
        times.pop()
        if not times:
            del self._wrong[_network(client)]

    def _forget_old(self) -> None:
        since = self._now() - self.WITHIN
        for client in [c for c, times in self._wrong.items() if times[-1] <= since]:
            del self._wrong[client]
        for times in self._wrong.values():
            while times[0] <= since:
                times.popleft()


def _network(client: str) -> str:
    try:
        address = ip_address(client)
    except ValueError:
        return client
    # A household has a whole /64 of IPv6 addresses.
    return address.packed[:8].hex() if isinstance(address, IPv6Address) else client
