"""Ladders: when a clock speaks, and that it speaks once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clocks import Clock, ClockKind
from bot.domain.hours import Limit
from bot.domain.ladder import Reached, arm, begin, reached, recount, to_be_said
from bot.domain.office import OfficerId
from bot.domain.rules import Office
from bot.domain.ruleset import LimitRule, Ruleset, Rung
from tests.offices import demo_office

OFFICE = demo_office()
ZONE = OFFICE.hours.zone
LI = OfficerId("002")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)


def finish(office: Office = OFFICE, **given_: object) -> Clock:
    return begin(ClockKind.FINISH, owner=LI, at=MONDAY, office=office, **given_)  # type: ignore[arg-type]


def heard(clock: Clock, until: datetime, office: Office = OFFICE) -> list[tuple[str, str]]:
    """Let the clock speak at each of its alarms: when, and the highest rung."""
    said = []
    while clock.alarm is not None and clock.alarm <= until:
        at = clock.alarm
        rungs = reached(clock, office, at)
        if rungs:
            said.append((f"{office.hours.local(at):%m-%d %H:%M}", rungs[-1].rung.view))
        for step in to_be_said(rungs, office.rules.ladder(clock.kind)):
            clock = clock.take(step.rung.view, at)
        clock = arm(replace(clock, heard=at, missed=clock.missed or at > clock.due), office)
    return said


def test_the_finish_ladder_speaks_at_openings_and_higher_rungs_replace_lower_ones() -> None:
    assert heard(finish(), datetime(2026, 12, 8, 12, 0, tzinfo=ZONE)) == [
        ("11-27 08:30", "remind"),
        ("12-01 08:30", "owed-urge"),
        ("12-02 08:30", "formal-urge"),
        ("12-03 08:30", "owed-urge"),
        ("12-04 08:30", "owed-urge"),
        ("12-07 08:30", "decide"),
        ("12-08 08:30", "owed-urge"),
    ]


def test_a_clock_that_was_answered_says_nothing_more_though_its_miss_is_written_down() -> None:
    quiet = arm(replace(finish(), quiet=True), OFFICE)
    assert quiet.alarm is not None
    assert OFFICE.hours.local(quiet.alarm) == datetime(2026, 12, 1, 8, 30, tzinfo=ZONE)
    assert reached(quiet, OFFICE, datetime(2026, 12, 8, 12, 0, tzinfo=ZONE)) == ()
    assert heard(quiet, datetime(2026, 12, 8, 12, 0, tzinfo=ZONE)) == []


@pytest.mark.parametrize(("cap", "day"), [(True, 30), (False, 14)])
def test_a_longer_promise_of_the_duty_is_cut_only_where_the_rules_cap_it(
    cap: bool, day: int
) -> None:
    limits = {**OFFICE.rules.limits, ClockKind.FINISH: LimitRule(Limit(5, "wd"), cap=cap)}
    office = replace(OFFICE, rules=replace(OFFICE.rules, limits=limits))
    longer, shorter = (finish(office, limit=Limit(n, "wd")).due for n in (15, 2))
    assert (OFFICE.hours.today(longer).day, OFFICE.hours.today(shorter).day) == (day, 25)


def test_a_rung_at_or_before_the_start_is_left_out() -> None:
    clock = begin(ClockKind.DIRECT, owner=LI, at=MONDAY, office=OFFICE)
    assert heard(clock, datetime(2026, 11, 27, tzinfo=ZONE)) == [("11-26 08:30", "overdue")]


def test_after_a_pause_only_the_latest_occurrence_of_a_rung_is_told() -> None:
    late = datetime(2026, 12, 4, 9, 0, tzinfo=ZONE)
    rungs = reached(finish(), OFFICE, late)
    assert [(r.rung.view, r.occurrence) for r in rungs] == [
        ("remind", 0),
        ("owed-urge", 3),
        ("formal-urge", 0),
    ]


def test_after_a_long_pause_what_counts_from_a_step_that_was_not_taken_is_not_reached() -> None:
    late = datetime(2026, 12, 15, 9, 0, tzinfo=ZONE)
    ladder = OFFICE.rules.ladder(ClockKind.FINISH)
    rungs = reached(finish(), OFFICE, late)
    assert [r.rung.view for r in to_be_said(rungs, ladder)] == ["formal-urge"]
    issued = arm(replace(finish(), heard=late, missed=True).take("formal-urge", late), OFFICE)
    on_day = {
        f"{day:%m-%d}": [r.rung.view for r in reached(issued, OFFICE, day)]
        for day in (datetime(2026, 12, 17, 9, tzinfo=ZONE), datetime(2026, 12, 18, 9, tzinfo=ZONE))
    }
    assert on_day == {"12-17": ["owed-urge"], "12-18": ["owed-urge", "decide"]}


def test_steps_with_consequences_come_in_order_and_reminders_are_merged_into_the_highest() -> None:
    ladder = (
        Rung("-1wd", "remind", tell=("owner",)),
        Rung("due", "formal-urge", tell=("owner",)),
        Rung("+1wd", "owed-urge", tell=("owner",)),
        Rung("+2wd", "report", tell=("head",)),
        Rung("+1wd", "decide", listed=("leader",), after="report"),
        Rung("+3wd", "overdue", tell=("head",)),
    )
    came = [Reached(n, rung, 0, MONDAY) for n, rung in enumerate(ladder)]
    assert [step.rung.view for step in to_be_said(came, ladder)] == [
        "formal-urge",
        "report",
        "decide",
        "overdue",
    ]
    assert to_be_said((), ladder) == ()


def test_a_quiet_stopped_or_paused_clock_says_nothing() -> None:
    clock = finish()
    quiet = arm(replace(clock, quiet=True, missed=True), OFFICE)
    assert [
        quiet.alarm,
        clock.stop(MONDAY).alarm,
        arm(replace(clock, paused=MONDAY), OFFICE).alarm,
    ] == [None, None, None]


@pytest.mark.clause("2.2")
@pytest.mark.parametrize(
    ("promise", "day"), [("20wd", 30), ("5wd", 30), ("2wd", 25), ("30min", 23)]
)
def test_a_longer_promise_is_cut_a_shorter_one_applies_as_it_is(promise: str, day: int) -> None:
    clock = finish(limit=Limit.parse(promise))
    assert OFFICE.hours.local(clock.due).day == day


def test_an_urgent_minute_clock_runs_at_night_too() -> None:
    at = datetime(2026, 11, 23, 23, 50, tzinfo=ZONE)
    clock = begin(ClockKind.HALL, owner=LI, at=at, office=OFFICE)
    assert OFFICE.hours.local(clock.alarm or at) == datetime(2026, 11, 24, 0, 0, tzinfo=ZONE)


def test_a_clock_without_a_ladder_of_its_own_reminds_its_owner_then_tells_his_head() -> None:
    rules = Ruleset(
        name="x", title="x", version="1", limits={ClockKind.FINISH: LimitRule(Limit(3, "wd"))}
    )
    office = demo_office(rules)
    assert [view for _, view in heard(finish(office), MONDAY + timedelta(days=9), office)] == [
        "remind",
        "overdue",
    ]


def test_a_share_of_the_way_counts_from_the_start() -> None:
    rules = Ruleset(
        name="x",
        title="x",
        version="1",
        limits={ClockKind.FINISH: LimitRule(Limit(10, "wd"))},
        ladders={ClockKind.FINISH: (Rung("90%", "remind", tell=("owner",)),)},
    )
    office = demo_office(rules)
    clock = finish(office)
    (when, view) = heard(clock, MONDAY + timedelta(days=20), office)[0]
    assert (view, when) == ("remind", "12-07 08:30")


def test_recounting_leaves_a_known_date_alone() -> None:
    clock = finish()
    assert recount(clock, OFFICE) is clock


@given(
    start=st.datetimes(datetime(2026, 1, 5), datetime(2027, 11, 1)),  # noqa: DTZ001 - bounds are naive
    limit=st.sampled_from(["1wd", "2wd", "5wd", "15wd", "2h", "90min"]),
)
def test_every_rung_is_heard_while_the_office_is_open_and_only_once(
    start: datetime, limit: str
) -> None:
    at = start.replace(tzinfo=ZONE)
    clock = begin(ClockKind.FINISH, owner=LI, at=at, office=OFFICE, limit=Limit.parse(limit))
    alarms = []
    for _ in range(8):
        if clock.alarm is None:
            break
        alarms.append(clock.alarm)
        clock = arm(
            replace(clock, heard=clock.alarm, missed=clock.missed or clock.alarm >= clock.due),
            OFFICE,
        )
    assert [alarm for alarm in alarms if not OFFICE.hours.is_open(alarm)] == []
    assert alarms == sorted(set(alarms)) != []
