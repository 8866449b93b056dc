"""One unit of work on one SQLite connection; made once, begun anew for every turn."""

from datetime import date, datetime

from bot.domain.office import Entry, entry_key
from bot.domain.roster import Roster
from bot.ports.values import Post
from storage.moments import in_utc, micros
from storage.rows import KINDS, LAST_COUNTS, packed, roster_of
from storage.session import Session
from storage.sql_handed import SqlDownloads, SqlHearsay
from storage.sql_inquiries import SqlInquiries
from storage.sql_journal import SqlJournal
from storage.sql_lists import SqlDrafts, SqlItems, SqlUndos
from storage.sql_posts import SqlPosts
from storage.texts import TEXTS

_ENTRIES, _ENTRY_PLACE = TEXTS["entry_all"], TEXTS["entry_last_place"]
_ENTRY_PUT, _ENTRY_DROP = TEXTS["entry_put"], TEXTS["entry_drop"]
_ANSWERED, _SERIES = TEXTS["answered_add"], TEXTS["series_next"]
_DAILY_ADD, _DAILY_GET = TEXTS["daily_add"], TEXTS["daily_get"]
_SETTING_GET, _SETTING_PUT = TEXTS["setting_get"], TEXTS["setting_put"]
_SETTING_DROP = TEXTS["setting_drop"]


class SqlWork:
    """`bot.ports.store.Work`. The roster outlives the turn until somebody changes the directory."""

    now: datetime
    outgoing: list[Post]

    def __init__(self, session: Session) -> None:
        """Make the repositories, once."""
        self._session = session
        self._execute = session.execute
        self._office = session.office_id
        self._roster: Roster | None = None
        self._roster_touched = False
        self.inquiries = SqlInquiries(session)
        self.journal = SqlJournal(session)
        self.posts = SqlPosts(session)
        self.items = SqlItems(session)
        self.drafts = SqlDrafts(session)
        self.undos = SqlUndos(session)
        self.downloads = SqlDownloads(session)
        self.heard = SqlHearsay(session)

    def begin(self, now: datetime) -> "SqlWork":
        """Start a turn at *now*."""
        self.now = in_utc(now)
        self.outgoing = []
        self._roster_touched = False
        self.inquiries.begin()
        self.undos.begin()
        self.posts.begin(now, self.outgoing)
        return self

    def turn_undone(self) -> None:
        """Forget what the turn that was just rolled back may have changed."""
        self._session.journal_end = None
        if self._roster_touched:
            self._roster = None

    def before_commit(self) -> None:
        """Do what is done for a whole group of turns."""
        self.inquiries.index()

    def forget(self) -> None:
        """Forget everything: the group was lost, or another process has written."""
        self._session.forget()
        self._roster = None

    @property
    def roster(self) -> Roster:
        """The directory as it is now."""
        if self._roster is None:
            self._roster = roster_of(self._execute(_ENTRIES, (self._office,)).fetchall())
        return self._roster

    def answered(self, platform: str, delivery: str) -> bool:
        """Was this delivery handled before? If not, it is now."""
        row = (self._office, platform, delivery, micros(self.now))
        return not self._execute(_ANSWERED, row).rowcount

    def next_number(self, series: str) -> int:
        """Count a gapless series: 1, 2, 3 …."""
        return int(self._execute(_SERIES, (self._office, series)).fetchone()[0])

    def once(self, kind: str, audience: str, day: date) -> bool:
        """Claim a daily thing; False if it was claimed before."""
        row = (self._office, kind, audience, day.isoformat())
        return bool(self._execute(_DAILY_ADD, row).rowcount)

    def once_done(self, kind: str, audience: str, day: date) -> bool:
        """Was it claimed? Claims nothing."""
        row = (self._office, kind, audience, day.isoformat())
        return self._execute(_DAILY_GET, row).fetchone() is not None

    def put(self, *entries: Entry) -> None:
        """Add or replace directory entries."""
        for entry in map(in_utc, entries):
            if isinstance(entry, LAST_COUNTS):
                self.drop(entry)
            kind, place = KINDS[type(entry)], self._session.next_id(_ENTRY_PLACE)
            row = (self._office, kind, entry_key(entry), place, packed(entry))
            self._execute(_ENTRY_PUT, row)
        self._roster, self._roster_touched = None, True

    def drop(self, entry: Entry) -> None:
        """Forget a directory entry."""
        self._execute(_ENTRY_DROP, (self._office, KINDS[type(entry)], entry_key(entry)))
        self._roster, self._roster_touched = None, True

    def keep(self, key: str, value: str) -> None:
        """A small setting; ``""`` forgets it."""
        if value:
            self._execute(_SETTING_PUT, (self._office, key, value))
        else:
            self._execute(_SETTING_DROP, (self._office, key))

    def kept(self, key: str) -> str:
        """Return the setting, ``""`` if there is none."""
        row = self._execute(_SETTING_GET, (self._office, key)).fetchone()
        return str(row[0]) if row else ""
