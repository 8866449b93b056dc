"""The adapter: answers the page's requests and keeps what the bot says in memory."""

import asyncio
from collections.abc import Mapping

from adapters.web.chats import Chats
from adapters.web.desk import WebDesk
from adapters.web.routes import Site
from bot.chat import Address, App, Limits, Outgoing, Receive, Surroundings, Undeliverable


class WebAdapter:
    """The page as a platform named ``web``, behind the office's door."""

    name = "web"
    limits = Limits()

    def __init__(self, around: Surroundings, desk: WebDesk, *, first_id: int) -> None:
        self._around = around
        self._chats = Chats(first_id)
        self._site = Site(desk, self._chats)
        self._desk = desk
        self._app = self._site.app(around.hosts)

    @property
    def mounts(self) -> Mapping[str, App]:
        """The whole page, at the root."""
        return {"": self._app}

    def link(self, code: str) -> str:
        """Nobody comes in by a link."""
        del code
        return ""

    async def fetch(self, handle: str) -> bytes:
        """Raises Undeliverable: no files are taken here yet."""
        raise Undeliverable(handle)

    async def run(self, receive: Receive) -> None:
        """Hear what people do until cancelled; open streams are ended then."""
        self._site.receive = receive
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self._site.receive = None
            self._chats.close()

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        """Show, change or take away a message; it is kept for whoever looks later.

        Raises:
            Undeliverable: there is no such chat.
        """
        if not self._site.knows(to.chat):
            raise Undeliverable(to.chat)
        now = self._desk.now()
        if edit and message.wipe:
            self._chats.wipe(to.chat, edit)
        elif edit:
            self._chats.edit(to.chat, edit, message, at=now)
        else:
            return self._chats.post(to.chat, message, at=now)
        return edit

    async def close(self) -> None:
        """End the streams."""
        self._chats.close()
