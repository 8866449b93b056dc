"""What Telegram answers instead of a result."""

from collections.abc import Mapping


class Refused(Exception):
    """A status, Telegram's words, and what a program is told beside them."""

    def __init__(
        self, status: int, words: str, parameters: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(words)
        self.status, self.words, self.parameters = status, words, parameters or {}
