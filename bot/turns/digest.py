"""The digest (日清): what a department owes, posted once a working day or asked for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.chat import Address
from bot.domain.digest import Digest, digest
from bot.domain.inquiry import WITH_ASSIGNEE
from bot.domain.notices import ROUTINE
from bot.domain.office import NOBODY, OfficerId
from bot.ports.values import Filter, Part
from bot.turns.turn import Desk

_HELD = tuple(sorted(state.value for state in WITH_ASSIGNEE))
_ALL = 1_000_000


def post_digests(desk: Desk) -> None:
    """Owe each channel its digest of today, exactly once; nothing to say is not said."""
    today = desk.office.hours.today(desk.now)
    for channel in desk.work.roster.directory.channels.values():
        address = Address(channel.platform, channel.chat, channel.thread)
        audience = f"{channel.platform}/{channel.chat}/{channel.thread}"
        if not desk.work.once("digest", audience, today):
            continue
        found = digest_of(desk, channel.department)
        if found.worth_posting:
            parts = tuple(digest_parts(desk, channel.department, found, tags_in=audience))
            key = f"digest:{today}:{audience}"
            desk.owe(address, to=NOBODY, kind="digest", parts=parts, key=key, rank=ROUTINE)


def digest_of(desk: Desk, department: str) -> Digest:
    """Count a department's open inquiries and those concluded the working day before."""
    hours, inquiries = desk.office.hours, desk.work.inquiries
    today = hours.today(desk.now)
    held = Filter(open=True, department=department, states=_HELD, by_due=True, at_most=_ALL)
    concluded = Filter(
        department=department,
        concluded_since=hours.begins(hours.calendar.after(today, -1)),
        concluded_before=hours.begins(today),
    )
    return digest(
        inquiries.find(replace(held, due_before=hours.begins(today + timedelta(days=1)))),
        held=inquiries.count(held),
        concluded=inquiries.count(concluded),
        now=desk.now,
        office=desk.office,
    )


def digest_parts(
    desk: Desk, department: str, found: Digest, *, tags_in: str = ""
) -> Iterator[Part]:
    """Head, a line an item, counts; each person is really mentioned once, where he is overdue."""
    yield Part("digest-head", args=(department, desk.now.isoformat()))
    for kind, inquiries in (("overdue", found.overdue), ("today", found.today)):
        for place, inquiry in enumerate(inquiries):
            late = tags_in and kind == "overdue"
            tag = late and _may_mention(desk, tags_in, inquiry.assignee)
            first = str(len(inquiries)) if place == 0 else ""
            args = (kind, first, "tag" if tag else "", desk.now.isoformat())
            yield Part("digest-line", inquiry.id, args=args)
    yield Part("digest-tail", args=(str(found.open), str(found.concluded)))


def _may_mention(desk: Desk, audience: str, officer: OfficerId) -> bool:
    """Claim the one real mention a person gets a day in a channel beyond his referrals' lines."""
    today = desk.office.hours.today(desk.now)
    return bool(officer) and desk.work.once("mention", f"{audience}/{officer}", today)
