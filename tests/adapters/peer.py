"""What a platform's stand-in offers to the contract: people, what they see, how it refuses.

A platform takes part by a file ``tests/adapters/<name>_peer.py`` with a tuple ``PEERS`` of classes,
one for each way it can be connected (polling and webhook, socket and HTTP). Each is made without
arguments and entered, and then has an adapter connected to a strict fake of the platform over real
HTTP, not running yet, and one person who may be written to. A class offers what its platform can:
a contract asks for it by the type of its ``peer``, and only who has all of those names is asked.

Nothing here waits: what people do is begun, and arrives when the platform brings it.
"""

import inspect
from importlib import import_module
from pathlib import Path
from typing import ClassVar, NamedTuple, Protocol, Self

from bot.chat import Adapter, Address
from bot.ports.store import Shelf


class Shown(NamedTuple):
    """A message as it stands in a chat, its words without formatting."""

    id: str
    text: str
    labels: list[list[str]]
    silent: bool
    files: list[bytes]


class Peer(Protocol):
    """Every platform: an adapter, and a person's private chat with the bot."""

    label: ClassVar[str]
    adapter: Adapter
    private: Address

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *_: object) -> None: ...

    def shown(self, to: Address) -> list[Shown]:
        """The bot's own messages in a chat, oldest first; parts of a long one each by itself."""


class Speaking(Peer, Protocol):
    """People can be heard. *sender* is the person's id."""

    sender: str

    def says(self, text: str) -> None:
        """Let the person type into the private chat."""

    def garbles(self) -> None:
        """Bring something in that chat that nobody can read."""

    def told(self) -> int:
        """How many deliveries of `says` and its like the platform was told were received."""


class Pressing(Speaking, Protocol):
    """Buttons can be pressed."""

    def presses(self, label: str) -> None:
        """Let the person press the newest button of that label in the private chat."""

    def toasts(self) -> list[str]:
        """The passing words that answered presses."""


class Grouped(Speaking, Protocol):
    """There is a group with the person and the bot in it."""

    team: Address

    def says_in_team(self, text: str, *, called: bool) -> None:
        """Let the person type there, calling the bot by its name or not."""


class Handing(Speaking, Protocol):
    """Files can be handed over."""

    def hands_over(self, content: bytes, words: str) -> None:
        """Let the person send a photo with words under it, which may be none."""

    def loses_files(self) -> None:
        """Let the platform forget every file."""


class Rewording(Speaking, Protocol):
    """People can change what they said."""

    def rewords(self, text: str) -> None:
        """Let the person's newest message say something else."""


class Forgetting(Peer, Protocol):
    """Messages can vanish: a person deleted them."""

    def vanishes(self, message_id: str) -> None:
        """Delete one of the bot's messages in the private chat."""


class Hushing(Peer, Protocol):
    """Messages can be posted without a sound (`Shown.silent`)."""

    hushes: ClassVar[bool]


class Enclosing(Peer, Protocol):
    """Files can be sent along; *shelf* is where the adapter reads them."""

    shelf: Shelf


class Refusing(Peer, Protocol):
    """Sending to the private chat can be refused."""

    def busy(self, seconds: int, *, after: int = 0) -> None:
        """Refuse the next message, or that after so many: again after so many seconds."""

    def breaks(self) -> None:
        """Break the connection at the next message."""

    def errs(self) -> None:
        """Answer the next message with an error of its own making."""

    def stalls(self) -> None:
        """Show the next message, and never answer."""

    def refuses(self) -> None:
        """Refuse every message from now on: the person does not want to hear of the bot."""


class Moving(Grouped, Refusing, Protocol):
    """A group can go on under another id."""

    def moves(self) -> str:
        """Let the team's chat move; return its new id."""


def offers(kind: type, wanted: type) -> bool:
    """Tell whether a class has everything a protocol names."""
    return _names(wanted) <= _names(kind)


def _names(of: type) -> set[str]:
    found = (name for each in of.__mro__ for name in (*vars(each), *inspect.get_annotations(each)))
    return {name for name in found if not name.startswith("_")}


def peers() -> list[type[Peer]]:
    """Return every stand-in there is, by the name of its file."""
    files = sorted(Path(__file__).parent.glob("*_peer.py"))
    modules = (import_module(f"tests.adapters.{file.stem}") for file in files)
    return [kind for module in modules for kind in module.PEERS]
