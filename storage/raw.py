"""Statements as they are, on a connection of their own: what the store's questions are measured by."""

import sqlite3
from pathlib import Path

from storage.words import asked


class Raw:
    """Reads a file, and writes nothing."""

    def __init__(self, file: Path) -> None:
        """Open it."""
        self._connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        self._connection.execute("PRAGMA cache_size = -32000")

    def ask(self, text: str, *values: object) -> list[tuple[object, ...]]:
        """Return all rows."""
        return self._connection.execute(text, values).fetchall()

    def question(self, *words: str) -> str:
        """Return what the index of words is asked for *words*."""
        return asked(words, None, people=(), sections=())

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()
