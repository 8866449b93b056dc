"""Items, drafts and undoable steps, in SQL."""

from collections.abc import Iterable
from datetime import datetime

from bot.chat import Address
from bot.domain.office import OfficerId
from bot.ports.values import Draft, Item, Undo
from storage.moments import in_utc, micros, moment_or_none
from storage.rows import draft_of, item_of, packed, undo_of
from storage.session import Session
from storage.texts import TEXTS

_ITEM_ADD, _ITEM_LAST, _ITEM_READY = TEXTS["item_add"], TEXTS["item_last_id"], TEXTS["item_ready"]
_ITEM_RECIPIENTS = TEXTS["item_recipients"]
_ITEM_TOLD, _ITEM_HELD = TEXTS["item_told"], TEXTS["item_next_held"]
_DRAFT_GET, _DRAFT_PUT = TEXTS["draft_get"], TEXTS["draft_put"]
_DRAFT_DROP, _DRAFT_ALL = TEXTS["draft_drop"], TEXTS["draft_all"]
_UNDO_PUT, _UNDO_OF, _UNDO_DROP = TEXTS["undo_put"], TEXTS["undo_of"], TEXTS["undo_drop"]
_UNDO_BY, _UNDO_PLACE = TEXTS["undo_last_by"], TEXTS["undo_last_place"]
_UNDO_OLDEST = TEXTS["undo_oldest"]


class SqlItems:
    """`bot.ports.store.Items` on one connection."""

    def __init__(self, session: Session) -> None:
        """Hold nothing."""
        self._session = session
        self._execute = session.execute
        self._office = session.office_id

    def add(self, item: Item) -> bool:
        """Owe it; False if it was owed (or told) before."""
        item, number = in_utc(item), self._session.next_id(_ITEM_LAST)
        when = micros(item.not_before)
        row = (self._office, number, item.key, item.to, when, False, packed(item))
        return bool(self._execute(_ITEM_ADD, row).rowcount)

    def recipients(self, now: datetime) -> list[OfficerId]:
        """Who is owed something that is ready *now*, in order of being owed."""
        rows = self._execute(_ITEM_RECIPIENTS, (self._office, micros(now))).fetchall()
        return [OfficerId(row[0]) for row in rows]

    def ready(self, now: datetime, *, to: OfficerId) -> list[Item]:
        """Not told, and not held back beyond *now*, in order of being owed."""
        rows = self._execute(_ITEM_READY, (self._office, micros(now), to)).fetchall()
        return [item_of(row[0]) for row in rows]

    def told(self, keys: Iterable[str]) -> None:
        """A list has told them."""
        self._session.executemany(_ITEM_TOLD, [(self._office, key) for key in keys])

    def next_held(self, now: datetime) -> datetime | None:
        """When the next held-back item may be told."""
        return moment_or_none(self._execute(_ITEM_HELD, (self._office, micros(now))).fetchone()[0])


class SqlDrafts:
    """`bot.ports.store.Drafts` on one connection."""

    def __init__(self, session: Session) -> None:
        """Hold nothing."""
        self._execute = session.execute
        self._office = session.office_id

    def get(self, address: Address, officer: OfficerId) -> Draft | None:
        """Return the form the person has begun in this chat."""
        row = self._execute(_DRAFT_GET, self._key(address, officer)).fetchone()
        return draft_of(row[0]) if row else None

    def put(self, draft: Draft) -> None:
        """Replaces the person's former one in this chat."""
        draft = in_utc(draft)
        self._execute(_DRAFT_PUT, (*self._key(draft.address, draft.officer), packed(draft)))

    def drop(self, draft: Draft) -> None:
        """Forget it, finished or cancelled."""
        self._execute(_DRAFT_DROP, self._key(draft.address, draft.officer))

    def all(self) -> list[Draft]:
        """Return all of them, by chat and person."""
        return [draft_of(row[0]) for row in self._execute(_DRAFT_ALL, (self._office,)).fetchall()]

    def _key(self, address: Address, officer: OfficerId) -> tuple[int, str, str, str, str]:
        return (self._office, address.platform, address.chat, address.thread, officer)


class SqlUndos:
    """`bot.ports.store.Undos` on one connection."""

    def __init__(self, session: Session) -> None:
        """Remember nothing but those read or kept in the running turn: every card asks for its own."""
        self._session = session
        self._execute = session.execute
        self._office = session.office_id
        self._known: dict[int, Undo | None] = {}

    def begin(self) -> None:
        """Start a turn."""
        self._known.clear()

    def put(self, undo: Undo) -> None:
        """Replaces the inquiry's former one."""
        undo, place = in_utc(undo), self._session.next_id(_UNDO_PLACE)
        self._execute(_UNDO_PUT, (self._office, undo.inquiry, undo.by, place, packed(undo)))
        self._known[undo.inquiry] = undo

    def of(self, inquiry: int) -> Undo | None:
        """The inquiry's last undoable step."""
        if inquiry not in self._known:
            row = self._execute(_UNDO_OF, (self._office, inquiry)).fetchone()
            self._known[inquiry] = undo_of(row[0]) if row else None
        return self._known[inquiry]

    def last_by(self, officer: OfficerId) -> Undo | None:
        """The one of this person's that was kept last."""
        row = self._execute(_UNDO_BY, (self._office, officer)).fetchone()
        return undo_of(row[0]) if row else None

    def oldest(self, at_most: int) -> list[Undo]:
        """Those kept longest ago, oldest first."""
        rows = self._execute(_UNDO_OLDEST, (self._office, at_most))
        return [undo_of(row[0]) for row in rows]

    def drop(self, inquiry: int) -> None:
        """It can no longer be undone."""
        self._known[inquiry] = None
        self._execute(_UNDO_DROP, (self._office, inquiry))
