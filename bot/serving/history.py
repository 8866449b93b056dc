"""What stood in a chat of the page: what the bot showed and what people said, in one order."""

from bot.chat import Address, Outgoing, Segment
from bot.chat.clean import whole_number
from bot.chat.page import PAGE, Told
from bot.domain.hours import OfficeHours
from bot.ports.store import Work
from bot.ports.values import Heard, Post

DEEPEST = 50_000
"""Messages of a chat one can scroll back."""


def stood(work: Work, chat: str, *, before: str, at_most: int, hours: OfficeHours) -> list[Told]:
    """Return the newest messages older than *before* (empty: of all), oldest first.

    Both lists are read from the newest backwards, so what is older than the oldest of either may
    be missing from it: it is read further until there is enough.
    """
    here = Address(PAGE, chat)
    end = whole_number(before) or 0
    depth, seen = 2 * at_most, -1
    while True:
        posts = [
            post
            for post in work.posts.history(here, depth)
            if whole_number(post.message_id) is not None
        ]
        heard = work.heard.history(here, depth)
        all_of_it = len(posts) + len(heard) == seen or depth >= DEEPEST
        told = [_posted(each, hours) for each in posts] + [
            _said(each, hours, work.roster.officer(each.by).name) for each in heard
        ]
        told.sort(key=lambda each: int(each.id))
        floor = 0 if all_of_it else max(_oldest(posts), _oldest(heard))
        found = [t for t in told if floor <= int(t.id) and (not end or int(t.id) < end)]
        if all_of_it or len(found) >= at_most:
            return found[-at_most:]
        depth, seen = 2 * depth, len(posts) + len(heard)


def _oldest(listed: list[Post] | list[Heard]) -> int:
    return min((int(each.message_id) for each in listed), default=0)


def _posted(post: Post, hours: OfficeHours) -> Told:
    at = max(post.made_at, post.not_before or post.made_at)
    return Told(id=post.message_id, at=hours.local(at), message=post.body)


def _said(heard: Heard, hours: OfficeHours, name: str) -> Told:
    return Told(
        id=heard.message_id,
        at=hours.local(heard.at),
        author=heard.by,
        name=name,
        message=Outgoing((Segment("text", heard.text),) if heard.text else (), files=heard.files),
        delivery=heard.delivery,
        reply_to=heard.reply_to,
    )
