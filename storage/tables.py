"""The tables. Columns are what is searched, sorted and shown; ``body`` is the whole value as JSON.

Every key and index leads with the office. Ids are counted per office by the store.
"""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, ForeignKeyConstraint

from storage.tables_base import CLUSTERED, Kept, moment

OPEN = text("open = 1")


class InquiryRow(Kept, table=True):
    """One inquiry (首问事项). *alarm* is the earliest of its running clocks.

    *first_responder* is who follows it now, *asked* who was asked first; *helpers* stand between
    blanks.
    """

    __tablename__ = "inquiry"
    __table_args__ = (
        Index(
            "ix_inquiry_alarm", "office_id", "alarm", "id", sqlite_where=text("alarm IS NOT NULL")
        ),
        Index("ix_inquiry_full", "office_id", "full", unique=True),
        Index("ix_inquiry_number", "office_id", "number", "id"),
        Index(
            "ix_inquiry_concluded",
            "office_id",
            "department",
            "concluded_at",
            sqlite_where=text("concluded_at IS NOT NULL"),
        ),
        Index("ix_inquiry_day", "office_id", "day", "id"),
        Index("ix_inquiry_received_at", "office_id", "received_at", "id"),
        # Those below end in the order in which inquiries are found, which SQLite would else put
        # first: it guesses that a few rows from the newest on will do. Sections and assignees of
        # what is over are found by the index of words.
        Index("ix_inquiry_first_responder", "office_id", "first_responder", "received_at", "id"),
        Index("ix_inquiry_registered_by", "office_id", "registered_by", "day", "received_at"),
        Index("ix_inquiry_phone", "office_id", "phone", "received_at", "id"),
        Index("ix_inquiry_inquirer", "office_id", "inquirer", "received_at", "id"),
        # What is open is always little, however much is stored.
        Index("ix_inquiry_open", "office_id", "id", sqlite_where=OPEN),
        Index("ix_inquiry_owes", "office_id", "owes", "received_at", sqlite_where=OPEN),
        Index(
            "ix_inquiry_following",
            "office_id",
            "first_responder",
            "received_at",
            "id",
            sqlite_where=OPEN,
        ),
        Index(
            "ix_inquiry_in_hand", "office_id", "assignee", "received_at", "id", sqlite_where=OPEN
        ),
        Index("ix_inquiry_section", "office_id", "department", "state", "due", sqlite_where=OPEN),
    )

    id: int = Field(primary_key=True)
    version: int
    number: str
    full: str
    day: str
    received_at: datetime = moment()
    registered_by: str
    first_responder: str
    asked: str
    inquirer: str
    unit: str
    phone: str
    place: str
    matter: str
    channel: str
    kind: str
    state: str
    step: int
    open: bool
    owes: str
    assignee: str
    director: str
    helpers: str
    handled: str
    department: str
    duty: str
    told: str
    outcome: str | None
    grade: str | None
    concluded_at: datetime | None = moment()
    closed_at: datetime | None = moment()
    due: datetime | None = moment()
    alarm: datetime | None = moment()
    body: str


class StaleRow(Kept, table=True):
    """An inquiry the index of words does not hold as it is now; *was* is what it holds instead."""

    __tablename__ = "stale"
    __table_args__ = (CLUSTERED,)

    inquiry: int = Field(primary_key=True)
    was: str


