"""The one road of every message: where it goes, when, and together with what.

One message a person for what is told at the same moment, and none while he is left alone.
"""

from datetime import datetime

from bot.chat import Address
from bot.domain.copies import replace
from bot.domain.facts import NotDelivered
from bot.domain.messages import URGENT, PostKind
from bot.domain.notices import MATERIALS
from bot.domain.office import NOBODY, OfficerId
from bot.domain.quiet import Span, left_alone_until
from bot.ports.values import Part, Post, PostState
from bot.turns.owed import Owed
from bot.turns.turn import Turn

MOST_ITEMS = 30
"""Pieces of one message; a number more is told in words, or by the next message."""

_SHOW_THE_DATE = frozenset({"officer", "leader", "follow-up"})


def owe(turn: Turn, owed: Owed) -> Post | None:
    """Owe a message; ``None`` if its key was owed before, or nobody can be told.

    Without a chat account a person's head is told instead, and it says so. What is not urgent
    waits while he is left alone (免打扰), unless it is about what he has just done himself. What
    waits, and lists, become one message.
    """
    if owed.at is not None:
        return turn.post(owed, owed.at)
    accounts = turn.work.roster.accounts(owed.to)
    if not accounts:
        return _tell_instead(turn, owed)
    if owed.rank != URGENT and owed.to != owed.by:
        owed = replace(owed, not_before=when_free(turn, owed.to, owed.not_before))
    address = Address(accounts[0].platform, accounts[0].chat)
    bundled = not owed.alone and (owed.kind == PostKind.LIST or owed.not_before is not None)
    if bundled and (found := _joined(turn, owed, address)):
        return found
    post = turn.post(owed, address)
    if post and bundled:
        turn.work.keep(_key(owed.to), str(post.id))
    return post


def quiet_of(turn: Turn, officer: OfficerId) -> Span | None:
    """A person's own quiet hours (免打扰), which stand above the office's."""
    own = turn.work.roster.quiet(officer)
    return (own.begins, own.ends) if own else turn.office.quiet


def when_free(turn: Turn, to: OfficerId, not_before: datetime | None) -> datetime | None:
    """Hold back until *not_before*, and longer where *to* is left alone then."""
    span = quiet_of(turn, to)
    if span is None:
        return not_before
    return left_alone_until(not_before or turn.now, span, turn.office.hours) or not_before


def when_open(turn: Turn) -> datetime | None:
    """Hold back until somebody hears it: ``None`` while the office is open."""
    heard = turn.office.hours.heard(turn.now)
    return heard if heard > turn.now else None


def listed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """As many pieces as one message bears; how many more there are is its last."""
    if len(parts) <= MOST_ITEMS:
        return parts
    return (*parts[:MOST_ITEMS], Part("more-items", args=(str(len(parts) - MOST_ITEMS),)))


def release(turn: Turn, to: OfficerId, inquiry: int) -> None:
    """What is held back for *to* about *inquiry* goes at once: somebody waits for him in the hall."""
    post = _bundle_of(turn, to)
    if (
        post is None
        or post.state != PostState.OWED
        or not post.not_before
        or post.not_before <= turn.now
    ):
        return
    parts = tuple(part for part in post.parts if part.inquiry == inquiry)
    if not parts:
        return
    turn.leave_out(post, parts)
    owed = owe(turn, Owed(at=post.address, to=to, kind=post.kind, parts=parts, rank=URGENT))
    last = turn.work.undos.of(inquiry)
    if owed and last and post.id in last.posts:
        turn.work.undos.put(replace(last, posts=(*last.posts, owed.id)))


def stand_in_with_account(turn: Turn, officer: OfficerId) -> OfficerId:
    """Return the nearest person above who can be written to, else an administrator, else nobody."""
    roster = turn.work.roster
    department = roster.officer(officer).department
    above = (
        roster.head_of(department),
        roster.leader_of(department),
        roster.administrator,
        roster.chief,
    )
    return next((w for w in above if w and w != officer and roster.accounts(w)), NOBODY)


def _tell_instead(turn: Turn, owed: Owed) -> Post | None:
    instead = stand_in_with_account(turn, owed.to)
    if not instead or not owed.parts or owed.parts[0].view == MATERIALS:  # its card has said so
        return None
    first = owed.parts[0]
    missed = NotDelivered(
        inquiry=first.inquiry,
        at=turn.now,
        by=NOBODY,
        to=owed.to,
        told=instead,
        reason="no account",
    )
    turn.work.journal.append((missed,))
    told = Part("unreachable", first.inquiry, args=(owed.to, first.view))
    key = owed.key and f"{owed.key}>{instead}"
    return owe(turn, Owed(to=instead, parts=(told,), key=key, not_before=owed.not_before))


def _joined(turn: Turn, owed: Owed, address: Address) -> Post | None:
    """Add to what already waits for the person and the moment; ``None`` if nothing does.

    Without a moment: to what waited until now, or was made in this turn.
    """
    post = _bundle_of(turn, owed.to)
    if post is None or not _may_join(turn, post, owed, address):
        return None
    parts = tuple(part for part in owed.parts if not _is_said(part, post))
    return turn.lengthen(post, parts) if parts else post


def _is_said(part: Part, post: Post) -> bool:
    """A reminder says nothing new beside the card of the same inquiry, which shows its date."""
    return part.view == "remind" and any(
        said.view in _SHOW_THE_DATE and said.inquiry == part.inquiry for said in post.parts
    )


def _may_join(turn: Turn, post: Post, owed: Owed, address: Address) -> bool:
    waits = (
        post.state == PostState.OWED
        and not post.shown
        and not post.message_id
        and post.rank != URGENT
    )
    fits = post.address == address and len(post.parts) + len(owed.parts) <= MOST_ITEMS
    return waits and fits and _same_moment(turn, post, owed)


def _same_moment(turn: Turn, post: Post, owed: Owed) -> bool:
    if owed.not_before is not None:
        return post.not_before == owed.not_before
    if post.not_before is not None:
        return post.not_before <= turn.now
    return post.made_at == turn.now


def _bundle_of(turn: Turn, to: OfficerId) -> Post | None:
    """The message that takes up what else falls on its moment."""
    kept = turn.work.kept(_key(to))
    return turn.work.posts.get(int(kept)) if kept else None


def _key(to: OfficerId) -> str:
    return f"bundle/{to}"
