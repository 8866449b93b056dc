"""What statements are made of: literals, parameters, conditions by key, additions and changes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    bindparam,
    func,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.sql.elements import ClauseElement

from bot.ports.values import PostState
from storage.tables_base import Kept

Literal = ColumnElement[Any]
OWED: Literal = literal_column(f"'{PostState.OWED}'")
PARKED: Literal = literal_column(f"'{PostState.PARKED}'")
AGAIN: Literal = literal_column(f"'{PostState.AGAIN}'")
SENT: Literal = literal_column(f"'{PostState.SENT}'")
BLANK: Literal = literal_column("''")
NONE: Literal = literal_column("0")
ONE: Literal = literal_column("1")

SEEN = text("""
inquiry.first_responder IN (SELECT value FROM json_each(:the_people))
OR inquiry.assignee IN (SELECT value FROM json_each(:the_people))
OR inquiry.director IN (SELECT value FROM json_each(:the_people))
OR inquiry.registered_by IN (SELECT value FROM json_each(:the_people))
AND (inquiry.registered_by <> inquiry.asked OR inquiry.first_responder = inquiry.asked)
OR inquiry.helpers <> '' AND EXISTS (
SELECT 1 FROM json_each(:the_people) WHERE instr(inquiry.helpers, ' ' || value || ' ') > 0)
OR inquiry.department IN (SELECT value FROM json_each(:the_departments))
OR inquiry.first_responder IN (SELECT value FROM json_each(:the_staff))
""")
"""Who may see an inquiry: `bot.domain.rights.may_see`, asked of many at once."""


NEWEST = text("""
SELECT inquiry.id FROM inquiry_words CROSS JOIN inquiry
WHERE inquiry_words MATCH :the_question
AND inquiry_words.rowid BETWEEN :the_first AND :the_last
AND inquiry.office_id = :the_office_id AND inquiry.id = inquiry_words.rowid & 1099511627775
""")
"""What the index of words offers of an office, to be walked from the newest on; see `place_of`."""

FRESH = text("""
SELECT inquiry.id FROM stale CROSS JOIN inquiry
WHERE stale.office_id = :the_office_id
AND inquiry.office_id = :the_office_id AND inquiry.id = stale.inquiry
""")
"""What the index of words does not know yet as it is."""


def table(kind: type[Kept]) -> Table:
    return Kept.metadata.tables[str(kind.__tablename__)]


def the(name: str, *, given: str = "the") -> BindParameter[Any]:
    return bindparam(f"{given}_{name}")


def its(table: Table, *names: str) -> tuple[ColumnElement[bool], ...]:
    return tuple(table.c[name] == the(name) for name in ("office_id", *names))


def key(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key if column.name != "office_id")


def add(table: Table) -> ClauseElement:
    return insert(table)


def add_once(table: Table) -> ClauseElement:
    return insert(table).on_conflict_do_nothing()


def put(table: Table, *kept: str) -> ClauseElement:
    """Add or replace; the columns of *kept* stay as they were."""
    adding = insert(table)
    key = [column.name for column in table.primary_key]
    changed = {c.name: c for c in adding.excluded if c.name not in (*key, *kept)}
    return adding.on_conflict_do_update(index_elements=key, set_=changed)


def change(table: Table, names: Iterable[str], *where: str) -> ClauseElement:
    values = [(table.c[name], the(name, given="new")) for name in names]
    return update(table).where(*its(table, *where)).ordered_values(*values)


def drop(table: Table, *where: str) -> ClauseElement:
    return table.delete().where(*its(table, *where))


def last(table: Table, column: str) -> ClauseElement:
    return select(func.coalesce(func.max(table.c[column]), NONE)).where(*its(table))


def bodies(table: Table, *where: str) -> Select[tuple[str]]:
    return select(table.c.body).where(*its(table, *where))
