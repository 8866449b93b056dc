"""Moments are kept in UTC: as microseconds in columns, as ISO text in bodies; naive ones are refused."""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast, get_args, get_type_hints

T = TypeVar("T")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Return microseconds since 1970 UTC.

    Raises:
        TypeError: the moment is naive.
    """
    return (moment - EPOCH) // _MICROSECOND


def micros_or_none(moment: datetime | None) -> int | None:
    """Return the same, ``None`` for none."""
    return None if moment is None else (moment - EPOCH) // _MICROSECOND


def moment(count: int) -> datetime:
    """Return the UTC moment that many microseconds after 1970."""
    return EPOCH + timedelta(microseconds=count)


def moment_or_none(count: int | None) -> datetime | None:
    """Return the same, ``None`` for none."""
    return None if count is None else EPOCH + timedelta(microseconds=count)


def day_of(at: datetime, zone: tzinfo) -> date:
    """Return the office's day of a moment."""
    return at.astimezone(zone).date()


def in_utc(value: T) -> T:
    """Return the value with all moments in it, however deep, in UTC; mostly the value itself.

    Raises:
        ValueError: a moment is naive.
    """
    return cast("T", _converted(value)) if _astray(value) else value


def _astray(value: object) -> bool:
    """Tell whether a moment of the value is not in UTC."""
    if isinstance(value, datetime):
        return value.tzinfo is not UTC
    kind: object = type(value)
    moments, nested = _bearers(kind)
    for each in moments(value):
        if each is not None and each.tzinfo is not UTC:
            return True
    for each in nested(value):
        if each and any(map(_astray, each if type(each) is tuple else (each,))):
            return True
    return False


def _converted(value: object) -> object:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"a moment without time zone: {value}")
        return value.astimezone(UTC)
    if type(value) is tuple:
        return tuple(map(_converted, value))
    if is_dataclass(value) and not isinstance(value, type) and _bears(type(value)):
        return replace(value, **{f.name: _converted(getattr(value, f.name)) for f in fields(value)})
    return value


Reader = Callable[[Any], Iterable[Any]]


@cache
def _bearers(kind: object) -> tuple[Reader, Reader]:
    """Return readers of a dataclass's moments, and of what may have moments inside."""
    hints = get_type_hints(kind) if is_dataclass(kind) else {}
    bearing = [name for name, hint in hints.items() if _bears(hint)]
    moments = [n for n in bearing if hints[n] is datetime or datetime in get_args(hints[n])]
    moments = [n for n in moments if tuple not in (hints[n], getattr(hints[n], "__origin__", None))]
    return _reader(moments), _reader([name for name in bearing if name not in moments])


@cache
def _bears(hint: object) -> bool:
    if hint is datetime:
        return True
    if is_dataclass(hint):
        return any(map(_bears, get_type_hints(hint).values()))
    return any(map(_bears, get_args(hint)))


def _reader(names: list[str]) -> Reader:
    match names:
        case []:
            return lambda _: ()
        case [name]:
            return lambda value: (getattr(value, name),)
    return attrgetter(*names)
