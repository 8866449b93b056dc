"""What the index of words depends on, what it is asked, and whose it is."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from bot.domain.inquirer import Inquirer
from bot.domain.inquiry import Inquiry
from bot.domain.office import OfficerId
from bot.domain.rights import Seen
from bot.ports.store import Work
from bot.ports.values import Filter
from storage import open_store
from storage.sql_inquiries import MOST_STALE
from storage.words import asked, document, indexed, place_of
from tests.storage.samples import LI, NOW, WANG, inquiry, run

OTHERS: dict[str, Any] = {
    **{field.name: "另一个" for field in fields(Inquiry) if field.type in (str, OfficerId)},
    "inquirer": Inquirer(name="何桂兰"),
    "helpers": (LI,),
}


def test_wherever_another_document_would_be_written_the_index_is_stale() -> None:
    before = inquiry(1)
    changing = {
        n
        for n, value in OTHERS.items()
        if document(replace(before, **{n: value})) != document(before)
    }
    noticed = {
        n
        for n, value in OTHERS.items()
        if indexed(replace(before, **{n: value})) != indexed(before)
    }
    assert changing == noticed == {
        "number", "matter", "told", "inquirer", "helpers", "assignee", "director", "department",
        "registered_by", "first_responder", "followed_by",
    }  # fmt: skip


def test_who_may_see_nothing_asks_for_what_nobody_is() -> None:
    """No inquiry's document has a person without a number."""
    nobody = asked([], Seen(), people=(), sections=())
    assert nobody == "(p)"
    assert "p" not in document(inquiry(1, assignee="", director="")).split()
    assert asked([], Seen((WANG,), ("甲",), (LI,)), people=(), sections=()) == (
        "(p0031003000300031 OR p0031003000300032 OR s7532)"
    )


def test_offices_have_places_of_their_own() -> None:
    assert [place_of(1, 1), place_of(1, 2), place_of(2, 1)] == [2**40 + 1, 2**40 + 2, 2**41 + 1]


async def test_an_office_finds_its_own_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/office.db"
    matters = {1: "公租房申请", 2: "户口迁移"}
    offices = {number: open_store(url, office_id=number) for number in matters}

    def fill(matter: str) -> Callable[[Work], None]:
        def act(work: Work) -> None:
            for n in range(MOST_STALE + 1):  # so many that the index of words holds them
                work.inquiries.add(inquiry(n, matter=matter, assignee=LI, department="户政股"))

        return act

    for number, office in offices.items():
        await run(office, fill(matters[number]))
    for wanted in (Filter(seen_by=Seen((LI,))), Filter(department="户政股"), Filter(words="申请")):
        found = {n: await office.read(lambda w: w.inquiries.find(wanted), at=NOW)  # noqa: B023 - run at once
                 for n, office in offices.items()}  # fmt: skip
        assert {n: {each.matter for each in some} for n, some in found.items()} == {
            n: {matter} for n, matter in matters.items() if not wanted.words or "申请" in matter
        } | ({2: set()} if wanted.words else {})
    for office in offices.values():
        await office.close()


async def test_the_index_of_words_forgets_what_is_said_no_more(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    store = open_store(f"sqlite:///{file}")

    def fill(work: Work) -> None:
        for n in range(MOST_STALE):
            work.inquiries.add(inquiry(n, told="先前的话"))

    def correct(work: Work) -> None:
        for n in range(1, MOST_STALE + 1):
            work.inquiries.save(replace(work.inquiries.get(n), told="后来的事"))

    await run(store, fill)
    await run(store, correct)
    with closing(sqlite3.connect(file)) as connection:
        text = "SELECT count(*) FROM inquiry_words WHERE inquiry_words MATCH ?"
        questions = [asked([word], None, people=(), sections=()) for word in ("先前", "后来")]
        assert [connection.execute(text, (each,)).fetchone()[0] for each in questions] == [
            0,
            MOST_STALE,
        ]
        assert connection.execute("SELECT count(*) FROM stale").fetchone()[0] == 0
    await store.close()
