"""Files by the hash of their content, two levels of folders deep; written whole or not at all."""

import os
import re
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

_SHA = re.compile(r"[0-9a-f]{64}")


class FileShelf:
    """`bot.ports.store.Shelf` in a folder, which is made for its owner alone at the first file."""

    def __init__(self, folder: Path) -> None:
        """Touch nothing yet."""
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep it durably; a file that is there already is not written again."""
        sha = sha256(content).hexdigest()
        place = self._place(sha)
        if not place.exists():
            self._write(place, content)
        return sha

    def read(self, sha: str) -> bytes:
        """Raises FileNotFoundError, also for what is no hash."""
        return self._place(sha).read_bytes()

    def drop(self, sha: str) -> None:
        """Delete it."""
        self._place(sha).unlink(missing_ok=True)

    def _place(self, sha: str) -> Path:
        if not _SHA.fullmatch(sha):
            raise FileNotFoundError(sha)
        return self._folder / sha[:2] / sha[2:]

    def _write(self, place: Path, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = place.with_name(f".{token_hex(8)}.part")
        try:
            with os.fdopen(
                os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(place)
            _sync(place.parent)
        finally:
            fresh.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make the name durable too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class MemoryShelf:
    """`bot.ports.store.Shelf` in a dictionary."""

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
