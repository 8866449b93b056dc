"""A rulebook as text: named by its very wording, kept while an inquiry runs that began under it."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

import msgspec

from bot.domain.rules import Rulebook
from bot.domain.ruleset import Ruleset

_DIGITS = 8


def rulebook(rules: Ruleset, sections: Mapping[str, Ruleset]) -> Rulebook:
    """Name the rules: name, version and a digest, so that no change goes unnoticed."""
    book = Rulebook("", rules, sections)
    digest = sha256(packed(book).encode()).hexdigest()[:_DIGITS]
    return replace(book, id=f"{rules.name} {rules.version} {digest}")


def packed(book: Rulebook) -> str:
    """Write a rulebook down."""
    return msgspec.json.encode(book, order="sorted").decode()


def unpacked(text: str) -> Rulebook:
    """Read a rulebook that was written down, by this version or an earlier one."""
    return msgspec.json.decode(text, type=Rulebook)
