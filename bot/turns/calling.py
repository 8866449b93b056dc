"""Somebody is called to an emergency: on every account he has, and nobody is called twice."""

from bot.chat import Address
from bot.domain.inquiry import Inquiry
from bot.domain.notices import Notice
from bot.domain.office import OfficerId
from bot.ports.values import Part
from bot.turns.owed import Owed
from bot.turns.owing import owe
from bot.turns.turn import Turn

VIEW = "emergency"


def tell_everywhere(turn: Turn, notice: Notice, inquiry: Inquiry) -> None:
    """At once, on every account a person has: nobody knows which he looks at."""
    for account in turn.work.roster.accounts(notice.to):
        owed = Owed(
            at=Address(account.platform, account.chat),
            to=notice.to,
            kind=notice.kind,
            parts=(Part(notice.view, inquiry.id, args=notice.args),),
            key=f"{notice.key}@{account.platform}/{account.chat}",
            rank=notice.rank,
        )
        owe(turn, owed)


def called_before(turn: Turn, inquiry: Inquiry) -> frozenset[OfficerId]:
    """Who was called to this emergency already."""
    about = turn.work.posts.about(inquiry.id)
    return frozenset(p.to for p in about for part in p.parts if part.view == VIEW)
