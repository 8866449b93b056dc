"""How a file comes to have the tables of today, and what is refused."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from storage import StoreUnfit, open_store
from storage.compile import compiled
from storage.migrate import MIGRATIONS, alembic_config, migrate, revisions
from storage.tables_base import Kept, is_compared
from storage.texts import FILE, TEXTS

Make = Callable[[Path], None]

ANOTHER = """
from alembic import op
import sqlalchemy as sa

revision, down_revision = "{number}", "{former}"


def upgrade():
    op.add_column("setting", sa.Column("note", sa.String(), nullable=True))
    {then}
"""


def rows(file: Path, text: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(text).fetchall()


def migrated(file: Path) -> None:
    command.upgrade(alembic_config(file, MIGRATIONS), "head")


def with_another(folder: Path, then: str = "") -> Path:
    migrations, number = folder / "migrations", f"{len(revisions()) + 1:04}"
    shutil.copytree(MIGRATIONS, migrations)
    text = ANOTHER.format(number=number, former=revisions()[-1], then=then)
    (migrations / "versions" / f"{number}_note.py").write_text(text, "utf-8")
    return migrations


def test_the_compiled_statements_are_those_of_today() -> None:
    assert FILE.read_text("utf-8") == compiled(), "run python -m storage.compile"


@pytest.mark.parametrize("make", [migrate, migrated])
def test_the_tables_are_the_same_made_at_once_or_migrated(make: Make, tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    make(file)
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": is_compared}
        )
        assert compare_metadata(context, Kept.metadata) == []
    engine.dispose()
    with closing(sqlite3.connect(file)) as made, closing(sqlite3.connect(":memory:")) as wanted:
        for statement in TEXTS["schema"].splitlines():
            wanted.execute(statement)
        assert _beside_tables(made) == _beside_tables(wanted)
    assert rows(file, "SELECT * FROM alembic_version") == [(revisions()[-1],)]


def _beside_tables(connection: sqlite3.Connection) -> dict[str, str]:
    """Indexes and triggers, which Alembic compares loosely or not at all."""
    text = "SELECT name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL"
    with closing(connection.execute(text)) as found:
        return {name: " ".join(sql.split()) for name, sql in found}


def test_the_newest_revision_is_the_one_alembic_finds() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_heads() == revisions()[-1:]


@pytest.mark.process
def test_a_start_imports_neither_sqlalchemy_nor_alembic(tmp_path: Path) -> None:
    code = """
import sys
from storage import open_store
for _ in range(2):
    open_store(sys.argv[1])
print(sorted({name.partition(".")[0] for name in sys.modules} & {"sqlalchemy", "alembic"}))
"""
    url = f"sqlite:///{tmp_path}/office.db"
    said = subprocess.run([sys.executable, "-c", code, url], capture_output=True, check=True)
    assert said.stdout.decode().strip() == "[]"


def test_a_copy_is_kept_before_a_migration(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    migrate(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO setting VALUES (1, 'code', '1234')")
        connection.commit()
    migrate(file)
    assert sorted(each.name for each in tmp_path.glob("*.db")) == ["office.db"]
    migrate(file, with_another(tmp_path))
    (copy,) = tmp_path.glob(f"office.before-{revisions()[-1]}-*Z.db")
    assert rows(copy, "SELECT * FROM setting") == [(1, "code", "1234")]
    assert copy.stat().st_mode & 0o777 == 0o600  # inquirers' names and numbers
    assert rows(file, "SELECT * FROM setting") == [(1, "code", "1234", None)]
    assert rows(file, "SELECT * FROM alembic_version") == [(f"{len(revisions()) + 1:04}",)]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    migrate(file)
    with pytest.raises(ZeroDivisionError):
        migrate(file, with_another(tmp_path, then="1 / 0"))
    assert rows(file, "SELECT * FROM alembic_version") == [(revisions()[-1],)]
    assert "note" not in [row[1] for row in rows(file, "PRAGMA table_info(setting)")]


def _of_a_later_version(file: Path) -> None:
    migrate(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def _of_another_program(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE songs (title)")


def _no_database(file: Path) -> None:
    file.write_bytes(b"no database " * 1000)


@pytest.mark.parametrize(
    ("make", "why", "found"),
    [
        (_of_a_later_version, "newer", "9999"),
        (_of_another_program, "foreign", ""),
        (_no_database, "unreadable", "file is not a database"),
    ],
)
def test_a_file_that_is_not_ours_is_left_alone(
    make: Make, why: str, found: str, tmp_path: Path
) -> None:
    file = tmp_path / "office.db"
    make(file)
    before = file.read_bytes()
    with pytest.raises(StoreUnfit) as refused:
        open_store(f"sqlite:///{file}")
    assert (refused.value.why, refused.value.found) == (why, found)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "name",
    [name for name, text in TEXTS.items() if text.startswith(("SELECT", "UPDATE", "DELETE"))],
)
def test_no_statement_reads_a_whole_table(name: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in TEXTS["schema"].splitlines():
            connection.execute(statement)
        text = TEXTS[name]
        values = [None] * text.count("?")
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", values)]
    scanned = [step for step in plan if step.startswith("SCAN")]
    assert [step for step in scanned if "VIRTUAL TABLE INDEX" not in step] == []
