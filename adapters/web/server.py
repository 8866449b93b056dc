"""The adapter: answers the page's requests and shows what the bot says."""

import asyncio
import secrets
from collections.abc import Mapping
from typing import cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from adapters.web import pages
from adapters.web.asks import DemoAsks, PageAsks
from adapters.web.bodies import BadBody
from adapters.web.chats import Chats
from adapters.web.demo_site import DemoSite
from adapters.web.files import Files
from adapters.web.gate import DeviceGate, Gate, OpenGate
from adapters.web.guard import Guard
from adapters.web.office_site import OfficeSite
from adapters.web.routes import Site
from adapters.web.seal import Seal
from bot.chat import (
    Address,
    App,
    Limits,
    Outgoing,
    Receive,
    Surroundings,
    TryLater,
    Undeliverable,
)
from bot.chat.page import PAGE, Entrance


class WebAdapter:
    """The page as a platform named ``web``, on the office's server.

    Without an *entrance* it is the demo's, where anybody is whoever he picks.
    """

    name = PAGE
    limits = Limits()

    def __init__(
        self,
        around: Surroundings,
        asks: PageAsks,
        *,
        first_id: int,
        entrance: Entrance | None = None,
    ) -> None:
        self._around = around
        self._asks = asks
        self._seal = Seal(entrance.secret if entrance else secrets.token_bytes(32))
        self.chats = Chats(first_id, self._seal.link)
        self._entrance = entrance
        gate = DeviceGate(entrance, around.public_url) if entrance else None
        self._gate: Gate = gate or OpenGate(cast("DemoAsks", asks))
        self._site = Site(asks, self.chats, self._gate, self._seal)
        own = (
            OfficeSite(self._site, gate, entrance, around)
            if gate and entrance
            else DemoSite(cast("DemoAsks", asks), self.chats)
        )
        self._app = self._made(own)

    @property
    def mounts(self) -> Mapping[str, App]:
        """The whole page, at the root."""
        return {"": self._app}

    def link(self, code: str) -> str:
        """Return the address one comes in by, with the code where no proxy logs it."""
        public = self._around.public_url
        return f"{public}/enter#{code}" if self._entrance and public else ""

    async def fetch(self, handle: str) -> bytes:
        """Return what was uploaded: *handle* is its hash on the shelf.

        Raises:
            Undeliverable: it was deleted.
            TryLater: the disk does not answer.
        """
        try:
            return await asyncio.to_thread(self._around.read, handle)
        except FileNotFoundError as error:
            raise Undeliverable(handle) from error
        except OSError as error:
            raise TryLater from error

    async def run(self, receive: Receive) -> None:
        """Hear what people do until cancelled; open streams are ended then."""
        self._site.receive = receive
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self._site.receive = None
            self.chats.close()

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        """Show, change or take away a message; whoever looks later finds it in the store.

        Raises:
            Undeliverable: there is no such chat.
        """
        if not await self._gate.stands(to.chat):
            raise Undeliverable(to.chat)
        now = self._asks.now()
        if message.wipe and not edit:
            return ""  # it never stood there
        if not edit:
            await self._site.load(to.chat)
            return self.chats.post(to.chat, message, at=now)
        await self._site.recall(to.chat, edit)
        if message.wipe:
            self.chats.wipe(to.chat, edit)
        else:
            self.chats.edit(to.chat, edit, message, at=now)
        return edit

    async def close(self) -> None:
        """End the streams."""
        self.chats.close()

    def _made(self, own: "DemoSite | OfficeSite") -> Starlette:
        site, files = self._site, Files(self._around, self._gate, self._seal)
        words = dict(pages.words(self._asks.language)["errors"])
        if self._entrance:
            words["host"] = words["host_office"]
        guard = Middleware(
            Guard,
            hosts=self._around.hosts,
            words=words,
            public_url=self._around.public_url,
        )
        return Starlette(
            routes=[*own.routes(), *site.routes(), *files.routes()],
            middleware=[guard],
            exception_handlers={
                BadBody: site.refuse,
                HTTPException: site.not_found,
                Exception: site.not_delivered,
            },
        )
