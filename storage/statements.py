"""Every statement in SQLAlchemy Core; `python -m storage.compile` turns them into ``sqlite.sql``.

A parameter named like a column is that column's value; all are given in the order of the text.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.sql.elements import ClauseElement

from bot.kept import MOST_ABOUT
from storage import tables
from storage.columns import ABOUT, MOVING, POST, POST_MOVING, POST_WHERE

Literal = ColumnElement[Any]
OWED: Literal = literal_column("'owed'")
PARKED: Literal = literal_column("'parked'")
SENT: Literal = literal_column("'sent'")
BLANK: Literal = literal_column("''")
NONE: Literal = literal_column("0")
ONE: Literal = literal_column("1")


def _table(kind: type[tables.Kept]) -> Table:
    return tables.Kept.metadata.tables[str(kind.__tablename__)]


(
    INQUIRY,
    JOURNAL,
    POST_ROW,
    POST_ABOUT,
    ITEM,
    DRAFT,
    UNDO,
    ENTRY,
    ANSWERED,
    SERIES,
    DAILY,
    SETTING,
) = (
    _table(kind)
    for kind in (
        tables.InquiryRow,
        tables.JournalRow,
        tables.PostRow,
        tables.PostAboutRow,
        tables.ItemRow,
        tables.DraftRow,
        tables.UndoRow,
        tables.EntryRow,
        tables.AnsweredRow,
        tables.SeriesRow,
        tables.DailyRow,
        tables.SettingRow,
    )
)


def _p(name: str, *, given: str = "the") -> BindParameter[Any]:
    return bindparam(f"{given}_{name}")


def _is(table: Table, *names: str) -> tuple[ColumnElement[bool], ...]:
    return tuple(table.c[name] == _p(name) for name in ("office_id", *names))


def _key(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key if column.name != "office_id")


def _add(table: Table) -> ClauseElement:
    return insert(table)


def _add_once(table: Table) -> ClauseElement:
    return insert(table).on_conflict_do_nothing()


def _put(table: Table, *kept: str) -> ClauseElement:
    """Add or replace; the columns of *kept* stay as they were."""
    put = insert(table)
    key = [column.name for column in table.primary_key]
    changed = {c.name: c for c in put.excluded if c.name not in (*key, *kept)}
    return put.on_conflict_do_update(index_elements=key, set_=changed)


def _change(table: Table, names: Iterable[str], *where: str) -> ClauseElement:
    values = [(table.c[name], _p(name, given="new")) for name in names]
    return update(table).where(*_is(table, *where)).ordered_values(*values)


def _drop(table: Table, *where: str) -> ClauseElement:
    return table.delete().where(*_is(table, *where))


def _last(table: Table, column: str) -> ClauseElement:
    return select(func.coalesce(func.max(table.c[column]), NONE)).where(*_is(table))


def _bodies(table: Table, *where: str) -> Select[tuple[str]]:
    return select(table.c.body).where(*_is(table, *where))


def _inquiries() -> Mapping[str, ClauseElement]:
    alarm = INQUIRY.c.alarm
    return {
        "inquiry_get": _bodies(INQUIRY, "id"),
        "inquiry_by_number": _bodies(INQUIRY, "number").order_by(INQUIRY.c.id.desc()).limit(ONE),
        "inquiry_by_full": _bodies(INQUIRY, "full"),
        "inquiry_last_id": _last(INQUIRY, "id"),
        "inquiry_add": _add(INQUIRY),
        "inquiry_save": _change(INQUIRY, ("version", *MOVING, "body"), "id", "version"),
        "inquiry_save_about": _change(INQUIRY, ABOUT, "id"),
        "inquiry_due": _bodies(INQUIRY)
        .where(alarm <= _p("now"))
        .order_by(alarm, INQUIRY.c.id)
        .limit(_p("at_most")),
        "inquiry_next_alarm": select(func.min(alarm)).where(*_is(INQUIRY), alarm.is_not(None)),
        "inquiry_find": _bodies(INQUIRY),
    }


def _conditions() -> Mapping[str, ClauseElement]:
    """What ``inquiry_find`` may go on with: one condition for each field of `Filter`."""
    c = INQUIRY.c
    said: ColumnElement[str] = c.matter
    for column in (c.inquirer, c.unit, c.place, c.told, c.number):
        said = said + literal_column("' '") + column
    word = _p("word")
    tail = func.substr(c.phone, -func.length(word))
    people = ("owes", "assignee", "first_responder", "registered_by", "inquirer")
    equal = (*people, "open", "department", "phone", "state")
    return {f"where_{name}": c[name] == _p(name) for name in equal} | {
        "where_number": c.id.in_(_ids("number").union_all(_ids("full"))),
        "where_word": or_(func.instr(func.lower(said), func.lower(word)) > NONE, tail == word),
        "where_since": c.day >= _p("since"),
        "where_until": c.day <= _p("until"),
        "where_due_before": c.due < _p("due_before"),
        "where_concluded_since": c.concluded_at >= _p("concluded_since"),
    }


def _ids(*where: str) -> Select[tuple[int]]:
    return select(INQUIRY.c.id).where(*_is(INQUIRY, *where))


def _journal() -> Mapping[str, ClauseElement]:
    c = JOURNAL.c
    lines = select(c.seq, c.inquiry, c.at, c.by, c.kind, c.body, c.hash)
    return {
        "journal_last": select(c.seq, c.hash)
        .where(*_is(JOURNAL))
        .order_by(c.seq.desc())
        .limit(ONE),
        "journal_add": _add(JOURNAL),
        "journal_of": lines.where(*_is(JOURNAL, "inquiry")).order_by(c.seq),
        "journal_kind": lines.where(*_is(JOURNAL, "kind"), c.at >= _p("since")).order_by(c.seq),
        "journal_all": lines.where(*_is(JOURNAL)).order_by(c.seq),
    }


def _posts() -> Mapping[str, ClauseElement]:
    c = POST_ROW.c
    post = select(*(c[name] for name in POST))
    here = _is(POST_ROW, "platform", "chat", "thread")
    owed = (c.state == OWED, c.shown < c.wanted)
    free = or_(c.not_before.is_(None), c.not_before <= _p("now"))
    stands = or_(c.state == SENT, c.state == OWED)
    about = (
        select(POST_ABOUT.c.post)
        .where(*_is(POST_ABOUT, "inquiry"))
        .order_by(POST_ABOUT.c.post.desc())
        .limit(literal_column(str(MOST_ABOUT)))
        .offset(NONE)
    )
    return {
        "post_get": post.where(*_is(POST_ROW, "id")),
        "post_last_id": _last(POST_ROW, "id"),
        "post_add": _add_once(POST_ROW),
        "post_save": _change(POST_ROW, POST_MOVING, "id"),
        "post_save_where": _change(POST_ROW, POST_WHERE, "id"),
        "post_at": post.where(*here, c.message_id == _p("message_id"))
        .order_by(c.id.desc())
        .limit(ONE),
        "post_last": post.where(*here, stands, or_(c.shown > NONE, free))
        .order_by(c.id.desc())
        .limit(ONE),
        "post_history": post.where(*here, c.shown > NONE)
        .order_by(c.id.desc())
        .limit(_p("at_most")),
        "post_owed": post.where(*_is(POST_ROW), *owed, free).order_by(c.id),
        "post_next_held": select(func.min(c.not_before)).where(
            *_is(POST_ROW), *owed, c.not_before > _p("now")
        ),
        "post_parked": post.where(*_is(POST_ROW), c.state == PARKED).order_by(c.id),
        "post_mark": _mark(),
        "post_about": post.where(*_is(POST_ROW), c.id.in_(about), stands).order_by(c.id),
        "post_about_add": _add_once(POST_ABOUT),
        "post_about_drop": _drop(POST_ABOUT, "post"),
    }


def _mark() -> ClauseElement:
    """Write how a sending ended: *state* and *shown* come twice, see `sql_posts`."""
    c = POST_ROW.c
    new = {n: _p(n, given="new") for n in ("shown", "state", "message_id", "chat", "error")}
    shown = case((new["shown"] > c.shown, new["shown"]), else_=c.shown)
    still, state = case((shown < c.wanted, OWED), else_=SENT), new["state"]
    return (
        update(POST_ROW)
        .where(*_is(POST_ROW, "id"))
        .ordered_values(
            (c.shown, shown),
            (c.state, case((state == SENT, still), else_=state)),
            (c.message_id, func.coalesce(func.nullif(new["message_id"], BLANK), c.message_id)),
            (c.chat, func.coalesce(func.nullif(new["chat"], BLANK), c.chat)),
            (c.error, new["error"]),
            (c.tries, c.tries + case((state == OWED, ONE), else_=NONE)),
        )
    )


def _lists() -> Mapping[str, ClauseElement]:
    waiting = (*_is(ITEM), ITEM.c.told == NONE)
    return {
        "item_last_id": _last(ITEM, "id"),
        "item_add": _add_once(ITEM),
        "item_ready": select(ITEM.c.body)
        .where(*waiting, ITEM.c.not_before <= _p("now"))
        .order_by(ITEM.c.id),
        "item_told": update(ITEM).where(*_is(ITEM, "key")).values(told=ONE),
        "item_next_held": select(func.min(ITEM.c.not_before)).where(
            *waiting, ITEM.c.not_before > _p("now")
        ),
        "draft_get": _bodies(DRAFT, *_key(DRAFT)),
        "draft_put": _put(DRAFT),
        "draft_drop": _drop(DRAFT, *_key(DRAFT)),
        "draft_all": _bodies(DRAFT).order_by(*(DRAFT.c[name] for name in _key(DRAFT))),
        "undo_last_place": _last(UNDO, "place"),
        "undo_put": _put(UNDO),
        "undo_of": _bodies(UNDO, "inquiry"),
        "undo_last_by": _bodies(UNDO, "officer").order_by(UNDO.c.place.desc()).limit(ONE),
        "undo_oldest": _bodies(UNDO).order_by(UNDO.c.place).limit(bindparam("most")),
        "undo_drop": _drop(UNDO, "inquiry"),
    }


def _small() -> Mapping[str, ClauseElement]:
    counted = insert(SERIES).values(office_id=_p("office_id"), name=_p("name"), last=ONE)
    return {
        "entry_all": select(ENTRY.c.kind, ENTRY.c.body).where(*_is(ENTRY)).order_by(ENTRY.c.place),
        "entry_last_place": _last(ENTRY, "place"),
        "entry_put": _put(ENTRY, "place"),
        "entry_drop": _drop(ENTRY, "kind", "key"),
        "answered_add": _add_once(ANSWERED),
        "series_next": counted.on_conflict_do_update(
            index_elements=["office_id", "name"], set_={"last": SERIES.c.last + ONE}
        ).returning(SERIES.c.last),
        "daily_add": _add_once(DAILY),
        "daily_get": select(ONE).where(*_is(DAILY, *_key(DAILY))),
        "setting_get": select(SETTING.c.value).where(*_is(SETTING, "key")),
        "setting_put": _put(SETTING),
        "setting_drop": _drop(SETTING, "key"),
    }


STATEMENTS: dict[str, ClauseElement] = {
    **_inquiries(),
    **_conditions(),
    **_journal(),
    **_posts(),
    **_lists(),
    **_small(),
}
