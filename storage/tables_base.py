"""What all tables share: the office they lead with, names of constraints, columns of moments."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Dialect, MetaData
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from storage.moments import micros_or_none, moment_or_none

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
CLUSTERED = {"sqlite_with_rowid": False}


class Moment(TypeDecorator[datetime]):
    """Microseconds since 1970 UTC; comes back aware, and a naive moment is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        """Raises TypeError for a naive moment."""
        return micros_or_none(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> datetime | None:
        """Return it in UTC."""
        return moment_or_none(value)


def moment() -> Any:  # noqa: ANN401 - as `Field` itself
    """A column of moments."""
    return Field(sa_type=Moment)


class Kept(SQLModel):
    """What every table shares."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)

    office_id: int = Field(primary_key=True)


def is_compared(name: str | None, kind: str, _parents: object) -> bool:
    """Tell Alembic what stands here: the index of words and its shadows are no tables of ours."""
    return kind != "table" or not str(name).startswith("inquiry_words")
