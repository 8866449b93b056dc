"""A pager with buttons: asks for what was said, confirms what was taken, posts and edits by HTTP."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from bot.chat import Address, App, Incoming, Limits, Outgoing, Receive, TryLater, Undeliverable
from bot.chat.lent import Surroundings
from tests.newcomer.pager.about import ABOUT

NAME = "pager"


class Pager:
    """One connection to the service; people are known by their call signs."""

    name = NAME

    def __init__(self, base_url: str) -> None:
        self.limits = Limits()
        self._http = httpx.AsyncClient(base_url=base_url, timeout=10, verify=False, trust_env=False)

    @property
    def mounts(self) -> Mapping[str, App]:
        """Nothing: it asks."""
        return {}

    def link(self, code: str) -> str:
        """Nobody comes in by a link."""
        del code
        return ""

    async def run(self, receive: Receive) -> None:
        """Take one thing after the other; what was not confirmed is brought again."""
        while True:
            try:
                for raw in (await self._http.get("/inbox")).json():
                    await self._take(raw, receive)
            except (OSError, httpx.TransportError):
                await asyncio.sleep(0)

    async def _take(self, raw: dict[str, Any], receive: Receive) -> None:
        incoming = incoming_of(raw)
        ack = await receive(incoming) if incoming else None
        await self._http.post("/taken", json={"n": raw["n"], "toast": ack.text if ack else ""})

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        """Post or edit; what is wiped is deleted."""
        if message.wipe:
            if edit:
                await self._http.delete(f"/messages/{edit}")
            return edit
        rows = [[{"label": b.label, "press": b.payload} for b in row] for row in message.rows]
        said = {"to": to.chat, "text": message.text, "rows": rows, "edit": edit}
        try:
            answer = await self._http.post("/messages", json=said)
        except httpx.TransportError as error:
            raise TryLater from error
        if answer.status_code != httpx.codes.OK:
            raise Undeliverable(answer.text)
        return str(answer.json())

    async def fetch(self, handle: str) -> bytes:
        """A pager carries no files."""
        raise Undeliverable(handle)

    async def close(self) -> None:
        await self._http.aclose()


def connect(settings: Mapping[str, object], around: Surroundings) -> Pager:
    """Make the adapter."""
    del around
    return Pager(ABOUT.read(settings)["base_url"])


def incoming_of(raw: dict[str, Any]) -> Incoming | None:
    """Read one thing out of the inbox; ``None`` for what nobody can read."""
    if not isinstance(raw.get("from"), str):
        return None
    return Incoming(
        id=str(raw["n"]),
        address=Address(NAME, raw["from"]),
        sender=raw["from"],
        text=raw.get("text", ""),
        press=raw.get("press", ""),
        message_id=str(raw["message"]),
    )
