"""Posts, items, drafts and undoable steps in memory."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import islice
from operator import itemgetter

from bot.chat import Address
from bot.domain.office import OfficerId
from bot.kept import MOST_ABOUT, Draft, Item, Post, Sent, Undo
from storage.changes import Changes
from storage.errors import Taken
from storage.moments import in_utc
from storage.rows import is_wiped

_STANDS = ("sent", "owed")


class MemoryPosts:
    """`bot.ports.Posts` in dictionaries.

    *_chats* and *_abouts* only say where to look: what they name may have been undone or moved.
    """

    def __init__(self, changes: Changes) -> None:
        """Start with none."""
        self._changes = changes
        self._kept: dict[int, Post] = {}
        self._keys: dict[str, int] = {}
        self._owed: dict[int, None] = {}
        self._chats: defaultdict[Address, dict[int, None]] = defaultdict(dict)
        self._abouts: defaultdict[int, dict[int, None]] = defaultdict(dict)
        self._outgoing: list[Post] = []
        self._now: datetime

    def begin(self, now: datetime, outgoing: list[Post]) -> None:
        """Start a turn, which tells the sender by *outgoing*."""
        self._now, self._outgoing = now, outgoing

    def add(self, post: Post) -> Post | None:
        """Owe it; ``None`` if its key was owed before. The id is given here."""
        if post.key and post.key in self._keys:
            return None
        new = in_utc(replace(post, id=len(self._kept) + 1))
        self._keep(new)
        self._outgoing.append(new)
        return new

    def get(self, post: int) -> Post | None:
        """Return it, whatever became of it."""
        return self._kept.get(post)

    def save(self, post: Post) -> None:
        """Keep what of it is not the sender's."""
        if self._keys.get(post.key, post.id) != post.id:
            raise Taken(post.key)
        post, former = in_utc(post), self._kept[post.id]
        if former.key != post.key:
            self._changes.drop(self._keys, former.key)
        kept = replace(
            former,
            body=post.body,
            parts=post.parts,
            wanted=post.wanted,
            state=post.state,
            not_before=post.not_before,
            key=post.key,
            guard=post.guard,
            address=post.address,
            message_id=post.message_id,
        )
        self._keep(kept)
        self._outgoing.append(post)

    def at(self, address: Address, message_id: str) -> Post | None:
        """The post that is this message."""
        found = (post for post in self._in(address) if post.message_id == message_id)
        return next(found, None)

    def last(self, address: Address) -> Post | None:
        """The newest post of this chat that stands there or is owed now."""
        found = (
            post
            for post in self._in(address)
            if post.state in _STANDS and (post.shown or not _is_held(post, self._now))
        )
        return next(found, None)

    def about(self, inquiry: int) -> list[Post]:
        """Posts with a part about the inquiry, not dropped or parked, oldest first."""
        posts = (self._kept.get(key) for key in sorted(self._abouts[inquiry])[-MOST_ABOUT:])
        return [
            post
            for post in posts
            if post
            and post.state in _STANDS
            and any(part.inquiry == inquiry for part in post.parts)
        ]

    def owed(self, now: datetime) -> list[Post]:
        """What may go out now, in order of id."""
        posts = (self._kept[key] for key in sorted(self._owed))
        return [post for post in posts if not _is_held(post, now)]

    def next_held(self, now: datetime) -> datetime | None:
        """When the next held-back post may go out."""
        held = (self._kept[key].not_before for key in self._owed)
        return min((moment for moment in held if moment and moment > now), default=None)

    def mark(self, sent: Iterable[Sent]) -> None:
        """Write down how sendings ended; a lower *shown* never overwrites a higher one."""
        for each in sent:
            if post := self._kept.get(each.post):
                self._keep(_marked(post, each))

    def parked(self) -> list[Post]:
        """Return what nobody could be reached with, oldest first."""
        return [post for post in self._kept.values() if post.state == "parked"]

    def wanted_again(self) -> list[Post]:
        """Return what was parked and is to be sent once more, oldest first."""
        return [post for post in self._kept.values() if post.state == "again"]

    def history(self, address: Address, at_most: int) -> list[Post]:
        """What stands in a chat, oldest first."""
        shown = islice((post for post in self._in(address) if post.shown), at_most)
        return [post for post in reversed(list(shown)) if not is_wiped(post)]

    def _in(self, address: Address) -> Iterable[Post]:
        """Posts of a chat, newest first."""
        posts = (self._kept.get(key) for key in sorted(self._chats[address], reverse=True))
        return (post for post in posts if post and post.address == address)

    def _keep(self, post: Post) -> None:
        self._changes.put(self._kept, post.id, post)
        if post.key:
            self._changes.put(self._keys, post.key, post.id)
        if post.state == "owed" and post.shown < post.wanted:
            self._changes.put(self._owed, post.id, None)
        else:
            self._changes.drop(self._owed, post.id)
        self._chats[post.address][post.id] = None
        for part in post.parts:
            self._abouts[part.inquiry][post.id] = None


