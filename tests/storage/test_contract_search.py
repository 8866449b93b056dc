"""What both stores promise of looking for inquiries."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.clocks import ClockKind
from bot.domain.inquirer import Inquirer
from bot.domain.inquiry import Outcome, State
from bot.domain.office import OfficerId
from bot.ports.store import Store, Work
from bot.ports.values import Filter
from tests.storage.samples import DAY, HOUR, LI, NOW, WANG, clock, inquiry, run

ZHAO = OfficerId("1003")
MONDAY = date(2026, 11, 23)

BOOK = (
    inquiry(1, inquirer=Inquirer(name="王秀英", phone="13800138000", place="黑石乡")),
    inquiry(
        2,
        inquirer=Inquirer(name="陈刚", unit="Red Star 木业"),
        matter="户口迁移",
        received_at=NOW + 15 * HOUR,  # Tuesday 00:00 in the office
        state=State.REFERRED,
        assignee=LI,
        department="户政股",
        clocks=(clock(ClockKind.FINISH),),
    ),
    inquiry(
        3,
        matter="50%_补贴",
        inquirer=Inquirer(phone="0871-3721000"),
        registered_by=LI,
        first_responder=ZHAO,
        received_at=NOW - DAY,
        state=State.CLOSED,
        assignee=LI,
        department="户政股",
        outcome=Outcome.DONE,
        told="已发放到卡",
        concluded_at=NOW,
    ),
    inquiry(4, received_at=NOW + 15 * HOUR, state=State.VOID, matter="误登"),
)


def _add(work: Work) -> None:
    for each in BOOK:
        work.inquiries.add(each)


async def _found(store: Store, **wanted: Any) -> list[int]:  # noqa: ANN401 - any condition
    found = await run(store, lambda work: work.inquiries.find(Filter(**wanted)))
    return [each.id for each in found]


@pytest.mark.clause("8.1")
@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("王秀英", [1]),  # name
        ("木业", [2]),  # unit
        ("red star", [2]),
        ("黑石", [1]),  # place
        ("户口", [2]),  # matter, two characters
        ("发放", [3]),  # result
        ("1123-03", [3]),
        ("8000", [1]),  # the end of the phone
        ("1380", []),  # not its beginning
        ("1000", [3]),
        ("公租房 王秀英", [1]),  # every word
        ("公租房 陈刚", []),
        ("%", [3]),
        ("_", [3]),
        ("0%", [3]),
        ("'", []),
    ],
)
async def test_words_are_looked_for_in_every_column_of_the_register(
    store: Store, words: str, ids: list[int]
) -> None:
    await run(store, _add)
    assert await _found(store, words=words) == ids


@pytest.mark.clause("8.1")
@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, [4, 2, 1, 3]),
        ({"newest_first": False}, [3, 1, 2, 4]),
        ({"at_most": 2}, [4, 2]),
        ({"open": True}, [2, 1]),
        ({"open": False}, [4, 3]),
        ({"owes": WANG}, [1]),
        ({"owes": LI}, [2]),
        ({"assignee": LI}, [2, 3]),
        ({"assignee": LI, "open": True}, [2]),
        ({"first_responder": ZHAO}, [3]),
        ({"registered_by": LI}, [3]),
        ({"department": "户政股"}, [2, 3]),
        ({"department": "户政股", "open": True}, [2]),
        ({"states": ("registered", "closed")}, [1, 3]),
        ({"states": (State.VOID,)}, [4]),
        ({"number": "1123-02"}, [2]),
        ({"number": "云住建首〔2026〕1123-02"}, [2]),
        ({"number": "1123"}, []),
        ({"phone": "13800138000"}, [1]),
        ({"phone": "8000"}, []),
        ({"inquirer": "陈刚"}, [2]),
        ({"since": MONDAY}, [4, 2, 1]),
        ({"until": MONDAY}, [1, 3]),
        ({"since": MONDAY, "until": MONDAY}, [1]),
        ({"since": MONDAY + DAY}, [4, 2]),
        ({"due_since": NOW + 2 * DAY}, [2]),
        ({"due_since": NOW + 3 * DAY}, []),
        ({"due_before": NOW + 2 * DAY}, []),
        ({"due_before": NOW + 3 * DAY}, [2]),
        ({"concluded_since": NOW}, [3]),
        ({"concluded_since": NOW + HOUR}, []),
        ({"words": "公租房", "owes": WANG, "since": MONDAY, "states": ("registered",)}, [1]),
    ],
    ids=str,
)
async def test_every_condition_given_must_hold(
    store: Store, wanted: dict[str, Any], ids: list[int]
) -> None:
    await run(store, _add)
    assert await _found(store, **wanted) == ids


async def test_what_was_changed_is_found_by_its_new_values(store: Store) -> None:
    def change(work: Work) -> None:
        first = work.inquiries.get(1)
        changed = Inquirer(name="王秀兰", phone="0871-1")
        work.inquiries.save(replace(first, inquirer=changed, state=State.VOID))

    await run(store, _add)
    await run(store, change)
    assert await _found(store, phone="13800138000") == []
    assert await _found(store, phone="0871-1", open=False) == [1]
    assert await _found(store, words="王秀兰") == [1]
    assert await _found(store, owes=WANG) == []


async def test_what_was_handed_over_is_found_with_who_follows_it_now(store: Store) -> None:
    def hand_over(work: Work) -> None:
        kept = work.inquiries.add(inquiry(1))
        work.inquiries.save(replace(kept, followed_by=LI, step=2))

    def followed(work: Work) -> dict[str, list[str]]:
        people = (WANG, LI)
        return {
            who: [i.first_responder for i in work.inquiries.find(Filter(first_responder=who))]
            for who in people
        }

    await run(store, hand_over)
    assert await run(store, followed) == {WANG: [], LI: [WANG]}
    assert (await run(store, lambda work: work.inquiries.get(1))).owes == LI


async def test_the_last_choices_are_the_newest_received_of_who_follows_it_now(store: Store) -> None:
    def fill(work: Work) -> None:
        for n, duty in enumerate(("租赁补贴", "公租房", "户口"), start=1):
            at = NOW - n * HOUR
            work.inquiries.add(inquiry(n, duty=duty, assignee=LI, received_at=at))
        work.inquiries.add(inquiry(4, duty="别人的", followed_by=LI))

    await run(store, fill)
    found = await run(store, lambda work: work.inquiries.choices(WANG, 2))
    assert found == [("租赁补贴", LI), ("公租房", LI)]
    assert await run(store, lambda work: work.inquiries.choices(LI, 5)) == [("别人的", "")]


async def test_the_open_ones_are_gone_through_in_the_order_of_their_ids(store: Store) -> None:
    await run(store, _add)

    async def after(last: int, at_most: int) -> list[int]:
        found = await run(store, lambda work: work.inquiries.open_after(last, at_most))
        return [each.id for each in found]

    assert await after(0, 1) == [1]
    assert await after(0, 9) == [1, 2]
    assert await after(1, 9) == [2]
    assert await after(2, 9) == []


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(newest_first=False),
        Filter(),
        Filter(by_due=True, at_most=3),
        Filter(words="公租房", since=MONDAY),
        Filter(department="户政股", at_most=1),
    ],
    ids=str,
)
async def test_one_by_one_they_are_the_same(store: Store, wanted: Filter) -> None:
    await run(store, _add)
    found = await run(store, lambda work: work.inquiries.find(wanted))
    assert await run(store, lambda work: [*work.inquiries.each(wanted)]) == found
    assert await store.read(lambda work: [*work.inquiries.each(wanted)], at=NOW) == found
