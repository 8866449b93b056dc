"""How sending can fail: not now, never, or somewhere else."""

from dataclasses import dataclass

DEFECT = "defect: "
"""How a reason begins where no platform refused: the kind of the program's error follows."""


@dataclass(eq=False)
class TryLater(Exception):
    """Not now: after so many seconds, or when the sender thinks best (``None``).

    *perhaps*: it was handed over and no answer came, so it may stand there already.
    """

    after_seconds: float | None = None
    perhaps: bool = False


@dataclass(eq=False)
class Undeliverable(Exception):
    """Never: blocked, unknown chat, refused content. *reason* is the platform's own words."""

    reason: str


@dataclass(eq=False)
class Moved(Exception):
    """The chat goes on as *chat* (a group became a supergroup)."""

    chat: str
