"""Rights asked of many inquiries at once in SQL are the rights of each by itself, at any size."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from bot.domain.inquiry import Inquiry, Outcome, State
from bot.domain.office import Absence, Department, Officer, OfficerId, Role
from bot.domain.rights import may_see, seen_by
from bot.domain.roster import Roster
from bot.ports.store import Store, Work
from bot.ports.values import Filter
from storage.sql_inquiries import MOST_STALE
from tests.storage.samples import DAY, NOW, clock, inquiry, run

TODAY = date(2026, 11, 23)
PEOPLE = tuple(OfficerId(f"{n:03}") for n in range(1, 13))
NOBODY = OfficerId("")
SECTIONS = ("甲科", "乙科", "丙科")


def office(rng: Random) -> list[Officer | Department | Absence]:
    """Any office: heads and leaders missing, doubled or gone, people away, deputies away too."""
    some = (*PEOPLE, NOBODY)
    roles = [Role.CLERK, Role.OFFICER, Role.HEAD, Role.LEADER, Role.CHIEF, Role.SUPERVISOR]
    officers = [
        Officer(
            id=o,
            name=o,
            department=rng.choice((*SECTIONS, "")),
            roles=tuple(rng.sample(roles[:4], 1) + (rng.random() < 0.1) * [rng.choice(roles)]),
            deputy=rng.choice(some),
            active=rng.random() < 0.9,
        )
        for o in PEOPLE
    ]
    sections = [
        Department(
            name=name,
            head=rng.choice(some),
            leader=rng.choice(some),
            parent=rng.choice(("", *SECTIONS)),
        )
        for name in SECTIONS
    ]
    away = [
        Absence(officer=o, first=TODAY, last=TODAY, deputy=rng.choice(some))
        for o in rng.sample(PEOPLE, 4)
    ]
    return [*officers, *sections, *away]


def anything(rng: Random, count: int) -> Inquiry:
    first, followed = rng.choice(PEOPLE), rng.choice((NOBODY, NOBODY, rng.choice(PEOPLE)))
    assignee = rng.choice((NOBODY, first, *rng.sample(PEOPLE, 2)))
    return inquiry(
        count,
        full=f"全{count}",
        registered_by=rng.choice((first, *PEOPLE[:3])),
        first_responder=first,
        followed_by=followed,
        assignee=assignee,
        director=rng.choice((NOBODY, *PEOPLE)),
        helpers=tuple(rng.sample(PEOPLE, rng.choice((0, 0, 1, 2)))),
        holders=tuple(rng.sample(PEOPLE, rng.choice((0, 1, 2)))),
        outside=rng.choice(("", "", "县供电公司")),
        department=rng.choice(("", *SECTIONS)),
        state=rng.choice(list(State)),
        received_at=NOW - rng.randrange(50) * DAY,
    )


@pytest.mark.parametrize("seed", range(25))
async def test_what_sql_finds_is_what_may_be_seen(store: Store, seed: int) -> None:
    rng = Random(seed)
    entries = office(rng)

    def fill(work: Work) -> Roster:
        work.put(*entries)
        for n in range(MOST_STALE + 20):  # so many that the index of words holds them
            work.inquiries.add(anything(rng, n + 1))
        return work.roster

    def change(work: Work) -> None:
        for n in rng.sample(range(1, MOST_STALE + 21), 20):
            other, kept = anything(rng, n), work.inquiries.get(n)
            work.inquiries.save(replace(other, id=n, version=kept.version))

    roster = await run(store, fill)
    await run(store, change)
    every = await run(store, lambda work: work.inquiries.find(Filter()))
    found_at_all = 0
    for officer in roster.directory.officers.values():
        wanted = Filter(seen_by=seen_by(officer, roster, TODAY))
        found = await run(store, lambda work, w=wanted: work.inquiries.find(w))  # type: ignore[misc]
        mine = [i.id for i in every if may_see(officer, i, roster, TODAY)]
        assert [i.id for i in found] == mine, officer
        assert await run(store, lambda work, w=wanted: work.inquiries.count(w)) == len(mine)  # type: ignore[misc]
        found_at_all += len(mine)
    assert 0 < found_at_all < len(every) * len(PEOPLE)


async def test_tallies_are_the_counts_of_what_is_found(store: Store) -> None:
    rng = Random(7)
    for n in range(200):
        each = replace(anything(rng, n + 1), outcome=rng.choice((None, *Outcome)))
        await run(store, lambda work, i=each: work.inquiries.add(i))  # type: ignore[misc]
    every = await run(store, lambda work: work.inquiries.find(Filter()))
    expected: dict[tuple[str, str, str, str], int] = {}
    for i in every:
        outcome = i.outcome.value if i.outcome else i.state.value
        key = (outcome, i.department, i.first_responder, i.handled)
        expected[key] = expected.get(key, 0) + 1
    tallies = await run(store, lambda work: work.inquiries.tally(Filter(at_most=1)))
    assert {
        (t.outcome, t.department, t.first_responder, t.handled): t.count for t in tallies
    } == expected
    assert len(expected) > 50


async def test_the_earliest_due_first_and_never_more_than_asked_for(store: Store) -> None:
    days = (3, 1, 2)
    for n, days_left in enumerate(days, start=1):
        due = inquiry(n, clocks=(clock(due=NOW + timedelta(days=days_left)),))
        await run(store, lambda work, i=due: work.inquiries.add(i))  # type: ignore[misc]
    found = await run(store, lambda work: work.inquiries.find(Filter(by_due=True, at_most=2)))
    assert [i.number for i in found] == ["1123-02", "1123-03"]
