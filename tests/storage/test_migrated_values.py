"""What was kept by an earlier version counts, reads and is found as what is kept now."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from bot.domain.inquirer import Inquirer
from bot.domain.inquiry import Inquiry, Note
from bot.domain.office import OfficerId
from bot.domain.rights import Seen
from bot.ports.store import Store, Work
from bot.ports.values import Draft, Filter, Undo
from storage import open_store
from storage.migrate import migrate
from tests.storage.samples import CHAT, NOW, WANG, inquiry
from tests.storage.test_migrations import rows
from tests.storage.test_seen import anything


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


def test_what_was_kept_before_is_found_by_its_words_and_by_who_may_see_it(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    every = [inquiry(n, matter=f"户口迁移{n}", **_somebody(n)) for n in range(5)]
    kept = asyncio.run(_kept(open_store(f"sqlite:///{file}"), every))
    with closing(sqlite3.connect(file)) as connection:
        _without_words(connection)
        connection.execute("UPDATE alembic_version SET version_num = '0006'")
        connection.commit()
    store = open_store(f"sqlite:///{file}")
    wanted = [Filter(words=f"口迁 {n}厂", seen_by=Seen((WANG,))) for n in range(5)]
    strange = Filter(words="口迁", seen_by=Seen((OfficerId("9999"),)))

    async def found() -> list[list[Inquiry]]:
        by = await store.run(lambda work: [*map(work.inquiries.find, (*wanted, strange))], at=NOW)
        await store.close()
        return by

    assert asyncio.run(found()) == [*([each] for each in kept), []]


def _somebody(n: int) -> dict[str, Any]:
    phone = f"1380000000{n}"
    corrected = Note(at=NOW, by=WANG, text=f"王{n}", field="name", former="王某")
    who = Inquirer(name=f"王{n}", phone=phone, place="黑石乡", unit=f"{n}厂", class_="企业")
    return {"inquirer": who, "notes": (corrected,)}


def _without_words(connection: sqlite3.Connection) -> None:
    """As it was up to 0006: no index of words, and others of everything instead of what is open."""
    connection.execute("DROP TABLE inquiry_words")
    connection.execute("DROP TABLE stale")
    connection.execute("DROP INDEX ix_item_recipient")
    connection.execute("ALTER TABLE item DROP COLUMN recipient")
    for name in ("registered_by", "inquirer", "following", "in_hand", "section"):
        connection.execute(f"DROP INDEX ix_inquiry_{name}")
    for name in ("assignee", "department"):
        connection.execute(f"CREATE INDEX ix_inquiry_{name} ON inquiry (office_id, {name})")


def _with_the_inquirer_apart(connection: sqlite3.Connection) -> None:
    """As it was up to 0005: his fields stood in the inquiry, and his name was called `inquirer`."""
    _without_words(connection)

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
