"""The only place that reads the time: the system's clock, and the demo's that can be wound."""

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC)


class DemoClock:
    """Starts where the demo starts and runs at real speed; winding only goes forward."""

    def __init__(self, start: datetime, *, running: bool = True) -> None:
        """*running* False: it stands still between windings, for tests."""
        self._base = start.astimezone(UTC)
        self._since = time.monotonic()
        self._running = running

    def now(self) -> datetime:
        """Aware, UTC."""
        if not self._running:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._since)

    def wind(self, to: datetime) -> None:
        """Move forward; a moment already past changes nothing."""
        to = to.astimezone(UTC)
        if to > self.now():
            self._base, self._since = to, time.monotonic()