class JournalRow(Kept, table=True):
    """One fact; SQLite's triggers refuse to change or delete it."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_inquiry", "office_id", "inquiry", "seq"),
        Index("ix_journal_kind", "office_id", "kind", "at", "by"),
    )

    seq: int = Field(primary_key=True)
    inquiry: int
    at: datetime = moment()
    by: str
    kind: str
    body: str
    hash: str


class PostRow(Kept, table=True):
    """A message owed to a chat or standing there; *body* holds its parts and its look."""

    __tablename__ = "post"
    __table_args__ = (
        Index(
            "ix_post_message",
            "office_id",
            "platform",
            "chat",
            "thread",
            "message_id",
            "id",
            sqlite_where=text("message_id != ''"),
        ),
        Index("ix_post_chat", "office_id", "platform", "chat", "thread", "id"),
        Index("ix_post_key", "office_id", "key", unique=True, sqlite_where=text("\"key\" != ''")),
        Index(
            "ix_post_owed",
            "office_id",
            "id",
            sqlite_where=text("state = 'owed' AND shown < wanted"),
        ),
        Index("ix_post_again", "office_id", "id", sqlite_where=text("state = 'again'")),
        Index("ix_post_parked", "office_id", "id", sqlite_where=text("state = 'parked'")),
    )

    id: int = Field(primary_key=True)
    platform: str
    chat: str
    thread: str
    recipient: str
    kind: str
    key: str
    rank: int
    not_before: datetime | None = moment()
    message_id: str
    shown: int
    wanted: int
    state: str
    tries: int
    error: str
    made_at: datetime = moment()
    body: str


class PostAboutRow(Kept, table=True):
    """Which inquiries a post has parts about."""

    __tablename__ = "post_about"
    __table_args__ = (
        ForeignKeyConstraint(["office_id", "post"], ["post.office_id", "post.id"]),
        Index("ix_post_about_post", "office_id", "post"),
        CLUSTERED,
    )

    inquiry: int = Field(primary_key=True)
    post: int = Field(primary_key=True)


class ItemRow(Kept, table=True):
    """One thing a clock owes a person, until a list has told it and for ever after."""

    __tablename__ = "item"
    __table_args__ = (
        Index("ix_item_key", "office_id", "key", unique=True),
        Index("ix_item_ready", "office_id", "not_before", sqlite_where=text("told = 0")),
        Index(
            "ix_item_recipient",
            "office_id",
            "recipient",
            "not_before",
            sqlite_where=text("told = 0"),
        ),
    )

    id: int = Field(primary_key=True)
    key: str
    recipient: str
    not_before: datetime = moment()
    told: bool
    body: str


class DraftRow(Kept, table=True):
    """A begun form."""

    __tablename__ = "draft"
    __table_args__ = (CLUSTERED,)

    platform: str = Field(primary_key=True)
    chat: str = Field(primary_key=True)
    thread: str = Field(primary_key=True)
    officer: str = Field(primary_key=True)
    body: str


class UndoRow(Kept, table=True):
    """The last undoable step of an inquiry; *place* grows with every one kept."""

    __tablename__ = "undo"
    __table_args__ = (
        Index("ix_undo_officer", "office_id", "officer", "place"),
        Index("ix_undo_place", "office_id", "place"),
    )

    inquiry: int = Field(primary_key=True)
    officer: str
    place: int
    body: str


class EntryRow(Kept, table=True):
    """One entry of the directory; *kind* is its class, *place* its order."""

    __tablename__ = "entry"

    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    place: int
    body: str


class AnsweredRow(Kept, table=True):
    """A delivery that was handled."""

    __tablename__ = "answered"
    __table_args__ = (CLUSTERED,)

    platform: str = Field(primary_key=True)
    delivery: str = Field(primary_key=True)
    at: datetime = moment()


class SeriesRow(Kept, table=True):
    """The last number given of a gapless series."""

    __tablename__ = "series"
    __table_args__ = (CLUSTERED,)

    name: str = Field(primary_key=True)
    last: int


class DailyRow(Kept, table=True):
    """A daily thing that was claimed."""

    __tablename__ = "daily"
    __table_args__ = (CLUSTERED,)

    kind: str = Field(primary_key=True)
    audience: str = Field(primary_key=True)
    day: str = Field(primary_key=True)


class SettingRow(Kept, table=True):
    """A small setting."""

    __tablename__ = "setting"
    __table_args__ = (CLUSTERED,)

    key: str = Field(primary_key=True)
    value: str
