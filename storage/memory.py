"""The store in memory: the same promises without a file or a thread, for tests."""

from collections.abc import Callable, Coroutine
from dataclasses import fields
from datetime import date, datetime, tzinfo
from typing import Any, NoReturn, TypeVar

from bot.domain.office import Directory, Entry, entry_key
from bot.domain.roster import Roster
from bot.kept import Post
from bot.ports import StoreBusy, Work
from storage.changes import Changes
from storage.memory_handed import MemoryDownloads, MemoryHearsay
from storage.memory_inquiries import MemoryInquiries, MemoryJournal
from storage.memory_posts import MemoryDrafts, MemoryItems, MemoryPosts, MemoryUndos
from storage.moments import CHINA, in_utc
from storage.rows import KINDS, LAST_COUNTS

T = TypeVar("T")


class MemoryStore:
    """`bot.ports.Store`; a turn runs as soon as it is handed in."""

    def __init__(self, *, zone: tzinfo = CHINA) -> None:
        """Start empty; *zone* is the office's, for the day of a reception."""
        self._changes = Changes()
        self._work = MemoryWork(self._changes, zone)
        self._closed = False

    def run(self, turn: Callable[[Work], T], *, at: datetime) -> Coroutine[Any, Any, T]:
        """Run the turn now; its result or error is there when awaited."""
        if self._closed:
            return _raised(StoreBusy("closed"))
        try:
            result = turn(self._work.begin(at))
        except Exception as error:  # noqa: BLE001 - raised again where it is awaited
            self._changes.undo()
            self._work.turn_undone()
            return _raised(error)
        self._changes.settle()
        return _returned(result)

    async def close(self) -> None:
        """Refuse further turns."""
        self._closed = True


async def _returned(result: T) -> T:
    return result


async def _raised(error: Exception) -> NoReturn:
    raise error


class MemoryWork:
    """`bot.ports.Work` on dictionaries."""

    now: datetime
    outgoing: list[Post]

    def __init__(self, changes: Changes, zone: tzinfo) -> None:
        """Start empty."""
        self._changes = changes
        self._roster: Roster | None = None
        self._directory: dict[str, Directory] = {"now": Directory()}
        self._answered: dict[tuple[str, str], None] = {}
        self._series: dict[str, int] = {}
        self._daily: dict[tuple[str, str, date], None] = {}
        self._settings: dict[str, str] = {}
        self.inquiries = MemoryInquiries(changes, zone)
        self.journal = MemoryJournal(changes)
        self.posts = MemoryPosts(changes)
        self.items = MemoryItems(changes)
        self.drafts = MemoryDrafts(changes)
        self.undos = MemoryUndos(changes)
        self.downloads = MemoryDownloads(changes)
        self.heard = MemoryHearsay(changes)

    def begin(self, now: datetime) -> "MemoryWork":
        """Start a turn at *now*."""
        self.now = in_utc(now)
        self.outgoing = []
        self.posts.begin(self.now, self.outgoing)
        return self

    def turn_undone(self) -> None:
        """Forget the roster if the turn that was taken back had changed it."""
        if self._roster and self._roster.directory is not self._directory["now"]:
            self._roster = None

    @property
    def roster(self) -> Roster:
        """The directory as it is now."""
        if self._roster is None:
            self._roster = Roster(self._directory["now"])
        return self._roster

    def answered(self, platform: str, delivery: str) -> bool:
        """Was this delivery handled before? If not, it is now."""
        return not self._claim(self._answered, (platform, delivery))

    def next_number(self, series: str) -> int:
        """Count a gapless series: 1, 2, 3 …."""
        number = self._series.get(series, 0) + 1
        self._changes.put(self._series, series, number)
        return number

    def once(self, kind: str, audience: str, day: date) -> bool:
        """Claim a daily thing; False if it was claimed before."""
        return self._claim(self._daily, (kind, audience, day))

    def once_done(self, kind: str, audience: str, day: date) -> bool:
        """Was it claimed? Claims nothing."""
        return (kind, audience, day) in self._daily

    def put(self, *entries: Entry) -> None:
        """Add or replace directory entries."""
        directory = _copied(self._directory["now"])
        for entry in map(in_utc, entries):
            kept, key = getattr(directory, KINDS[type(entry)]), entry_key(entry)
            if isinstance(entry, LAST_COUNTS):
                kept.pop(key, None)
            kept[key] = entry
        self._now_is(directory)

    def drop(self, entry: Entry) -> None:
        """Forget a directory entry."""
        directory = _copied(self._directory["now"])
        getattr(directory, KINDS[type(entry)]).pop(entry_key(entry), None)
        self._now_is(directory)

    def keep(self, key: str, value: str) -> None:
        """A small setting; ``""`` forgets it."""
        if value:
            self._changes.put(self._settings, key, value)
        else:
            self._changes.drop(self._settings, key)

    def kept(self, key: str) -> str:
        """Return the setting, ``""`` if there is none."""
        return self._settings.get(key, "")

    def _claim(self, claimed: dict[T, None], key: T) -> bool:
        if key in claimed:
            return False
        self._changes.put(claimed, key, None)
        return True

    def _now_is(self, directory: Directory) -> None:
        self._changes.put(self._directory, "now", directory)
        self._roster = None


def _copied(directory: Directory) -> Directory:
    return Directory(
        **{each.name: dict(getattr(directory, each.name)) for each in fields(directory)}
    )
