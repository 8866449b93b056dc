"""What stands in the fake workspace: channels, messages as they are read, files."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Message:
    """What the bot posted, as it stands now."""

    ts: str
    blocks: list[dict[str, Any]]
    fallback: str = ""
    thread: str = ""
    edits: int = 0
    names: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words as they are read."""
        return "".join(self._read(element) for element in self.elements)

    @property
    def elements(self) -> list[dict[str, Any]]:
        """The runs of its rich text."""
        sections = [s for b in self.blocks if b["type"] == "rich_text" for s in b["elements"]]
        return [element for section in sections for element in section["elements"]]

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        """The buttons under it."""
        return [b["elements"] for b in self.blocks if b["type"] == "actions"]

    @property
    def labels(self) -> list[list[str]]:
        """The words on the buttons under it."""
        return [[button["text"]["text"] for button in row] for row in self.rows]

    @property
    def mentions(self) -> list[str]:
        """The people it rings."""
        return [e["user_id"] for e in self.elements if e["type"] == "user"]

    @property
    def shown(self) -> str:
        """As the transcripts write it: text, then rows of ``[buttons]``."""
        rows = [" ".join(f"[{label}]" for label in row) for row in self.labels]
        return "\n".join([self.text, *rows])

    def bearing(self, label: str) -> tuple["Message", dict[str, Any]]:
        """Return itself with the button that begins so."""
        for button in (button for row in self.rows for button in row):
            if button["text"]["text"].startswith(label):
                return self, button
        raise LookupError(label)

    def _read(self, element: dict[str, Any]) -> str:
        if element["type"] == "user":
            return f"@{self.names.get(element['user_id'])}"
        return str(element["text"])


@dataclass
class Channel:
    """A channel, or a direct message (its id begins with D); *messages* are the bot's own."""

    id: str
    name: str = ""
    joined: bool = True
    archived: bool = False
    members: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    kept_for_ever: bool = False  # the workspace lets nobody delete

    @property
    def kind(self) -> str:
        """As events call it."""
        return "im" if self.id.startswith("D") else "channel"

    def find(self, ts: str) -> Message | None:
        """Return the bot's message of that stamp."""
        return next((m for m in self.messages if m.ts == ts), None)

    def bearing(self, label: str) -> tuple[Message, dict[str, Any]]:
        """Return the latest message with a button that begins so."""
        for message in reversed(self.messages):
            try:
                return message.bearing(label)
            except LookupError:
                continue
        raise LookupError(f"no button {label} among {[m.labels for m in self.messages]}")


@dataclass
class Stored:
    """A file in the workspace; *shared* are the channels it was put into."""

    id: str
    name: str
    mime: str = "application/octet-stream"
    content: bytes = b""
    shared: list[tuple[str, str]] = field(default_factory=list)
    length: int = 0
    elsewhere: str = ""
    streamed: bool = False  # sent without saying how long it is

    def raw(self, root: str) -> dict[str, Any]:
        """As it stands in an event or in ``files.info``."""
        address = self.elsewhere or f"{root}/files/{self.id}"
        raw = {"id": self.id, "name": self.name, "mimetype": self.mime, "size": len(self.content)}
        return {**raw, "url_private": address, "url_private_download": address}
