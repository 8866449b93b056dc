"""What the office's own page and the core say to each other: who looks, comes in, what stood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.chat import Outgoing

PAGE = "web"
"""The platform the office's own page is."""


def chat_of(officer: str) -> str:
    """Name a person's own chat on the page."""
    return f"p:{officer}"


def channel_of(department: str) -> str:
    """Name a department's channel on the page."""
    return f"c:{department}"


def is_channel(chat: str) -> bool:
    """Tell a department's channel from a person's own chat."""
    return chat.startswith(channel_of(""))


@dataclass(frozen=True, slots=True)
class Place:
    """A chat a person sees: its id (``p:001``, ``c:住房保障股``) and its name."""

    chat: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks at the page from a device that came in, and which chats are his to see."""

    key: str
    name: str
    department: str
    places: tuple[Place, ...] = ()
    administrator: bool = False

    def sees(self, chat: str) -> bool:
        """Whether *chat* is one of his."""
        return any(place.chat == chat for place in self.places)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the office; *key* is the staff number (工号), *line* the role shown."""

    key: str
    name: str
    title: str
    department: str
    room: str
    line: str


@dataclass(frozen=True, slots=True)
class Team:
    """A department's channel (科室群); *key* is the department."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The office's time, and when the next alarm falls; both aware, in the office's zone."""

    now: datetime
    next: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryStep:
    """One step of the 90-second story: at most one of *say*, *press*, *wind*, else only a look.

    *who* is the person whose phone is shown and who acts; *team* the channel shown beside it; both
    stay as they were when empty. *say* is typed and sent; ``{number}`` in it stands for the number
    of the first card of the story. *press* is the beginning of a button's label, looked for from
    the newest message of the chat upwards. With *in_team* both happen in the channel. *wind* is
    handed to the clock.
    """

    caption: str
    caption_en: str = ""
    who: str = ""
    team: str = ""
    say: str = ""
    press: str = ""
    wind: str = ""
    in_team: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message that stood in a chat; *author* is a staff number and *name* its name, empty for the bot.

    *id* is a number in digits, growing from message to message; *at* is office time.
    """

    id: str
    at: datetime
    author: str = ""
    name: str = ""
    message: Outgoing
    delivery: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Somebody at the entrance: the code he was given, and the device he comes with.

    *device* is the hash of the secret his browser will keep, *browser* what it calls itself,
    *client* the address he comes from.
    """

    code: str
    device: str
    browser: str
    client: str = ""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A one-time code for somebody, made just now; *until* is office time."""

    code: str
    name: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """Who asked (号码), as kept in the office; *number* is the inquiry's.

    *words* is what was written: the matter, remarks, the answer; empty ones are none. *token* is
    good for writing once. *wrong* are the lines, by key, that could not be read and
    were not kept.
    """

    number: str
    name: str
    phone: str
    place: str
    token: str
    words: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


class History(Protocol):
    """Asks what stood in a chat."""

    async def __call__(self, chat: str, *, before: str, at_most: int) -> Sequence[Told]:
        """Return the newest messages older than *before* (empty: of all), oldest first."""


class Entrance(Protocol):
    """The core's side of a page people have to come in to."""

    @property
    def secret(self) -> bytes:
        """What the page signs with; the same after a restart."""

    @property
    def keyboard(self) -> tuple[tuple[str, ...], ...]:
        """The fixed keyboard of a person's own chat."""

    async def who(self, device: str) -> Viewer | None:
        """Return whose device this is; ``None`` once it is revoked or its person has left."""

    async def enter(self, coming: Coming) -> Viewer | None:
        """Let the person in whose code it is; ``None`` if it is nobody's, used or expired."""

    async def leave(self, device: str) -> None:
        """End a device: its person says good-bye on it."""

    async def colleagues(self) -> Sequence[Colleague]:
        """Return everybody active, as the directory lists them."""

    async def stands(self, chat: str) -> bool:
        """Whether *chat* is a person's who may come in, or a department's."""

    async def read_up_to(self, person: str, newest: Mapping[str, str]) -> Mapping[str, str]:
        """Return up to which message *person* has read each chat of *newest*.

        A channel he never opened counts as read up to its *newest*.
        """

    async def has_read(self, person: str, chat: str, message: str) -> bool:
        """Keep it; False if he had read further already."""

    async def hand_out(self, by: str, to: str) -> HandedOut | None:
        """Make a code for *to*; ``None`` if *by* is no administrator or *to* nobody."""

    async def open_particulars(self, token: str) -> Particulars | None:
        """Open them once; ``None`` for a token that is used, expired or nobody's."""

    async def write_particulars(self, token: str, given: Mapping[str, str]) -> Particulars | None:
        """Keep the lines ``name``, ``phone`` and ``place`` that are other than they were."""
