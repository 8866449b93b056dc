"""What the core lends to every adapter: menus, papers, words, the shelf of files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Menu = tuple[tuple[str, str], ...]
"""Commands of the "/" menu in order: Latin name without the slash, description."""


class Line(NamedTuple):
    """One line of a paper; *options* are (value, label), empty for free text."""

    key: str
    label: str
    optional: bool
    at_most: int  # characters; 0: no limit
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper (表单) to be filled in at once, made from the form's declaration."""

    name: str
    title: str
    lines: tuple[Line, ...]


def _nothing_kept(sha: str) -> bytes:
    raise FileNotFoundError(sha)


def _not_kept(content: bytes) -> str:
    raise OSError(len(content))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The core's side of an adapter.

    *menus* by ISO 639-1 language, the first also for everybody else. *words* are short fixed words
    in the office's language, by name (``templates/<language>/words.toml``, ``adapters``).
    *public_url* is where the office's HTTP server is reached from outside, without a slash at its
    end; empty where it is not; *hosts* are the names a page may be called by. *read* returns a kept file by its hash, and raises
    FileNotFoundError for one that was deleted; *put* keeps one and returns its hash. Both block.
    *largest* is how many bytes one may have.
    """

    language: str = "zh"
    menus: Mapping[str, Menu] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    public_url: str = ""
    hosts: frozenset[str] = frozenset()
    read: Callable[[str], bytes] = _nothing_kept
    put: Callable[[bytes], str] = _not_kept
    largest: int = 20 * 2**20
