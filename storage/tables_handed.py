"""The tables of what people hand over in chat."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from storage.tables_base import Kept, moment


class DownloadRow(Kept, table=True):
    """A file: still to be fetched, kept, or to be deleted."""

    __tablename__ = "download"
    __table_args__ = (
        Index("ix_download_state", "office_id", "state", "not_before"),
        Index("ix_download_sha", "office_id", "sha", sqlite_where=text("sha != ''")),
    )

    id: int = Field(primary_key=True)
    state: str
    sha: str
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
