"""What a platform says of itself: its keys, and where the servers stand that a message goes to.

Each package in ``adapters`` has ``about.py`` with one `About`, which imports nothing of the
platform's own library: settings are checked without it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

Given = Mapping[str, str]
"""Keys and values of ``[adapters.<name>]``."""


class Hosted(StrEnum):
    """Where a message is kept once it was sent (个人信息保护法 Art. 36)."""

    HOME = "home"  # on servers in the mainland, or on the office's own
    ABROAD = "abroad"


def any_text(text: str) -> str:
    """Whatever was said."""
    return text


def word(text: str) -> str:
    """One word; raises ValueError."""
    if re.search(r"\s", text):
        raise ValueError("must not contain spaces")
    return text


def web_address(text: str) -> str:
    """Read ``https://…``; raises ValueError."""
    if not re.fullmatch(r"https?://[^\s/]+\S*", text):
        raise ValueError("expected an address beginning with https:// or http://")
    return text


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


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A platform as its settings are read.

    *hosted* says where the servers of the address that was given stand. *either* are pairs of keys
    of which exactly one is given. *needs_public_url_when* names a key and the value with which the
    platform must reach this office. *asked_first* is the key ``shouwen init`` asks for. *scoped*:
    an app is granted its permissions one by one. *links*: a link of its own opens the bot and binds.
    """

    keys: tuple[Key, ...]
    hosted: Callable[[Given], Hosted]
    either: tuple[tuple[str, str], ...] = ()
    needs_public_url_when: tuple[str, str] = ("", "")
    asked_first: str = ""
    scoped: bool = False
    links: bool = False

    def needs_public_url(self, given: Given) -> bool:
        """Tell whether the platform brings what people say to the office's own address."""
        key, value = self.needs_public_url_when
        return bool(key) and given.get(key) == value

    def wrong(self, given: Given) -> Iterator[tuple[str, str]]:
        """Say which keys do not fit together, and why."""
        for key in self.keys:
            other, value = key.needed_when
            if other and given.get(other) == value and not given.get(key.name):
                yield key.name, f'"{key.name}" is needed with {other} = "{value}"'
        for one, other in self.either:
            if bool(given.get(one)) == bool(given.get(other)):
                yield one, f'give either "{one}" or "{other}"'

    def read(self, given: Mapping[str, object]) -> dict[str, str]:
        """Return what was given, as text.

        Raises:
            ValueError: naming the key that is missing, unknown or not understood.
        """
        unknown = given.keys() - {key.name for key in self.keys}
        if unknown:
            raise ValueError(min(unknown))
        found = {key.name: str(given.get(key.name) or key.default or "") for key in self.keys}
        for key in self.keys:
            if not _is_right(key, found[key.name]):
                raise ValueError(key.name)
        for name, _ in self.wrong(found):
            raise ValueError(name)
        return {name: value for name, value in found.items() if value}


def _is_right(key: Key, value: str) -> bool:
    if not value:
        return key.default is not None
    try:
        key.read(value)
    except ValueError:
        return False
    return not key.among or value in key.among
