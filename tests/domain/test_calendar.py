"""Working days: the shipped years against two independent packages, and what holds in any year."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Calendar, Holiday, HolidayNotice
from bot.settings.calendars import NoticeError, load_calendar, load_notices, parse_notice

CHINA = load_calendar()
DAYS = st.dates(date(2024, 6, 1), date(2029, 6, 30))
COUNTS = st.integers(-40, 40).filter(bool)

NOTICE = """
[year]
number = 2027
published = true
source = "通知"

[[holiday]]
name = "元旦"
first = 2027-01-01
last = 2027-01-03

[[holiday]]
name = "春节"
first = 2027-02-05
last = 2027-02-11
make_up = [2027-01-31, 2027-02-20]
"""


def days_of(*years: int) -> Iterator[date]:
    day = date(years[0], 1, 1)
    while day.year <= years[-1]:
        yield day
        day += timedelta(days=1)


def test_every_day_of_the_published_years_is_as_chinesecalendar_has_it() -> None:
    ours = {day for day in days_of(2025, 2026) if CHINA.is_working(day)}
    assert ours == {day for day in days_of(2025, 2026) if chinese_calendar.is_workday(day)}


def test_every_day_of_all_shipped_years_is_as_holidays_has_it() -> None:
    theirs = holidays.country_holidays("CN", years=(2025, 2026, 2027))
    ours = {day for day in days_of(2025, 2027) if CHINA.is_working(day)}
    assert ours == {day for day in days_of(2025, 2027) if theirs.is_working_day(day)}


def test_next_years_statutory_holidays_are_known_before_its_notice() -> None:
    theirs = holidays.country_holidays("CN", years=2027)
    assert {day for day in CHINA.days_off if day.year == 2027} == set(theirs)
    assert len(theirs) == 19


def test_a_year_is_provisional_until_its_notice_is_published() -> None:
    years = {year: CHINA.is_provisional(date(year, 1, 1)) for year in range(2025, 2029)}
    assert years == {2025: False, 2026: False, 2027: True, 2028: True}


def test_a_year_nobody_knows_anything_of_has_its_weekends_off() -> None:
    assert CHINA.after(date(2031, 9, 30), 5) == date(2031, 10, 7)
    assert CHINA.is_provisional(date(2031, 9, 30))


@pytest.mark.clause("2.1")
def test_golden_week_is_passed_over_and_its_make_up_days_are_worked() -> None:
    days = [CHINA.after(date(2026, 9, 18), n) for n in range(1, 13)]
    assert [f"{day:%m-%d}" for day in days] == [
        *("09-20", "09-21", "09-22", "09-23", "09-24"),
        *("09-28", "09-29", "09-30", "10-08", "10-09", "10-10", "10-12"),
    ]


def test_the_turn_of_the_year_is_counted_across() -> None:
    assert CHINA.after(date(2026, 12, 28), 5) == date(2027, 1, 5)


def test_a_negative_count_goes_back() -> None:
    assert CHINA.after(date(2026, 10, 8), -1) == date(2026, 9, 30)
    assert CHINA.after(date(2026, 10, 11), -1) == date(2026, 10, 10)


def test_counting_no_day_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        CHINA.after(date(2026, 11, 23), 0)


def test_an_overdue_day_is_counted_once_it_has_begun() -> None:
    due = date(2026, 11, 27)
    later = [CHINA.between(due, due + timedelta(days=n)) for n in range(-1, 6)]
    assert later == [0, 0, 0, 0, 1, 2, 3]


@given(DAYS, COUNTS)
def test_after_and_between_are_inverse(day: date, n: int) -> None:
    there = CHINA.after(day, n)
    if n > 0:
        assert CHINA.between(day, there) == n
    else:
        assert CHINA.between(there, day) == -n - (not CHINA.is_working(day))


@given(DAYS, st.integers(0, 1200))
def test_between_counts_the_days_that_are_worked(start: date, length: int) -> None:
    days = [start + timedelta(days=n) for n in range(1, length + 1)]
    worked = sum(CHINA.is_working(day) for day in days)
    assert CHINA.between(start, start + timedelta(days=length)) == worked


@given(DAYS, COUNTS)
def test_after_always_lands_on_a_working_day(day: date, n: int) -> None:
    assert CHINA.is_working(CHINA.after(day, n))


def test_an_imported_notice_replaces_the_provisional_year(tmp_path: Path) -> None:
    (tmp_path / "cn-2027.toml").write_text(NOTICE, encoding="utf-8")
    calendar = Calendar.of((*load_notices(), *load_notices(folder=tmp_path)))
    assert not calendar.is_provisional(date(2027, 1, 5))
    assert calendar.is_working(date(2027, 1, 31))
    assert not calendar.is_working(date(2027, 2, 11))
    assert calendar.is_working(date(2027, 4, 5))
    assert CHINA.is_working(date(2027, 2, 11))


def test_a_notice_that_reaches_back_is_right_about_the_december_before() -> None:
    older = HolidayNotice(2018, True, "", (Holiday("x", date(2018, 12, 29), date(2018, 12, 29)),))
    new_year = Holiday("元旦", date(2018, 12, 30), date(2019, 1, 1), (date(2018, 12, 29),))
    calendar = Calendar.of((HolidayNotice(2019, True, "", (new_year,)), older))
    assert calendar == Calendar(
        days_off=frozenset(new_year.days()),
        make_up=frozenset({date(2018, 12, 29)}),
        published=frozenset({2018, 2019}),
    )


def test_a_notice_is_read_as_it_stands() -> None:
    assert parse_notice(NOTICE, "mine.toml") == HolidayNotice(
        year=2027,
        published=True,
        source="通知",
        holidays=(
            Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)),
            Holiday(
                "春节",
                date(2027, 2, 5),
                date(2027, 2, 11),
                (date(2027, 1, 31), date(2027, 2, 20)),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("published", "publishd", "year.publishd: unknown key; expected number, published, source"),
        ("[[holiday]]", "[[holidays]]", "holidays: unknown key; expected year, holiday"),
        ("[year]", "[[year]]", "year: expected a table [year]"),
        ("2027-01-01", '"1月1日"', "holiday[1].first: expected a day such as 2027-01-01"),
        (
            "2027-01-01",
            "2027-01-01T00:00:00",
            "holiday[1].first: expected a day such as 2027-01-01",
        ),
        ("last = 2027-01-03", "", "holiday[1].last: expected a day such as 2027-01-01"),
        ("2027-01-03", "2026-12-31", "holiday[1].last: expected a day not before 2027-01-01"),
        ("2027-02-11", "2028-02-11", "holiday[2].last: 2028-02-11 is not in 2027 or the December"),
        ("2027-02-20", "2027-02-19", "holiday[2].make_up: 2027-02-19 is no Saturday or Sunday"),
        ("2027-02-20", "2027-02-06", "holiday[2].make_up: 2027-02-06 is a day off in the same"),
        ("2027-02-20", "20", "holiday[2].make_up: expected days such as 2027-01-04, not 20"),
        ("number = 2027", "number = 27", "year.number: expected a year such as 2026"),
        ("true", "1", "year.published: expected true or false"),
        ('"通知"', '"通知', "Illegal character"),
    ],
)
def test_a_mistake_in_a_notice_is_named_by_file_and_key(
    right: str, wrong: str, message: str
) -> None:
    with pytest.raises(NoticeError) as error:
        parse_notice(NOTICE.replace(right, wrong, 1), "mine.toml")
    assert str(error.value).startswith(f"mine.toml: {message}")


def test_a_holiday_that_is_no_table_is_named() -> None:
    head = '[year]\nnumber = 2027\npublished = true\nsource = "通知"\n'
    with pytest.raises(NoticeError) as error:
        parse_notice("holiday = [1]\n" + head, "mine.toml")
    assert str(error.value) == "mine.toml: holiday[1]: expected a table [[holiday]]"


def test_a_file_named_after_another_year_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cn-2028.toml").write_text(NOTICE, encoding="utf-8")
    with pytest.raises(NoticeError) as error:
        load_calendar(folder=tmp_path)
    assert str(error.value) == "cn-2028.toml: year.number: expected 2028, as in the file's name"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cn-2027.toml").write_bytes(NOTICE.encode("gb18030"))
    with pytest.raises(NoticeError, match=r"^cn-2027\.toml: 'utf-8' codec"):
        load_calendar(folder=tmp_path)


def test_a_country_without_notices_is_refused() -> None:
    with pytest.raises(NoticeError) as error:
        load_calendar("zz")
    assert str(error.value) == "zz-*.toml: no calendar of that name"


def test_no_imported_notice_is_nothing_wrong(tmp_path: Path) -> None:
    assert load_notices(folder=tmp_path / "never-made") == ()
