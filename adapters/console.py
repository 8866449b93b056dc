"""The terminal as a platform that only listens: what the bot says is kept for printing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.chat import Address, App, Limits, Outgoing, Receive, Undeliverable


@dataclass
class Console:
    """Keeps every message by chat and id; *heard* is called with each as it arrives or changes."""

    name: str = "console"
    heard: Callable[[Address, str, Outgoing, bool], None] = lambda *_: None
    messages: dict[tuple[Address, str], Outgoing] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    files: dict[str, bytes] = field(default_factory=dict)  # what people hand over, by handle
    _count: int = 0

    @property
    def mounts(self) -> Mapping[str, App]:
        """Nothing."""
        return {}

    def link(self, code: str) -> str:
        """Nobody comes in by a link."""
        del code
        return ""

    async def fetch(self, handle: str) -> bytes:
        """What was put there; Undeliverable if nothing was."""
        if handle not in self.files:
            raise Undeliverable("gone")
        return self.files[handle]

    async def run(self, receive: Receive) -> None:
        """Nobody types here: what is said comes from the story itself."""

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        """Keep the message; an edit replaces, a wipe removes."""
        if message.wipe:
            self.messages.pop((to, edit), None)
            return edit
        if not edit:
            self._count += 1
        number = edit or str(self._count)
        self.messages[to, number] = message
        self.heard(to, number, message, bool(edit))
        return number

    async def close(self) -> None:
        """Nothing to let go of."""

    def last(self, to: Address) -> tuple[str, Outgoing]:
        """The newest message of a chat.

        Raises:
            LookupError: the chat is empty.
        """
        found = [(n, m) for (where, n), m in self.messages.items() if where == to]
        if not found:
            raise LookupError(to.chat)
        return found[-1]

    def bearing(self, to: Address, label: str) -> tuple[str, str]:
        """The newest message of a chat with a button that begins with *label*: its id, the payload.

        Raises:
            LookupError: there is no such button.
        """
        for (where, number), message in reversed(self.messages.items()):
            if where != to:
                continue
            for row in message.rows:
                for button in row:
                    if button.label.startswith(label):
                        return number, button.payload
        raise LookupError(label)


def connect(settings: object = None, around: object = None) -> Console:
    """Make one."""
    del settings, around
    return Console()
