"""How a file comes to have the tables of today, and what is refused."""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.domain.inquirer import Inquirer
from bot.domain.inquiry import Inquiry, Note
from bot.ports.store import Store, Work
from bot.ports.values import Draft, Undo
from storage import StoreUnfit, open_store
from storage.compile import compiled
from storage.migrate import MIGRATIONS, alembic_config, migrate, revisions
from storage.tables_base import Kept
from storage.texts import FILE, TEXTS
from tests.storage.samples import CHAT, NOW, WANG
from tests.storage.test_seen import anything

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
        context = MigrationContext.configure(connection, opts={"compare_type": True})
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
    assert [step for step in plan if step.startswith("SCAN")] == []


def test_what_was_kept_before_counts_as_what_is_kept_now(tmp_path: Path) -> None:
    rng, file = Random(3), tmp_path / "office.db"
    every = [anything(rng, n + 1) for n in range(40)]
    store = open_store(f"sqlite:///{file}")
    kept = asyncio.run(_kept(store, every))
    columns = "SELECT asked, helpers, handled FROM inquiry ORDER BY id"
    now = rows(file, columns)
    with closing(sqlite3.connect(file)) as connection:
        _with_the_inquirer_apart(connection)
        for name in ("asked", "helpers", "handled"):
            connection.execute(f"ALTER TABLE inquiry DROP COLUMN {name}")
        connection.execute("ALTER TABLE post ADD COLUMN guard VARCHAR NOT NULL DEFAULT ''")
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
        connection.commit()
    migrate(file)
    assert rows(file, columns) == now
    assert [row[2] for row in now] == [i.handled for i in kept]
    assert len(set(now)) > 10


def test_who_came_is_who_came_before(tmp_path: Path) -> None:
    rng, file = Random(5), tmp_path / "office.db"
    every = [replace(anything(rng, n + 1), **_somebody(n)) for n in range(5)]
    store = open_store(f"sqlite:///{file}")
    kept = asyncio.run(_kept(store, every))
    with closing(sqlite3.connect(file)) as connection:
        _with_the_inquirer_apart(connection)
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
        connection.commit()
        said = connection.execute(
            "SELECT body ->> '$.inquirer' FROM inquiry ORDER BY id"
        ).fetchall()
    assert said == [(f"王{n}",) for n in range(5)]
    store = open_store(f"sqlite:///{file}")
    found, undo, draft = asyncio.run(_read(store, len(kept)))
    assert found == kept
    assert (undo.before, draft.answers) == (kept[0], {"matter": "公租房", "name": "王0"})


def _somebody(n: int) -> dict[str, Any]:
    phone = f"1380000000{n}"
    corrected = Note(at=NOW, by=WANG, text=f"王{n}", field="name", former="王某")
    who = Inquirer(name=f"王{n}", phone=phone, place="黑石乡", unit=f"{n}厂", class_="企业")
    return {"inquirer": who, "notes": (corrected,)}


def _with_the_inquirer_apart(connection: sqlite3.Connection) -> None:
    """As it was up to 0005: his fields stood in the inquiry, and his name was called `inquirer`."""

    def apart(text: str) -> str:
        body = json.loads(text)
        inquiry = body.get("before", body)
        if inquirer := inquiry.pop("inquirer", None):
            inquiry |= {"inquirer": inquirer["name"], "inquirer_class": inquirer["class_"]}
            inquiry |= {key: inquirer[key] for key in ("phone", "unit", "place")}
            for note in inquiry["notes"]:
                note["field"] = "inquirer" if note["field"] == "name" else note["field"]
        if name := body.get("answers", {}).pop("name", None):
            body["answers"]["inquirer"] = name
        return json.dumps(body)

    connection.create_function("apart", 1, apart)
    for table in ("inquiry", "undo", "draft"):
        connection.execute(f"UPDATE {table} SET body = apart(body)")


async def _read(store: Store, count: int) -> tuple[list[Inquiry], Undo, Draft]:
    def act(work: Work) -> tuple[list[Inquiry], Undo | None, list[Draft]]:
        found = [work.inquiries.get(n) for n in range(1, count + 1)]
        return found, work.undos.of(1), work.drafts.all()

    found, undo, drafts = await store.run(act, at=NOW)
    await store.close()
    assert undo is not None
    return found, undo, drafts[0]


async def _kept(store: Store, every: list[Inquiry]) -> list[Inquiry]:
    def act(work: Work) -> list[Inquiry]:
        kept = [work.inquiries.add(each) for each in every]
        work.undos.put(Undo(inquiry=1, by=WANG, at=NOW, step=1, before=kept[0]))
        answers = {"matter": "公租房", "name": "王0"}
        draft = Draft(
            address=CHAT, officer=WANG, form="registration", answers=answers, started_at=NOW
        )
        work.drafts.put(draft)
        return kept

    kept = await store.run(act, at=NOW)
    await store.close()
    return kept
