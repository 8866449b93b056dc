"""The home page of a platform that has one: what I owe, what I follow, most urgent first."""

from dataclasses import replace

from bot.dialogs.looking import followed_by, owed_by
from bot.dialogs.talk import Talk
from bot.domain.messages import PostKind
from bot.ports.values import Filter, Part, Post

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
        talk.show_parts(parts, kind=PostKind.HOME)
        return
    talk.turn.show(replace(standing, parts=parts))


def _parts(talk: Talk) -> list[Part]:
    lists = (("home/owed", owed_by(talk.me.id)), ("home/followed", followed_by(talk.me.id)))
    return [part for view, wanted in lists for part in _listed(talk, view, wanted)]


def _listed(talk: Talk, view: str, wanted: Filter) -> list[Part]:
    inquiries = talk.turn.work.inquiries
    count = inquiries.count(wanted)
    found = inquiries.find(replace(wanted, at_most=MOST_SHOWN))
    return [
        Part(view, args=(str(count),)),
        *(Part("home/item", i.id) for i in found),
        *_more(count),
    ]


def _more(count: int) -> list[Part]:
    return [Part("more-items", args=(str(count - MOST_SHOWN),))] if count > MOST_SHOWN else []


def _standing(talk: Talk) -> Post | None:
    last = talk.turn.work.posts.last(talk.here)
    return last if last and last.kind == PostKind.HOME else None
