"""What stands in the fake's chats."""

from dataclasses import dataclass, field
from typing import Any

from tests.telegram.markup import Entity
from tests.telegram.uploads import File


@dataclass
class Message:
    """What the bot posted, as it stands now."""

    id: int
    text: str
    entities: list[Entity] = field(default_factory=list)
    rows: list[list[dict[str, str]]] = field(default_factory=list)
    keyboard: list[list[str]] = field(default_factory=list)
    thread: int = 0
    silent: bool = False
    edits: int = 0
    too_old: bool = False  # Telegram no longer deletes it for everyone
    files: list[File] = field(default_factory=list)  # one; *text* is then its caption
    album: str = ""

    @property
    def labels(self) -> list[list[str]]:
        """The words on the buttons under it."""
        return [[button["text"] for button in row] for row in self.rows]

    @property
    def mentions(self) -> list[int]:
        """The people it rings, by user id."""
        prefix = "tg://user?id="
        links = [e.href for e in self.entities if e.href.startswith(prefix)]
        return [int(link.removeprefix(prefix)) for link in links]


@dataclass
class Chat:
    """A private chat or group; *messages* are the bot's own, oldest first."""

    id: int
    kind: str
    title: str = ""
    topics: tuple[int, ...] = ()
    closed: set[int] = field(default_factory=set)  # topics nobody writes to any more
    messages: list[Message] = field(default_factory=list)
    blocked: bool = False
    moved_to: int = 0

    @property
    def raw(self) -> dict[str, Any]:
        """As it stands in an update."""
        chat: dict[str, Any] = {"id": self.id, "type": self.kind}
        return chat | ({"title": self.title} if self.title else {})

    def bearing(self, label: str) -> tuple[Message, str]:
        """Return the latest message with a button of that label, and its payload."""
        for message in reversed(self.messages):
            for button in (button for row in message.rows for button in row):
                if button["text"] == label:
                    return message, button["callback_data"]
        raise LookupError(f"no button {label} among {[m.labels for m in self.messages]}")
