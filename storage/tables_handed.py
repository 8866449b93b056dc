"""The tables of what people hand over in chat."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from storage.tables_base import Kept, moment


class DownloadRow(Kept, table=True):
    """A file still to be fetched, or of no known inquiry yet."""

    __tablename__ = "download"
    __table_args__ = (
        Index("ix_download_owed", "office_id", "not_before", sqlite_where=text("owed = 1")),
    )

    id: int = Field(primary_key=True)
    owed: bool
    not_before: datetime = moment()
    body: str


class HeardRow(Kept, table=True):
    """What somebody said on a platform without a memory; *place* is the order."""

    __tablename__ = "heard"
    __table_args__ = (Index("ix_heard_chat", "office_id", "platform", "chat", "thread", "place"),)

    place: int = Field(primary_key=True)
    platform: str
    chat: str
    thread: str
    body: str
