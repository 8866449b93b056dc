"""Every statement in SQLAlchemy Core; `python -m storage.compile` turns them into ``sqlite.sql``.

A parameter named like a column is that column's value; all are given in the order of the text.
"""

from collections.abc import Mapping

from sqlalchemy import (
    ColumnElement,
    Select,
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

from bot.ports.values import MOST_ABOUT
from storage import tables, tables_handed
from storage.columns import ABOUT, MOVING, POST, POST_MOVING, POST_WHERE
from storage.phrases import (
    AGAIN,
    BLANK,
    NONE,
    ONE,
    OWED,
    PARKED,
    SEEN,
    SENT,
    add,
    add_once,
    bodies,
    change,
    drop,
    its,
    key,
    last,
    put,
    table,
    the,
)

(
    INQUIRY,
    JOURNAL,
    POST_ROW,
    POST_ABOUT,
    ITEM,
    DRAFT,
    UNDO,
    DOWNLOAD,
    HEARD,
    ENTRY,
    ANSWERED,
    SERIES,
    DAILY,
    SETTING,
) = (
    table(kind)
    for kind in (
        tables.InquiryRow,
        tables.JournalRow,
        tables.PostRow,
        tables.PostAboutRow,
        tables.ItemRow,
        tables.DraftRow,
        tables.UndoRow,
        tables_handed.DownloadRow,
        tables_handed.HeardRow,
        tables.EntryRow,
        tables.AnsweredRow,
        tables.SeriesRow,
        tables.DailyRow,
        tables.SettingRow,
    )
)


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
        "inquiry_next_alarm": select(func.min(alarm)).where(*its(INQUIRY), alarm.is_not(None)),
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
    equal = (*people, "open", "department", "phone", "state")
    return {f"where_{name}": c[name] == the(name) for name in equal} | {
        "where_number": c.id.in_(_ids("number").union_all(_ids("full"))),
        "where_word": or_(func.instr(func.lower(said), func.lower(word)) > NONE, tail == word),
        "where_since": c.day >= the("since"),
        "where_until": c.day <= the("until"),
        "where_due_before": c.due < the("due_before"),
        "where_owes_not": c.owes != the("owes"),
        "where_seen": SEEN,
        "where_concluded_before": c.concluded_at < the("concluded_before"),
        "where_concluded_since": c.concluded_at >= the("concluded_since"),
    }


def _ids(*where: str) -> Select[tuple[int]]:
    return select(INQUIRY.c.id).where(*its(INQUIRY, *where))


def _journal() -> Mapping[str, ClauseElement]:
    c = JOURNAL.c
    lines = select(c.seq, c.inquiry, c.at, c.by, c.kind, c.body, c.hash)
    return {
        "journal_last": select(c.seq, c.hash)
        .where(*its(JOURNAL))
        .order_by(c.seq.desc())
        .limit(ONE),
        "journal_add": add(JOURNAL),
        "journal_of": lines.where(*its(JOURNAL, "inquiry")).order_by(c.seq),
        "journal_kind": lines.where(*its(JOURNAL, "kind"), c.at >= the("since")).order_by(c.seq),
        "journal_count": select(func.count())
        .select_from(JOURNAL)
        .where(*its(JOURNAL, "kind", "by"), c.at >= the("since")),
        "journal_all": lines.where(*its(JOURNAL)).order_by(c.seq),
    }


def _posts() -> Mapping[str, ClauseElement]:
    c = POST_ROW.c
    post = select(*(c[name] for name in POST))
    here = its(POST_ROW, "platform", "chat", "thread")
    owed = (c.state == OWED, c.shown < c.wanted)
    free = or_(c.not_before.is_(None), c.not_before <= the("now"))
    stands = or_(c.state == SENT, c.state == OWED)
    about = (
        select(POST_ABOUT.c.post)
        .where(*its(POST_ABOUT, "inquiry"))
        .order_by(POST_ABOUT.c.post.desc())
        .limit(literal_column(str(MOST_ABOUT)))
        .offset(NONE)
    )
    return {
        "post_get": post.where(*its(POST_ROW, "id")),
        "post_last_id": last(POST_ROW, "id"),
        "post_add": add_once(POST_ROW),
        "post_save": change(POST_ROW, POST_MOVING, "id"),
        "post_save_where": change(POST_ROW, POST_WHERE, "id"),
        "post_at": post.where(*here, c.message_id == the("message_id"))
        .order_by(c.id.desc())
        .limit(ONE),
        "post_last": post.where(*here, stands, or_(c.shown > NONE, free))
        .order_by(c.id.desc())
        .limit(ONE),
        "post_history": post.where(*here, c.shown > NONE)
        .order_by(c.id.desc())
        .limit(the("at_most")),
        "post_owed": post.where(*its(POST_ROW), *owed, free).order_by(c.id),
        "post_next_held": select(func.min(c.not_before)).where(
            *its(POST_ROW), *owed, c.not_before > the("now")
        ),
        "post_again": post.where(*its(POST_ROW), c.state == AGAIN).order_by(c.id),
        "post_parked": post.where(*its(POST_ROW), c.state == PARKED).order_by(c.id),
        "post_mark": _mark(),
        "post_about": post.where(*its(POST_ROW), c.id.in_(about), stands).order_by(c.id),
        "post_about_add": add_once(POST_ABOUT),
        "post_about_drop": drop(POST_ABOUT, "post"),
    }


def _mark() -> ClauseElement:
    """Write how a sending ended: *state* and *shown* come twice, see `sql_posts`."""
    c = POST_ROW.c
    new = {n: the(n, given="new") for n in ("shown", "state", "message_id", "error")}
    shown = case((new["shown"] > c.shown, new["shown"]), else_=c.shown)
    still, state = case((shown < c.wanted, OWED), else_=SENT), new["state"]
    return (
        update(POST_ROW)
        .where(*its(POST_ROW, "id"))
        .ordered_values(
            (c.shown, shown),
            (c.state, case((state == SENT, still), else_=state)),
            (c.message_id, func.coalesce(func.nullif(new["message_id"], BLANK), c.message_id)),
            (c.error, new["error"]),
            (c.tries, c.tries + case((state == OWED, ONE), else_=NONE)),
        )
    )


def _lists() -> Mapping[str, ClauseElement]:
    waiting = (*its(ITEM), ITEM.c.told == NONE)
    return {
        "item_last_id": last(ITEM, "id"),
        "item_add": add_once(ITEM),
        "item_ready": select(ITEM.c.body)
        .where(*waiting, ITEM.c.not_before <= the("now"))
        .order_by(ITEM.c.id),
        "item_told": update(ITEM).where(*its(ITEM, "key")).values(told=ONE),
        "item_next_held": select(func.min(ITEM.c.not_before)).where(
            *waiting, ITEM.c.not_before > the("now")
        ),
        "draft_get": bodies(DRAFT, *key(DRAFT)),
        "draft_put": put(DRAFT),
        "draft_drop": drop(DRAFT, *key(DRAFT)),
        "draft_all": bodies(DRAFT).order_by(*(DRAFT.c[name] for name in key(DRAFT))),
        "undo_last_place": last(UNDO, "place"),
        "undo_put": put(UNDO),
        "undo_of": bodies(UNDO, "inquiry"),
        "undo_last_by": bodies(UNDO, "officer").order_by(UNDO.c.place.desc()).limit(ONE),
        "undo_oldest": bodies(UNDO).order_by(UNDO.c.place).limit(bindparam("most")),
        "undo_drop": drop(UNDO, "inquiry"),
    }


def _handed_over() -> Mapping[str, ClauseElement]:
    ready = (*its(DOWNLOAD, "state"), DOWNLOAD.c.not_before <= the("now"))
    same = (*its(DOWNLOAD, "sha"), DOWNLOAD.c.sha != BLANK)
    return {
        "download_last_id": last(DOWNLOAD, "id"),
        "download_put": put(DOWNLOAD),
        "download_get": bodies(DOWNLOAD, "id"),
        "download_ready": select(DOWNLOAD.c.body).where(*ready).order_by(DOWNLOAD.c.id),
        "download_same": select(func.count()).select_from(DOWNLOAD).where(*same),
        "download_drop": drop(DOWNLOAD, "id"),
        "heard_last_place": last(HEARD, "place"),
        "heard_add": add(HEARD),
        "heard_history": bodies(HEARD, "platform", "chat", "thread")
        .order_by(HEARD.c.place.desc())
        .limit(the("at_most")),
    }


def _small() -> Mapping[str, ClauseElement]:
    counted = insert(SERIES).values(office_id=the("office_id"), name=the("name"), last=ONE)
    return {
        "entry_all": select(ENTRY.c.kind, ENTRY.c.body).where(*its(ENTRY)).order_by(ENTRY.c.place),
        "entry_last_place": last(ENTRY, "place"),
        "entry_put": put(ENTRY, "place"),
        "entry_drop": drop(ENTRY, "kind", "key"),
        "answered_add": add_once(ANSWERED),
        "series_next": counted.on_conflict_do_update(
            index_elements=["office_id", "name"], set_={"last": SERIES.c.last + ONE}
        ).returning(SERIES.c.last),
        "daily_add": add_once(DAILY),
        "daily_get": select(ONE).where(*its(DAILY, *key(DAILY))),
        "setting_get": select(SETTING.c.value).where(*its(SETTING, "key")),
        "setting_put": put(SETTING),
        "setting_drop": drop(SETTING, "key"),
    }


STATEMENTS: dict[str, ClauseElement] = {
    **_inquiries(),
    **_conditions(),
    **_journal(),
    **_posts(),
    **_lists(),
    **_handed_over(),
    **_small(),
}
