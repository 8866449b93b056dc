"""What a turn has at hand, and what it must put in order before the commit."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from bot.chat import Address, Outgoing
from bot.domain.applying import under
from bot.domain.facts import NoticeDropped
from bot.domain.inquiry import Inquiry
from bot.domain.notices import FILES, INTERACTIVE, ROUTINE, still_concerns
from bot.domain.office import NOBODY, OfficerId
from bot.domain.rules import Office
from bot.lines.candidates import Router
from bot.ports.store import Work
from bot.ports.values import Part, Post
from bot.rendering.views import Views

FOLLOWED_FOR = timedelta(days=7)
"""How long what a clock has sent is kept up to date once a newer message stands below it."""
_STACKED = frozenset({"card", "list", "notice"})


@dataclass
class Turn:
    """What a turn has at hand, and what it must still put in order before the commit."""

    work: Work
    office: Office
    views: Views
    router: Router
    made: list[Post] = field(default_factory=list)
    dirty: dict[int, Inquiry] = field(default_factory=dict)
    turned: dict[int, Post] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)  # numbers of what was changed, for the log
    shown: dict[int, frozenset[int]] = field(default_factory=dict)
    """By inquiry, the posts made since it last changed: they show it as it is."""
    aged: set[int] = field(default_factory=set)
    """Inquiries to which nothing happened in this turn but that time has passed."""
    stepped: set[int] = field(default_factory=set)
    """Inquiries whose step has changed in this turn."""
    here: Address | None = None
    """The chat in which somebody waits for what this turn answers."""

    @property
    def now(self) -> datetime:
        """The turn's one reading of the clock."""
        return self.work.now

    def under(self, inquiry: Inquiry, section: str = "") -> Office:
        """The office under the rules that apply to *inquiry*, there or in another *section*."""
        return under(self.office, inquiry, self.work.roster, section)

    def owe(
        self,
        address: Address,
        *,
        to: OfficerId,
        kind: str,
        parts: tuple[Part, ...],
        key: str = "",
        rank: int = 0,
        not_before: datetime | None = None,
    ) -> Post | None:
        """Owe a message to a chat; ``None`` if its key was owed before."""
        post = Post(
            address=address,
            to=to,
            kind=kind,
            parts=parts,
            body=Outgoing(()),
            key=key,
            rank=rank,
            not_before=not_before,
            made_at=self.now,
        )
        post = replace(post, body=self.views.render(post, self.work, self.dirty))
        owed = self.work.posts.add(post)
        if owed:
            self.made.append(owed)
        return owed

    def show(self, post: Post) -> None:
        """Show *post* in another face: it is rendered and edited when the turn settles."""
        self.turned[post.id] = post

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Put everything in order, unless the turn is undone as a whole."""
        if kind is None:
            self.settle()

    def settle(self) -> None:
        """Render again whatever shows an inquiry that has changed; call once, before the commit."""
        for found in {**self.turned, **self._showing()}.values():
            if self._is_nobodys(found) or self._is_sent_along(found):
                continue
            post = self._of_concern(self.turned.get(found.id, found))
            if post is not None and not self._is_past(post):
                self._bring_up_to_date(post)
        self.dirty.clear()
        self.turned.clear()
        self.shown.clear()
        self.aged.clear()
        self.stepped.clear()

    def _showing(self) -> dict[int, Post]:
        """What shows an inquiry that has changed and was not made since.

        A message with a newer one about the same inquiry in its chat does not follow when nothing
        but time has passed, and what a clock has sent after some days not at all: pressed, it is
        shown as things stand.
        """
        found = {}
        for inquiry in self.dirty.values():
            posts = self.work.posts.about(inquiry.id)
            newest = {_place(post): post.id for post in posts}.values()
            made_since = self.shown.get(inquiry.id, ())
            for post in posts:
                follows = post.id in newest or self._still_follows(post, inquiry)
                if follows and post.id not in made_since:
                    found[post.id] = post
        return found

    def _still_follows(self, post: Post, inquiry: Inquiry) -> bool:
        is_card = post.rank == INTERACTIVE
        if inquiry.id in self.aged:  # a card with buttons of a former step would refuse them
            return is_card and inquiry.id in self.stepped
        return is_card or self.now - post.made_at <= FOLLOWED_FOR

    def _bring_up_to_date(self, post: Post) -> None:
        body = self.views.render(post, self.work, self.dirty)
        if body == post.body and post.id not in self.turned:
            return
        rank = post.rank
        if post.shown:  # an edit is waited for only where somebody has just done something
            rank = INTERACTIVE if post.address == self.here else ROUTINE
        newer = replace(post, body=body, wanted=post.wanted + 1, state="owed", rank=rank)
        self.work.posts.save(newer)

    def _is_nobodys(self, post: Post) -> bool:
        """A chat that is its reader's no more (unbound, lost, he has left) is told nothing more."""
        if not post.to:
            return False
        here, roster = post.address, self.work.roster
        if any(
            a.platform == here.platform
            and here.chat in (a.chat, a.user)  # a home page is the user's
            for a in roster.accounts(post.to)
        ):
            return False
        return roster.channel_at(here.platform, here.chat, here.thread) is None

    def _is_past(self, post: Post) -> bool:
        """A digest of an earlier day stays as it was read."""
        today = self.office.hours.today
        return post.kind == "digest" and today(post.made_at) != today(self.now)

    def _is_sent_along(self, post: Post) -> bool:
        """Files once sent stay as they were, unless the step that sent them is taken back."""
        return post.kind == FILES and post.id not in self.turned

    def leave_out(self, post: Post, parts: Collection[Part]) -> Post | None:
        """Take *parts* out of a message that is still held back; ``None`` if nothing is left of it."""
        left = tuple(part for part in post.parts if part not in parts)
        if not left:
            self.turned.pop(post.id, None)
            self.work.posts.save(replace(post, state="dropped"))
            return None
        self.turned[post.id] = shorter = replace(post, parts=left)
        return shorter

    def _of_concern(self, post: Post) -> Post | None:
        """Leave out of what is held back what concerns its reader no more; the journal says so."""
        if post.not_before is None or post.shown or post.not_before <= self.now:
            return post
        over = [part for part in post.parts if self._is_over(part, post.to)]
        self.work.journal.append(
            [
                NoticeDropped(
                    inquiry=part.inquiry, at=self.now, by=NOBODY, view=part.view, to=post.to
                )
                for part in over
            ]
        )
        return self.leave_out(post, over) if over else post

    def _is_over(self, part: Part, reader: OfficerId) -> bool:
        inquiry = self.dirty.get(part.inquiry)
        return inquiry is not None and not still_concerns(part.view, inquiry, reader)


def _place(post: Post) -> tuple[object, ...]:
    """Messages of the same place tell the same, the newest of them best."""
    return (post.address, "") if post.kind in _STACKED else (post.address, post.kind, post.id)
