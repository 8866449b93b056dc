"""What happens to an update, however it arrives: read, handed to the core, its press answered."""

import asyncio
from typing import Any

import structlog
from telegram.error import TelegramError

from adapters.telegram import incoming
from adapters.telegram.api import Api
from adapters.telegram.lanes import Delivery
from bot.chat import Ack, Receive

log = structlog.get_logger(__name__)

KINDS = '["message","edited_message","callback_query"]'
"""The updates asked for; everything else is never sent to this bot."""
ACK_CHARACTERS = 200


class Hearing:
    """The ear of one bot; *me* is its username."""

    def __init__(self, api: Api, *, me: str, receive: Receive) -> None:
        self._api = api
        self._me = me
        self._receive = receive
        self._answers: set[asyncio.Task[None]] = set()

    def read(self, update: incoming.Raw) -> Delivery | None:
        """Translate; ``None`` for what has no words or cannot be read: that is done with at once."""
        number: int = update["update_id"]
        try:
            said = incoming.read(update, self._me)
            query = str(update.get("callback_query", {}).get("id", ""))
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            log.warning("telegram.unreadable", delivery=number, error=type(error).__name__)
            return None
        return None if said is None else Delivery(number, said, query)

    async def hand_over(self, delivery: Delivery) -> None:
        """Return once the core has committed it; a press is answered a moment later.

        Raises:
            Exception: nothing was committed, it must come again.
        """
        ack = await self._receive(delivery.incoming)
        if delivery.query:
            task = asyncio.create_task(self._answer(delivery.query, ack))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _answer(self, query: str, ack: Ack) -> None:
        """Stop the button's spinning; never owed, too late after some seconds."""
        fields: dict[str, Any] = {"callback_query_id": query}
        if ack.text:
            fields["text"] = ack.text[:ACK_CHARACTERS]
        try:
            await self._api.call("answerCallbackQuery", fields)
        except TelegramError as error:
            log.info("telegram.press_not_answered", error=type(error).__name__)

    def stop(self) -> None:
        """Answer no more presses."""
        for answer in self._answers:
            answer.cancel()
