"""Messages of several calls that a platform refused midway: the next attempt goes on there."""

from collections.abc import Awaitable, Callable, Hashable, Iterable

MOST_BEGUN = 100
"""Messages whose beginning stands in a chat while the rest was refused; the oldest are forgotten."""


class Midway:
    """Remembers, for this process, how far each unfinished message came."""

    def __init__(self) -> None:
        self._begun: dict[Hashable, list[str]] = {}

    async def send(
        self, message: Hashable, calls: Iterable[Callable[[], Awaitable[str]]]
    ) -> list[str]:
        """Make the *calls* that were not yet made for this *message*; return what all returned."""
        done = self._begun.pop(message, [])
        try:
            for call in list(calls)[len(done) :]:
                done.append(await call())
        except Exception:
            self._remember(message, done)
            raise
        return done

    def _remember(self, message: Hashable, done: list[str]) -> None:
        if done:
            self._begun[message] = done
        while len(self._begun) > MOST_BEGUN:
            del self._begun[next(iter(self._begun))]
