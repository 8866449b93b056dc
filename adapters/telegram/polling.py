"""Long polling that tells Telegram "received" only after the core has committed.

The offset of ``getUpdates`` is the acknowledgement: PTB's own updater moves it before its handlers
have finished, and a crash then loses updates.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from adapters.telegram import incoming
from adapters.telegram.api import Api, MalformedAnswer
from adapters.telegram.errors import growing, persist
from adapters.telegram.hearing import KINDS, Hearing
from adapters.telegram.lanes import Delivery, Lanes
from adapters.telegram.settings import Pace

T = TypeVar("T")
log = structlog.get_logger(__name__)


def updates_in(result: object) -> list[incoming.Raw]:
    """Return the updates of an answer; what has no number cannot be told done, and is left out.

    Raises:
        MalformedAnswer: there is something in it, but no update.
    """
    if not isinstance(result, list):
        raise MalformedAnswer
    updates: list[incoming.Raw] = [
        u for u in result if isinstance(u, dict) and type(u.get("update_id")) is int
    ]
    if result and not updates:
        raise MalformedAnswer
    return updates


class Polling:
    """Fetches updates and lets them be heard."""

    def __init__(self, api: Api, hearing: Hearing, *, pace: Pace) -> None:
        self._api = api
        self._hearing = hearing
        self._pace = pace
        self._lanes = Lanes(self._hand_over)

    async def run(self) -> None:
        """Fetch until cancelled.

        Raises:
            WrongToken, TokenInUse: no update can be fetched with this token.
        """
        # A webhook somebody set before excludes polling; what waits behind it is kept.
        await self._persist(lambda: self._api.call("deleteWebhook", {}))
        try:
            while True:
                updates = await self._persist(self._fetch)
                heard = [said for update in updates if (said := self._hearing.read(update))]
                self._lanes.take([u["update_id"] for u in updates], heard)
                # While an update is held back Telegram answers at once with the same ones again.
                await self._lanes.settle(self._pace.grace_seconds)
        finally:
            await self._lanes.stop()
            self._hearing.stop()

    async def _fetch(self) -> list[incoming.Raw]:
        wait = self._pace.poll_seconds
        fields = {"offset": self._lanes.offset, "timeout": wait, "allowed_updates": KINDS}
        return updates_in(await self._api.call("getUpdates", fields, within_seconds=wait + 10))

    async def _persist(self, call: Callable[[], Awaitable[T]]) -> T:
        return await persist(call, self._pace.pause, who_am_i=self._who_am_i)

    async def _who_am_i(self) -> object:
        return await self._api.call("getMe", {})

    async def _hand_over(self, delivery: Delivery) -> None:
        """Offer it until the core takes it: whatever was raised, nothing was committed."""
        waits = growing(first=0.5, most=60)
        while True:
            try:
                await self._hearing.hand_over(delivery)
            except Exception as error:  # noqa: BLE001 - a busy store or a defect, both not stored
                wait, name = next(waits), type(error).__name__
                number = str(delivery.number)
                log.warning("telegram.not_received", delivery=number, error=name, again_in=wait)
                await self._pace.pause(wait)
            else:
                return
