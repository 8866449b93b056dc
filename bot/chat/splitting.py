"""Long texts in parts within a platform's limit: cut at line ends, nothing torn needlessly."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from bot.chat import Segment

Size = Callable[[Segment], int]
"""How much of the limit a segment takes; of several together, the sum of all."""
Part = tuple[Segment, ...]

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WHOLE = frozenset({"at", "a", "code"})
"""Mentions, links and code mean nothing in halves, even where a line ends in them."""


def parts(
    segments: Sequence[Segment],
    *,
    limit: int,
    size: Size,
    most_entities: int = 0,
    number: str = "",
) -> list[Part]:
    """Cut *segments* into parts of at most *limit* by *size*, in reading order.

    A part ends at a line end; a line longer than a part ends between its segments, and only a
    segment longer than a part is cut. *most_entities*: formatted runs in one part, 0 for any
    number. *number* is a pattern such as ``（{n}/{all}）`` that stands before each of several parts,
    and fits with it. Parts without anything to read are left out; nothing else is lost.
    """
    box = _Box(limit, size, most_entities)
    if box.fits(segments):
        return [tuple(segments)]
    if not number:
        return _filled(segments, box)
    for digits in range(1, limit):
        room = size(Segment("text", number.format(n="9" * digits, all="9" * digits)))
        found = _filled(segments, _Box(limit - room, size, most_entities))
        if len(str(len(found))) <= digits or limit - room <= 1:
            return _numbered(found, number)
    raise AssertionError  # pragma: no cover - no text has so many parts


class _Box:
    """What fits into one part."""

    def __init__(self, limit: int, size: Size, most_entities: int) -> None:
        self.limit, self.size, self.most_entities = max(limit, 1), size, most_entities

    def fits(self, segments: Iterable[Segment]) -> bool:
        taken = entities = 0
        for segment in segments:
            taken += self.size(segment)
            entities += segment.kind != "text"
        return taken <= self.limit and not 0 < self.most_entities < entities


def _filled(segments: Sequence[Segment], box: _Box) -> list[Part]:
    found: list[list[Segment]] = [[]]
    for line in _lines(segments, box):
        for piece in [line] if box.fits(line) else _torn(line, box):
            if not box.fits([*found[-1], *piece]):
                found.append([])
            found[-1] += piece
    readable = [part for part in found if any(s.text.strip() for s in part)]
    return [tuple(_joined(part)) for part in readable or found[:1]]


def _joined(part: Iterable[Segment]) -> Iterator[Segment]:
    """Lines taken apart for counting are one run again."""
    for (kind, ref), run in groupby(part, key=lambda s: (s.kind, s.ref)):
        if kind in _WHOLE:
            yield from run
        else:
            yield Segment(kind, "".join(s.text for s in run), ref)


def _lines(segments: Iterable[Segment], box: _Box) -> Iterator[list[Segment]]:
    line: list[Segment] = []
    for segment in segments:
        whole = segment.kind in _WHOLE and box.size(segment) <= box.limit
        for text in [segment.text] if whole else _LINE.findall(segment.text):
            line.append(segment._replace(text=text))
            if text.endswith("\n"):
                yield line
                line = []
    yield line


def _torn(line: Iterable[Segment], box: _Box) -> Iterator[list[Segment]]:
    """A line too long for any part: its segments, those cut that are too long by themselves."""
    for segment in line:
        rest = segment
        while box.size(rest) > box.limit and len(rest.text) > 1:
            cut = _longest(rest, box)
            yield [rest._replace(text=rest.text[:cut])]
            rest = rest._replace(text=rest.text[cut:])
        if rest.text:
            yield [rest]


def _longest(segment: Segment, box: _Box) -> int:
    """How many characters fit; at least one, so that it goes on."""
    fits, too_many = 1, len(segment.text)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if box.size(segment._replace(text=segment.text[:middle])) <= box.limit:
            fits = middle
        else:
            too_many = middle
    return fits


def _numbered(found: list[Part], number: str) -> list[Part]:
    if len(found) == 1:
        return found
    return [
        (Segment("text", number.format(n=n, all=len(found))), *part)
        for n, part in enumerate(found, start=1)
    ]
