"""What is to be said: the one value in which every message is asked for."""

from dataclasses import dataclass
from datetime import datetime

from bot.chat import Address
from bot.domain.messages import PostKind
from bot.domain.office import NOBODY, OfficerId
from bot.ports.values import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A message to a person, where he is written to, or with *at* into one chat and no other.

    *key* is what it is owed for: owed once. *not_before*: aware; it is held back until then. *by*
    is whose own act it answers. *alone*: joined with nothing else.
    """

    parts: tuple[Part, ...]
    to: OfficerId = NOBODY
    at: Address | None = None
    kind: PostKind = PostKind.CARD
    key: str = ""
    rank: int = 0
    not_before: datetime | None = None
    by: OfficerId = NOBODY
    alone: bool = False
