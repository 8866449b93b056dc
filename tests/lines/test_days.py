"""Days and spells of days as an officer says them, and what a channel may see of a person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lines import mask_name, mask_phone, parse_day, parse_period

_MONDAY = date(2026, 11, 23)


def weekdays(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", "2026-11-23"),
        ("明天", "2026-11-24"),
        ("后天", "2026-11-25"),
        ("大后天", "2026-11-26"),
        ("周一", "2026-11-23"),
        ("周五", "2026-11-27"),
        ("星期天", "2026-11-29"),
        ("本周三", "2026-11-25"),
        ("下周五", "2026-12-04"),
        ("下下周一", "2026-12-07"),
        ("11月30日", "2026-11-30"),
        ("11月30号", "2026-11-30"),
        ("十一月三十日", "2026-11-30"),
        ("11-30", "2026-11-30"),
        ("12.4", "2026-12-04"),
        ("2026-11-30", "2026-11-30"),
        ("2026年12月4日", "2026-12-04"),
        ("1月5日", "2027-01-05"),
        ("30日", "2026-11-30"),
        ("5号", "2026-12-05"),
        ("下月5号", "2026-12-05"),
        ("3天后", "2026-11-26"),
        ("三天后", "2026-11-26"),
        ("5个工作日后", "2026-11-30"),
        ("月底", "2026-11-30"),
        ("12月1日前", "2026-12-01"),
        ("后天上午", "2026-11-25"),
    ],
)
def test_a_day_is_read_as_it_is_said_on_a_monday(text: str, day: str) -> None:
    assert parse_day(text, today=_MONDAY, working=weekdays) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["公租房", "", "11月31日", "13月1日", "2026-02-30", "明天开会"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_day(text, today=_MONDAY) is None


def test_working_days_are_not_guessed_without_a_calendar() -> None:
    assert parse_day("5个工作日后", today=_MONDAY) is None


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("明天到周三 开会", "11-24", "11-25", "开会"),
        ("明天到后天", "11-24", "11-25", ""),
        ("后天", "11-25", "11-25", ""),
        ("后天上午 看牙", "11-25", "11-25", "上午 看牙"),
        ("今天下午", "11-23", "11-23", "下午"),
        ("下午请假", "11-23", "11-23", "下午请假"),
        ("11月24日到26日 出差", "11-24", "11-26", "出差"),
        ("11月24-26日", "11-24", "11-26", ""),
        ("24-26日 出差", "11-24", "11-26", "出差"),
        ("24号到26号", "11-24", "11-26", ""),
        ("11-24到11-26", "11-24", "11-26", ""),
        ("11.24-11.26 培训", "11-24", "11-26", "培训"),
        ("今天到12月2日", "11-23", "12-02", ""),
        ("到周五", "11-23", "11-27", ""),
        ("周三到周一", "11-25", "11-30", ""),
        ("下周一到下周三 学习", "11-30", "12-02", "学习"),
        ("下周", "11-30", "12-04", ""),
        ("本周 培训", "11-23", "11-27", "培训"),
        ("3天", "11-23", "11-25", ""),
        ("明天起3天", "11-24", "11-26", ""),
        ("明天出差三天", "11-24", "11-26", "出差"),
        ("周五请假2个工作日", "11-27", "11-30", "请假"),
    ],
)
def test_a_spell_of_absence_has_a_first_and_a_last_day(
    text: str, first: str, last: str, rest: str
) -> None:
    spell = (date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}"), rest)
    assert parse_period(text, today=_MONDAY, working=weekdays) == spell


@pytest.mark.parametrize("text", ["开会", "", "12月2日到12月1日", "周末", "公租房到账"])
def test_what_is_no_spell_is_none(text: str) -> None:
    assert parse_period(text, today=_MONDAY, working=weekdays) is None


_PIECES = st.sampled_from("今明后大天周上下本一三五日号月年到至-0123456789.个工作起半底十两 开会")


@given(st.lists(_PIECES, max_size=12).map("".join), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_spell_never_ends_before_it_begins(text: str, today: date) -> None:
    spell = parse_period(text, today=today, working=weekdays)
    assert spell is None or spell[0] <= spell[1]
    assert parse_day(text, today=today, working=weekdays) is None or text.strip()


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王秀英", "王**"),
        ("张伟", "张*"),
        ("欧阳娜", "欧阳*"),
        ("王女士", "王**"),
        ("王秀英女士", "王**"),
        ("", ""),
    ],
)
def test_of_a_name_the_surname_is_shown(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800138000", "138****8000"),
        ("1380013800", "138***3800"),
        ("0871-8304567", "0871-***4567"),
        ("8304567", "***4567"),
        ("400-123-4567", "400*****4567"),
        ("12345", "12345"),
        ("", ""),
    ],
)
def test_of_a_number_the_ends_are_shown(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked
