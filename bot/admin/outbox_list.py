"""The outbox from the command line: marks the record, and the running office acts on it.

Nothing is rendered here: what may be shown where is known to the running office alone.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.admin.premises import Premises, opened
from bot.clockwork.clock import SystemClock
from bot.commands.resend import drop, want_again
from bot.domain.office import NOBODY
from bot.ports.store import Work
from bot.ports.values import Part, Post
from bot.rendering.reach import Reach
from bot.rendering.sight import Sight
from bot.rendering.views import Views
from bot.rendering.wording import Wording


async def list_undelivered(config: Path) -> tuple[str, ...]:
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


async def retry_undelivered(config: Path, post: int | None) -> tuple[str, ...]:
    """Owe one, or with ``None`` all of them, once more.

    Raises:
        Refused: there is none of that number.
    """
    return await _done(config, post, "outbox.resent", want_again)


async def drop_undelivered(config: Path, post: int | None) -> tuple[str, ...]:
    """Leave one, or with ``None`` all of them, unsent for good.

    Raises:
        Refused: there is none of that number.
    """
    return await _done(config, post, "outbox.dropped", partial(drop, by=NOBODY))


async def _done(
    config: Path, post: int | None, words: str, act: Callable[[Work, int], bool]
) -> tuple[str, ...]:
    async with opened(config) as premises:

        def act_on_all(work: Work) -> int:
            wanted = [p.id for p in work.posts.parked()] if post is None else [post]
            return sum(act(work, each) for each in wanted)

        count = await premises.store.run(act_on_all, at=SystemClock().now())
        if post is not None and not count:
            raise premises.voice.refusal("no_such_post", post=post)
        return (premises.voice.say(words, count=count),)


def _line(premises: Premises, work: Work, post: Post) -> str:
    wording = Wording(premises.office)
    at_home = Views(premises.office, wording, Reach(at_home=frozenset()))
    sight = Sight(Part(""), post, work, at_home)
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
