"""What each adapter may be configured with: data, so that no adapter is imported to check it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.settings.values import any_text, secret_token, web_address, word


@dataclass(frozen=True, slots=True)
class Key:
    """One key; ``default=None``: it must be given. *read* raises ValueError on a wrong value.

    *needed_when* names another key and the value with which this one must be given.
    """

    name: str
    read: Callable[[str], str] = any_text
    default: str | None = ""
    among: tuple[str, ...] = ()
    needed_when: tuple[str, str] = ("", "")


_WEBHOOK = ("mode", "webhook")

ADAPTERS: dict[str, tuple[Key, ...]] = {
    "telegram": (
        Key("token", word, default=None),
        Key("mode", default="polling", among=("polling", "webhook")),
        Key("base_url", web_address),
        Key("file_url", web_address),
        Key("secret", secret_token, needed_when=_WEBHOOK),
    ),
    "slack": (
        Key("bot_token", word, default=None),
        Key("app_token", word),
        Key("signing_secret", word),
        Key("base_url", web_address),
    ),
    "web": (),
}

SCOPED = frozenset({"slack"})
"""Platforms whose administrators grant an app its permissions one by one."""

EITHER: dict[str, tuple[tuple[str, str], ...]] = {"slack": (("app_token", "signing_secret"),)}
"""Pairs of keys of which exactly one is given: Slack's socket mode or its HTTP mode."""
