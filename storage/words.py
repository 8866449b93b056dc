"""What the index of words holds of an inquiry, and what is asked of it.

The index (FTS5) gives candidates; whether one is meant, and may be seen, the statement decides on the row. So
it may hold too much, never too little: every pair of neighbouring characters of what is said, the
end of the telephone, and everybody and every section with a right to it.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.domain.inquiry import Inquiry
from bot.domain.rights import Seen

PLACES = 40
"""Bits of an inquiry's id in the index's row; the office's stands above them."""
_MOST = 24
"""Pairs of a word that are asked for; the rest of a longer one the row decides."""
_SMALL = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
_UNIT = 4  # digits of a character, which is one or two UTF-16 units


def place_of(office: int, inquiry: int) -> int:
    """Return the row of an inquiry in the index."""
    return office << PLACES | inquiry


def indexed(inquiry: Inquiry) -> tuple[object, ...]:
    """Return what the index depends on: where it is the same, the index is."""
    return (
        inquiry.matter,
        inquiry.inquirer,
        inquiry.told,
        inquiry.number,
        inquiry.follower,
        inquiry.registered_by,
        inquiry.assignee,
        inquiry.director,
        inquiry.helpers,
        inquiry.department,
    )


def document(inquiry: Inquiry) -> str:
    """Return what the index holds of an inquiry."""
    who = inquiry.inquirer
    people = (inquiry.follower, inquiry.registered_by, inquiry.assignee, inquiry.director)
    return written(
        (inquiry.matter, who.name, who.unit, who.place, inquiry.told, inquiry.number),
        phone=who.phone,
        people=(*people, *inquiry.helpers),
        section=inquiry.department,
    )


def written(said: Iterable[str], *, phone: str, people: Iterable[str], section: str) -> str:
    """Write a document: words of hexadecimal digits, in no order; what is empty is not there."""
    found = {gram for text in said for run in text.split() for gram in _grams(run)}
    found.update(_person(who) for who in people if who)
    if section:
        found.add(_section(section))
    if phone:
        found.add(_tail(phone))
    return " ".join(sorted(found))


def asked(
    words: Iterable[str], seen: Seen | None, *, people: Iterable[str], sections: Iterable[str]
) -> str:
    """Return FTS5's question: all words, people and sections, and one that gives the right to it."""
    wanted = [*map(_word, words), *map(_person, people), *map(_section, sections)]
    if seen is not None:
        entitled = dict.fromkeys((*seen.people, *seen.staff))
        having = (*map(_person, entitled), *map(_section, seen.departments))
        wanted.append(f"({' OR '.join(having) or _person('')})")
    return " AND ".join(wanted)


def _word(word: str) -> str:
    pairs = tuple(_pairs(word))[:_MOST] or _units(word)[:1]
    return f"(({' AND '.join(pairs)}) OR {_tail(word)}*)"


def _grams(run: str) -> Iterator[str]:
    yield from _units(run)
    yield from _pairs(run)


def _pairs(run: str) -> Iterator[str]:
    return (a + b for a, b in pairwise(_units(run)))


def _units(run: str) -> list[str]:
    """The UTF-16 units as SQLite's ``lower`` has them: only A to Z have a small form."""
    digits = _hex(run.translate(_SMALL))
    return [digits[at : at + _UNIT] for at in range(0, len(digits), _UNIT)]


def _person(officer: str) -> str:
    return f"p{_hex(officer)}"


def _section(name: str) -> str:
    return f"s{_hex(name)}"


def _tail(phone: str) -> str:
    """The number from its end on, so that its last digits are where the word begins."""
    return f"t{_hex(phone[::-1])}"


def _hex(text: str) -> str:
    return text.encode("utf-16-be", "surrogatepass").hex()
