"""Sets of pictures: several messages that are one thing, whichever of them bears the words.

A piece without words waits a moment for the others before anything is guessed: its set may say in
its last piece whose it is. What a set has come to is remembered for the pieces still to come.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from bot.chat import Address, Incoming
from bot.dialogs.talk import Talk
from bot.domain.office import OfficerId
from bot.ports.store import Work
from bot.ports.values import Post
from bot.turns.turn import Turn

SET_ARRIVES = timedelta(seconds=2)
"""How long the next piece of a set is waited for."""
_WAITING = "waiting-sets"
_SAID = "said "


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingSet:
    """Silent pieces of one set: whose and where, their downloads, and until when they wait."""

    here: Address
    album: str
    officer: OfficerId
    sender: str
    until: datetime
    downloads: tuple[int, ...]

    def talk(self, turn: Turn) -> Talk:
        """Its sender's turn, now that nothing more is waited for."""
        silent = Incoming(id="", address=self.here, sender=self.sender, album=self.album)
        return Talk(turn, turn.work.roster.officer(self.officer), silent)


def wait(talk: Talk, downloads: tuple[int, ...]) -> None:
    """Let silent pieces wait for the rest of their set."""
    waiting = WaitingSet(
        here=talk.here,
        album=talk.incoming.album,
        officer=talk.me.id,
        sender=talk.incoming.sender,
        until=talk.turn.now + SET_ARRIVES,
        downloads=downloads,
    )
    _keep(talk.turn.work, [*_all(talk.turn.work), waiting])


def taken_up(talk: Talk) -> tuple[int, ...]:
    """Return the pieces that have waited for this one; they wait no more."""
    work, album = talk.turn.work, talk.incoming.album
    if not album:
        return ()
    same = [s for s in _all(work) if (s.here, s.album) == (talk.here, album)]
    if same:
        _keep(work, [s for s in _all(work) if s not in same])
    return tuple(number for waiting in same for number in waiting.downloads)


def over(turn: Turn) -> list[WaitingSet]:
    """Return the sets of which no more pieces come; they wait no more."""
    listed = _all(turn.work)
    ended = [each for each in listed if each.until <= turn.now]
    if ended:
        _keep(turn.work, [each for each in listed if each not in ended])
    return ended


def next_over(work: Work) -> datetime | None:
    """When the next set has waited long enough."""
    return min((each.until for each in _all(work)), default=None)


def remember(talk: Talk, post: Post | None, *, said: bool) -> None:
    """Remember the message that answered a set; *said*: by its words, not by a guess."""
    if talk.incoming.album and post is not None:
        talk.turn.work.keep(_name(talk), f"{_SAID if said else ''}{post.id}")


def answer_to(talk: Talk) -> tuple[Post, bool] | None:
    """Return the message that answered this set, and whether its words had decided it."""
    kept = talk.turn.work.kept(_name(talk)) if talk.incoming.album else ""
    post = talk.turn.work.posts.get(int(kept.removeprefix(_SAID))) if kept else None
    if post is None:
        return None
    return talk.turn.latest(post), kept.startswith(_SAID)


def _name(talk: Talk) -> str:
    return f"album/{talk.here.platform}/{talk.here.chat}/{talk.incoming.album}"


def _all(work: Work) -> list[WaitingSet]:
    kept = work.kept(_WAITING)
    return msgspec.json.decode(kept, type=list[WaitingSet]) if kept else []


def _keep(work: Work, listed: list[WaitingSet]) -> None:
    work.keep(_WAITING, msgspec.json.encode(listed).decode() if listed else "")
