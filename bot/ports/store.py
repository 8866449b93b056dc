"""What the core asks of a store: one unit of work per turn, repositories as protocols.

A turn is plain synchronous code that runs in the store's own thread; everything it does is
committed together or not at all. Moments are aware datetimes and come back in UTC.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from bot.chat import Address
from bot.domain.facts import Fact
from bot.domain.inquiry import FileState, Inquiry
from bot.domain.office import Entry, OfficerId
from bot.domain.roster import Roster
from bot.ports.values import (
    Download,
    Draft,
    Filter,
    Heard,
    Item,
    JournalLine,
    Post,
    Sent,
    Tally,
    Undo,
)

T = TypeVar("T")


class Inquiries(Protocol):
    """The office's inquiries."""

    def get(self, inquiry: int) -> Inquiry:
        """Raises `NoSuchInquiry`."""

    def numbered(self, number: str) -> Inquiry | None:
        """By short number (the latest year's) or the full one."""

    def add(self, inquiry: Inquiry) -> Inquiry:
        """Keep a new one; its ``id`` is given here (the argument's is ignored)."""

    def save(self, inquiry: Inquiry) -> Inquiry:
        """Keep the change, ``version`` raised by one. Raises `ChangedMeanwhile`."""

    def find(self, wanted: Filter) -> list[Inquiry]:
        """By reception, newest or oldest first, or by due date; *at_most* of them."""

    def each(self, wanted: Filter) -> Iterator[Inquiry]:
        """The same one by one; none but the one at hand is held in memory."""

    def count(self, wanted: Filter, *, up_to: int = -1) -> int:
        """How many there are, whatever *at_most* says; counted no further than *up_to*."""

    def tally(self, wanted: Filter) -> list[Tally]:
        """How many of each kind there are, whatever *at_most* says."""

    def due(self, now: datetime, at_most: int) -> list[Inquiry]:
        """Those whose earliest clock alarm has come, earliest first: an index, not a scan."""

    def choices(self, officer: OfficerId, at_most: int) -> list[tuple[str, OfficerId]]:
        """The duties and assignees of what somebody was first asked, the newest first."""

    def open_after(self, inquiry: int, at_most: int) -> list[Inquiry]:
        """Open ones in the order of their ids, behind this one."""

    def next_alarm(self) -> datetime | None:
        """The earliest alarm of all."""


class Journal(Protocol):
    """Append-only history."""

    def append(self, facts: Sequence[Fact]) -> None:
        """Write facts behind the chain's last line."""

    def of(self, inquiry: int) -> list[JournalLine]:
        """One inquiry's history, oldest first."""

    def kind(self, name: str, since: datetime) -> list[JournalLine]:
        """All facts of one kind since *since*, oldest first."""

    def count(self, name: str, since: datetime, *, by: OfficerId) -> int:
        """How many facts of one kind somebody caused since *since*."""

    def broken_at(self) -> int | None:
        """The first line whose hash does not follow from the one before; ``None`` if intact."""


class Posts(Protocol):
    """What is owed to chats, and what stands in them."""

    def add(self, post: Post) -> Post | None:
        """Owe it; ``None`` if its key was owed before. The id is given here."""

    def get(self, post: int) -> Post | None: ...

    def save(self, post: Post) -> None:
        """Keep body, parts, wanted, state, not_before, key, address and message_id."""

    def at(self, address: Address, message_id: str) -> Post | None:
        """The post that is this message."""

    def last(self, address: Address) -> Post | None:
        """The newest post of this chat that is sent or owed now (not held back, not dropped)."""

    def about(self, inquiry: int) -> list[Post]:
        """Posts with a part about the inquiry, not dropped or parked: the newest, oldest first."""

    def owed(self, now: datetime) -> list[Post]:
        """State owed, shown < wanted, and not held back beyond *now*; in order of id."""

    def next_held(self, now: datetime) -> datetime | None:
        """When the next held-back post may go out."""

    def mark(self, sent: Iterable[Sent]) -> None:
        """Write down how sendings ended; a lower *shown* never overwrites a higher one."""

    def parked(self) -> list[Post]: ...

    def wanted_again(self) -> list[Post]:
        """State again: was parked, and the running office is to send it once more."""

    def history(self, address: Address, at_most: int) -> list[Post]:
        """What stands in a chat, oldest first."""


