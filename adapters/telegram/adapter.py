"""The port's adapter: listens, sends, edits, wipes, fetches."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

import structlog
from telegram.error import BadRequest, TelegramError
from telegram.request import BaseRequest

from adapters.telegram import enclosing, outgoing
from adapters.telegram.api import Api, MalformedAnswer
from adapters.telegram.enclosing import Request
from adapters.telegram.errors import persist, translated
from adapters.telegram.hearing import Hearing
from adapters.telegram.incoming import PLATFORM
from adapters.telegram.polling import Polling
from adapters.telegram.settings import NoPublicUrl, Pace, TelegramSettings
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
    TryLater,
    Undeliverable,
)
from bot.chat.midway import Midway

if TYPE_CHECKING:
    from adapters.telegram.webhook import Webhook

log = structlog.get_logger(__name__)

DOWNLOAD_BYTES = 20 * 2**20
UPLOAD_SECONDS = 50
"""How long Telegram may work on a file after it has it."""


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
        self._api = Api(
            base_url=settings.base_url,
            file_url=settings.file_url,
            token=settings.token,
            request=request,
        )

        self._midway = Midway()
        self._webhook = self._door() if settings.mode == "webhook" else None

    def _door(self) -> "Webhook":
        # Who polls has no use for an HTTP server's library.
        from adapters.telegram.webhook import Webhook  # noqa: PLC0415 - see above

        return Webhook(self._api, secret=self._settings.secret, pace=self._pace)

    @property
    def mounts(self) -> Mapping[str, App]:
        """Where Telegram brings updates; nothing where they are asked for."""
        return {self._webhook.path: self._webhook} if self._webhook else {}

    def link(self, code: str) -> str:
        """Return the address that opens the bot with ``/start code``; "" before it has a name.

        *code*: at most 64 of ``A-Z a-z 0-9 _ -``.
        """
        return f"https://t.me/{self.username}?start={quote(code)}" if self.username else ""

    async def identify(self) -> str:
        """Ask Telegram for this bot's username; waits while Telegram is out of reach.

        Raises:
            WrongToken: Telegram does not know the token.
            NoPublicUrl: it is to bring updates, but where to is not known.
        """
        if self._webhook and not self._around.public_url:
            raise NoPublicUrl
        self.username = await persist(self._username, self._pace.pause)
        return self.username

    async def _username(self) -> str:
        me = await self._api.call("getMe", {})
        username = me.get("username") if isinstance(me, dict) else None
        if not isinstance(username, str):
            raise MalformedAnswer
        return username

    async def run(self, receive: Receive) -> None:
        """Listen until cancelled.

        Raises:
            WrongToken: Telegram does not know the token.
            TokenInUse: another process listens with it.
            NoPublicUrl, WebhookRefused: Telegram cannot bring updates.
        """
        await self.identify()
        await self._show_menus()
        hearing = Hearing(self._api, me=self.username, receive=receive)
        if self._webhook:
            await self._webhook.run(hearing, self._around.public_url)
        else:
            await Polling(self._api, hearing, pace=self._pace).run()

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
        """Send every part; sent again after a refusal it goes on where it was refused."""
        files = await enclosing.ready(message.files, self._around.read)
        calls = enclosing.requests(to, message, files, number=self._around.words.get("part", ""))
        ids = await self._midway.send(
            (to, message), (partial(self._request, each) for each in calls)
        )
        return ids[next(n for n, request in enumerate(calls) if request.bears)]

    async def _request(self, request: Request) -> str:
        """Call; return the id of the (last) message that stands there now."""
        within = self._pace.patience + (UPLOAD_SECONDS if request.files else 0)
        try:
            shown = await self._api.call(
                request.method, request.fields, files=request.files, within_seconds=within
            )
        except BadRequest as error:
            if not _is_no_picture(error):
                raise
            return await self._request(enclosing.as_documents(request))
        try:
            return str((shown[-1] if isinstance(shown, list) else shown)["message_id"])
        except (LookupError, TypeError) as error:
            raise MalformedAnswer from error

    async def _edit(self, to: Address, message: Outgoing, message_id: str) -> str:
        fields = outgoing.edit(to, message, message_id)
        try:
            await self._api.call("editMessageText", fields)
        except BadRequest as error:
            words = error.message.lower()
            if "no text in the message" in words:
                await self._recaption(to, message, message_id)
            elif "message is not modified" not in words:
                raise
        return message_id

    async def _recaption(self, to: Address, message: Outgoing, message_id: str) -> None:
        """The message bears a file; what is too long for a caption is refused, and posted anew."""
        try:
            fields = outgoing.recaption(to, message, message_id)
            await self._api.call("editMessageCaption", fields)
        except BadRequest as error:
            if "message is not modified" not in error.message.lower():
                raise

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

    async def fetch(self, handle: str) -> bytes:
        """Return a file's content, by its ``file_id``.

        Raises:
            TryLater: not now.
            Undeliverable: it is gone, or larger than Telegram hands out.
        """
        try:
            found = await self._api.call("getFile", {"file_id": handle})
        except TelegramError as error:
            raise translated(error) from error
        if not isinstance(found, dict):
            raise TryLater
        if "file_path" not in found:
            raise Undeliverable("no file_path")
        return await self._api.download(found["file_path"], at_most=DOWNLOAD_BYTES)

    async def close(self) -> None:
        """Close the connections; `run` must have been cancelled."""
        await self._api.close()


def _is_no_picture(error: BadRequest) -> bool:
    """Telegram cannot read or does not like what was sent as a photo; as a document it is fine."""
    words = error.message.lower()
    return words.startswith("photo_") or "image_process_failed" in words


def _menu(menu: Menu) -> str:
    return json.dumps([{"command": name, "description": about} for name, about in menu])
