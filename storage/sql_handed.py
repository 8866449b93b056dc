"""Files still to be fetched, and what was said where nobody else remembers it, in SQL."""

from datetime import datetime

from bot.chat import Address
from bot.domain.copies import replace
from bot.domain.inquiry import FileState
from bot.ports.values import Download, Heard
from storage.moments import in_utc, micros
from storage.rows import download_of, heard_of, packed
from storage.session import Session
from storage.texts import TEXTS

_PUT, _GET, _LAST_ID = TEXTS["download_put"], TEXTS["download_get"], TEXTS["download_last_id"]
_READY, _DROP = TEXTS["download_ready"], TEXTS["download_drop"]
_SAME = TEXTS["download_same"]
_HEARD_ADD, _HEARD_PLACE = TEXTS["heard_add"], TEXTS["heard_last_place"]
_HEARD_HISTORY = TEXTS["heard_history"]


class SqlDownloads:
    """`bot.ports.store.Downloads` on one connection."""

    def __init__(self, session: Session) -> None:
        """Hold nothing."""
        self._session = session
        self._execute = session.execute
        self._office = session.office_id

    def add(self, download: Download) -> Download:
        """Owe it; its id is given here."""
        new = in_utc(replace(download, id=self._session.next_id(_LAST_ID)))
        self.save(new)
        return new

    def get(self, download: int) -> Download | None:
        """Return it, fetched or not."""
        row = self._execute(_GET, (self._office, download)).fetchone()
        return download_of(row[0]) if row else None

    def save(self, download: Download) -> None:
        """Keep the change."""
        kept = in_utc(download)
        when = micros(kept.not_before)
        row = (self._office, kept.id, kept.state, kept.file.sha, when, packed(kept))
        self._execute(_PUT, row)

    def ready(self, state: FileState, now: datetime, *, at_most: int = -1) -> list[Download]:
        """Those in *state* and not put off beyond *now*, oldest first."""
        rows = self._execute(_READY, (self._office, state, micros(now), at_most)).fetchall()
        return [download_of(row[0]) for row in rows]

    def of_content(self, sha: str) -> int:
        """How many have this content."""
        return int(self._execute(_SAME, (self._office, sha)).fetchone()[0])

    def drop(self, download: int) -> None:
        """Forget it: its inquiry has the file."""
        self._execute(_DROP, (self._office, download))


class SqlHearsay:
    """`bot.ports.store.Hearsay` on one connection."""

    def __init__(self, session: Session) -> None:
        """Hold nothing."""
        self._session = session
        self._execute = session.execute
        self._office = session.office_id

    def add(self, heard: Heard) -> None:
        """Keep what was said."""
        here, place = heard.address, self._session.next_id(_HEARD_PLACE)
        row = (self._office, place, here.platform, here.chat, here.thread, packed(in_utc(heard)))
        self._execute(_HEARD_ADD, row)

    def history(self, address: Address, at_most: int) -> list[Heard]:
        """The newest of a chat, oldest first."""
        where = (self._office, address.platform, address.chat, address.thread, at_most)
        rows = self._execute(_HEARD_HISTORY, where).fetchall()
        return [heard_of(row[0]) for row in reversed(rows)]
