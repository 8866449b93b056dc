"""What is asked of the office's inquiries, in SQLAlchemy Core: see `storage.statements`."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, func, literal_column, or_, select, text
from sqlalchemy.sql.elements import ClauseElement

from storage import tables
from storage.columns import ABOUT, MOVING
from storage.phrases import (
    FRESH,
    NEWEST,
    NONE,
    ONE,
    SEEN,
    add,
    add_once,
    bodies,
    change,
    drop,
    its,
    last,
    table,
    the,
)  # fmt: skip

INQUIRY, STALE = table(tables.InquiryRow), table(tables.StaleRow)


def _inquiries() -> Mapping[str, ClauseElement]:
    alarm = INQUIRY.c.alarm
    return {
        "inquiry_get": bodies(INQUIRY, "id"),
        "inquiry_by_number": bodies(INQUIRY, "number").order_by(INQUIRY.c.id.desc()).limit(ONE),
        "inquiry_by_full": bodies(INQUIRY, "full"),
        "inquiry_last_id": last(INQUIRY, "id"),
        "inquiry_add": add(INQUIRY),
        "inquiry_save": change(INQUIRY, ("version", *MOVING, "body"), "id", "version"),
        "inquiry_save_about": change(INQUIRY, ABOUT, "id"),
        "inquiry_due": bodies(INQUIRY)
        .where(alarm <= the("now"))
        .order_by(alarm, INQUIRY.c.id)
        .limit(the("at_most")),
        "inquiry_open_after": bodies(INQUIRY)
        .where(literal_column("inquiry.open = 1"), INQUIRY.c.id > the("id"))
        .order_by(INQUIRY.c.id)
        .limit(the("at_most")),
        "inquiry_next_alarm": select(func.min(alarm)).where(*its(INQUIRY), alarm.is_not(None)),
        "inquiry_choices": select(INQUIRY.c.duty, INQUIRY.c.assignee)
        .where(*its(INQUIRY, "first_responder"))
        .order_by(INQUIRY.c.received_at.desc(), INQUIRY.c.id.desc())
        .limit(the("at_most")),
        "inquiry_find": bodies(INQUIRY),
        "inquiry_count": select(func.count()).select_from(INQUIRY).where(*its(INQUIRY)),
        "inquiry_tally": select(
            func.coalesce(INQUIRY.c.outcome, INQUIRY.c.state),
            INQUIRY.c.department,
            INQUIRY.c.asked,
            INQUIRY.c.handled,
            func.count(),
        ).where(*its(INQUIRY)),
    }


def _conditions() -> Mapping[str, ClauseElement]:
    """What ``inquiry_find`` may go on with: one condition for each field of `Filter`."""
    c = INQUIRY.c
    said: ColumnElement[str] = c.matter
    for column in (c.inquirer, c.unit, c.place, c.told, c.number):
        said = said + literal_column("' '") + column
    word = the("word")
    tail = func.substr(c.phone, -func.length(word))
    people = ("owes", "assignee", "first_responder", "registered_by", "inquirer")
    equal = (*people, "department", "phone", "state")
    return {f"where_{name}": c[name] == the(name) for name in equal} | {
        # Literals: a partial index is not taken for a parameter.
        "where_open": literal_column("inquiry.open = 1"),
        "where_over": literal_column("inquiry.open = 0"),
        "where_number": c.id.in_(_ids("number").union_all(_ids("full"))),
        "where_word": or_(func.instr(func.lower(said), func.lower(word)) > NONE, tail == word),
        "where_since": c.day >= the("since"),
        "where_until": c.day <= the("until"),
        "where_due_since": c.due >= the("due_since"),
        "where_due_before": c.due < the("due_before"),
        "where_owes_not": c.owes != the("owes"),
        "where_seen": SEEN,
        "where_concluded_before": c.concluded_at < the("concluded_before"),
        "where_concluded_since": c.concluded_at >= the("concluded_since"),
    }


def _search() -> Mapping[str, ClauseElement]:
    """What ``search_newest`` and ``search_fresh`` go on with are conditions, as ``inquiry_find``."""
    fresh = STALE.c.inquiry
    return {
        "stale_add": add_once(STALE),
        "stale_all": select(fresh, STALE.c.was).where(*its(STALE)),
        "stale_drop": drop(STALE),
        "words_add": text("INSERT INTO inquiry_words (rowid, document) VALUES (:place, :document)"),
        "words_drop": text(
            "INSERT INTO inquiry_words (inquiry_words, rowid, document)"
            " VALUES ('delete', :place, :was)"
        ),
        "search_since": select(func.min(INQUIRY.c.id)).where(
            *its(INQUIRY), INQUIRY.c.day >= the("since")
        ),
        "search_ids": select(INQUIRY.c.id).where(*its(INQUIRY)),
        "search_newest": NEWEST,
        "search_fresh": FRESH,
    }


def _ids(*where: str) -> Select[tuple[int]]:
    return select(INQUIRY.c.id).where(*its(INQUIRY, *where))


INQUIRIES: dict[str, ClauseElement] = {**_inquiries(), **_conditions(), **_search()}
