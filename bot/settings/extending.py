"""``extend``: a ruleset says only what it has otherwise than another."""

from typing import Any

from bot.settings.toml import Document
from bot.settings.toml_lines import Keys

OWN = frozenset({"name", "title", "version", "shown_as", "document", "extend"})
"""What every ruleset says of itself and takes over from nobody."""


def lay_under(document: Document, base: Document) -> None:
    """Let *base* stand wherever *document* says nothing: tables are joined, lists replaced."""
    given = {key: value for key, value in base.values.items() if key not in OWN}
    _join(document, document.values, given, (), base)


def _join(
    document: Document, own: dict[str, Any], given: dict[str, Any], path: Keys, base: Document
) -> None:
    for key, value in given.items():
        here = (*path, key)
        if key not in own:
            own[key] = value
            inside = {k: at for k, at in base.places.items() if k[: len(here)] == here}
            document.places.update(inside)
        elif isinstance(own[key], dict) and isinstance(value, dict):
            _join(document, own[key], value, here, base)
