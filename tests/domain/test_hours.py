"""Opening hours, deadlines and rungs on the demo office's clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hours import Limit, OfficeHours, Offset
from bot.settings.calendars import load_calendar

ZONE = ZoneInfo("Asia/Shanghai")
SESSIONS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
OFFICE = OfficeHours(ZONE, SESSIONS, load_calendar())
BERLIN = OfficeHours(ZoneInfo("Europe/Berlin"), ((time(0), time(6)),), OFFICE.calendar)

MOMENTS = st.datetimes(
    datetime(2025, 6, 1),  # noqa: DTZ001 - hypothesis adds the zone itself
    datetime(2027, 6, 30),  # noqa: DTZ001
    timezones=st.sampled_from([ZONE, UTC]),
)
LIMITS = st.builds(Limit, st.integers(1, 30), st.sampled_from(["wd", "min", "h"]))
SPANS = st.timedeltas(timedelta(minutes=1), timedelta(hours=40))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


START = at("2026-11-23 09:00")
DUE = at("2026-11-30 17:30")


@pytest.mark.clause("2.1", "2.2")
@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-11-23 09:00", "2wd", "2026-11-25 17:30"),
        ("2026-11-23 09:00", "5wd", "2026-11-30 17:30"),
        ("2026-11-28 09:00", "1wd", "2026-11-30 17:30"),
        ("2026-09-18 16:00", "5wd", "2026-09-24 17:30"),
        ("2026-09-30 16:00", "5wd", "2026-10-13 17:30"),
        ("2026-12-28 09:00", "5wd", "2027-01-05 17:30"),
        ("2026-11-23 11:30", "90min", "2026-11-23 14:30"),
        ("2026-11-23 11:30", "30min", "2026-11-23 12:00"),
        ("2026-11-27 17:00", "2h", "2026-11-30 10:00"),
        ("2026-11-29 10:00", "9h", "2026-12-01 10:00"),
    ],
)
def test_a_limit_ends_at_closing_time_or_when_its_opening_time_is_spent(
    start: str, limit: str, due: str
) -> None:
    assert OFFICE.deadline(at(start), Limit.parse(limit)) == at(due)


def test_a_deadline_in_a_year_without_notice_is_provisional() -> None:
    due = OFFICE.deadline(at("2026-12-28 09:00"), Limit(5, "wd"))
    assert OFFICE.calendar.is_provisional(OFFICE.today(due))


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-11-23 09:00", "2wd", "2026-11-24 17:30"),
        ("2026-11-23 17:29", "1wd", "2026-11-23 17:30"),
        ("2026-11-23 17:30", "1wd", "2026-11-24 17:30"),
        ("2026-11-28 09:00", "1wd", "2026-11-30 17:30"),
    ],
)
def test_the_first_day_counts_where_the_office_says_so_and_it_is_not_over(
    start: str, limit: str, due: str
) -> None:
    assert OFFICE.deadline(at(start), Limit.parse(limit), count_first_day=True) == at(due)


def test_an_urgent_limit_runs_on_the_wall_clock() -> None:
    limit = Limit.parse("10min")
    assert OFFICE.deadline(at("2026-11-28 23:55"), limit, urgent=True) == at("2026-11-29 00:05")
    assert OFFICE.deadline(at("2026-11-23 11:55"), limit, urgent=True) == at("2026-11-23 12:05")


@pytest.mark.parametrize("text", ["2wd", "90min", "2h", "15wd"])
def test_a_limit_is_written_as_it_is_read(text: str) -> None:
    assert str(Limit.parse(text)) == text


@pytest.mark.parametrize("text", ["0wd", "-1wd", "2 wd", "2d", "wd", "", "1.5h", "٣wd", "10000wd"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r'expected a limit such as "2wd", "90min" or "2h"'):
        Limit.parse(text)


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 wd, not 0"):
        Limit(0, "wd")


@pytest.mark.parametrize(
    ("rung", "moment"),
    [
        ("-1wd", "2026-11-27 08:30"),
        ("-5wd", "2026-11-23 08:30"),
        ("due", "2026-11-30 17:30"),
        ("+1wd", "2026-12-01 17:30"),
        ("+3wd", "2026-12-03 17:30"),
        ("-5min", "2026-11-30 17:25"),
        ("+5min", "2026-12-01 08:35"),
        ("-5h", "2026-11-30 11:00"),
        ("-9h", "2026-11-27 16:00"),
        ("+2h", "2026-12-01 10:30"),
        ("90%", "2026-11-29 23:51"),
        ("50%", "2026-11-27 01:15"),
    ],
)
def test_a_rung_has_its_moment_around_the_due_date(rung: str, moment: str) -> None:
    assert OFFICE.rung(DUE, START, rung) == at(moment)


@pytest.mark.parametrize(
    ("due", "rung", "moment"),
    [
        ("2026-10-08 17:30", "-1wd", "2026-09-30 08:30"),
        ("2026-10-09 17:30", "+1wd", "2026-10-10 17:30"),
        ("2026-11-29 12:00", "-30min", "2026-11-27 17:00"),
        ("2026-11-30 08:30", "-30min", "2026-11-27 17:00"),
        ("2026-11-29 12:00", "+30min", "2026-11-30 09:00"),
    ],
)
def test_a_rung_keeps_to_working_days_wherever_the_due_date_lies(
    due: str, rung: str, moment: str
) -> None:
    assert OFFICE.rung(at(due), START, rung) == at(moment)


def test_an_urgent_rung_is_counted_on_the_wall_clock() -> None:
    assert OFFICE.rung(DUE, START, "+5min", urgent=True) == at("2026-11-30 17:35")


@pytest.mark.parametrize("text", ["1wd", "+0wd", "-1d", "100%", "0%", "+5%", "Due", "due ", ""])
def test_what_is_no_rung_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r'expected a rung such as "-1wd", "due", "\+1wd"'):
        OFFICE.rung(DUE, START, text)


def test_a_rung_can_be_checked_without_an_office() -> None:
    texts = ("-1wd", "due", "+5min", "90%")
    assert [Offset.parse(text) for text in texts] == [
        Offset(-1, "wd"),
        Offset(0, "due"),
        Offset(5, "min"),
        Offset(90, "%"),
    ]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("2026-11-30 08:30", "2026-11-30 08:30"),
        ("2026-11-30 11:59", "2026-11-30 11:59"),
        ("2026-11-30 12:00", "2026-11-30 13:30"),
        ("2026-11-30 17:30", "2026-12-01 08:30"),
        ("2026-11-30 03:00", "2026-11-30 08:30"),
        ("2026-11-27 20:00", "2026-11-30 08:30"),
        ("2026-10-03 10:00", "2026-10-08 08:30"),
        ("2026-10-09 18:00", "2026-10-10 08:30"),
    ],
)
def test_what_is_said_when_nobody_is_there_is_heard_at_the_next_opening(
    said: str, heard: str
) -> None:
    assert OFFICE.heard(at(said)) == at(heard)


def test_the_opening_instant_is_open_and_the_closing_instant_closed() -> None:
    clock = ("08:29", "08:30", "11:59", "12:00", "13:29", "13:30", "17:29", "17:30")
    assert [OFFICE.is_open(at(f"2026-10-10 {time}")) for time in clock] == [
        *(False, True, True, False),
        *(False, True, True, False),
    ]
    assert not OFFICE.is_open(at("2026-10-07 09:00"))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-12-01 08:30", 2, "2026-12-01 10:30"),
        ("2026-12-01 11:30", 2, "2026-12-01 15:00"),
        ("2026-11-30 17:30", 0, "2026-12-01 08:30"),
        ("2026-12-01 15:00", -2, "2026-12-01 11:30"),
        ("2026-12-01 09:30", -2, "2026-11-30 16:30"),
    ],
)
def test_opening_time_passes_only_while_the_office_is_open(
    start: str, hours: int, end: str
) -> None:
    assert OFFICE.plus_open(at(start), timedelta(hours=hours)) == at(end)


def test_the_same_time_some_working_days_later() -> None:
    assert OFFICE.same_time_after(START, 5) == at("2026-11-30 09:00")
    assert OFFICE.same_time_after(at("2026-11-28 22:10"), -1) == at("2026-11-27 22:10")


def test_moments_of_any_zone_are_given_back_on_the_offices_clock() -> None:
    late = datetime(2026, 11, 29, 22, 0, tzinfo=UTC)
    assert OFFICE.today(late) == date(2026, 11, 30)
    assert OFFICE.local(late).isoformat() == "2026-11-30T06:00:00+08:00"
    assert OFFICE.heard(late).isoformat() == "2026-11-30T08:30:00+08:00"
    assert OFFICE.rung(late, START, "due").isoformat() == "2026-11-30T06:00:00+08:00"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone: 2026-11-23T09:00:00"):
        OFFICE.heard(datetime(2026, 11, 23, 9))  # noqa: DTZ001 - the mistake under test


@pytest.mark.parametrize(
    "sessions",
    [
        (),
        ((time(12), time(8, 30)),),
        ((time(8, 30), time(8, 30)),),
        ((time(8, 30), time(12)), (time(11), time(17, 30))),
        ((time(13, 30), time(17, 30)), (time(8, 30), time(12))),
    ],
)
def test_hours_that_run_backwards_or_overlap_are_refused(
    sessions: tuple[tuple[time, time], ...],
) -> None:
    with pytest.raises(ValueError, match="each ending before the next begins"):
        OfficeHours(ZONE, sessions, OFFICE.calendar)


def test_an_hour_is_an_hour_when_the_clocks_change() -> None:
    # Clocks go from 02:00 to 03:00 on Sunday 2026-03-29.
    night = datetime(2026, 3, 28, 20, tzinfo=BERLIN.zone)
    due = BERLIN.deadline(night, Limit(8, "h"), urgent=True)
    assert due.isoformat() == "2026-03-29T05:00:00+02:00"
    half = BERLIN.rung(due, night, "50%")
    assert half.isoformat() == "2026-03-29T00:00:00+01:00"


@given(MOMENTS)
def test_what_is_heard_is_heard_in_opening_hours_and_not_moved_again(moment: datetime) -> None:
    heard = OFFICE.heard(moment)
    assert OFFICE.is_open(heard)
    assert OFFICE.heard(heard) == heard
    assert heard >= moment
    assert (heard == moment) == OFFICE.is_open(moment)


@given(MOMENTS, MOMENTS, LIMITS, st.booleans(), st.booleans())
def test_who_starts_later_is_never_due_earlier(
    one: datetime, other: datetime, limit: Limit, count_first_day: bool, urgent: bool
) -> None:
    early, late = sorted([one, other])
    first, second = (
        OFFICE.deadline(start, limit, count_first_day=count_first_day, urgent=urgent)
        for start in (early, late)
    )
    assert early < first <= second


@given(MOMENTS, st.integers(1, 30), st.sampled_from(["wd", "min", "h"]))
def test_a_longer_limit_is_due_later(moment: datetime, amount: int, unit: str) -> None:
    shorter, longer = (Limit.parse(f"{n}{unit}") for n in (amount, amount + 1))
    assert OFFICE.deadline(moment, shorter) < OFFICE.deadline(moment, longer)


@given(MOMENTS, SPANS)
def test_opening_time_counted_on_and_back_is_where_it_began(
    moment: datetime, span: timedelta
) -> None:
    heard = OFFICE.heard(moment)
    back = OFFICE.plus_open(OFFICE.plus_open(heard, span), -span)
    assert OFFICE.heard(back) == heard


@given(MOMENTS, SPANS, SPANS)
def test_opening_time_adds_up(moment: datetime, one: timedelta, other: timedelta) -> None:
    at_once = OFFICE.plus_open(moment, one + other)
    assert OFFICE.plus_open(OFFICE.plus_open(moment, one), other) == at_once
