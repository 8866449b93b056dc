"""What is owed to chats and what stands in them, in SQL."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.chat import Address
from bot.domain.copies import replace
from bot.ports.values import Part, Post, Sent
from storage.errors import Taken
from storage.moments import in_utc, micros, moment_or_none
from storage.rows import Row, is_wiped, post_moving, post_of, post_row, post_where
from storage.session import Session
from storage.texts import TEXTS

_GET, _ADD, _LAST_ID = TEXTS["post_get"], TEXTS["post_add"], TEXTS["post_last_id"]
_SAVE, _SAVE_WHERE, _MARK = TEXTS["post_save"], TEXTS["post_save_where"], TEXTS["post_mark"]
_AT, _LAST, _HISTORY = TEXTS["post_at"], TEXTS["post_last"], TEXTS["post_history"]
_OWED, _NEXT_HELD = TEXTS["post_owed"], TEXTS["post_next_held"]
_PARKED, _AGAIN = TEXTS["post_parked"], TEXTS["post_again"]
_ABOUT = TEXTS["post_about"]
_ABOUT_ADD, _ABOUT_DROP = TEXTS["post_about_add"], TEXTS["post_about_drop"]


class SqlPosts:
    """`bot.ports.store.Posts` on one connection."""

    def __init__(self, session: Session) -> None:
        """Remember nothing but the posts read in the running turn."""
        self._session = session
        self._execute = session.execute
        self._office = session.office_id
        self._read: dict[int, Post] = {}
        self._now = 0
        self._outgoing: list[Post] = []

    def begin(self, now: datetime, outgoing: list[Post]) -> None:
        """Start a turn, which tells the sender by *outgoing*."""
        self._now = micros(now)
        self._outgoing = outgoing
        self._read.clear()

    def add(self, post: Post) -> Post | None:
        """Owe it; ``None`` if its key was owed before. The id is given here."""
        new = in_utc(replace(post, id=self._session.next_id(_LAST_ID)))
        if not self._execute(_ADD, (self._office, *post_row(new))).rowcount:
            return None
        self._tell_about(new)
        self._read[new.id] = new
        self._outgoing.append(new)
        return new

    def get(self, post: int) -> Post | None:
        """Return it, whatever became of it."""
        return self._one(_GET, post)

    def save(self, post: Post) -> None:
        """Keep what of it is not the sender's."""
        post = in_utc(post)
        self._execute(_SAVE, (*post_moving(post), self._office, post.id))
        read = self._read.get(post.id)
        if read is None or post_where(read) != post_where(post):
            self._save_where(post)
        if read is None or read.parts != post.parts:
            self._execute(_ABOUT_DROP, (self._office, post.id))
            self._tell_about(post)
        self._read[post.id] = post
        self._outgoing.append(post)

    def at(self, address: Address, message_id: str) -> Post | None:
        """The post that is this message."""
        return self._one(_AT, address.platform, address.chat, address.thread, message_id)

    def last(self, address: Address) -> Post | None:
        """The newest post of this chat that stands there or is owed now."""
        return self._one(_LAST, address.platform, address.chat, address.thread, self._now)

    def about(self, inquiry: int) -> list[Post]:
        """Posts with a part about the inquiry, not dropped or parked, oldest first."""
        return self._all(_ABOUT, self._office, inquiry)

    def owed(self, now: datetime) -> list[Post]:
        """What may go out now, in order of id."""
        return self._all(_OWED, micros(now))

    def next_held(self, now: datetime) -> datetime | None:
        """When the next held-back post may go out."""
        row = self._execute(_NEXT_HELD, (self._office, micros(now))).fetchone()
        return moment_or_none(row[0])

    def mark(self, sent: Iterable[Sent]) -> None:
        """Write down how sendings ended; a lower *shown* never overwrites a higher one."""
        self._session.executemany(_MARK, [_ending(self._office, each) for each in sent])
        self._read.clear()

    def parked(self) -> list[Post]:
        """Return what nobody could be reached with, oldest first."""
        return self._all(_PARKED)

    def wanted_again(self) -> list[Post]:
        """Return what was parked and is to be sent once more, oldest first."""
        return self._all(_AGAIN)

    def history(self, address: Address, at_most: int) -> list[Post]:
        """What stands in a chat, oldest first."""
        found = self._all(_HISTORY, address.platform, address.chat, address.thread, at_most)
        return [post for post in reversed(found) if not is_wiped(post)]

    def _one(self, text: str, *values: object) -> Post | None:
        row: Row | None = self._execute(text, (self._office, *values)).fetchone()
        return self._found(row) if row else None

    def _all(self, text: str, *values: object) -> list[Post]:
        return [self._found(row) for row in self._execute(text, (self._office, *values)).fetchall()]

    def _found(self, row: Row) -> Post:
        found = post_of(row)
        self._read[found.id] = found
        return found

    def _save_where(self, post: Post) -> None:
        try:
            self._execute(_SAVE_WHERE, (*post_where(post), self._office, post.id))
        except sqlite3.IntegrityError as error:
            raise Taken(post.key) from error

    def _tell_about(self, post: Post) -> None:
        for inquiry in _inquiries(post.parts):
            self._execute(_ABOUT_ADD, (self._office, inquiry, post.id))


def _inquiries(parts: Sequence[Part]) -> Iterable[int]:
    return {part.inquiry for part in parts if part.inquiry}


def _ending(office: int, sent: Sent) -> Row:
    """Return the parameters of ``post_mark``: shown and state come as often as its text has them."""
    shown, state = sent.shown, sent.state
    return (
        *(shown, shown, state, shown, shown, state),
        *(sent.message_id, sent.error, state, office, sent.post),
    )
