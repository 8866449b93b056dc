"""The digest (日清): what a department owes, posted once a working day or asked for."""

from collections.abc import Iterator
from datetime import timedelta

from bot.chat import Address
from bot.domain.copies import replace
from bot.domain.digest import Digest
from bot.domain.inquiry import WITH_ASSIGNEE
from bot.domain.messages import ROUTINE, PostKind
from bot.domain.office import OfficerId
from bot.ports.values import Filter, Part
from bot.turns.owed import Owed
from bot.turns.owing import owe
from bot.turns.slice import Slice
from bot.turns.turn import Turn

_HELD = tuple(sorted(state.value for state in WITH_ASSIGNEE))
MOST_SHOWN = 30
"""Lines of what is overdue, and of what is due today; the rest is counted."""


def post_digests(turn: Turn, piece: Slice) -> bool:
    """Owe each channel its digest of today, exactly once; nothing to say is not said.

    False: the next turn goes on.
    """
    today = turn.office.hours.today(turn.now)
    for channel in turn.work.roster.directory.channels.values():
        if piece.spent:
            return False
        address = Address(channel.platform, channel.chat, channel.thread)
        audience = f"{channel.platform}/{channel.chat}/{channel.thread}"
        if not turn.work.once("digest", audience, today):
            continue
        found = digest_of(turn, channel.department)
        piece.spend(len(found.overdue) + len(found.today))
        if found.worth_posting:
            parts = tuple(digest_parts(turn, channel.department, found, tags_in=audience))
            key = f"digest:{today}:{audience}"
            owe(turn, Owed(at=address, kind=PostKind.DIGEST, parts=parts, key=key, rank=ROUTINE))
    return True


def digest_of(turn: Turn, department: str) -> Digest:
    """Count a department's open inquiries and those concluded the working day before."""
    hours, inquiries = turn.office.hours, turn.work.inquiries
    today = hours.today(turn.now)
    held = Filter(open=True, department=department, states=_HELD, by_due=True, at_most=MOST_SHOWN)
    overdue = replace(held, due_before=turn.now)
    due = replace(held, due_since=turn.now, due_before=hours.begins(today + timedelta(days=1)))
    concluded = Filter(
        department=department,
        concluded_since=hours.begins(hours.calendar.after(today, -1)),
        concluded_before=hours.begins(today),
    )
    return Digest(
        overdue=tuple(inquiries.find(overdue)),
        today=tuple(inquiries.find(due)),
        late=inquiries.count(overdue),
        due=inquiries.count(due),
        open=inquiries.count(held),
        concluded=inquiries.count(concluded),
    )


def digest_parts(
    turn: Turn, department: str, found: Digest, *, tags_in: str = ""
) -> Iterator[Part]:
    """Head, a line an item, counts; each person is really mentioned once, where he is overdue."""
    yield Part("digest-head", args=(department, turn.now.isoformat()))
    for kind, inquiries, count in (
        ("overdue", found.overdue, found.late),
        ("today", found.today, found.due),
    ):
        for place, inquiry in enumerate(inquiries):
            late = tags_in and kind == "overdue"
            tag = late and _may_mention(turn, tags_in, inquiry.assignee)
            first = str(count) if place == 0 else ""
            args = (kind, first, "tag" if tag else "", turn.now.isoformat())
            yield Part("digest-line", inquiry.id, args=args)
        if count > len(inquiries):
            yield Part("digest-more", args=(str(count - len(inquiries)),))
    yield Part("digest-tail", args=(str(found.open), str(found.concluded)))


def _may_mention(turn: Turn, audience: str, officer: OfficerId) -> bool:
    """Claim the one real mention a person gets a day in a channel beyond his referrals' lines."""
    today = turn.office.hours.today(turn.now)
    return bool(officer) and turn.work.once("mention", f"{audience}/{officer}", today)
