"""What Slack writes in its own marks (``<@U1>``, ``<url|label>``, ``&amp;``), in plain words."""

import re
from collections.abc import Mapping
from html import unescape

_MARK = re.compile(r"<([^<>]*)>")


def plain(text: str, *, without: str = "", names: Mapping[str, str] | None = None) -> str:
    """Return the words a person sees; mentions of user *without* are taken out with their blanks.

    *names* are what other people are called; without, it is what the mark says, or the id.
    """
    if without:
        mark = rf"[ \t]*<@{re.escape(without)}(?:\|[^<>]*)?>[ \t]*"
        text = re.sub(mark, " ", text).strip()
    return unescape(_MARK.sub(lambda found: _said(found[1], names or {}), text))


def mentions(text: str, user: str) -> bool:
    """Tell whether *text* mentions the user."""
    return bool(user) and re.search(rf"<@{re.escape(user)}[|>]", text) is not None


def _said(mark: str, names: Mapping[str, str]) -> str:
    target, _, label = mark.partition("|")
    if target.startswith("@"):
        return "@" + (names.get(target[1:]) or label or target[1:])
    if target.startswith("#"):
        return "#" + (label or target[1:])
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    if target.startswith(("mailto:", "tel:")):
        return label or target.partition(":")[2]
    return label if label and label in target else f"{label} {target}".strip()
