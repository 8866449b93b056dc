"""Years of an office's record, made in bulk: what a message or a search is measured against."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.app import House
from bot.bench.clerks import MATTERS
from bot.bench.office import PLATFORM, chat_of, clerk
from bot.chat import Address, Outgoing, Segment
from bot.domain.facts import Fact
from bot.domain.following_up import grade
from bot.domain.handling import accept, conclude, refer, register
from bot.domain.inquirer import Inquirer
from bot.domain.inquiry import Grade, Inquiry, Outcome, State
from bot.domain.messages import PostKind
from bot.domain.office import Officer, OfficerId
from bot.domain.rules import Office
from bot.ports.store import Work
from bot.ports.values import Part, Post, PostState

RESPONDERS = 50
"""First responders of the record; every officer of the demo's sections is an assignee."""
RARE = 5_000
"""Every so many inquiries one is about `RARE_MATTER`."""
RARE_MATTER = "户口迁移材料不齐"
_YEARS = timedelta(days=4 * 365)
_AT_ONCE = 2_000
_SURNAMES, _GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "秀英伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂",
)
_MATTERS = (
    *MATTERS,
    "物业费涨价没有公示",
    "农村危房改造补助款未到账",
    "电梯故障三次无人维修",
    "房产证办理拖了半年",
)
_PLACES = (
    "黑石乡",
    "农机站",
    "河东村",
    "城关镇",
    "东门社区",
    "三岔口",
    "青龙村",
    "白水镇",
    "长丰街",
)


async def fill(house: House, *, stored: int, still_open: int, alone: bool = False) -> None:
    """Put so many inquiries into the store, the last *still_open* of them in hand; nobody is told.

    Those that are over were received in the four years before, evenly; each has its card, and its
    lines in the journal, unless it stands *alone*.
    """
    now = house.clock.now()
    staff = await house.store.run(lambda work: tuple(work.roster.active()), at=now)
    officers = tuple(o for o in staff if o.id < clerk(0) and o.department)
    made = _Made(house.office, now, officers, stored, still_open)
    for first in range(0, stored, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, stored))
        await house.store.run(partial(_add, made=made, numbers=numbers, alone=alone), at=now)


@dataclass(frozen=True, slots=True)
class _Made:
    """How the n-th inquiry looks: one in hand, or one that is over."""

    office: Office
    now: datetime
    officers: tuple[Officer, ...]
    stored: int
    still_open: int

    def each(self, numbers: Iterable[int]) -> Iterator[tuple[Inquiry, tuple[Fact, ...]]]:
        patterns: dict[tuple[int, int, bool], tuple[Inquiry, tuple[Fact, ...]]] = {}
        for n in numbers:
            over = n < self.stored - self.still_open
            key = (n % RESPONDERS, n * 7 % len(self.officers), over)
            if key not in patterns:
                patterns[key] = _handled(
                    self.office, clerk(key[0]), self.officers[key[1]], self.now, over=over
                )
            inquiry, facts = patterns[key]
            yield self._of_its_own(inquiry, n), facts

    def _of_its_own(self, pattern: Inquiry, n: int) -> Inquiry:
        ago = _YEARS * (1 - n / self.stored) if pattern.concluded_at else timedelta()
        at = self.now - ago
        matter = RARE_MATTER if n % RARE == 0 else _MATTERS[n % len(_MATTERS)]
        return replace(
            pattern,
            number=f"{at:%m%d}-{n}",
            full=f"{at:%Y}-{n}",
            received_at=at,
            registered_at=at,
            concluded_at=at if pattern.concluded_at else None,
            closed_at=at if pattern.closed_at else None,
            inquirer=Inquirer(
                name=_SURNAMES[n % 20] + _GIVEN[n * 7 % 24] + _GIVEN[n * 13 % 23],
                phone=f"15{n * 37 % 10**9:09}",
                place=_PLACES[n * 3 % len(_PLACES)],
            ),
            matter=matter,
        )


def referred(
    office: Office, by: OfficerId, to: OfficerId, department: str, at: datetime
) -> tuple[Inquiry, tuple[Fact, ...]]:
    """An inquiry without number and matter, registered and referred at once."""
    blank = Inquiry(
        id=0,
        number="",
        full="",
        state=State.REGISTERED,
        matter="",
        received_at=at,
        registered_at=at,
        registered_by=by,
        first_responder=by,
    )
    begun, registered = register(blank, office=office)
    given, facts = refer(
        begun, to=to, department=department, duty=None, by=by, at=at, office=office
    )
    return given, (*registered, *facts)


def _handled(
    office: Office, by: OfficerId, officer: Officer, at: datetime, *, over: bool
) -> tuple[Inquiry, tuple[Fact, ...]]:
    given, before = referred(office, by, officer.id, officer.department, at)
    if not over:
        return given, before
    signed, accepted = accept(given, by=officer.id, at=at)
    done, concluded = conclude(
        signed, outcome=Outcome.DONE, told="已办好并告知本人", by=officer.id, at=at, office=office
    )
    closed, graded = grade(done, value=Grade.GOOD, by=by, at=at)
    return closed, (*before, *accepted, *concluded, *graded)


def _add(work: Work, *, made: _Made, numbers: Iterable[int], alone: bool) -> None:
    for inquiry, facts in made.each(numbers):
        kept = work.inquiries.add(inquiry)
        if alone:
            continue
        work.journal.append([replace(fact, inquiry=kept.id) for fact in facts])
        work.posts.add(_card(kept))


def _card(inquiry: Inquiry) -> Post:
    """The first responder's card, as it stands in his chat."""
    to = inquiry.first_responder
    return Post(
        address=Address(PLATFORM, str(chat_of(to))),
        to=to,
        kind=PostKind.CARD,
        parts=(Part("clerk", inquiry.id),),
        body=Outgoing((Segment("text", inquiry.matter),)),
        message_id=f"k{inquiry.id}",
        shown=1,
        state=PostState.SENT,
        made_at=inquiry.registered_at,
    )
