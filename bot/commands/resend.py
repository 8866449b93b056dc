"""未送达: what lies parked is sent once more, or dropped, by hand.

Only the running office renders: it alone knows which platforms stand abroad. Whoever has no more
than the record marks it (`want_again`), and the office's next tick sends it.
"""

from dataclasses import dataclass

from bot.chat import Address
from bot.domain.copies import replace
from bot.domain.facts import NoticeDropped
from bot.domain.office import OfficerId
from bot.ports.store import Work
from bot.ports.values import Post, PostState
from bot.turns.turn import Turn


@dataclass(frozen=True)
class ResendPost:
    """重发."""

    post: int


@dataclass(frozen=True)
class DropPost:
    """不发了."""

    post: int
    by: OfficerId


def resent(command: ResendPost, turn: Turn) -> bool:
    """Owe it anew, as things stand and where its person is now; False if it is not parked."""
    post = turn.work.posts.get(command.post)
    if post is None or not post.state.is_undelivered:
        return False
    there = _where_now(turn, post)
    if there != post.address:
        post = replace(post, address=there, message_id="")
    body = turn.views.render(post, turn.work) if post.parts else post.body
    turn.work.posts.save(
        replace(post, body=body, wanted=post.wanted + 1, state=PostState.OWED, not_before=None)
    )
    return True


def want_again(work: Work, post_id: int) -> bool:
    """Mark it for the running office's next tick; False if it is not parked."""
    post = work.posts.get(post_id)
    if post is None or post.state != PostState.PARKED:
        return False
    work.posts.save(replace(post, state=PostState.AGAIN))
    return True


def dropped(command: DropPost, turn: Turn) -> bool:
    """Leave it unsent for good; the journal says by whom. False if it is not parked."""
    return drop(turn.work, command.post, by=command.by)


def drop(work: Work, post_id: int, *, by: OfficerId) -> bool:
    """Leave it unsent for good, as `dropped`."""
    post = work.posts.get(post_id)
    if post is None or not post.state.is_undelivered:
        return False
    work.posts.save(replace(post, state=PostState.DROPPED))
    views = {part.inquiry: part.view for part in reversed(post.parts)} or {0: post.kind}
    work.journal.append(
        [
            NoticeDropped(inquiry=inquiry, at=work.now, by=by, view=view, to=post.to)
            for inquiry, view in views.items()
        ]
    )
    return True


def _where_now(turn: Turn, post: Post) -> Address:
    """Where it was owed, unless its person has another chat since then."""
    accounts = turn.work.roster.accounts(post.to) if post.to else ()
    here = (post.address.platform, post.address.chat)
    if not accounts or any((a.platform, a.chat) == here for a in accounts):
        return post.address
    return Address(accounts[0].platform, accounts[0].chat)
