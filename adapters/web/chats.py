"""The newest part of each chat of the page in memory, and the stream of changes."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from adapters.web.kinds import INLINE
from bot.chat import Enclosed, Outgoing, Segment
from bot.chat.clean import whole_number
from bot.chat.page import Told, chat_of

KEPT_MESSAGES = 500
KEPT_EVENTS = 2000
PAGE_OF = 60
"""Messages fetched at once when somebody scrolls back."""
QUIET_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Said:
    """Who said it: a staff number and its name, empty for the bot.

    *delivery* is the page's own name for it.
    """

    author: str = ""
    delivery: str = ""
    reply_to: str = ""
    name: str = ""


BY_BOT = Said()
Link = Callable[[str, Enclosed], str]
"""From a chat and a file in it to the address it is fetched at."""


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

    @classmethod
    def of(cls, chat: str, told: Told) -> "Bubble":
        """Return a message that stood in the chat before this run, or before it was asked for."""
        said = Said(told.author, told.delivery, told.reply_to, told.name)
        return cls(id=told.id, chat=chat, at=told.at, message=told.message, said=said)

    def wire(self, link: Link) -> dict[str, Any]:
        """Return the form the page reads; times as ISO 8601 with the office's offset."""
        return {
            "id": self.id,
            "chat": self.chat,
            "author": self.said.author,
            "name": self.said.name,
            "at": self.at.isoformat(timespec="seconds"),
            "version": self.version,
            "segments": self.message.segments,
            "rows": self.message.rows,
            "edited": self.edited,
            "delivery": self.said.delivery,
            "reply_to": self.said.reply_to,
            "files": [_file(self.chat, file, link) for file in self.message.files],
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
    loaded: bool = False
    keyboard: tuple[tuple[str, ...], ...] = ()


class Chats:
    """Messages by chat, and who listens.

    *first* is the first message id and names this run: ids of an earlier run, which the core still
    knows from its database, are smaller and so never hit a message of this one.
    """

    def __init__(self, first: int, link: Link) -> None:
        self._link = link
        self.run = str(first)
        self._next_id = first
        self._number = 0
        self._chats: dict[str, _Chat] = {}
        self._changes: deque[Change] = deque(maxlen=KEPT_EVENTS)
        self._listeners: set[asyncio.Queue[Change | None]] = set()
        self._closed = False
        self._reserved: dict[tuple[str, str], str] = {}
        self.quiet_seconds: float = QUIET_SECONDS

    def reserve(self, chat: str, delivery: str) -> str:
        """Return the id of a message that is under way; the same for the same *delivery*."""
        return self._reserved.get((chat, delivery)) or self._reserve(chat, delivery)

    def release(self, chat: str, delivery: str) -> None:
        """It has come, or will not."""
        self._reserved.pop((chat, delivery), None)

    def post(
        self, chat: str, message: Outgoing, *, at: datetime, said: Said = BY_BOT, name: str = ""
    ) -> str:
        """Add a message under the next id, or the reserved *name*; return the id."""
        name = name or self._next()
        self._keep(Bubble(id=name, chat=chat, at=at, message=message, said=said))
        return name

    def is_loaded(self, chat: str) -> bool:
        """Whether what stood in the chat before has been taken in."""
        return self._of(chat).loaded

    def holds(self, chat: str, name: str) -> bool:
        """Whether the message is in memory."""
        return name in self._of(chat).bubbles

    def load(self, chat: str, told: Iterable[Told]) -> None:
        """Take in what stood there before; what is known already is newer."""
        held = self._of(chat)
        held.loaded = True
        for each in told:
            held.bubbles.setdefault(each.id, Bubble.of(chat, each))
            held.keyboard = held.keyboard or each.message.keyboard

    def wires(self, chat: str, told: Iterable[Told]) -> list[dict[str, Any]]:
        """Return older messages in the form the page reads; those in memory are newer."""
        held = self._of(chat).bubbles
        found = (held.get(each.id) or Bubble.of(chat, each) for each in told)
        return [bubble.wire(self._link) for bubble in found]

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
            "messages": [bubble.wire(self._link) for bubble in ordered],
            "keyboard": held.keyboard,
            "version": self._number,
        }

    def newest(self, chat: str) -> str:
        """Return the id of the newest message, empty if there is none."""
        return max(self._of(chat).bubbles, key=int, default="")

    def summary(self, chat: str, read: str, reader: str) -> dict[str, Any]:
        """Say what a list of chats shows of this one: its last line, and how much is unread."""
        bubbles = self._of(chat).bubbles
        last = bubbles[self.newest(chat)] if bubbles else None
        unread = (b for b in bubbles.values() if int(b.id) > int(read) and b.said.author != reader)
        return {
            "chat": chat,
            "read": read,
            "unread": sum(1 for _ in unread),
            "last": last.wire(self._link) if last else None,
        }

    def tell_read(self, person: str, chat: str, message: str) -> None:
        """Tell a person's devices how far he has read one of his chats."""
        self._tell("read", chat_of(person), {"chat": chat, "read": message})

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
                    news = await asyncio.wait_for(queue.get(), self.quiet_seconds)
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

    def _reserve(self, chat: str, delivery: str) -> str:
        name = self._reserved[chat, delivery] = self._next()
        return name

    def _next(self) -> str:
        name = str(self._next_id)
        self._next_id += 1
        return name

    def _keep(self, bubble: Bubble) -> None:
        held = self._of(bubble.chat)
        bubble = replace(bubble, version=self._number + 1)
        held.bubbles[bubble.id] = bubble
        if len(held.bubbles) > KEPT_MESSAGES:
            held.bubbles.pop(min(held.bubbles, key=int))
        held.keyboard = bubble.message.keyboard or held.keyboard
        wire = bubble.wire(self._link) | {"keyboard": held.keyboard}
        self._tell("message", bubble.chat, wire)

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
        last = whole_number(number) if run == self.run else None
        if last is None or last < oldest - 1:
            return [Change(self._number, "reset", "", "{}")]
        return [change for change in self._changes if change.number > last]

    def _of(self, chat: str) -> _Chat:
        return self._chats.setdefault(chat, _Chat())


def plain(text: str, files: tuple[Enclosed, ...] = ()) -> Outgoing:
    """Return what a person typed and attached as a message."""
    return Outgoing((Segment("text", text),) if text else (), files=files)


def _file(chat: str, file: Enclosed, link: Link) -> Mapping[str, str]:
    """A file as the page shows it; what the shelf no longer has cannot be known here."""
    href = link(chat, file)
    small = f"{href}&small=1" if file.mime in INLINE else ""
    return {"kind": file.kind, "name": file.name, "mime": file.mime, "href": href, "small": small}
