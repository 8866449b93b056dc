"""What is looked up leads to its index, whatever is stored: nothing is walked from end to end."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from bot.domain.office import OfficerId
from bot.domain.rights import Seen
from bot.ports.values import Filter
from storage.moments import CHINA
from storage.session import Session
from storage.sql_inquiries import SqlInquiries
from storage.sql_search import Condition, Search
from storage.texts import TEXTS
from storage.words import PLACES
from tests.storage.samples import DAY, NOW, inquiry

LI = OfficerId("1002")
LAST = 2**PLACES - 1

ONES_OWN = Seen((LI,), ("户政股",), (OfficerId("1003"),))


@pytest.fixture
def connection() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    for statement in TEXTS["schema"].splitlines():
        made.execute(statement)
    return made


def _plan(connection: sqlite3.Connection, asked: Condition) -> list[str]:
    text, values = asked
    with closing(connection.execute(f"EXPLAIN QUERY PLAN {text}", values)) as rows:
        return [str(row[3]) for row in rows]


def _indexes(plan: list[str]) -> set[str]:
    """The inquiry's indexes that are led through, and ``SCAN`` for what is walked as a whole."""
    found = {step.partition("USING ")[2].partition(" (")[0] for step in plan if "inquiry" in step}
    walked = {"SCAN" for step in plan if step.startswith("SCAN inquiry") and "USING" not in step}
    return {
        each.removeprefix("COVERING ").removeprefix("INDEX ") for each in found if each
    } | walked


WORDS = "sqlite_autoindex_inquiry_1"
"""What the index of words has found is read by its key."""


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"open": True, "owes": LI, "by_due": True}, "ix_inquiry_owes"),
        ({"open": True, "first_responder": LI}, "ix_inquiry_following"),
        (
            {"open": True, "first_responder": LI, "owes_not": LI, "by_due": True},
            "ix_inquiry_following",
        ),
        ({"open": True, "assignee": LI}, "ix_inquiry_in_hand"),
        ({"open": True, "assignee": LI, "states": ("referred", "accepted")}, "ix_inquiry_in_hand"),
        (
            {
                "open": True,
                "department": "户政股",
                "states": ("referred", "accepted"),
                "due_before": NOW,
                "by_due": True,
            },
            "ix_inquiry_section",
        ),
        (
            {"open": True, "registered_by": LI, "since": date(2026, 11, 1)},
            "ix_inquiry_registered_by",
        ),
        ({"registered_by": LI, "since": date(2026, 11, 1)}, "ix_inquiry_registered_by"),
        ({"first_responder": LI}, "ix_inquiry_first_responder"),
        ({"phone": "13800138000"}, "ix_inquiry_phone"),
        ({"inquirer": "王秀英"}, "ix_inquiry_inquirer"),
        (
            {"department": "户政股", "concluded_since": NOW - DAY, "concluded_before": NOW},
            "ix_inquiry_concluded",
        ),
        ({}, "ix_inquiry_received_at"),
        ({"since": date(2026, 11, 1)}, "ix_inquiry_day"),
    ],
    ids=str,
)
def test_each_question_has_its_index(
    connection: sqlite3.Connection, wanted: dict[str, object], index: str
) -> None:
    search = Search(Session(connection, 1, CHINA))
    given = Filter(at_most=8, **wanted)  # type: ignore[arg-type] # any condition
    assert _indexes(_plan(connection, search.bodies(given))) == {index}


def test_all_that_is_open_is_read_through_an_index_of_what_is_open(
    connection: sqlite3.Connection,
) -> None:
    search = Search(Session(connection, 1, CHINA))
    (index,) = _indexes(_plan(connection, search.bodies(Filter(open=True, newest_first=False))))
    made = "SELECT sql FROM sqlite_master WHERE name = ?"
    assert connection.execute(made, (index,)).fetchone()[0].endswith("WHERE open = 1")


@pytest.mark.parametrize(
    "wanted",
    [
        {"words": "户口"},
        {"words": "户口", "seen_by": ONES_OWN},
        {"seen_by": ONES_OWN},
        {"seen_by": ONES_OWN, "since": date(2026, 11, 1)},
        {"words": "户口", "since": date(2026, 11, 1), "until": date(2026, 11, 9)},
        {"department": "户政股"},
        {"assignee": LI, "since": date(2026, 9, 1), "until": date(2026, 11, 9)},
    ],
    ids=str,
)
@pytest.mark.parametrize("way", ["bodies", "number", "kinds", "ids"])
def test_words_rights_and_sections_lead_through_the_index_of_words(
    connection: sqlite3.Connection, wanted: dict[str, object], way: str
) -> None:
    search = Search(Session(connection, 1, CHINA))
    given = Filter(at_most=8, **wanted)  # type: ignore[arg-type] # any condition
    ask = {
        "bodies": lambda: search.bodies(given),
        "number": lambda: search.number(given, 1000),
        "kinds": lambda: search.kinds(given),
        "ids": lambda: search.ids(given),
    }
    plan = _plan(connection, ask[way]())
    assert [step for step in plan if step.startswith("SCAN") and "VIRTUAL" in step]
    walked = [step for step in plan if step.startswith("SCAN inquiry") and "VIRTUAL" not in step]
    assert walked == []
    assert _indexes([step for step in plan if "VIRTUAL" not in step]) == {WORDS}


def test_the_walk_through_the_index_of_words_ends_where_the_count_does(
    connection: sqlite3.Connection,
) -> None:
    search = Search(Session(connection, 1, CHINA))
    for wanted in (Filter(words="户口"), Filter(seen_by=ONES_OWN)):
        text, values = search.number(wanted, 1000)
        walk = text.partition(" UNION ")[0]
        assert walk.endswith("ORDER BY inquiry_words.rowid DESC LIMIT ?)")
        assert values[walk.count("?") - 1] == values[-1] == 1000


def test_a_search_since_a_day_begins_with_the_first_that_was_received_then(
    connection: sqlite3.Connection,
) -> None:
    session = Session(connection, 1, CHINA)
    for n, day in enumerate((NOW - 9 * DAY, NOW - 8 * DAY, NOW), start=1):
        SqlInquiries(session).add(inquiry(n, received_at=day))
    first = {
        since: Search(session).bodies(Filter(words="户口", since=since))[1][1]
        for since in (None, (NOW - 8 * DAY).date(), NOW.date(), (NOW + DAY).date())
    }
    assert [place & LAST for place in first.values()] == [0, 2, 3, LAST]


@pytest.mark.parametrize("name", ["inquiry_due", "inquiry_open_after", "inquiry_choices"])
def test_what_is_taken_piece_by_piece_stands_in_its_order(
    connection: sqlite3.Connection, name: str
) -> None:
    text = TEXTS[name]
    plan = _plan(connection, (text, (None,) * text.count("?")))
    assert [step for step in plan if "TEMP B-TREE" in step] == []
