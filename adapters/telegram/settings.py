"""What the adapter must be told, how long it waits, and what makes it give up."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from adapters.telegram.about import ABOUT


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """``[adapters.telegram]``; *secret* is what Telegram says with each update (webhook alone)."""

    token: str = field(repr=False)
    base_url: str = "https://api.telegram.org/bot"
    file_url: str = "https://api.telegram.org/file/bot"
    mode: str = "polling"
    secret: str = field(default="", repr=False)

    @classmethod
    def of(cls, given: Mapping[str, object]) -> "TelegramSettings":
        """Read the settings as they stand in the configuration.

        Raises:
            ValueError: naming the key that is missing, unknown or has a value not understood.
        """
        return cls(**ABOUT.read(given))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Waiting times in seconds.

    A long poll; how long a slow chat may hold up the next poll; how long Telegram waits for the
    answer to an update it brings (it gives up after 60); how often the webhook is looked after;
    how long Telegram may take to show a message before it is unknown whether it did (*patience*).
    *pause* is how the adapter waits between tries.
    """

    poll_seconds: int = 25
    grace_seconds: float = 1.0
    answer_seconds: float = 50.0
    look_seconds: float = 300.0
    patience: float = 30.0
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


class NoPublicUrl(GaveUp):
    """A webhook needs an address at which Telegram reaches this office."""

    def __init__(self) -> None:
        super().__init__("telegram_no_public_url")


class WebhookRefused(GaveUp):
    """Telegram will not bring updates to this address; *said* are its own words."""

    def __init__(self, said: str) -> None:
        words = said.lower()
        code = next((code for sign, code in _WHY.items() if sign in words), "telegram_webhook")
        super().__init__(code)


_WHY = {
    "https": "telegram_webhook_not_https",
    "only on ports": "telegram_webhook_port",
    "resolve": "telegram_webhook_unknown_host",
    "reserved": "telegram_webhook_unknown_host",
}
