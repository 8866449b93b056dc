"""What a turn of the clock may still do, so that nobody at the counter waits for it."""

from dataclasses import dataclass

PIECES = 40
"""Pieces of one turn: an inquiry heard, a message rendered again; each about a millisecond."""


@dataclass
class Slice:
    """*left* pieces; whatever is more is done in the next turn."""

    left: int = PIECES

    def spend(self, pieces: int = 1) -> None:
        """Note what was done; the last thing begun is finished."""
        self.left -= pieces

    @property
    def spent(self) -> bool:
        """Whether the rest waits for another turn."""
        return self.left <= 0
