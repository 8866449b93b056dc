"""How keeping the record can fail, beyond what the ports name."""

from dataclasses import dataclass


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
