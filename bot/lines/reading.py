"""Whole texts: one line read, several lines parted, a visitor told from an answer."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.lines import phones
from bot.lines.reader import FIRST_WORD, Line, Reader
from bot.lines.words import AROUND, DEFAULT_CHANNELS, DEFAULT_KINDS, SAME

_TIDY = str.maketrans(
    "０１２３４５６７８９＋－‐–　\u00a0\u2002\u2003\u2009\u202f",
    "0123456789+---      ",
    "\u200b\u200c\u200d\u2060\ufeff\x00",
)


def parse(
    text: str,
    *,
    now: datetime,
    area_code: str = "",
    channels: Mapping[str, str] = DEFAULT_CHANNELS,
    kinds: Mapping[str, str] = DEFAULT_KINDS,
    places: Collection[str] = (),
) -> Line:
    """Read one line of speech; *now* is aware, in the office's zone.

    The matter is never empty unless the text is: a line that says nothing else is its own matter.
    """
    said = tidy(text)
    reader = Reader(said, now=now, channels=channels, kinds=kinds, places=places)
    reader.read_head()
    reader.read_visitor(area_code)
    return reader.line(said)


def split(
    text: str,
    *,
    now: datetime,
    channels: Mapping[str, str] = DEFAULT_CHANNELS,
    kinds: Mapping[str, str] = DEFAULT_KINDS,
    places: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the typed lines if each is an inquiry of its own, else the text as one."""
    rows = tuple(row.strip() for row in text.splitlines() if row.strip())
    read = (parse(row, now=now, channels=channels, kinds=kinds, places=places) for row in rows)
    if all(line.same or line.name or line.phone or line.channel or line.kind for line in read):
        return rows or (text,)
    return (text,)


def looks_like_visitor(
    text: str,
    *,
    channels: Mapping[str, str] = DEFAULT_CHANNELS,
    kinds: Mapping[str, str] = DEFAULT_KINDS,
) -> bool:
    """Tell a new visitor from an answer: a channel word apart, 同上, or a number with a matter.

    A number or a channel word all alone is an answer: there is nothing to register.
    """
    said = tidy(text)
    if SAME.match(said):
        return True
    first = FIRST_WORD.match(said)
    if first and (first[0] in channels or first[0] in kinds):
        return bool(said[first.end() :].strip(AROUND))
    found = phones.find(said)
    return bool(found and (said[: found.start] + said[found.end :]).strip(AROUND))


def tidy(text: str) -> str:
    """Make full-width digits and odd spaces plain."""
    return text.translate(_TIDY).strip()
