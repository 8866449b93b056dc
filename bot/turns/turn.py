"""What a turn has at hand, and what it must put in order before the commit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from bot.chat import Address, Outgoing
from bot.domain.applying import under
from bot.domain.copies import replace
from bot.domain.facts import NoticeDropped
from bot.domain.inquiry import Inquiry
from bot.domain.messages import INTERACTIVE, ROUTINE
from bot.domain.notices import still_concerns
from bot.domain.office import NOBODY, OfficerId
from bot.domain.rules import Office
from bot.lines.candidates import Router
from bot.ports.store import Work
from bot.ports.values import Part, Post, PostState
from bot.rendering.views import Views
from bot.turns.looks import Looks
from bot.turns.owed import Owed

FOLLOWED_FOR = timedelta(days=7)
"""How long what a clock has sent is kept up to date once a newer message stands below it."""


@dataclass
class Turn:
    """One unit of work, its inquiries as they stand in it, and the messages it must still render.

    Left without an exception (``with``), everything is put in order for the commit.
    """

    work: Work
    office: Office
    views: Views
    router: Router
    here: Address | None = None
    """The chat in which somebody waits for what this turn answers."""
    looks: Looks = field(default_factory=Looks)
    _known: dict[int, Inquiry] = field(default_factory=dict)
    _made: list[Post] = field(default_factory=list)
    _changed: dict[int, None] = field(default_factory=dict)
    """Inquiries whose messages are rendered again."""
    _aged: set[int] = field(default_factory=set)
    """Inquiries to which nothing happened in this turn but that time has passed."""
    _stepped: set[int] = field(default_factory=set)
    _shown: dict[int, frozenset[int]] = field(default_factory=dict)
    """By inquiry, the posts made since it last changed: they show it as it is."""
    _turned: dict[int, Post] = field(default_factory=dict)
    """Posts that show another face than the store knows."""
    _touched: set[str] = field(default_factory=set)

    @property
    def now(self) -> datetime:
        """The turn's one reading of the clock; aware."""
        return self.work.now

    @property
    def made(self) -> tuple[Post, ...]:
        """The messages this turn has owed so far, or added something to."""
        return tuple(self._made)

    @property
    def touched(self) -> frozenset[str]:
        """Numbers of the inquiries this turn has made or changed."""
        return frozenset(self._touched)

    def under(self, inquiry: Inquiry, section: str = "") -> Office:
        """The office under the rules that apply to *inquiry*, there or in another *section*."""
        return under(self.office, inquiry, self.work.roster, section)

    def acts_for(self, who: OfficerId, officer: OfficerId) -> bool:
        """Tell whether *who* is *officer*, or stands in for him today."""
        return self.work.roster.acts_for(who, officer, self.office.hours.today(self.now))

    # ---- inquiries

    def inquiry(self, number: int) -> Inquiry:
        """The inquiry as it stands in this turn; the store is asked once.

        Raises:
            NoSuchInquiry: there is none.
        """
        if number not in self._known:
            self._known[number] = self.work.inquiries.get(number)
        return self._known[number]

    def changed(self, after: Inquiry, *, stepped: bool) -> None:
        """Let every message about it show it as it is now; *stepped*: its step is another."""
        self._known[after.id] = after
        self._touched.add(after.number)
        self._changed[after.id] = None
        self._aged.discard(after.id)
        if stepped:
            self._stepped.add(after.id)

    def registered(self, inquiry: Inquiry) -> None:
        """Note a new inquiry; no message shows it yet."""
        self._known[inquiry.id] = inquiry
        self._touched.add(inquiry.number)

    def aged(self, inquiry: int) -> None:
        """Note that what changed of it is only what time changes."""
        self._aged.add(inquiry)

    def look_again(self, inquiry: int) -> None:
        """Render its messages again though nothing was done to it."""
        self.inquiry(inquiry)
        self._changed[inquiry] = None

    def shown_in(self, inquiry: int, posts: Iterable[Post]) -> None:
        """Note which messages show the inquiry as it is, because they were made after its change."""
        self._shown[inquiry] = frozenset(post.id for post in posts)

    # ---- messages

    def post(self, owed: Owed, at: Address) -> Post | None:
        """Owe a message to a chat as it is; ``None`` if its key was owed before."""
        post = Post(
            address=at,
            to=owed.to,
            kind=owed.kind,
            parts=owed.parts,
            body=Outgoing(()),
            key=owed.key,
            rank=owed.rank,
            not_before=owed.not_before,
            made_at=self.now,
        )
        added = self.work.posts.add(replace(post, body=self._rendered(post)))
        if added:
            self._made.append(added)
        return added

    def lengthen(self, post: Post, parts: tuple[Part, ...]) -> Post:
        """Add *parts* to a message that is not out yet."""
        more = replace(post, parts=(*post.parts, *parts), wanted=post.wanted + 1)
        more = replace(more, body=self._rendered(more))
        self.work.posts.save(more)
        self._made.append(more)
        return more

    def latest(self, post: Post) -> Post:
        """The message with the face this turn has given it."""
        return self._turned.get(post.id, post)

    def show(self, post: Post) -> None:
        """Let a message show other parts or faces: it is edited when the turn ends."""
        self._turned[post.id] = post

    def face(
        self, post: Post, inquiry: int, face: str, args: tuple[str, ...] | None = None
    ) -> None:
        """Let a message show another face of its part about *inquiry*."""
        known = self.latest(post)
        parts = tuple(
            replace(p, face=face, args=p.args if args is None else args)
            if p.inquiry == inquiry
            else p
            for p in known.parts
        )
        self.show(replace(known, parts=parts))

    def leave_out(self, post: Post, parts: Collection[Part]) -> Post | None:
        """Take *parts* out of a message that is still held back; ``None`` if nothing is left of it."""
        left = tuple(part for part in post.parts if part not in parts)
        if not left:
            self.drop(post)
            return None
        shorter = replace(post, parts=left)
        self.show(shorter)
        return shorter

    def drop(self, post: Post) -> None:
        """Never send a message that is not out yet."""
        self._turned.pop(post.id, None)
        self.work.posts.save(replace(post, state=PostState.DROPPED))

    def _rendered(self, post: Post) -> Outgoing:
        return self.views.render(post, self.work, self._known)

    # ---- the end of the turn

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Put everything in order, unless the turn is undone as a whole."""
        if kind is None:
            self._settle()

    def _settle(self) -> None:
        """Render again whatever shows an inquiry that has changed."""
        for found in {**self._turned, **self._showing()}.values():
            if self._is_nobodys(found) or self._is_sent_along(found):
                continue
            post = self._of_concern(self.latest(found))
            if post is not None and not self._is_past(post):
                self._bring_up_to_date(post)

    def _showing(self) -> dict[int, Post]:
        """What shows an inquiry that has changed and was not made since.

        A message with a newer one about the same inquiry in its chat does not follow when nothing
        but time has passed, and what a clock has sent after some days not at all: pressed, it is
        shown as things stand.
        """
        found = {}
        for inquiry in self._changed:
            posts = self.work.posts.about(inquiry)
            newest = {_place(post): post.id for post in posts}.values()
            made_since = self._shown.get(inquiry, ())
            for post in posts:
                follows = post.id in newest or self._still_follows(post, inquiry)
                if follows and post.id not in made_since:
                    found[post.id] = post
        return found

    def _still_follows(self, post: Post, inquiry: int) -> bool:
        is_card = post.rank == INTERACTIVE
        if inquiry in self._aged:  # a card with buttons of a former step would refuse them
            return is_card and inquiry in self._stepped
        return is_card or self.now - post.made_at <= FOLLOWED_FOR

    def _bring_up_to_date(self, post: Post) -> None:
        body = self._rendered(post)
        if body == post.body and post.id not in self._turned:
            return
        rank = post.rank
        if post.shown:  # an edit is waited for only where somebody has just done something
            rank = INTERACTIVE if post.address == self.here else ROUTINE
        newer = replace(post, body=body, wanted=post.wanted + 1, state=PostState.OWED, rank=rank)
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
        return post.kind.of_its_day and today(post.made_at) != today(self.now)

    def _is_sent_along(self, post: Post) -> bool:
        """Files once sent stay as they were, unless the step that sent them is taken back."""
        return post.kind.as_sent and post.id not in self._turned

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
        changed = part.inquiry in self._changed
        return changed and not still_concerns(part.view, self.inquiry(part.inquiry), reader)


def _place(post: Post) -> tuple[object, ...]:
    """Messages of the same place tell the same, the newest of them best."""
    return (post.address, "") if post.kind.stacks else (post.address, post.kind, post.id)
