"""What the office knows of a platform that cannot be heard: kept for `check`, told once."""

from bot.chat import Address
from bot.domain.messages import URGENT, PostKind
from bot.domain.office import Account
from bot.ports.store import Work
from bot.ports.values import Part
from bot.turns.owed import Owed
from bot.turns.owing import owe
from bot.turns.turn import Turn

VIEW = "platform-down"


def note_trouble(turn: Turn, platform: str, why: str) -> None:
    """Keep why *platform* gave up, and tell the administrator, once until it is well again.

    He is told on another platform where he has one. *why* is a code or the kind of error.
    """
    if trouble_of(turn.work, platform):
        return
    turn.work.keep(_key(platform), why)
    administrator = turn.work.roster.administrator
    accounts = turn.work.roster.accounts(administrator) if administrator else ()
    elsewhere: tuple[Account, ...] = tuple(a for a in accounts if a.platform != platform)
    for account in (elsewhere or accounts)[:1]:
        at, told = Address(account.platform, account.chat), Part(VIEW, args=(platform, why))
        owe(turn, Owed(at=at, to=administrator, kind=PostKind.NOTICE, parts=(told,), rank=URGENT))


def trouble_is_over(turn: Turn, platform: str) -> None:
    """Forget it."""
    turn.work.keep(_key(platform), "")


def trouble_of(work: Work, platform: str) -> str:
    """Return why *platform* cannot be heard; "" where it can."""
    return work.kept(_key(platform))


def _key(platform: str) -> str:
    return f"trouble/{platform}"
