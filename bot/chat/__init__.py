"""The words core and adapters share: what comes in, what goes out, how sending can fail."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, Protocol

from bot.chat.clean import clean, cleaned
from bot.chat.errors import Moved, TryLater, Undeliverable
from bot.chat.lent import Line, Menu, Sheet, Surroundings

__all__ = [
    "Ack",
    "Adapter",
    "Address",
    "App",
    "Attachment",
    "Button",
    "Contact",
    "Enclosed",
    "Incoming",
    "Limits",
    "Line",
    "Menu",
    "Moved",
    "Outgoing",
    "Rate",
    "Receive",
    "Segment",
    "Sheet",
    "Surroundings",
    "TryLater",
    "Undeliverable",
]

App = Callable[..., Awaitable[Any]]
"""An ASGI application."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a chat of a platform, and the topic or thread in it (``""`` = none)."""

    platform: str
    chat: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone number somebody shared; *user* is whose it is according to the platform."""

    phone: str
    user: str

    def __post_init__(self) -> None:
        """Whatever a platform brought can be written down."""
        _clean(self, "phone", "user")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Something handed over with a message. *kind*: photo, document, voice or location.

    *handle* is the platform's own name for the content, good for `Adapter.fetch`; a location has
    none, its *text* says where. *size* in bytes, 0 where the platform does not tell.
    """

    kind: str
    handle: str = ""
    name: str = ""
    mime: str = ""
    size: int = 0
    text: str = ""

    def __post_init__(self) -> None:
        """Whatever a platform brought can be written down."""
        _clean(self, "kind", "handle", "name", "mime", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One thing a person did in a chat, platform details removed.

    *id* names the delivery, unique per platform, and is repeated when the platform repeats itself.
    *message_id* is the message itself, or for a press the message that bears the button.
    *press* is a button's payload; *reply_to* the message id a text replies to.
    *addressed* is true where the bot is meant: private chats, mentions, commands, and replies to it
    unless, as in threads, whatever is said there is formally one.
    *bundle* is true for a forwarded or pasted text, which is one inquiry however many lines it has.
    *command* is a platform command's Latin name without the slash, *text* then its arguments.
    *album* names the set an attachment belongs to, sent as several messages. *edited* is true where
    message *message_id* was said before and now says *text*. *form* is a paper filled in at once
    (its name), *answers* its lines. *email* is the sender's address, vouched for by the platform.
    *keep*: the platform has no memory of its own, so what was said is kept for its history.

    Every text in it is `clean`, however it was brought.
    """

    id: str
    address: Address
    sender: str
    sender_name: str = ""
    private: bool = True
    addressed: bool = True
    text: str = ""
    command: str = ""
    press: str = ""
    message_id: str = ""
    reply_to: str = ""
    bundle: bool = False
    contact: Contact | None = None
    attachments: tuple[Attachment, ...] = ()
    album: str = ""
    edited: bool = False
    form: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    email: str = ""
    keep: bool = False
    own_chat: str = ""  # the sender's private chat, where a home page was opened instead
    moved_to: str = ""  # this chat goes on under another id (group became a supergroup)

    def __post_init__(self) -> None:
        """Whatever a platform brought can be written down."""
        _clean(self, *_TEXTS)
        where = self.address
        _set(self, "address", Address(*map(clean, (where.platform, where.chat, where.thread))))
        _set(self, "answers", cleaned(self.answers))


_TEXTS = tuple(f.name for f in fields(Incoming) if f.type is str)
_set = object.__setattr__


def _clean(value: object, *names: str) -> None:
    for name in names:
        was = getattr(value, name)
        now = clean(was)
        if now is not was:
            _set(value, name, now)


class Segment(NamedTuple):
    """A run of text: kind is ``text b i code a at``; ref is the link, or the platform's user id."""

    kind: str
    text: str
    ref: str = ""


class Button(NamedTuple):
    """A button: its label, and a payload of at most 64 bytes that comes back in ``press``."""

    label: str
    payload: str


class Enclosed(NamedTuple):
    """A kept file sent along: its kind as in `Attachment`, name, type, and hash on the shelf."""

    kind: str
    name: str
    mime: str
    sha: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as it should look: segments in reading order, rows of buttons, fixed keyboard.

    *silent* posts without a sound; *keyboard* are the words kept under the input field, empty for
    no change; *wipe* asks to delete the message instead (an edit only). *files* go along with it,
    never with an edit.
    """

    segments: tuple[Segment, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    keyboard: tuple[tuple[str, ...], ...] = ()
    wipe: bool = False
    files: tuple[Enclosed, ...] = ()

    @property
    def text(self) -> str:
        """The bare words, for logs of tests and platforms without formatting."""
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Ack:
    """What the platform may show for a moment after a press; empty for nothing. Never owed.

    *errors* are what is wrong with a paper filled in at once, by its lines; nothing was done then.
    """

    text: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


Receive = Callable[[Incoming], Awaitable[Ack]]
"""The core's door: returns after the commit; raising means the platform must deliver again."""


class Rate(NamedTuple):
    """So many messages in so many seconds."""

    messages: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a platform says it takes: in all, to one person, to one group; ``None``: no limit."""

    overall: Rate | None = None
    private: Rate | None = None
    group: Rate | None = None


class Adapter(Protocol):
    """A platform. One file or package in ``adapters``, made by its ``connect`` function."""

    name: str
    limits: Limits

    @property
    def mounts(self) -> Mapping[str, App]:
        """What it answers on the office's one HTTP server, by path; may be empty."""

    async def run(self, receive: Receive) -> None:
        """Listen until cancelled; tell the platform "received" only after *receive* returns."""

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        """Post, or edit message *edit*; return the message id.

        Raises:
            TryLater: the platform is busy or out of reach; the same message again later.
            Undeliverable: this message will never arrive there.
            Moved: the chat goes on under another id.
        """

    async def fetch(self, handle: str) -> bytes:
        """Return the content of an attachment.

        Raises:
            TryLater: not now.
            Undeliverable: it is gone, or too large for the platform to hand out.
        """

    def link(self, code: str) -> str:
        """Return the address that opens the bot and binds with *code*; "" where there is none."""

    async def close(self) -> None:
        """Let go of connections; called once."""
