"""What a turn of the sender does when a platform says "never", or that a chat has moved."""

from collections.abc import Iterable, Sequence

from bot.chat import Address
from bot.domain.copies import replace
from bot.domain.facts import NotDelivered
from bot.domain.messages import URGENT, PostKind
from bot.domain.office import NOBODY, Account, OfficerId
from bot.ports.store import Work
from bot.ports.values import Part, Post, PostState, Sent
from bot.turns.owed import Owed
from bot.turns.owing import owe, stand_in_with_account, when_open
from bot.turns.turn import Turn

UNDELIVERED = "undelivered"


def give_up(turn: Turn, post_id: int, reason: str, *, platforms: frozenset[str]) -> None:
    """Park what will never arrive, and see that somebody learns of it (未送达).

    It goes to the person's next account on one of *platforms*, and is then dropped here; where
    there is none his head and the administrator hear the *reason*, for a channel the administrator
    alone. News of something undelivered and plain replies are parked and no more.
    """
    post = turn.work.posts.get(post_id)
    if post is None or not post.state.is_alive:
        return
    turn.work.posts.mark((Sent(post.id, PostState.PARKED, error=reason),))
    if post.kind == PostKind.REPLY or any(part.view == UNDELIVERED for part in post.parts):
        return
    if _owed_elsewhere(turn, post, platforms):
        turn.work.posts.mark((Sent(post.id, PostState.DROPPED, error=reason),))
        told = post.to
    else:
        told = _tell_above(turn, post, reason)
    turn.work.journal.append(
        [
            NotDelivered(
                inquiry=inquiry, at=turn.now, by=NOBODY, to=post.to, told=told, reason=reason
            )
            for inquiry in _inquiries(post)
        ]
    )


def follow_move(work: Work, left: Address, chat: str, posts: Iterable[int]) -> None:
    """Let accounts and channels that are the chat *left*, and *posts*, go on in *chat*."""
    directory = work.roster.directory
    for account in list(directory.accounts.values()):
        if _is_at(account.platform, account.chat, left):
            work.put(replace(account, chat=chat))
    for channel in list(directory.channels.values()):
        if _is_at(channel.platform, channel.chat, left):
            work.drop(channel)
            work.put(replace(channel, chat=chat))
    for post_id in posts:
        post = work.posts.get(post_id)
        if post is not None and post.state.is_alive:
            work.posts.save(replace(post, address=replace(post.address, chat=chat)))


def _owed_elsewhere(turn: Turn, post: Post, platforms: frozenset[str]) -> bool:
    """Owe it where the person can still be reached; the key lists the platforms that failed."""
    base, *failed = (post.key or f"post:{post.id}").split(">")
    failed.append(post.address.platform)
    accounts = turn.work.roster.accounts(post.to) if post.to else ()
    for account in accounts:
        if account.platform in platforms and _untried(account, post, accounts, failed):
            owed = Owed(
                at=Address(account.platform, account.chat),
                to=post.to,
                kind=post.kind,
                parts=post.parts,
                key=">".join((base, *failed)),
                rank=post.rank,
            )
            owe(turn, owed)
            return True
    return False


def _untried(
    account: Account, post: Post, accounts: Sequence[Account], failed: Sequence[str]
) -> bool:
    """A platform on which he has several accounts may refuse as many times."""
    here = post.address
    tried = failed.count(account.platform)
    chats = {a.chat for a in accounts if a.platform == account.platform}
    if account.platform == here.platform:
        chats.add(here.chat)
    elsewhere = (account.platform, account.chat) != (here.platform, here.chat)
    return bool(account.chat) and elsewhere and tried < len(chats)


def _tell_above(turn: Turn, post: Post, reason: str) -> OfficerId:
    """Tell who must pass it on by word of mouth; return the first of them."""
    people = _above(turn, post)
    waits = when_open(turn) if post.rank != URGENT else None
    parts = tuple(Part(UNDELIVERED, i, args=(post.to, reason)) for i in _inquiries(post))
    for person in people:
        key = f"{UNDELIVERED}:{post.id}:{post.wanted}:{person}"
        owe(turn, Owed(to=person, parts=parts, key=key, rank=post.rank, not_before=waits))
    return people[0] if people else NOBODY


def _above(turn: Turn, post: Post) -> tuple[OfficerId, ...]:
    """His head, or who stands in for the head, and the administrator, if they have accounts."""
    roster = turn.work.roster
    administrator = roster.administrator
    if not post.to:
        at = (post.address.platform, post.address.chat)
        bound = any((c.platform, c.chat) == at for c in roster.directory.channels.values())
        asked = [administrator] if bound else []  # a stranger's chat concerns nobody
    else:
        asked = [stand_in_with_account(turn, post.to), administrator]
    return tuple(dict.fromkeys(w for w in asked if w and w != post.to and roster.accounts(w)))


def _inquiries(post: Post) -> list[int]:
    """What the post is about, each once, in its order; ``[0]`` if it is about none."""
    return list(dict.fromkeys(part.inquiry for part in post.parts if part.inquiry)) or [0]


def _is_at(platform: str, chat: str, address: Address) -> bool:
    return (platform, chat) == (address.platform, address.chat)
