"""What the adapter must be told, how long it waits, and what makes it give up."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """``[adapters.telegram]``."""

    token: str = field(repr=False)
    base_url: str = "https://api.telegram.org/bot"
    file_url: str = "https://api.telegram.org/file/bot"
    mode: str = "polling"

    @classmethod
    def of(cls, given: Mapping[str, object]) -> "TelegramSettings":
        """Read the settings as they stand in the configuration.

        Raises:
            ValueError: naming the key that is missing, unknown or has a value not understood.
        """
        unknown = given.keys() - {f.name for f in fields(cls)}
        if unknown:
            raise ValueError(min(unknown))
        if not given.get("token"):
            raise ValueError("token")
        if given.get("mode", "polling") != "polling":
            raise ValueError("mode")
        return cls(**{key: str(value) for key, value in given.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Waiting times in seconds: a long poll, and how long a slow chat may hold up the next poll.

    *pause* is how the adapter waits between tries.
    """

    poll_seconds: int = 25
    grace_seconds: float = 1.0
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep


class GaveUp(Exception):
    """The adapter cannot work with what it was given; its only argument is a code for the words."""


class WrongToken(GaveUp):
    """Telegram does not know this token (401, or 404 for a malformed one): nothing can work."""

    def __init__(self) -> None:
        super().__init__("telegram_wrong_token")


class TokenInUse(GaveUp):
    """Another process fetches the updates of this token (409), not only for a moment."""

    def __init__(self) -> None:
        super().__init__("telegram_token_in_use")
