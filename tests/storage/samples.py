"""Values for the tests of the stores."""
# ruff: noqa: ANN401 - any field may be given

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.chat import Address, Button, Outgoing, Segment
from bot.domain.clocks import Clock, ClockKind
from bot.domain.inquiry import Inquiry, State
from bot.domain.office import OfficerId
from bot.ports.store import Store, Work
from bot.ports.values import Draft, Item, Part, Post, Undo

T = TypeVar("T")

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)  # Monday 09:00 in the office
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WANG, LI = OfficerId("1001"), OfficerId("1002")
CHAT = Address("web", "1001")


async def run(store: Store, turn: Callable[[Work], T], at: datetime = NOW) -> T:
    return await store.run(turn, at=at)


def clock(kind: ClockKind = ClockKind.REFER, alarm: datetime | None = None, **given: Any) -> Clock:
    fields = {"owner": WANG, "started": NOW, "due": NOW + 2 * DAY, "heard": NOW, **given}
    return Clock(kind=kind, alarm=alarm, **fields)


def inquiry(count: int = 1, **given: Any) -> Inquiry:
    fields: dict[str, Any] = {
        "id": 0,
        "number": f"1123-{count:02}",
        "full": f"云住建首〔2026〕1123-{count:02}",
        "state": State.REGISTERED,
        "matter": "公租房申请一直没消息",
        "received_at": NOW,
        "registered_at": NOW,
        "registered_by": WANG,
        "first_responder": WANG,
    }
    return Inquiry(**fields | given)


def post(address: Address = CHAT, *about: int, **given: Any) -> Post:
    fields: dict[str, Any] = {
        "to": WANG,
        "kind": "card",
        "parts": tuple(Part("card", each, "more", ("1002",)) for each in about),
        "body": look("1123-01"),
        "made_at": NOW,
    }
    return Post(address=address, **fields | given)


def look(words: str, **given: Any) -> Outgoing:
    segments = (Segment("b", words), Segment("at", "李明", "42"))
    return Outgoing(segments, ((Button("签收", "accept:1:1"),),), **given)


def item(key: str, **given: Any) -> Item:
    fields: dict[str, Any] = {"to": LI, "inquiry": 1, "view": "remind", "not_before": NOW}
    return Item(key=key, **fields | given)


def draft(**given: Any) -> Draft:
    fields: dict[str, Any] = {
        "address": CHAT,
        "officer": WANG,
        "form": "registration",
        "answers": {"matter": "公租房"},
        "started_at": NOW,
    }
    return Draft(**fields | given)


def undo(about: int, **given: Any) -> Undo:
    fields: dict[str, Any] = {"by": WANG, "at": NOW, "step": 2, "before": None}
    return Undo(inquiry=about, **fields | given)
