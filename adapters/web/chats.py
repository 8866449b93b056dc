"""The chats of the page, kept in memory, and the stream of their changes."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.chat import Outgoing, Segment

KEPT_MESSAGES = 500
KEPT_EVENTS = 2000
QUIET_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Said:
    """Who said it: a staff number, empty for the bot; *delivery* is the page's own name for it."""

    author: str = ""
    delivery: str = ""
    reply_to: str = ""


BY_BOT = Said()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """A message as shown.

    *version* is the number of the change that made it, so that a page may apply changes in any
    order.
    """

    id: str
    chat: str
    at: datetime
    message: Outgoing
    said: Said = BY_BOT
    edited: bool = False
    version: int = 0

    def wire(self) -> dict[str, Any]:
        """Return the form the page reads; times as ISO 8601 with the office's offset."""
        return {
            "id": self.id,
            "chat": self.chat,
            "author": self.said.author,
            "at": self.at.isoformat(timespec="seconds"),
            "version": self.version,
            "segments": self.message.segments,
            "rows": self.message.rows,
            "edited": self.edited,
            "delivery": self.said.delivery,
            "reply_to": self.said.reply_to,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One event of the stream; *chat* is empty for what concerns every page."""

    number: int
    name: str
    chat: str
    data: str


@dataclass(slots=True)
class _Chat:
    bubbles: dict[str, Bubble] = field(default_factory=dict)
    keyboard: tuple[tuple[str, ...], ...] = ()


class Chats:
    """Messages by chat, and who listens.

    *first* is the first message id and names this run: ids of an earlier run, which the core still
    knows from its database, are smaller and so never hit a message of this one.
    """

    def __init__(self, first: int) -> None:
        self.run = str(first)
        self._next_id = first
        self._number = 0
        self._chats: dict[str, _Chat] = {}
        self._changes: deque[Change] = deque(maxlen=KEPT_EVENTS)
        self._listeners: set[asyncio.Queue[Change | None]] = set()
        self._closed = False

    def post(self, chat: str, message: Outgoing, *, at: datetime, said: Said = BY_BOT) -> str:
        """Add a message under the next id, and return the id."""
        name = str(self._next_id)
        self._next_id += 1
        self._keep(Bubble(id=name, chat=chat, at=at, message=message, said=said))
        return name

    def edit(self, chat: str, name: str, message: Outgoing, *, at: datetime) -> None:
        """Show *name* anew in its old place; one that is unknown (an earlier run's) is added."""
        old = self._of(chat).bubbles.get(name)
        if old:
            self._keep(replace(old, message=message, edited=True))
        else:
            self._keep(Bubble(id=name, chat=chat, at=at, message=message))

    def wipe(self, chat: str, name: str) -> None:
        """Take a message away; nothing happens when it is gone already."""
        if self._of(chat).bubbles.pop(name, None):
            self._tell("wipe", chat, {"chat": chat, "id": name, "version": self._number + 1})

    def history(self, chat: str) -> dict[str, Any]:
        """Return a chat's messages in order, and the number of the last change they contain."""
        held = self._of(chat)
        ordered = sorted(held.bubbles.values(), key=lambda bubble: int(bubble.id))
        return {
            "chat": chat,
            "messages": [bubble.wire() for bubble in ordered],
            "keyboard": held.keyboard,
            "version": self._number,
        }

    def delivered(self, chat: str, delivery: str) -> str:
        """Return the id of what was sent under *delivery*, empty if nothing was."""
        bubbles = self._of(chat).bubbles.values()
        return next((bubble.id for bubble in bubbles if bubble.said.delivery == delivery), "")

    def tell_clock(self, clock: dict[str, Any]) -> None:
        """Tell every page the time."""
        self._tell("clock", "", clock)

    async def listen(self, *, chat: str, after: str) -> AsyncIterator[Change | None]:
        """Yield what changes in *chat* (all when empty), first what was missed since *after*.

        ``None`` is yielded every 15 quiet seconds. *after* is ``<run>-<number>``; when that is too
        long ago, or of another run, the first change is a ``reset``.
        """
        queue: asyncio.Queue[Change | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            for change in self._missed(after):
                if chat in {"", change.chat} or not change.chat:
                    yield change
            while not self._closed:
                try:
                    news = await asyncio.wait_for(queue.get(), QUIET_SECONDS)
                except TimeoutError:
                    yield None
                    continue
                if news is not None and (chat in {"", news.chat} or not news.chat):
                    yield news
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """End every stream, and those still to come."""
        self._closed = True
        for queue in self._listeners:
            queue.put_nowait(None)

    def _keep(self, bubble: Bubble) -> None:
        held = self._of(bubble.chat)
        bubble = replace(bubble, version=self._number + 1)
        held.bubbles[bubble.id] = bubble
        if len(held.bubbles) > KEPT_MESSAGES:
            held.bubbles.pop(min(held.bubbles, key=int))
        held.keyboard = bubble.message.keyboard or held.keyboard
        self._tell("message", bubble.chat, bubble.wire() | {"keyboard": held.keyboard})

    def _tell(self, name: str, chat: str, data: dict[str, Any]) -> None:
        self._number += 1
        text = json.dumps(data, ensure_ascii=False)
        change = Change(self._number, name, chat, text)
        self._changes.append(change)
        for queue in self._listeners:
            queue.put_nowait(change)

    def _missed(self, after: str) -> Sequence[Change]:
        run, _, number = after.partition("-")
        if not after:
            return [Change(self._number, "hello", "", "{}")]
        oldest = self._changes[0].number if self._changes else self._number + 1
        known = run == self.run and number.isdecimal() and int(number) >= oldest - 1
        if not known:
            return [Change(self._number, "reset", "", "{}")]
        return [change for change in self._changes if change.number > int(number)]

    def _of(self, chat: str) -> _Chat:
        return self._chats.setdefault(chat, _Chat())


def plain(text: str) -> Outgoing:
    """Return what a person typed as a message."""
    return Outgoing((Segment("text", text),))
