"""Files still to be fetched, what was said, and the shelf, in memory."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.chat import Address
from bot.kept import Download, Heard
from storage.changes import Changes
from storage.moments import in_utc


class MemoryDownloads:
    """`bot.ports.Downloads` in a dictionary."""

    def __init__(self, changes: Changes) -> None:
        """Start with none."""
        self._changes = changes
        self._kept: dict[int, Download] = {}
        self._last: dict[str, int] = {"id": 0}

    def add(self, download: Download) -> Download:
        """Owe it; its id is given here."""
        number = self._last["id"] + 1
        self._changes.put(self._last, "id", number)
        new = in_utc(replace(download, id=number))
        self.save(new)
        return new

    def get(self, download: int) -> Download | None:
        """Return it, fetched or not."""
        return self._kept.get(download)

    def save(self, download: Download) -> None:
        """Keep the change."""
        self._changes.put(self._kept, download.id, in_utc(download))

    def ready(self, state: str, now: datetime) -> list[Download]:
        """Those in *state* and not put off beyond *now*, oldest first."""
        found = (d for d in self._kept.values() if d.state == state and d.not_before <= now)
        return sorted(found, key=lambda d: d.id)

    def of_content(self, sha: str) -> int:
        """How many have this content."""
        return sum(d.file.sha == sha != "" for d in self._kept.values())

    def drop(self, download: int) -> None:
        """Forget it: its inquiry has the file."""
        self._changes.drop(self._kept, download)


class MemoryHearsay:
    """`bot.ports.Hearsay` in a dictionary."""

    def __init__(self, changes: Changes) -> None:
        """Start with nothing said."""
        self._changes = changes
        self._kept: dict[int, Heard] = {}

    def add(self, heard: Heard) -> None:
        """Keep what was said."""
        self._changes.put(self._kept, len(self._kept), in_utc(heard))

    def history(self, address: Address, at_most: int) -> list[Heard]:
        """The newest of a chat, oldest first."""
        found = [heard for heard in self._kept.values() if heard.address == address]
        return found[-at_most:]


class MemoryShelf:
    """`bot.ports.Shelf` in a dictionary."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        """Keep it; return its hash."""
        sha = sha256(content).hexdigest()
        self._kept[sha] = content
        return sha

    def read(self, sha: str) -> bytes:
        """Raises FileNotFoundError."""
        if sha not in self._kept:
            raise FileNotFoundError(sha)
        return self._kept[sha]

    def drop(self, sha: str) -> None:
        """Delete it."""
        self._kept.pop(sha, None)
