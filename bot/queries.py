"""What pages and exports may ask: protocols and plain rows, nothing of the core."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The register as a table: headings and rows of text, in the ruleset's columns."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class LedgerQuery(Protocol):
    """Asks the register."""

    async def ledger(self, wanted: str) -> LedgerPage:
        """Return what *wanted* (a period word, words, or nothing) selects, newest first."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One finding of ``shouwen check``: what is so, and what to do about it."""

    what: str
    do: str
    serious: bool = False


class Alarms(Protocol):
    """Asks the clocks."""

    async def next(self) -> datetime | None:
        """When something is due next."""


Findings = Sequence[Checked]
