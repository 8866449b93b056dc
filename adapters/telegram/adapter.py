"""The port's adapter: listens by polling, sends, edits, wipes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

import structlog
from telegram.error import BadRequest, TelegramError
from telegram.request import BaseRequest

from adapters.telegram import outgoing
from adapters.telegram.api import Api
from adapters.telegram.errors import persist, translated
from adapters.telegram.incoming import PLATFORM
from adapters.telegram.polling import Polling
from adapters.telegram.settings import Pace, TelegramSettings
from bot.chat import (
    Address,
    App,
    Limits,
    Menu,
    Outgoing,
    Rate,
    Receive,
    Segment,
    Surroundings,
    Undeliverable,
)

log = structlog.get_logger(__name__)


class Telegram:
    """One bot account. *username* is known once `run` or `identify` has asked for it."""

    name = PLATFORM
    # Telegram asks for 30 a second in all, one a second to a person ("short bursts" are let pass)
    # and 20 a minute to a group. A bucket lets so many through at once and then as many again in its
    # time: three tenths of a second's worth in all, ten replies to a person, and to a group ten, so
    # that no minute sees more than 20.
    limits = Limits(overall=Rate(3, 0.1), private=Rate(10, 10), group=Rate(10, 60))

    def __init__(
        self,
        settings: TelegramSettings,
        around: Surroundings,
        *,
        pace: Pace,
        request: BaseRequest | None = None,
    ) -> None:
        self.username = ""
        self._settings = settings
        self._around = around
        self._pace = pace
        self._api = Api(base_url=settings.base_url, token=settings.token, request=request)

    @property
    def mounts(self) -> Mapping[str, App]:
        """Nothing: it listens by asking."""
        return {}

    async def fetch(self, handle: str) -> bytes:
        """Raises Undeliverable: no files are taken here yet."""
        raise Undeliverable(handle)

    def link(self, code: str) -> str:
        """Return the address that opens the bot with ``/start code``; "" before it has a name.

        *code*: at most 64 of ``A-Z a-z 0-9 _ -``.
        """
        return f"https://t.me/{self.username}?start={quote(code)}" if self.username else ""

    async def identify(self) -> str:
        """Ask Telegram for this bot's username; waits while Telegram is out of reach.

        Raises:
            WrongToken: Telegram does not know the token.
        """
        me = await persist(lambda: self._api.call("getMe", {}), self._pace.pause)
        self.username = me["username"]
        return self.username

    async def run(self, receive: Receive) -> None:
        """Listen until cancelled.

        Raises:
            WrongToken: Telegram does not know the token.
            TokenInUse: another process listens with it.
        """
        await self.identify()
        # A webhook somebody set before excludes polling; what waits behind it is kept.
        await persist(lambda: self._api.call("deleteWebhook", {}), self._pace.pause)
        await self._show_menus()
        polling = Polling(self._api, me=self.username, receive=receive, pace=self._pace)
        await polling.run()

    async def _show_menus(self) -> None:
        """Set the "/" menu: the first language for everybody, the others for who speaks them."""
        for index, (language, menu) in enumerate(self._around.menus.items()):
            fields = {"commands": _menu(menu)} | ({"language_code": language} if index else {})
            try:
                await self._api.call("setMyCommands", fields)
            except TelegramError as error:
                log.warning("telegram.no_menu", language=language, error=type(error).__name__)

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        """Post or edit; of a long text's parts the last one's id, which bears the buttons.

        Raises:
            TryLater, Undeliverable, Moved: see the port.
        """
        try:
            if message.wipe:
                return await self._wipe(to, message, edit)
            if edit:
                return await self._edit(to, message, edit)
            return await self._post(to, message)
        except TelegramError as error:
            raise translated(error) from error

    async def _post(self, to: Address, message: Outgoing) -> str:
        sent = ""
        number = self._around.words.get("part", "")
        for fields in outgoing.posts(to, message, number=number):
            sent = str((await self._api.call("sendMessage", fields))["message_id"])
        return sent

    async def _edit(self, to: Address, message: Outgoing, message_id: str) -> str:
        try:
            await self._api.call("editMessageText", outgoing.edit(to, message, message_id))
        except BadRequest as error:
            if "message is not modified" not in error.message.lower():
                raise
        return message_id

    async def _wipe(self, to: Address, message: Outgoing, message_id: str) -> str:
        """Delete; what Telegram no longer deletes (after 48 hours) is reduced to *message*."""
        if not message_id:
            return ""
        try:
            await self._api.call("deleteMessage", {"chat_id": to.chat, "message_id": message_id})
        except BadRequest as error:
            if "message to delete not found" not in error.message.lower():
                rest = message.segments if message.text.strip() else (Segment("text", "…"),)
                return await self._edit(to, replace(message, segments=rest), message_id)
        return message_id

    async def close(self) -> None:
        """Close the connections; `run` must have been cancelled."""
        await self._api.close()


def _menu(menu: Menu) -> str:
    return json.dumps([{"command": name, "description": about} for name, about in menu])