class Items(Protocol):
    """What clocks owe to persons and no list has told yet."""

    def add(self, item: Item) -> bool:
        """Owe it; False if it was owed (or told) before."""

    def recipients(self, now: datetime) -> list[OfficerId]:
        """Who is owed something that is ready *now*, in order of being owed."""

    def ready(self, now: datetime, *, to: OfficerId) -> list[Item]:
        """Not told, and not held back beyond *now*, in order of being owed."""

    def told(self, keys: Iterable[str]) -> None: ...

    def next_held(self, now: datetime) -> datetime | None: ...


class Drafts(Protocol):
    """Begun forms, one a person and chat."""

    def get(self, address: Address, officer: OfficerId) -> Draft | None: ...

    def put(self, draft: Draft) -> None: ...

    def drop(self, draft: Draft) -> None: ...

    def all(self) -> list[Draft]: ...


class Downloads(Protocol):
    """Files handed over: still to be fetched, kept, or to be deleted."""

    def add(self, download: Download) -> Download:
        """Owe it; its id is given here."""

    def get(self, download: int) -> Download | None: ...

    def save(self, download: Download) -> None: ...

    def ready(self, state: FileState, now: datetime, *, at_most: int = -1) -> list[Download]:
        """Those in *state* and not put off beyond *now*, oldest first; -1: all of them."""

    def of_content(self, sha: str) -> int:
        """How many have this content."""

    def drop(self, download: int) -> None: ...


class Hearsay(Protocol):
    """What was said on platforms that have no memory of their own."""

    def add(self, heard: Heard) -> None: ...

    def history(self, address: Address, at_most: int) -> list[Heard]:
        """The newest of a chat, oldest first."""


class Shelf(Protocol):
    """Where files are kept, by the hash of their content. Its methods block."""

    def put(self, content: bytes) -> str:
        """Keep it durably; return its SHA-256 in hexadecimal digits. Raises OSError."""

    def read(self, sha: str) -> bytes:
        """Raises FileNotFoundError."""

    def drop(self, sha: str) -> None:
        """Delete it; nothing happens where it is gone already."""


class Undos(Protocol):
    """The last undoable step of each inquiry."""

    def put(self, undo: Undo) -> None:
        """Replaces the inquiry's former one."""

    def of(self, inquiry: int) -> Undo | None: ...

    def last_by(self, officer: OfficerId) -> Undo | None: ...

    def oldest(self, at_most: int) -> list[Undo]:
        """Those kept longest ago, oldest first."""

    def drop(self, inquiry: int) -> None: ...


class Work(Protocol):
    """One unit of work."""

    now: datetime
    outgoing: list[Post]  # every post added or saved in this turn, for the sender

    @property
    def roster(self) -> Roster: ...

    @property
    def inquiries(self) -> Inquiries: ...

    @property
    def journal(self) -> Journal: ...

    @property
    def posts(self) -> Posts: ...

    @property
    def items(self) -> Items: ...

    @property
    def drafts(self) -> Drafts: ...

    @property
    def undos(self) -> Undos: ...

    @property
    def downloads(self) -> Downloads: ...

    @property
    def heard(self) -> Hearsay: ...

    def answered(self, platform: str, delivery: str) -> bool:
        """Was this delivery handled before? If not, it is now (once this turn commits)."""

    def next_number(self, series: str) -> int:
        """Count a gapless series from 1 on."""

    def once(self, kind: str, audience: str, day: date) -> bool:
        """Claim a daily thing; False if it was claimed before."""

    def once_done(self, kind: str, audience: str, day: date) -> bool:
        """Was it claimed? Claims nothing."""

    def put(self, *entries: Entry) -> None:
        """Add or replace directory entries; the roster of this and later turns has them."""

    def drop(self, entry: Entry) -> None: ...

    def keep(self, key: str, value: str) -> None:
        """A small setting (binding code, note to self); ``""`` forgets it."""

    def kept(self, key: str) -> str: ...


class Store(Protocol):
    """Where everything is kept."""

    async def run(self, turn: Callable[[Work], T], *, at: datetime) -> T:
        """Run one turn and commit; turns run in the order they were handed in.

        An exception of the turn undoes the turn alone and is raised here.

        Raises:
            StoreBusy: the commit failed (locked, disk full): nothing was written.
        """

    async def read(self, look: Callable[[Work], T], *, at: datetime) -> T:
        """Look at what is committed, however long it takes: turns go on meanwhile.

        Raises:
            StoreBusy: it could not be read, or *look* tried to write.
        """

    async def close(self) -> None: ...


@dataclass(eq=False)
class StoreBusy(Exception):
    """Nothing was written; the same turn may be run again."""

    reason: str
