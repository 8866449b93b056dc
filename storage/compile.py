"""Write ``sqlite.sql``: the schema and all statements as text, for a start without SQLAlchemy.

Run as ``python -m storage.compile`` after a change of tables or statements; a test compares.
"""

from collections.abc import Iterator

from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.elements import ClauseElement

from storage.beside_tables import JOURNAL_STAYS, WORDS
from storage.statements import STATEMENTS
from storage.tables_base import Kept
from storage.texts import FILE

_DIALECT: Dialect = sqlite.dialect(paramstyle="qmark")
_NO_OFFSET = " OFFSET ?"


def compiled() -> str:
    """Return the whole file: blocks of ``-- name: parameters`` and their text."""
    schema = ";\n".join(" ".join(each.split()) for each in _schema())
    head = "-- Made by storage.compile from storage/tables.py and storage/statements.py.\n\n"
    blocks = (_block(name, statement) for name, statement in sorted(STATEMENTS.items()))
    return f"{head}-- schema:\n{schema};\n\n" + "\n".join(blocks)


def _schema() -> Iterator[str]:
    for table in Kept.metadata.sorted_tables:
        yield str(CreateTable(table).compile(dialect=_DIALECT))
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            yield str(CreateIndex(index).compile(dialect=_DIALECT))
    yield WORDS
    yield from JOURNAL_STAYS


def _block(name: str, statement: ClauseElement) -> str:
    made = statement.compile(dialect=_DIALECT)
    text = " ".join(str(made).split())
    order: tuple[str, ...] = tuple(getattr(made, "positiontup", None) or ())
    if text.endswith(_NO_OFFSET):  # the dialect's own addition to every LIMIT, a zero
        text, order = text.removesuffix(_NO_OFFSET), order[:-1]
    if given := [key for key in order if made.params[key] is not None]:
        raise ValueError(f"{name}: write {given} as literals, the store gives parameters alone")
    return f"-- {name}: {' '.join(order)}\n{text}\n"


if __name__ == "__main__":
    FILE.write_text(compiled(), "utf-8")
