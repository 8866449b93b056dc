"""What waits for a chat, and what stands in it as far as this process knows."""

from collections import Counter
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from bot.domain.copies import replace
from bot.domain.messages import ROUTINE, URGENT
from bot.ports.values import Post

MOST_WAITING = 1000
"""Posts of one chat held in memory; the others stay in the store until these are sent."""
MOST_STANDING = 10_000


class Standing(NamedTuple):
    """The message that shows a post, the version it shows, and the message it took the place of."""

    message_id: str
    shown: int
    instead_of: str = ""


class Shown:
    """What this process has sent: copies of a post read before its mark do not know it yet."""

    def __init__(self) -> None:
        """Nothing was sent yet."""
        self._last: dict[int, Standing] = {}

    def of(self, post: Post) -> Standing:
        """Return what stands in the chat; a message adopted by a press counts before ours."""
        known = self._last.get(post.id)
        if known is None:
            return Standing(post.message_id, post.shown)
        if post.message_id in ("", known.message_id, known.instead_of):
            return known
        return Standing(post.message_id, max(known.shown, post.shown))

    def keep(self, post: int, standing: Standing) -> None:
        """Remember it as the newest."""
        self._last.pop(post, None)
        self._last[post] = standing

    def forget(self, unmarked: int) -> None:
        """Forget the oldest; the *unmarked* newest are not in the store yet and always stay."""
        while len(self._last) > MOST_STANDING + unmarked:
            del self._last[next(iter(self._last))]


class Queue:
    """Waiting posts by id, the newest version of each; urgent ones overtake routine ones."""

    def __init__(self) -> None:
        """Nothing waits."""
        self._posts: dict[int, Post] = {}
        self._ids: list[int] = []  # a heap; may hold ids that wait no more
        self._ranks = Counter[int]()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._posts)

    def __contains__(self, post: int) -> bool:
        """Whether some version of it waits."""
        return post in self._posts

    def ids(self) -> list[int]:
        """What waits, in commit order."""
        return sorted(self._posts)

    @property
    def rank(self) -> int:
        """The best rank that waits, which who stands before it inherits."""
        return min((rank for rank, n in self._ranks.items() if n), default=ROUTINE)

    def put(self, post: Post) -> None:
        """Let it wait at its place; a newer version that waits already stays."""
        waiting = self._posts.get(post.id)
        if waiting is None:
            heappush(self._ids, post.id)
        elif waiting.wanted > post.wanted:
            return
        else:
            self._ranks[waiting.rank] -= 1
            if waiting.rank < post.rank:  # what was urgent is not sent later for having changed
                post = replace(post, rank=waiting.rank)
        self._ranks[post.rank] += 1
        self._posts[post.id] = post

    def drop(self, post: int) -> Post | None:
        """It waits no more."""
        dropped = self._posts.pop(post, None)
        if dropped is not None:
            self._ranks[dropped.rank] -= 1
        if len(self._ids) > 2 * len(self._posts) + MOST_WAITING:
            self._ids = list(self._posts)
            heapify(self._ids)
        return dropped

    def take(self) -> Post | None:
        """Return the next to go out, ``None`` if nothing waits."""
        while self._ids:
            post = self._posts.get(self._ids[0])
            if post is None:
                heappop(self._ids)
            elif self._ranks[URGENT] and post.rank == ROUTINE:
                return self.drop(self._overtaking(post))
            else:
                heappop(self._ids)
                return self.drop(post.id)
        return None

    def _overtaking(self, first: Post) -> int:
        """Return the urgent post with nothing but routine before it, else *first*."""
        ahead = (self._posts[post] for post in self.ids())
        found = next((post for post in ahead if post.rank != ROUTINE), first)
        return found.id if found.rank == URGENT else first.id


def is_owed(post: Post, now: datetime) -> bool:
    """Tell whether a version of *post* may go out at *now*."""
    if post.wanted <= post.shown or not post.state.is_alive:
        return False  # "sent" was the version before
    return post.not_before is None or post.not_before <= now
