"""Every statement in SQLAlchemy Core; `python -m storage.compile` turns them into ``sqlite.sql``.

A parameter named like a column is that column's value; all are given in the order of the text.
"""

from collections.abc import Mapping

from sqlalchemy import (
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
from storage.columns import POST, POST_MOVING, POST_WHERE
from storage.phrases import (
    AGAIN,
    BLANK,
    NONE,
    ONE,
    OWED,
    PARKED,
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
from storage.statements_inquiries import INQUIRIES

(
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
        "post_at": post.where(*here, c.message_id == the("message_id"), c.message_id != BLANK)
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
    ready = (ITEM.c.not_before <= the("now"),)
    return {
        "item_last_id": last(ITEM, "id"),
        "item_add": add_once(ITEM),
        "item_ready": select(ITEM.c.body)
        .where(*waiting, *ready, *its(ITEM, "recipient")[1:])
        .order_by(ITEM.c.id),
        "item_recipients": select(ITEM.c.recipient)
        .where(*waiting, *ready)
        .group_by(ITEM.c.recipient)
        .order_by(func.min(ITEM.c.id)),
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
        "download_ready": select(DOWNLOAD.c.body)
        .where(*ready)
        .order_by(DOWNLOAD.c.id)
        .limit(the("at_most")),
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
    **INQUIRIES,
    **_journal(),
    **_posts(),
    **_lists(),
    **_handed_over(),
    **_small(),
}
