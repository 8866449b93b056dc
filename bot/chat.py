"""The words core and adapters share: what comes in, what goes out, how sending can fail."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One thing a person did in a chat, platform details removed.

    *id* names the delivery, unique per platform, and is repeated when the platform repeats itself.
    *message_id* is the message itself, or for a press the message that bears the button.
    *press* is a button's payload; *reply_to* the message id a text replies to.
    *addressed* is true where the bot is meant: private chats, mentions, commands, replies to it.
    *bundle* is true for a forwarded or pasted text, which is one inquiry however many lines it has.
    *command* is a platform command's Latin name without the slash, *text* then its arguments.
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
    moved_to: str = ""  # this chat goes on under another id (group became a supergroup)


class Segment(NamedTuple):
    """A run of text: kind is ``text b i code a at``; ref is the link, or the platform's user id."""

    kind: str
    text: str
    ref: str = ""


class Button(NamedTuple):
    """A button: its label, and a payload of at most 64 bytes that comes back in ``press``."""

    label: str
    payload: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as it should look: segments in reading order, rows of buttons, fixed keyboard.

    *silent* posts without a sound; *keyboard* are the words kept under the input field, empty for
    no change; *wipe* asks to delete the message instead (an edit only).
    """

    segments: tuple[Segment, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    keyboard: tuple[tuple[str, ...], ...] = ()
    wipe: bool = False

    @property
    def text(self) -> str:
        """The bare words, for logs of tests and platforms without formatting."""
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Ack:
    """What the platform may show for a moment after a press; empty for nothing. Never owed."""

    text: str = ""


Receive = Callable[[Incoming], Awaitable[Ack]]
"""The core's door: returns after the commit; raising means the platform must deliver again."""


class Adapter(Protocol):
    """A platform. One file or package in ``adapters``, made by its ``connect`` function."""

    name: str

    async def run(self, receive: Receive) -> None:
        """Listen until cancelled; tell the platform "received" only after *receive* returns."""

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        """Post, or edit message *edit*; return the message id.

        Raises:
            TryLater: the platform is busy or out of reach; the same message again later.
            Undeliverable: this message will never arrive there.
            Moved: the chat goes on under another id.
        """

    async def close(self) -> None:
        """Let go of connections; called once."""


@dataclass(eq=False)
class TryLater(Exception):
    """Not now: after so many seconds, or when the sender thinks best (``None``)."""

    after_seconds: float | None = None


@dataclass(eq=False)
class Undeliverable(Exception):
    """Never: blocked, unknown chat, refused content. *reason* is the platform's own words."""

    reason: str


@dataclass(eq=False)
class Moved(Exception):
    """The chat goes on as *chat* (a group became a supergroup)."""

    chat: str
