"""How a `Filter` is asked for: its conditions, and the statements they end in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.rights import Seen
from bot.ports.values import Filter
from storage.moments import micros
from storage.session import Session
from storage.texts import TEXTS
from storage.words import PLACES, asked, place_of

Condition = tuple[str, tuple[Any, ...]]

_FIND, _COUNT, _TALLY = TEXTS["inquiry_find"], TEXTS["inquiry_count"], TEXTS["inquiry_tally"]
_NEWEST, _FRESH, _SINCE = TEXTS["search_newest"], TEXTS["search_fresh"], TEXTS["search_since"]
_IDS = TEXTS["search_ids"]
_FROM = "FROM inquiry WHERE"
_FROM_FOUND = "FROM ({}) AS found CROSS JOIN inquiry WHERE inquiry.id = found.id"
_COUNTED = "SELECT count(*) FROM (SELECT * FROM ({}) LIMIT ?)"
_BOTH = "SELECT * FROM ({} ORDER BY inquiry_words.rowid DESC LIMIT ?) UNION {}"
_BY_KIND = "GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4"
_RANKED = 200
"""So many of the newest that are found by words or rights are put into their order and shown."""
_MOST_WORDS = 50
_ALL = -1
_LAST = 2**PLACES - 1
_EQUAL = ("owes", "owes_not", "assignee", "first_responder", "registered_by", "department")
_GIVEN = ("phone", "inquirer")


@dataclass(frozen=True, slots=True)
class Search:
    """Asks one office for inquiries."""

    session: Session

    def bodies(self, wanted: Filter) -> Condition:
        """The bodies of what is wanted, in its order, *at_most* of them."""
        newest = wanted.newest_first and not wanted.by_due
        at_most = max(_RANKED, wanted.at_most) if newest else _ALL
        text, values = self._among(_FIND, wanted, at_most)
        return f"{text} ORDER BY {_order(wanted)} LIMIT ?", (*values, wanted.at_most)

    def ids(self, wanted: Filter) -> Condition:
        """The ids of all of it, in its order: no body is held while they are put in order."""
        text, values = self._among(_IDS, wanted, _ALL)
        return f"{text} ORDER BY {_order(wanted)} LIMIT ?", (*values, wanted.at_most)

    def number(self, wanted: Filter, up_to: int) -> Condition:
        """How many there are, counted no further than *up_to*; -1 for to the end."""
        if not _is_searched(wanted) and up_to == _ALL:
            return self._among(_COUNT, wanted, _ALL)
        ids, values = self._ids(wanted, up_to)
        return _COUNTED.format(ids), (*values, up_to)

    def kinds(self, wanted: Filter) -> Condition:
        """How many there are of each kind."""
        text, values = self._among(_TALLY, wanted, _ALL)
        return f"{text} {_BY_KIND}", values

    def _among(self, select: str, wanted: Filter, at_most: int) -> Condition:
        """What the statement *select* goes on with."""
        if not _is_searched(wanted):
            return self._going_on(select, (self.session.office_id,), wanted)
        ids, values = self._ids(wanted, at_most)
        # Joined, not IN: SQLite would rather walk an index of all of them and look each up.
        text = select.replace(_FROM, f"{_FROM_FOUND.format(ids)} AND", 1)
        return text, (*values, self.session.office_id)

    def _ids(self, wanted: Filter, at_most: int) -> Condition:
        """Which they are: the newest by the index of words, and what is not in it yet."""
        office = self.session.office_id
        if not _is_searched(wanted):
            return self._going_on(_IDS, (office,), wanted)
        people = (wanted.assignee,) if wanted.assignee else ()
        sections = (wanted.department,) if wanted.department else ()
        question = asked(_words(wanted), wanted.seen_by, people=people, sections=sections)
        first, last = place_of(office, self._first(wanted)), place_of(office, _LAST)
        newest, values = self._going_on(_NEWEST, (question, first, last, office), wanted)
        fresh, more = self._going_on(_FRESH, (office, office), wanted)
        return _BOTH.format(newest, fresh), (*values, at_most, *more)

    def _going_on(self, start: str, values: tuple[Any, ...], wanted: Filter) -> Condition:
        """The statement with all conditions, and all values."""
        conditions = list(_conditions(wanted, self.session.office_id))
        text = " AND ".join((start, *(condition for condition, _ in conditions)))
        return text, (*values, *(value for _, given in conditions for value in given))

    def _first(self, wanted: Filter) -> int:
        """The earliest that can have been received since."""
        if wanted.since is None:
            return 0
        found = self.session.execute(_SINCE, (self.session.office_id, wanted.since.isoformat()))
        return int(found.fetchone()[0] or _LAST)


def _words(wanted: Filter) -> tuple[str, ...]:
    """Each once; of a whole text that was sent along only the first fifty."""
    return tuple(dict.fromkeys(wanted.words.split()))[:_MOST_WORDS]


def _is_searched(wanted: Filter) -> bool:
    """Whether the index of words leads to it, which holds rights, assignees and sections too.

    What is open, was concluded lately or has a number is found by an index of its own.
    """
    if wanted.number:
        return False
    by_words = bool(_words(wanted)) or wanted.seen_by is not None
    led = wanted.open or wanted.concluded_since
    return by_words or (not led and bool(wanted.assignee or wanted.department))


def _order(wanted: Filter) -> str:
    if wanted.by_due:
        return "coalesce(inquiry.due, inquiry.received_at), inquiry.id"
    way = "DESC" if wanted.newest_first else "ASC"
    # The plus keeps SQLite from walking through everything in this order, looking for the few.
    plus = "" if _stands_in_order(wanted) else "+"
    return f"{plus}inquiry.received_at {way}, inquiry.id {way}"


def _stands_in_order(wanted: Filter) -> bool:
    """Whether an index that leads to it ends in the order of reception, or all of it is wanted."""
    if _is_searched(wanted):
        return False
    led = (wanted.first_responder, wanted.assignee, wanted.phone, wanted.inquirer)
    return any(led) or replace(wanted, newest_first=True, at_most=0) == Filter(at_most=0)


def _conditions(wanted: Filter, office: int) -> Iterator[Condition]:
    if wanted.open is not None:
        yield _one("open" if wanted.open else "over")
    for name in _EQUAL:
        if (value := getattr(wanted, name)) is not None:
            yield _one(name, value)
    for name in _GIVEN:
        if value := getattr(wanted, name):
            yield _one(name, value)
    if wanted.number:
        yield _one("number", office, wanted.number, office, wanted.number)
    for word in _words(wanted):
        yield _one("word", word, word, word)
    if wanted.states:
        text = " OR ".join([TEXTS["where_state"]] * len(wanted.states))
        yield f"({text})", tuple(str(state) for state in wanted.states)
    if wanted.seen_by is not None:
        yield _seen(wanted.seen_by)
    yield from _in_time(wanted)


def _seen(who: Seen) -> Condition:
    people, sections, staff = map(json.dumps, (who.people, who.departments, who.staff))
    return _one("seen", people, people, people, people, people, sections, staff)


def _in_time(wanted: Filter) -> Iterator[Condition]:
    if wanted.since:
        yield _one("since", wanted.since.isoformat())
    if wanted.until:
        yield _one("until", wanted.until.isoformat())
    if wanted.due_since:
        yield _one("due_since", micros(wanted.due_since))
    if wanted.due_before:
        yield _one("due_before", micros(wanted.due_before))
    if wanted.concluded_since:
        yield _one("concluded_since", micros(wanted.concluded_since))
    if wanted.concluded_before:
        yield _one("concluded_before", micros(wanted.concluded_before))


def _one(name: str, *values: object) -> Condition:
    return f"({TEXTS[f'where_{name}']})", values
