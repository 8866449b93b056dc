"""What the adapter must be told, how long it waits, and what makes it give up."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from adapters.slack.about import ABOUT


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """``[adapters.slack]``: *app_token* for Socket Mode, or *signing_secret* for HTTP mode."""

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    base_url: str = "https://slack.com/api/"

    @classmethod
    def of(cls, given: Mapping[str, object]) -> "SlackSettings":
        """Read the settings as they stand in the configuration.

        Raises:
            ValueError: naming the key that is missing, unknown or one too many.
        """
        return cls(**ABOUT.read(given))

    @property
    def socket_mode(self) -> bool:
        """Whether it asks Slack for connections, instead of being called by HTTP."""
        return bool(self.app_token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Waiting times in seconds, and how many connections Socket Mode holds (Slack allows 10).

    *ack*: until when the core must have committed, for Slack waits 3 s; *ping*: how often a
    connection is tried, and so how soon a dead one is replaced; *lookup*: how long a message may
    wait for its sender's e-mail; *patience*: how long Slack may take for an answer. *pause* is how the adapter waits between tries.
    """

    ack: float = 2.5
    ping: float = 5.0
    lookup: float = 1.0
    connections: int = 2
    patience: float = 30.0
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep


class GaveUp(Exception):
    """The adapter cannot work with what it was given; its only argument is a code for the words."""


class WrongToken(GaveUp):
    """Slack does not know the bot's token, or no longer: nothing can work."""

    def __init__(self) -> None:
        super().__init__("slack_wrong_token")


class WrongAppToken(GaveUp):
    """No connection is handed out for this app-level token (``connections:write``)."""

    def __init__(self) -> None:
        super().__init__("slack_wrong_app_token")