def _is_held(post: Post, now: datetime) -> bool:
    return post.not_before is not None and post.not_before > now


def _marked(post: Post, sent: Sent) -> Post:
    shown, state = max(post.shown, sent.shown), sent.state
    if state == "sent" and shown < post.wanted:
        state = "owed"
    address = replace(post.address, chat=sent.chat) if sent.chat else post.address
    return replace(
        post,
        shown=shown,
        state=state,
        message_id=sent.message_id or post.message_id,
        address=address,
        error=sent.error,
        tries=post.tries + (sent.state == "owed"),
    )


class MemoryItems:
    """`bot.ports.Items` in a dictionary."""

    def __init__(self, changes: Changes) -> None:
        """Start with none."""
        self._changes = changes
        self._kept: dict[str, Item] = {}
        self._waiting: dict[str, int] = {}

    def add(self, item: Item) -> bool:
        """Owe it; False if it was owed (or told) before."""
        if item.key in self._kept:
            return False
        self._changes.put(self._waiting, item.key, len(self._kept))
        self._changes.put(self._kept, item.key, in_utc(item))
        return True

    def ready(self, now: datetime) -> list[Item]:
        """Not told, and not held back beyond *now*, in order of being owed."""
        items = (self._kept[key] for key in sorted(self._waiting, key=self._waiting.__getitem__))
        return [item for item in items if item.not_before <= now]

    def told(self, keys: Iterable[str]) -> None:
        """A list has told them."""
        for key in keys:
            self._changes.drop(self._waiting, key)

    def next_held(self, now: datetime) -> datetime | None:
        """When the next held-back item may be told."""
        held = (self._kept[key].not_before for key in self._waiting)
        return min((moment for moment in held if moment > now), default=None)


class MemoryDrafts:
    """`bot.ports.Drafts` in a dictionary; nobody shares a draft's answers with it."""

    def __init__(self, changes: Changes) -> None:
        """Start with none."""
        self._changes = changes
        self._kept: dict[tuple[str, str, str, OfficerId], Draft] = {}

    def get(self, address: Address, officer: OfficerId) -> Draft | None:
        """Return the form the person has begun in this chat."""
        found = self._kept.get(_draft_key(address, officer))
        return _own(found) if found else None

    def put(self, draft: Draft) -> None:
        """Replaces the person's former one in this chat."""
        key = _draft_key(draft.address, draft.officer)
        self._changes.put(self._kept, key, _own(in_utc(draft)))

    def drop(self, draft: Draft) -> None:
        """Forget it, finished or cancelled."""
        self._changes.drop(self._kept, _draft_key(draft.address, draft.officer))

    def all(self) -> list[Draft]:
        """Return all of them, by chat and person."""
        return [_own(self._kept[key]) for key in sorted(self._kept)]


def _draft_key(address: Address, officer: OfficerId) -> tuple[str, str, str, OfficerId]:
    return (address.platform, address.chat, address.thread, officer)


def _own(draft: Draft) -> Draft:
    return replace(draft, answers=dict(draft.answers))


class MemoryUndos:
    """`bot.ports.Undos` in dictionaries."""

    def __init__(self, changes: Changes) -> None:
        """Start with none."""
        self._changes = changes
        self._kept: dict[int, tuple[int, Undo]] = {}
        self._count = 0

    def put(self, undo: Undo) -> None:
        """Replaces the inquiry's former one."""
        self._count += 1
        self._changes.put(self._kept, undo.inquiry, (self._count, in_utc(undo)))

    def of(self, inquiry: int) -> Undo | None:
        """The inquiry's last undoable step."""
        found = self._kept.get(inquiry)
        return found[1] if found else None

    def last_by(self, officer: OfficerId) -> Undo | None:
        """The one of this person's that was kept last."""
        own = [kept for kept in self._kept.values() if kept[1].by == officer]
        return max(own, key=lambda kept: kept[0])[1] if own else None

    def oldest(self, at_most: int) -> list[Undo]:
        """Those kept longest ago, oldest first."""
        return [undo for _, undo in sorted(self._kept.values(), key=itemgetter(0))[:at_most]]

    def drop(self, inquiry: int) -> None:
        """It can no longer be undone."""
        self._changes.drop(self._kept, inquiry)
