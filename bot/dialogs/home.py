"""The home page of a platform that has one: what I owe, what I follow, most urgent first."""

from dataclasses import replace

from bot.dialogs.talk import Talk
from bot.domain.inquiry import Inquiry
from bot.kept import Filter, Part, Post

HOME = "home"
"""The command that asks for the page; its address is a place of its own, not the private chat."""
MOST_SHOWN = 12
"""Inquiries of each kind on the page; the rest is counted."""


def show(talk: Talk, _: str) -> None:
    """Make the page, or bring the one that stands there up to date.

    It is one message that is edited: its parts are the inquiries shown, so it follows them.
    """
    parts = tuple(_parts(talk))
    standing = _standing(talk)
    if standing is None:
        talk.desk.owe(talk.here, to=talk.me.id, kind="home", parts=parts)
        return
    talk.desk.turn(replace(standing, parts=parts))


def _parts(talk: Talk) -> list[Part]:
    find = talk.desk.work.inquiries.find
    owed = _urgent_first(find(Filter(open=True, owes=talk.me.id)))
    asked = find(Filter(open=True, first_responder=talk.me.id))
    followed = _urgent_first([i for i in asked if i.owes != talk.me.id])
    return [
        Part("home/owed", args=(str(len(owed)),)),
        *(Part("home/item", i.id) for i in owed[:MOST_SHOWN]),
        *_more(len(owed)),
        Part("home/followed", args=(str(len(followed)),)),
        *(Part("home/item", i.id) for i in followed[:MOST_SHOWN]),
        *_more(len(followed)),
    ]


def _more(count: int) -> list[Part]:
    return [Part("more-items", args=(str(count - MOST_SHOWN),))] if count > MOST_SHOWN else []


def _urgent_first(found: list[Inquiry]) -> list[Inquiry]:
    return sorted(found, key=lambda i: i.due or i.received_at)


def _standing(talk: Talk) -> Post | None:
    last = talk.desk.work.posts.last(talk.here)
    return last if last and last.kind == "home" else None
