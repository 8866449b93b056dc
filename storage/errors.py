"""How keeping the record can fail, beyond what the ports name."""

import sqlite3
from dataclasses import dataclass

from bot.ports.store import StoreBusy

_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
"""Errors of SQLite that are nobody's mistake: the same turn may succeed later."""


@dataclass(eq=False)
class StoreUnfit(Exception):
    """The file cannot serve as the office's record, and was left as it was.

    *why*: ``url`` (not a kind of store there is), ``unreadable`` (*found*: SQLite's words), ``foreign``
    (another program's database), ``newer`` (made by a later version, *found* its revision),
    ``journal_mode`` or ``synchronous`` (durable commits cannot be had; *found* what can).
    """

    where: str
    why: str
    found: str = ""


@dataclass(eq=False)
class Taken(Exception):
    """A full number or a post's key that must be unique is used already: an error of the caller."""

    key: str


def as_told(error: BaseException) -> BaseException:
    """Return what whoever handed a turn in is told of its failure."""
    if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in _PASSING:
        return StoreBusy(str(error))
    if isinstance(error, StopIteration):  # no future takes it
        return RuntimeError("a turn raised StopIteration")
    return error
