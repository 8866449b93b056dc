"""What the core asks of a store: one unit of work per turn, repositories as protocols.

A turn is plain synchronous code that runs in the store's own thread; everything it does is
committed together or not at all. Moments are aware datetimes and come back in UTC.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from bot.chat import Address, Outgoing
from bot.domain.facts import Fact
from bot.domain.inquiry import Inquiry
from bot.domain.office import Entry, OfficerId
from bot.domain.roster import Roster

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a post: a template (*view*) about an inquiry, showing one *face* of it.

    A face is a menu's name, with what was picked so far behind a colon; empty shows the state.
    *args* are strings that must survive with the post (candidates, ticked papers, a number).
    """

    view: str
    inquiry: int = 0
    face: str = ""
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message owed to a chat, and after it was sent, the message that is kept up to date.

    *body* is what it should look like (version *wanted*), *shown* the version the chat has.
    *key* is unique and says what it is owed for; ``""`` for a plain reply. *rank*: 0 interactive,
    1 urgent, 2 routine. *not_before* holds it back. *guard* names the clock that must still run
    for it to go out (``""``: none). *state*: owed, sent, parked, dropped.
    """

    id: int = 0
    address: Address
    to: OfficerId
    kind: str  # card | reply | question | list | notice | line | digest
    parts: tuple[Part, ...] = ()
    body: Outgoing
    key: str = ""
    rank: int = 0
    not_before: datetime | None = None
    guard: str = ""
    message_id: str = ""
    shown: int = 0
    wanted: int = 1
    state: str = "owed"
    tries: int = 0
    error: str = ""
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """How one sending ended, to be written down. *state* as in `Post`; *shown* the version."""

    post: int
    state: str
    shown: int = 0
    message_id: str = ""
    error: str = ""
    chat: str = ""  # where it went, if the chat has moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a clock owes a person, told in his next list (个人清单).

    *key* = clock, rung, occurrence, due date, recipient: told once.
    """

    key: str
    to: OfficerId
    inquiry: int
    view: str
    args: tuple[str, ...] = ()
    not_before: datetime
    alone: bool = False  # a message by itself (催办通知书, urgent)
    rank: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A line-by-line form somebody has begun: only its answers."""

    address: Address
    officer: OfficerId
    form: str
    answers: dict[str, str]
    asking: str = ""  # key of the field last asked
    started_at: datetime
    reminded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """How to take back somebody's last step on an inquiry: the inquiry as it was before."""

    inquiry: int
    by: OfficerId
    at: datetime
    step: int  # the inquiry's step after it
    before: Inquiry | None  # None: it was the registration itself
    posts: tuple[int, ...] = ()  # what the step put into chats


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which inquiries; every given condition must hold. Dates are office days, inclusive."""

    open: bool | None = None
    owes: OfficerId | None = None
    assignee: OfficerId | None = None
    first_responder: OfficerId | None = None
    registered_by: OfficerId | None = None
    department: str | None = None
    states: tuple[str, ...] = ()
    number: str = ""
    phone: str = ""
    inquirer: str = ""
    words: str = ""  # in matter, inquirer, unit, place, told, number or the end of the phone
    since: date | None = None  # by reception day
    until: date | None = None
    due_before: datetime | None = None
    concluded_since: datetime | None = None
    newest_first: bool = True
    at_most: int = 500


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line of the append-only, hash-chained history (办理留痕)."""

    seq: int
    inquiry: int
    at: datetime
    by: OfficerId
    fact: Fact
    hash: str


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
        """By reception, newest or oldest first."""

    def due(self, now: datetime, at_most: int) -> list[Inquiry]:
        """Those whose earliest clock alarm has come, earliest first: an index, not a scan."""

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

    def broken_at(self) -> int | None:
        """The first line whose hash does not follow from the one before; ``None`` if intact."""


class Posts(Protocol):
    """What is owed to chats, and what stands in them."""

    def add(self, post: Post) -> Post | None:
        """Owe it; ``None`` if its key was owed before. The id is given here."""

    def get(self, post: int) -> Post | None: ...

    def save(self, post: Post) -> None:
        """Keep body, parts, wanted, state, not_before, key, guard, address and message_id."""

    def at(self, address: Address, message_id: str) -> Post | None:
        """The post that is this message."""

    def last(self, address: Address) -> Post | None:
        """The newest post of this chat that is sent or owed now (not held back, not dropped)."""

    def about(self, inquiry: int) -> list[Post]:
        """Posts with a part about the inquiry, not dropped or parked, oldest first."""

    def owed(self, now: datetime) -> list[Post]:
        """State owed, shown < wanted, and not held back beyond *now*; in order of id."""

    def next_held(self, now: datetime) -> datetime | None:
        """When the next held-back post may go out."""

    def mark(self, sent: Iterable[Sent]) -> None:
        """Write down how sendings ended; a lower *shown* never overwrites a higher one."""

    def parked(self) -> list[Post]: ...

    def history(self, address: Address, at_most: int) -> list[Post]:
        """What stands in a chat, oldest first."""


class Items(Protocol):
    """What clocks owe to persons and no list has told yet."""

    def add(self, item: Item) -> bool:
        """Owe it; False if it was owed (or told) before."""

    def ready(self, now: datetime) -> list[Item]:
        """Not told, and not held back beyond *now*, in order of being owed."""

    def told(self, keys: Iterable[str]) -> None: ...

    def next_held(self, now: datetime) -> datetime | None: ...


class Drafts(Protocol):
    """Begun forms, one a person and chat."""

    def get(self, address: Address, officer: OfficerId) -> Draft | None: ...

    def put(self, draft: Draft) -> None: ...

    def drop(self, draft: Draft) -> None: ...

    def all(self) -> list[Draft]: ...


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

    async def close(self) -> None: ...


@dataclass(eq=False)
class StoreBusy(Exception):
    """Nothing was written; the same turn may be run again."""

    reason: str
