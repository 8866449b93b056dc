"""Posting the digest, and 「今日」 in a channel: the same lines on demand."""

from dataclasses import replace
from datetime import timedelta

from bot.chat import Address, Outgoing
from bot.dialogs.talk import Talk
from bot.domain.digest import Digest, digest
from bot.domain.office import NOBODY
from bot.ports import Filter, Post
from bot.record import Desk
from bot.render import outgoing


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
            _post(desk, address, channel.department, found, f"digest:{today}:{audience}")


def digest_of(desk: Desk, department: str) -> Digest:
    """Count a department's open inquiries and those concluded the working day before."""
    hours = desk.office.hours
    today = hours.today(desk.now)
    yesterday = hours.calendar.after(today, -1)
    since = hours.opening(yesterday) - timedelta(hours=8)
    open_ones = desk.work.inquiries.find(
        Filter(open=True, department=department, newest_first=False, at_most=2000)
    )
    concluded = desk.work.inquiries.find(
        Filter(department=department, concluded_since=since, at_most=2000)
    )
    return digest(open_ones, concluded=len(concluded), now=desk.now, office=desk.office)


def today_here(talk: Talk, _: str) -> None:
    """「今日」: in a bound channel its digest; in a private chat of a head, his department's."""
    roster = talk.desk.work.roster
    channel = roster.channel_at(talk.here.platform, talk.here.chat, talk.here.thread)
    department = channel.department if channel else talk.me.department
    found = digest_of(talk.desk, department)
    talk.say_markup(_words(talk.desk, department, found, tags=False))


def _post(desk: Desk, address: Address, department: str, found: Digest, key: str) -> None:
    post = Post(
        address=address,
        to=NOBODY,
        kind="digest",
        body=Outgoing(()),
        key=key,
        rank=2,
        made_at=desk.now,
    )
    markup = _words(desk, department, found, tags=True)
    body = outgoing(markup, desk.views.mention(post, desk.work.roster))
    desk.work.posts.add(replace(post, body=body))


def _words(desk: Desk, department: str, found: Digest, *, tags: bool) -> str:
    """Each person is really mentioned once, at the first line he is overdue on."""
    tagged: dict[int, bool] = {}
    seen = set()
    for inquiry in found.overdue:
        tagged[inquiry.id] = tags and inquiry.assignee not in seen
        seen.add(inquiry.assignee)
    return desk.views.words(
        "digest",
        desk.work,
        department=desk.work.roster.department(department),
        digest=found,
        tagged=tagged,
    )
