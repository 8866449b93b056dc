"""What each adapter may be configured with: data, so that no adapter is imported to check it."""

import re
from collections.abc import Callable
from dataclasses import dataclass


def _any(text: str) -> str:
    return text


def _word(text: str) -> str:
    if re.search(r"\s", text):
        raise ValueError("must not contain spaces")
    return text


def _web(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", text):
        raise ValueError("expected an address beginning with https:// or http://")
    return text


def _listen(text: str) -> str:
    match = re.fullmatch(r"(\[[0-9A-Fa-f:]+\]|[^\s:/]+):([0-9]{1,5})", text, re.ASCII)
    if match is None or int(match[2]) > 65535:  # noqa: PLR2004 - the highest port
        raise ValueError('expected an address and a port such as "127.0.0.1:8000"')
    return text


def _secret_token(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
        raise ValueError("expected 1 to 256 characters of A-Z a-z 0-9 _ -")
    return text


@dataclass(frozen=True, slots=True)
class Key:
    """One key; ``default=None``: it must be given. *read* raises ValueError on a wrong value.

    *needed_when* names another key and the value with which this one must be given.
    """

    name: str
    read: Callable[[str], str] = _any
    default: str | None = ""
    among: tuple[str, ...] = ()
    needed_when: tuple[str, str] = ("", "")


_WEBHOOK = ("mode", "webhook")

ADAPTERS: dict[str, tuple[Key, ...]] = {
    "telegram": (
        Key("token", _word, default=None),
        Key("mode", default="polling", among=("polling", "webhook")),
        Key("base_url", _web),
        Key("file_url", _web),
        Key("listen", _listen, needed_when=_WEBHOOK),
        Key("public_url", _web, needed_when=_WEBHOOK),
        Key("secret", _secret_token, needed_when=_WEBHOOK),
    ),
    "slack": (
        Key("bot_token", _word, default=None),
        Key("app_token", _word),
        Key("signing_secret", _word),
        Key("base_url", _web),
    ),
    "web": (
        Key("listen", _listen, default="127.0.0.1:8000"),
        Key("public_url", _web),
    ),
}

EITHER: dict[str, tuple[tuple[str, str], ...]] = {"slack": (("app_token", "signing_secret"),)}
"""Pairs of keys of which exactly one is given: Slack's socket mode or its HTTP mode."""
