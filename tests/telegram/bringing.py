"""How the fake brings updates to a webhook: a chat's one after another, again until it hears 200."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from tests.telegram.refusing import Refused

if TYPE_CHECKING:
    from tests.telegram.fake import Fake

HEADER = "X-Telegram-Bot-Api-Secret-Token"
AGAIN_AFTER = 0.01
"""Seconds until an update is brought again; Telegram's own are longer and grow."""


class Bringer:
    """Holds the webhook. *brought* are (update, status) in order, 0 where no answer was heard.

    The next so many answers are *lost* on their way.
    """

    def __init__(self, fake: Fake) -> None:
        self.brought: list[tuple[int, int]] = []
        self.url = self.secret = self.trouble = ""
        self.lost = 0
        self._fake = fake
        self._delivered: set[int] = set()
        self._chats: dict[int, asyncio.Task[None]] = {}
        self._waiting: dict[int, list[dict[str, Any]]] = {}
        self._client = httpx.AsyncClient(timeout=20, verify=False)

    def set(self, fields: dict[str, str]) -> bool:
        """``setWebhook``; what waits is kept, and begins to come."""
        where = urlsplit(fields["url"])
        if where.hostname == "unknown.invalid":
            words = "Bad Request: bad webhook: Failed to resolve host: Name or service not known"
            raise Refused(400, words)
        if where.hostname != "127.0.0.1" and where.scheme != "https":
            words = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
            raise Refused(400, words)
        if where.hostname != "127.0.0.1" and (where.port or 443) not in (80, 88, 443, 8443):
            words = "Webhook can be set up only on ports 80, 88, 443 or 8443"
            raise Refused(400, f"Bad Request: bad webhook: {words}")
        if not 1 <= len(fields["secret_token"]) <= 256:
            raise Refused(400, "Bad Request: secret token is invalid")
        self.url, self.secret = fields["url"], fields["secret_token"]
        self._fake.webhook = True
        for update in self._fake.updates:
            self.bring(update)
        return True

    def bring(self, update: dict[str, Any]) -> None:
        """Let it wait behind what waits for its chat."""
        chat = _chat_of(update)
        queue = self._waiting.setdefault(chat, [])
        if update in queue or update["update_id"] in self._delivered:
            return
        queue.append(update)
        if chat not in self._chats:
            self._chats[chat] = asyncio.create_task(self._bring_all(chat))

    async def _bring_all(self, chat: int) -> None:
        queue = self._waiting[chat]
        while queue and self._fake.webhook:
            update = queue[0]
            if await self.post(update) == 200:
                queue.pop(0)
                self._done(update["update_id"])
            else:
                await asyncio.sleep(AGAIN_AFTER)
            self._fake.wake()
        del self._chats[chat], self._waiting[chat]

    async def post(self, update: dict[str, Any], **headers: str) -> int:
        """Bring one now; return the answer's status, 0 for none."""
        try:
            answer = await self._client.post(
                self.url,
                content=json.dumps(update),  # Telegram escapes what is not ASCII
                headers={HEADER: self.secret, "Content-Type": "application/json", **headers},
            )
            status = answer.status_code
        except httpx.HTTPError:
            status = 0
        if self.lost and status:
            self.lost, status = self.lost - 1, 0
        self.trouble = "" if status == 200 else f"Wrong response from the webhook: {status}"
        self.brought.append((update["update_id"], status))
        return status

    def _done(self, number: int) -> None:
        fake = self._fake
        self._delivered.add(number)
        fake.updates = [u for u in fake.updates if u["update_id"] != number]
        while fake.confirmed + 1 in self._delivered:
            fake.confirmed += 1

    def info(self) -> dict[str, Any]:
        """``getWebhookInfo``."""
        url = self.url if self._fake.webhook else ""
        info: dict[str, Any] = {"url": url, "pending_update_count": len(self._fake.updates)}
        return info | ({"last_error_message": self.trouble} if self.trouble else {})

    async def stop(self) -> None:
        """Bring no more."""
        tasks = list(self._chats.values())
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        await self._client.aclose()


def _chat_of(update: dict[str, Any]) -> int:
    (content,) = (value for key, value in update.items() if key != "update_id")
    message = content.get("message", content)
    chat: int = message.get("chat", {}).get("id", 0)
    return chat
