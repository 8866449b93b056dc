"""One message a person for what is told at the same moment, and none while he is left alone."""

from dataclasses import replace
from datetime import datetime

from bot.chat import Address
from bot.domain.notices import URGENT
from bot.domain.office import OfficerId
from bot.domain.quiet import Span, left_alone_until
from bot.ports.values import Part, Post
from bot.turns.turn import Turn

MOST_ITEMS = 30
"""Pieces of one message; a number more is told in words, or by the next message."""

_SHOW_THE_DATE = frozenset({"officer", "leader", "follow-up"})


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


def joined(
    turn: Turn,
    to: OfficerId,
    address: Address,
    parts: tuple[Part, ...],
    *,
    not_before: datetime | None,
) -> Post | None:
    """Add *parts* to what already waits for the person and the moment; ``None`` if nothing does.

    Without *not_before*: to what waited until now, or was made in this turn.
    """
    kept = turn.work.kept(_key(to))
    post = turn.work.posts.get(int(kept)) if kept else None
    if post is None or not _may_join(turn, post, address, parts, not_before):
        return None
    parts = tuple(part for part in parts if not _is_said(part, post))
    if not parts:
        return post
    more = replace(post, parts=(*post.parts, *parts), wanted=post.wanted + 1)
    more = replace(more, body=turn.views.render(more, turn.work, turn.dirty))
    turn.work.posts.save(more)
    turn.made.append(more)
    return more


def may_be_joined(turn: Turn, to: OfficerId, post: Post) -> None:
    """Remember the message that takes up what else falls on its moment."""
    turn.work.keep(_key(to), str(post.id))


def release(turn: Turn, to: OfficerId, inquiry: int) -> None:
    """What is held back for *to* about *inquiry* goes at once: somebody waits for him in the hall."""
    kept = turn.work.kept(_key(to))
    post = turn.work.posts.get(int(kept)) if kept else None
    if post is None or post.state != "owed" or not post.not_before or post.not_before <= turn.now:
        return
    parts = tuple(part for part in post.parts if part.inquiry == inquiry)
    if not parts:
        return
    turn.leave_out(post, parts)
    owed = turn.owe(post.address, to=to, kind=post.kind, parts=parts, rank=URGENT)
    last = turn.work.undos.of(inquiry)
    if owed and last and post.id in last.posts:
        turn.work.undos.put(replace(last, posts=(*last.posts, owed.id)))


def _is_said(part: Part, post: Post) -> bool:
    """A reminder says nothing new beside the card of the same inquiry, which shows its date."""
    return part.view == "remind" and any(
        said.view in _SHOW_THE_DATE and said.inquiry == part.inquiry for said in post.parts
    )


def _may_join(
    turn: Turn, post: Post, address: Address, parts: tuple[Part, ...], not_before: datetime | None
) -> bool:
    waits = post.state == "owed" and not post.shown and not post.message_id and post.rank != URGENT
    fits = post.address == address and len(post.parts) + len(parts) <= MOST_ITEMS
    if not_before is not None:
        same_moment = post.not_before == not_before
    elif post.not_before is not None:
        same_moment = post.not_before <= turn.now
    else:
        same_moment = post.made_at == turn.now
    return waits and fits and same_moment


def _key(to: OfficerId) -> str:
    return f"bundle/{to}"
