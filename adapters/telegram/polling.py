"""Long polling that tells Telegram "received" only after the core has committed.

The offset of ``getUpdates`` is the acknowledgement: PTB's own updater moves it before its handlers
have finished, and a crash then loses updates.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

import structlog
from telegram.error import TelegramError

from adapters.telegram import incoming
from adapters.telegram.api import Api
from adapters.telegram.errors import growing, persist
from adapters.telegram.lanes import Delivery, Lanes
from adapters.telegram.settings import Pace
from bot.chat import Ack, Incoming, Receive

log = structlog.get_logger(__name__)

KINDS = '["message","callback_query"]'
ACK_CHARACTERS = 200


class Polling:
    """Fetches updates, hands them to *receive*, answers presses."""

    def __init__(self, api: Api, *, me: str, receive: Receive, pace: Pace) -> None:
        self._api = api
        self._me = me
        self._receive = receive
        self._pace = pace
        self._lanes = Lanes(self._hand_over)
        self._answers: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Fetch until cancelled.

        Raises:
            WrongToken, TokenInUse: no update can be fetched with this token.
        """
        try:
            while True:
                updates = await persist(self._fetch, self._pace.pause)
                self._lanes.take([u["update_id"] for u in updates], list(self._read(updates)))
                # While an update is held back Telegram answers at once with the same ones again.
                await self._lanes.settle(self._pace.grace_seconds)
        finally:
            await self._lanes.stop()
            for answer in self._answers:
                answer.cancel()

    async def _fetch(self) -> list[incoming.Raw]:
        wait = self._pace.poll_seconds
        fields = {"offset": self._lanes.offset, "timeout": wait, "allowed_updates": KINDS}
        updates: list[incoming.Raw] = await self._api.call("getUpdates", fields, wait_seconds=wait)
        return updates

    def _read(self, updates: Iterable[incoming.Raw]) -> Iterable[Delivery]:
        """Translate; what has no words, or cannot be read, is done with at once."""
        for update in updates:
            number: int = update["update_id"]
            query: str = update.get("callback_query", {}).get("id", "")
            try:
                said = incoming.read(update, self._me)
            except (KeyError, TypeError, AttributeError) as error:
                log.warning("telegram.unreadable", delivery=number, error=type(error).__name__)
                continue
            if said is not None:
                yield Delivery(number, said, query)

    async def _hand_over(self, delivery: Delivery) -> None:
        ack = await self._received(delivery.incoming)
        if delivery.query:
            task = asyncio.create_task(self._answer(delivery.query, ack))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _received(self, said: Incoming) -> Ack:
        """Offer it until the core takes it: whatever was raised, nothing was committed."""
        waits = growing(first=0.5, most=60)
        while True:
            try:
                return await self._receive(said)
            except Exception as error:  # noqa: BLE001 - a busy store or a defect, both not stored
                wait = next(waits)
                name = type(error).__name__
                log.warning("telegram.not_received", delivery=said.id, error=name, again_in=wait)
            await self._pace.pause(wait)

    async def _answer(self, query: str, ack: Ack) -> None:
        """Stop the button's spinning; never owed, too late after some seconds."""
        fields: dict[str, Any] = {"callback_query_id": query}
        if ack.text:
            fields["text"] = ack.text[:ACK_CHARACTERS]
        try:
            await self._api.call("answerCallbackQuery", fields)
        except TelegramError as error:
            log.info("telegram.press_not_answered", error=type(error).__name__)
