"""What the store keeps besides inquiries and the directory: plain frozen values.

Moments are aware datetimes and come back in UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.chat import Address, Enclosed, Outgoing
from bot.domain.facts import Fact
from bot.domain.inquiry import Attached, FileState, Inquiry
from bot.domain.messages import PostKind
from bot.domain.office import OfficerId
from bot.domain.rights import Seen

MOST_ABOUT = 40
"""Newest posts of an inquiry that are kept up to date; what is older stays as it was read."""


class PostState(StrEnum):
    """How far a message has come."""

    OWED = "owed"  # to be sent, or edited
    SENT = "sent"  # the chat shows what it should
    PARKED = "parked"  # its platform has said never (未送达)
    AGAIN = "again"  # parked, and somebody wants it sent once more
    DROPPED = "dropped"  # not to be sent any more

    @property
    def is_alive(self) -> bool:
        """It is sent, or edited, when there is something to show."""
        return self in (PostState.OWED, PostState.SENT)

    @property
    def is_undelivered(self) -> bool:
        """It stands in the list 未送达."""
        return self in (PostState.PARKED, PostState.AGAIN)


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
    """A message owed to a chat, and after it was sent, the message that is kept up to date."""

    id: int = 0
    address: Address  # platform, chat and thread
    to: OfficerId  # whose message it is; empty: everybody's in a channel
    kind: PostKind
    parts: tuple[Part, ...] = ()  # what it is made of; none: a plain reply, never rendered again
    body: Outgoing  # what it should look like
    key: str = ""  # unique; what it is owed for; empty for what may be owed twice
    rank: int = 0  # 0 interactive, 1 urgent, 2 routine
    not_before: datetime | None = None  # aware; held back until then
    message_id: str = ""  # the platform's, once it was sent
    shown: int = 0  # the version the chat has
    wanted: int = 1  # the version *body* is
    state: PostState = PostState.OWED
    tries: int = 0  # in vain
    error: str = ""  # why the last try failed
    made_at: datetime  # aware


@dataclass(frozen=True, slots=True)
class Sent:
    """How one sending ended, to be written down; *shown* is the version."""

    post: int
    state: PostState
    shown: int = 0
    message_id: str = ""
    error: str = ""


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
class Download:
    """A file somebody handed over (材料): ``owed`` by its platform until it is ``kept`` on the shelf.

    *inquiry* 0: it is not known yet which it belongs to. *handle* is good for ``Adapter.fetch``.
    *not_before*: when it may be fetched; once kept, when its keeping is looked into again.
    ``going`` is one whose time was over, until its content is deleted.
    """

    id: int = 0
    platform: str
    handle: str
    inquiry: int = 0
    file: Attached
    state: FileState = FileState.OWED
    tries: int = 0
    not_before: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a person said on a platform that has no memory of its own."""

    address: Address
    message_id: str
    by: OfficerId
    at: datetime
    text: str
    delivery: str
    reply_to: str = ""
    files: tuple[Enclosed, ...] = ()


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
    first_responder: OfficerId | None = None  # or who took his part over (交接)
    registered_by: OfficerId | None = None
    department: str | None = None
    states: tuple[str, ...] = ()
    number: str = ""
    phone: str = ""
    inquirer: str = ""
    words: str = ""  # in matter, inquirer, unit, place, told, number or the end of the phone
    since: date | None = None  # by reception day
    until: date | None = None
    due_since: datetime | None = None
    due_before: datetime | None = None
    concluded_since: datetime | None = None
    concluded_before: datetime | None = None
    owes_not: OfficerId | None = None
    seen_by: Seen | None = None  # None: whoever asks may see all
    newest_first: bool = True
    by_due: bool = False  # the earliest due date first, instead of by reception
    at_most: int = 500


@dataclass(frozen=True, slots=True)
class Tally:
    """So many inquiries that are alike: their outcome (else state), section, person and way."""

    outcome: str
    department: str
    first_responder: OfficerId
    handled: str
    count: int


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line of the append-only, hash-chained history (办理留痕)."""

    seq: int
    inquiry: int
    at: datetime
    by: OfficerId
    fact: Fact
    hash: str
