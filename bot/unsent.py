"""The outbox from the command line: works on the record while the office runs."""

from collections.abc import Callable
from pathlib import Path

from bot.candidates import Router
from bot.clock import SystemClock
from bot.commands import do
from bot.commands.resend import DropPost, ResendPost
from bot.desk import Desk
from bot.domain.office import NOBODY
from bot.kept import Part, Post
from bot.opening import Premises, opened
from bot.ports import Work
from bot.sights import Sight
from bot.views import Views
from bot.wording import Wording


async def list_unsent(config: Path) -> tuple[str, ...]:
    """One line each, the oldest first, and what can be done.

    Raises:
        Refused: the office cannot be opened.
    """
    async with opened(config) as premises:
        voice, now = premises.voice, SystemClock().now()
        lines = await premises.store.run(
            lambda work: [_line(premises, work, post) for post in work.posts.parked()], at=now
        )
        if not lines:
            return (voice.say("outbox.nothing"),)
        return (voice.say("outbox.count", count=len(lines)), *lines, voice.say("outbox.how"))


async def retry_unsent(config: Path, post: int | None) -> tuple[str, ...]:
    """Owe one, or with ``None`` all of them, once more.

    Raises:
        Refused: there is none of that number.
    """
    return await _done(config, post, "outbox.resent", ResendPost)


async def drop_unsent(config: Path, post: int | None) -> tuple[str, ...]:
    """Leave one, or with ``None`` all of them, unsent for good.

    Raises:
        Refused: there is none of that number.
    """
    return await _done(config, post, "outbox.dropped", lambda each: DropPost(each, NOBODY))


async def _done(
    config: Path, post: int | None, words: str, command: Callable[[int], object]
) -> tuple[str, ...]:
    async with opened(config) as premises:

        def turn(work: Work) -> int:
            desk = _desk(premises, work)
            wanted = [p.id for p in work.posts.parked()] if post is None else [post]
            done = sum(bool(do(command(each), desk)) for each in wanted)
            desk.settle()
            return done

        count = await premises.store.run(turn, at=SystemClock().now())
        if post is not None and not count:
            raise premises.voice.refusal("no_such_post", post=post)
        return (premises.voice.say(words, count=count),)


def _desk(premises: Premises, work: Work) -> Desk:
    views = Views(premises.office, Wording(premises.office))
    return Desk(work, premises.office, views, Router())


def _line(premises: Premises, work: Work, post: Post) -> str:
    wording = Wording(premises.office)
    sight = Sight(Part(""), post, work, premises.office, wording, abroad=False)
    return premises.voice.say(
        "outbox.line",
        post=post.id,
        who=sight.reader_of(post),
        where=post.address.platform,
        day=wording.day(post.made_at, "date"),
        time=wording.time(post.made_at),
        numbers=sight.numbers_of(post),
        reason=wording.reason(post.error),
    )
