"""What both stores promise of turns, inquiries, the journal and the directory."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from bot.domain.clocks import ClockKind
from bot.domain.errors import ChangedMeanwhile, NoSuchInquiry
from bot.domain.facts import Accepted, Referred, Registered
from bot.domain.inquiry import Inquiry, Outcome, State
from bot.ports.store import Store, StoreBusy, Work
from storage import Taken
from tests.storage.samples import CHAT, DAY, HOUR, LI, NOW, WANG, clock, inquiry, post, run, undo

MONDAY = date(2026, 11, 23)


# ── Turns ────────────────────────────────────────────────────────────────────


async def test_a_turn_reads_the_clock_it_was_handed_in_with(store: Store) -> None:
    office = timezone(timedelta(hours=8))
    now = await run(store, lambda work: work.now, NOW.astimezone(office))
    assert (now, now.utcoffset()) == (NOW, timedelta(0))


async def test_turns_run_in_the_order_they_were_handed_in(store: Store) -> None:
    handed_in = [store.run(lambda work: work.next_number("n"), at=NOW) for _ in range(200)]
    answers = [await each for each in reversed(handed_in)]
    assert answers == list(range(200, 0, -1))


async def test_200_turns_at_once_keep_order_and_undo_only_those_that_fail(store: Store) -> None:
    def turn(count: int) -> Callable[[Work], int]:
        def add(work: Work) -> int:
            new = work.inquiries.add(inquiry(work.next_number("1123")))
            work.journal.append([_registered(new)])
            if count % 3 == 0:
                raise ArithmeticError(count)
            return count

        return add

    handed_in = (store.run(turn(count), at=NOW) for count in range(200))
    answers = await asyncio.gather(*handed_in, return_exceptions=True)
    assert [count for count, answer in enumerate(answers) if answer != count] == [*range(0, 200, 3)]

    def look(work: Work) -> tuple[list[str], int | None]:
        lines = work.journal.kind("Registered", NOW)
        return [work.inquiries.get(e.inquiry).number for e in lines], work.journal.broken_at()

    assert await run(store, look) == ([f"1123-{count:02}" for count in range(1, 134)], None)


async def test_a_turn_that_fails_leaves_nothing(store: Store) -> None:
    def fail(work: Work) -> None:
        work.answered("web", "1")
        work.next_number("n")
        work.once("digest", "保障股", MONDAY)
        work.keep("code", "1234")
        new = work.inquiries.add(inquiry())
        work.posts.add(post(CHAT, new.id, key="k"))
        work.undos.put(undo(new.id))
        raise ArithmeticError

    def look(work: Work) -> tuple[object, ...]:
        kept = (work.kept("code"), work.posts.about(1), work.posts.owed(NOW), work.undos.of(1))
        claimed = work.once("digest", "保障股", MONDAY), work.posts.add(post(key="k")) is not None
        return work.answered("web", "1"), work.next_number("n"), claimed, *kept

    with pytest.raises(ArithmeticError):
        await run(store, fail)
    assert await run(store, look) == (False, 1, (True, True), "", [], [], None)


async def test_the_senders_list_begins_anew_with_every_turn(store: Store) -> None:
    def twice(work: Work) -> list[int]:
        added = work.posts.add(post())
        assert added
        work.posts.save(replace(added, wanted=2))
        return [each.wanted for each in work.outgoing]

    assert await run(store, twice) == [1, 2]
    assert await run(store, lambda work: work.outgoing) == []


async def test_a_closed_store_takes_no_more_turns(store: Store) -> None:
    last = store.run(lambda work: work.next_number("n"), at=NOW)
    await store.close()
    assert await last == 1
    with pytest.raises(StoreBusy):
        await run(store, lambda work: work.now)


# ── Deliveries, numbers, daily things, settings ──────────────────────────────


async def test_small_things_are_claimed_once(store: Store) -> None:
    def turn(work: Work) -> list[object]:
        return [
            work.answered("web", "1"),
            work.answered("telegram", "1"),
            work.next_number("1123"),
            work.once_done("digest", "保障股", MONDAY),
            work.once("digest", "保障股", MONDAY),
            work.once_done("digest", "保障股", MONDAY),
            work.once("digest", "保障股", MONDAY + DAY),
        ]

    assert await run(store, turn) == [False, False, 1, False, True, True, True]
    assert await run(store, turn) == [True, True, 2, True, False, True, False]


async def test_a_setting_is_kept_until_it_is_blank(store: Store) -> None:
    said = []
    for value in ("1234", "5678", ""):
        await run(store, lambda work, value=value: work.keep("code", value))  # type: ignore[misc]
        said.append(await run(store, lambda work: work.kept("code")))
    assert said == ["1234", "5678", ""]


# ── Inquiries ────────────────────────────────────────────────────────────────


async def test_an_inquiry_comes_back_as_it_was_with_moments_in_utc(store: Store) -> None:
    office = timezone(timedelta(hours=8))
    whole = inquiry(
        clocks=(clock(alarm=NOW), clock(ClockKind.FINISH, due=NOW.astimezone(office))),
        outcome=Outcome.DONE,
        attempts=(NOW.astimezone(office),),
        received_at=NOW.astimezone(office),
    )
    added = await run(store, lambda work: work.inquiries.add(whole))
    found = await run(store, lambda work: work.inquiries.get(1))
    assert added == found == replace(whole, id=1)
    moments = (found.received_at, found.clocks[1].due, found.attempts[0])
    assert {moment.utcoffset() for moment in moments} == {timedelta(0)}


async def test_a_moment_without_time_zone_is_refused(store: Store) -> None:
    for given in ({"received_at": NOW.replace(tzinfo=None)}, {"attempts": (datetime.min,)}):  # noqa: DTZ901
        with pytest.raises((TypeError, ValueError)):
            await run(store, lambda work, given=given: work.inquiries.add(inquiry(**given)))  # type: ignore[misc]


async def test_a_save_after_somebody_elses_is_refused(store: Store) -> None:
    first = await run(store, lambda work: work.inquiries.add(inquiry()))
    saved = await run(store, lambda work: work.inquiries.save(replace(first, state=State.RAISED)))
    assert saved == replace(first, state=State.RAISED, version=1)
    with pytest.raises(ChangedMeanwhile) as refused:
        await run(store, lambda work: work.inquiries.save(replace(first, told="…")))
    assert refused.value.number == "1123-01"
    assert await run(store, lambda work: work.inquiries.get(1)) == saved


async def test_an_unknown_inquiry_is_refused(store: Store) -> None:
    for act in (lambda work: work.inquiries.get(7), lambda work: work.inquiries.save(inquiry())):
        with pytest.raises(NoSuchInquiry):
            await run(store, act)


async def test_a_short_number_means_the_latest_years(store: Store) -> None:
    former = inquiry(full="〔2025〕1123-01", received_at=NOW - 365 * DAY)

    def turn(work: Work) -> list[int | None]:
        work.inquiries.add(former)
        work.inquiries.add(inquiry())
        asked = ("1123-01", "〔2025〕1123-01", "云住建首〔2026〕1123-01", "1123-02")
        found = [work.inquiries.numbered(number) for number in asked]
        return [each.id if each else None for each in found]

    assert await run(store, turn) == [2, 1, 2, None]


async def test_a_full_number_is_given_once(store: Store) -> None:
    await run(store, lambda work: work.inquiries.add(inquiry()))
    with pytest.raises(Taken):
        await run(store, lambda work: work.inquiries.add(inquiry()))
    second = await run(store, lambda work: work.inquiries.add(inquiry(2)))
    with pytest.raises(Taken):
        await run(store, lambda work: work.inquiries.save(replace(second, full=inquiry().full)))


async def test_due_are_those_whose_alarm_has_come_the_earliest_first(store: Store) -> None:
    def add(work: Work) -> None:
        for count, hours in enumerate((3, 1, 2, 9), start=1):
            running = clock(alarm=NOW + hours * HOUR)
            stopped = clock(ClockKind.FINISH, alarm=NOW, stopped=NOW)
            paused = clock(ClockKind.CONTACT, alarm=NOW, paused=NOW)
            work.inquiries.add(inquiry(count, clocks=(running, stopped, paused)))
        work.inquiries.add(inquiry(5))

    def due(at_most: int) -> Callable[[Work], list[int]]:
        return lambda work: [each.id for each in work.inquiries.due(NOW + 3 * HOUR, at_most)]

    def silence(work: Work) -> Inquiry:
        return work.inquiries.save(replace(work.inquiries.get(2), clocks=()))

    await run(store, add)
    assert await run(store, due(9)) == [2, 3, 1]
    assert await run(store, due(2)) == [2, 3]
    await run(store, silence)
    assert await run(store, due(9)) == [3, 1]
    assert await run(store, lambda work: work.inquiries.next_alarm()) == NOW + 2 * HOUR


async def test_there_is_no_alarm_where_no_clock_runs(store: Store) -> None:
    await run(store, lambda work: work.inquiries.add(inquiry()))
    assert await run(store, lambda work: work.inquiries.next_alarm()) is None


# ── Journal ──────────────────────────────────────────────────────────────────


def _registered(about: Inquiry) -> Registered:
    return Registered(inquiry=about.id, at=NOW, by=WANG, first_responder=WANG, matter=about.matter)


async def test_the_journal_keeps_facts_as_they_were_in_a_chain(store: Store) -> None:
    referred = Referred(
        inquiry=1, at=NOW + HOUR, by=WANG, to=LI, duty="公租房", department="保障股"
    )
    facts = (
        _registered(inquiry(id=1)),
        replace(_registered(inquiry(id=2)), at=NOW + HOUR),
        referred,
        Accepted(inquiry=1, at=NOW + DAY, by=LI, face_to_face=True),
    )
    await run(store, lambda work: work.journal.append(facts[:1]))
    await run(store, lambda work: work.journal.append([]))
    await run(store, lambda work: work.journal.append(facts[1:]))
    lines = await run(store, lambda work: work.journal.of(1))
    assert [line.fact for line in lines] == [facts[0], *facts[2:]]
    assert [(line.seq, line.at, line.by) for line in lines[:2]] == [
        (1, NOW, WANG),
        (3, NOW + HOUR, WANG),
    ]
    later = await run(store, lambda work: work.journal.kind("Registered", NOW + HOUR))
    assert [line.inquiry for line in later] == [2]
    assert len({line.hash for line in lines}) == 3
    assert await run(store, lambda work: work.journal.broken_at()) is None
