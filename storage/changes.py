"""Changes to plain dictionaries that can be taken back, for the store in memory."""

from typing import Any, Final, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_MISSING: Final = object()


class Changes:
    """What a turn has changed so far, in order."""

    def __init__(self) -> None:
        """Start with nothing changed."""
        self._former: list[tuple[dict[Any, Any], Any, Any]] = []

    def put(self, kept: dict[K, V], key: K, value: V) -> None:
        """Set a key."""
        self._former.append((kept, key, kept.get(key, _MISSING)))
        kept[key] = value

    def drop(self, kept: dict[K, V], key: K) -> None:
        """Remove a key, if it is there."""
        if key in kept:
            self._former.append((kept, key, kept.pop(key)))

    def settle(self) -> None:
        """They stay."""
        self._former.clear()

    def undo(self) -> None:
        """Take them back, the last first."""
        for kept, key, former in reversed(self._former):
            if former is _MISSING:
                kept.pop(key, None)
            else:
                kept[key] = former
        self._former.clear()
