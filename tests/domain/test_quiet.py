"""When somebody is left alone, and when what waited is told (免打扰)."""

from datetime import datetime, time

import pytest

from bot.domain.quiet import left_alone_until, quiet_ends
from tests.offices import demo_office

HOURS = demo_office().hours
NIGHT = (time(20, 0), time(7, 30))
NOON = (time(12, 0), time(14, 0))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HOURS.zone)


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("2026-11-23 19:59", None),
        ("2026-11-23 20:00", "2026-11-24 07:30"),
        ("2026-11-23 23:59", "2026-11-24 07:30"),
        ("2026-11-24 00:00", "2026-11-24 07:30"),
        ("2026-11-24 07:29", "2026-11-24 07:30"),
        ("2026-11-24 07:30", None),
    ],
)
def test_a_night_goes_over_midnight(moment: str, ends: str | None) -> None:
    assert quiet_ends(at(moment), NIGHT, HOURS) == (at(ends) if ends else None)


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("2026-11-23 11:59", None),
        ("2026-11-23 12:00", "2026-11-23 14:00"),
        ("2026-11-23 14:00", None),
    ],
)
def test_a_noon_does_not(moment: str, ends: str | None) -> None:
    assert quiet_ends(at(moment), NOON, HOURS) == (at(ends) if ends else None)


@pytest.mark.parametrize(
    ("moment", "span", "told"),
    [
        ("2026-11-23 21:00", NIGHT, "2026-11-24 08:30"),
        ("2026-11-27 21:00", NIGHT, "2026-11-30 08:30"),
        ("2026-11-23 12:30", NOON, "2026-11-23 14:00"),
        ("2026-11-24 08:30", (time(21, 0), time(10, 0)), "2026-11-24 10:00"),
        ("2026-11-24 09:00", (time(8, 0), time(18, 0)), "2026-11-24 18:00"),
        ("2026-11-23 19:00", NIGHT, None),
    ],
)
def test_what_waited_is_told_at_the_next_opening_or_when_it_is_over(
    moment: str, span: tuple[time, time], told: str | None
) -> None:
    assert left_alone_until(at(moment), span, HOURS) == (at(told) if told else None)
