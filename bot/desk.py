"""What a turn has at hand, and what it must put in order before the commit."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.candidates import Router
from bot.chat import Address, Outgoing
from bot.domain.facts import NoticeDropped
from bot.domain.inquiry import Inquiry
from bot.domain.notices import still_concerns
from bot.domain.office import NOBODY, OfficerId
from bot.domain.rules import Office
from bot.kept import Part, Post
from bot.ports import Work
from bot.views import Views


@dataclass
class Desk:
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

    @property
    def now(self) -> datetime:
        """The turn's one reading of the clock."""
        return self.work.now

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

    def turn(self, post: Post) -> None:
        """Show *post* in another face: it is rendered and edited when the turn settles."""
        self.turned[post.id] = post

    def settle(self) -> None:
        """Render again whatever shows an inquiry that has changed; call once, before the commit."""
        posts = dict(self.turned)
        for inquiry in self.dirty.values():
            shown = self.shown.get(inquiry.id, ())
            for post in self.work.posts.about(inquiry.id):
                if post.id not in shown:
                    posts.setdefault(post.id, post)
        for post in posts.values():
            if self._is_nobodys(post) or self._is_sent_along(post):
                continue
            if self._pointless(post) or self._is_past(post):
                continue
            body = self.views.render(post, self.work, self.dirty)
            if body != post.body or post.id in self.turned:
                self.work.posts.save(replace(post, body=body, wanted=post.wanted + 1, state="owed"))
        self.dirty.clear()
        self.turned.clear()
        self.shown.clear()

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
        return post.kind == "files" and post.id not in self.turned

    def _pointless(self, post: Post) -> bool:
        """Drop what was held back for later and concerns its reader no more; the journal says so."""
        if post.not_before is None or post.shown or post.not_before <= self.now:
            return False
        part = post.parts[0]
        inquiry = self.dirty.get(part.inquiry)
        if inquiry is None or still_concerns(part.view, inquiry, post.to):
            return False
        self.work.posts.save(replace(post, state="dropped"))
        dropped = NoticeDropped(
            inquiry=inquiry.id, at=self.now, by=NOBODY, view=part.view, to=post.to
        )
        self.work.journal.append((dropped,))
        return True
