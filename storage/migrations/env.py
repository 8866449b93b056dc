"""Alembic's environment: the file in ``config.attributes["path"]``, in one transaction.

``python -m storage.revise "what changes"`` writes the next revision from the tables.
"""

import sqlite3
from typing import Literal

from alembic import context
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool
from sqlmodel import AutoString

from storage import tables, tables_handed  # noqa: F401 - they fill the metadata
from storage.tables_base import Kept, Moment, is_compared

_PLAIN: dict[type, Literal["sa.BigInteger()", "sa.String()"]] = {
    Moment: "sa.BigInteger()",
    AutoString: "sa.String()",
}


def migrate() -> None:
    """Run the revisions; SQLite commits them together or not at all."""
    path = context.config.attributes["path"]
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(path, isolation_level=None),
        poolclass=NullPool,
    )
    event.listen(engine, "begin", _begin)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Kept.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            render_item=_plain,
            include_name=is_compared,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    engine.dispose()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _plain(kind: str, value: object, _context: object) -> str | Literal[False]:
    """Write the store's own types as what they are in the database: a revision never changes."""
    return _PLAIN.get(type(value), False) if kind == "type" else False


migrate()
