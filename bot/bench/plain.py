"""The questions of `bot.bench.reads` in plain SQL, each on its right index: what they are measured by."""

from collections.abc import Sequence
from typing import Protocol

from bot.dialogs.looking import MOST_COUNTED
from bot.domain.office import OfficerId

_HERE = "FROM inquiry WHERE office_id = 1"
_SAID = (
    "instr(lower(matter || ' ' || inquirer || ' ' || unit || ' ' || place || ' ' || told"
    " || ' ' || number), ?) > 0"
)
_BY_WORDS = (
    "FROM inquiry_words CROSS JOIN inquiry WHERE inquiry_words MATCH ?"
    " AND inquiry.office_id = 1 AND inquiry.id = inquiry_words.rowid & 1099511627775"
)
_NEWEST = "ORDER BY inquiry_words.rowid DESC LIMIT"
_BY_RECEPTION = "ORDER BY received_at DESC, id DESC LIMIT 8"
_COUNTED = "SELECT count(*) FROM ({})"
_KINDS = "coalesce(outcome, state), department, asked, handled, count(*)"


class Raw(Protocol):
    """Statements as they are, and what the index of words is asked for some words."""

    def ask(self, text: str, *values: object) -> list[tuple[object, ...]]: ...

    def question(self, *words: str) -> str: ...


def words(raw: Raw, word: str, by: OfficerId | None) -> int:
    """查: the newest, in the order of their reception; returns how many there are."""
    said = f"({_SAID} OR substr(phone, -{len(word)}) = ?)"
    hers = f" AND '{by}' IN (first_responder, registered_by, assignee)" if by else ""
    where, values = f"{_BY_WORDS} AND {said}{hers}", (raw.question(word), word, word)
    newest = f"SELECT inquiry.id {where} {_NEWEST} 200"
    raw.ask(f"SELECT body {_HERE} AND id IN ({newest}) {_BY_RECEPTION}", *values)
    some = f"SELECT 1 {where} LIMIT {MOST_COUNTED}"
    return _sum(raw.ask(_COUNTED.format(some), *values))


def register(raw: Raw) -> int:
    """台账: the newest, and the counts by kind; returns their sum."""
    raw.ask(f"SELECT body {_HERE} {_BY_RECEPTION}")
    return _sum(raw.ask(f"SELECT {_KINDS} {_HERE} GROUP BY 1, 2, 3, 4"))


def todo(raw: Raw, officer: OfficerId) -> int:
    """待办: what he owes, the most urgent first; returns the sum of both counts."""
    owed = f"{_HERE} AND open = 1 AND owes = ?"
    followed = f"{_HERE} AND open = 1 AND first_responder = ? AND owes <> ?"
    raw.ask(f"SELECT body {owed} ORDER BY coalesce(due, received_at), id LIMIT 8", officer)
    first = _sum(raw.ask(f"SELECT count(*) {owed}", officer))
    return first + _sum(raw.ask(f"SELECT count(*) {followed}", officer, officer))


def record(raw: Raw, officer: OfficerId, since: str) -> int:
    """我的记录: the newest she registered since a day; returns the sum of the kinds."""
    hers = f"{_HERE} AND registered_by = ? AND day >= ?"
    raw.ask(f"SELECT body {hers} {_BY_RECEPTION}", officer, since)
    return _sum(raw.ask(f"SELECT {_KINDS} {hers} GROUP BY 1, 2, 3, 4", officer, since))


def today(raw: Raw, section: str, moments: Sequence[int]) -> int:
    """今日: what is overdue and due; returns the sum of the four counts.

    *moments*, in microseconds: now, and where yesterday, today and tomorrow begin.
    """
    now, yesterday, begun, tomorrow = moments
    held = f"{_HERE} AND open = 1 AND department = ? AND state IN ('referred', 'accepted')"
    total = _sum(raw.ask(f"SELECT count(*) {held}", section))
    for due, values in (("due < ?", (now,)), ("due >= ? AND due < ?", (now, tomorrow))):
        raw.ask(f"SELECT body {held} AND {due} ORDER BY due, id LIMIT 30", section, *values)
        total += _sum(raw.ask(f"SELECT count(*) {held} AND {due}", section, *values))
    concluded = "department = ? AND concluded_at >= ? AND concluded_at < ?"
    ended = f"SELECT count(*) {_HERE} AND {concluded}"
    return total + _sum(raw.ask(ended, section, yesterday, begun))


def _sum(rows: list[tuple[object, ...]]) -> int:
    return sum(int(str(row[-1])) for row in rows)
