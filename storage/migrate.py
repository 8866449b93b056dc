"""A new file is made from the compiled schema, an older one migrated by Alembic after a copy.

Alembic and SQLAlchemy are imported only where there is something to migrate.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import StoreUnfit
from storage.texts import TEXTS

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).with_name("migrations")
_VERSIONS = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"


def migrate(path: Path, migrations: Path = MIGRATIONS) -> None:
    """Bring the file to the newest revision; one that exists is copied beside itself before.

    Raises:
        StoreUnfit: the file is another program's, or was made by a later version.
    """
    known = revisions(migrations)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        found = _revision(connection)
        if found is None and _is_empty(connection):
            _make(connection, known[-1])
            return
    if found is None:
        raise StoreUnfit(str(path), "foreign")
    if found not in known:
        raise StoreUnfit(str(path), "newer", found)
    if found != known[-1]:
        copy_database(path, _beside(path, found))
        _upgrade(path, migrations)


def revisions(migrations: Path = MIGRATIONS) -> list[str]:
    """Return all revisions, oldest first: file names begin with them, ``0001_first.py``."""
    names = (each.name for each in (migrations / "versions").glob("[0-9]*_*.py"))
    return sorted(name.partition("_")[0] for name in names)


def alembic_config(path: Path, migrations: Path) -> "Config":
    """Return what Alembic's commands want: where the file is, and the migrations."""
    from alembic.config import Config  # noqa: PLC0415 - as below

    config = Config(attributes={"path": path})
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return config


def copy_database(source: Path, target: Path) -> None:
    """Copy a database, whole and consistent even while it is written to; for its owner alone."""
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def _revision(connection: sqlite3.Connection) -> str | None:
    tables = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.execute(tables).fetchone() is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def _make(connection: sqlite3.Connection, revision: str) -> None:
    """Make all tables in one transaction: two that start at once make them once."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if _is_empty(connection):
        for statement in (*TEXTS["schema"].splitlines(), _VERSIONS):
            connection.execute(statement)
        connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
    connection.execute("COMMIT")


def _beside(path: Path, revision: str) -> Path:
    """Name the copy after what it holds and when that was last written to."""
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return path.with_name(f"{path.stem}.before-{revision}-{written:%Y%m%dT%H%M%SZ}{path.suffix}")


def _upgrade(path: Path, migrations: Path) -> None:
    from alembic import command  # noqa: PLC0415 - half a second that most starts do without

    command.upgrade(alembic_config(path, migrations), "head")
