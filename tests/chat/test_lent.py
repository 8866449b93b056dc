"""What platforms are lent of the core: abroad, papers have no lines that stay home."""

from dataclasses import replace

import pytest

from bot.app import lent_to, surroundings
from tests.offices import demo_office


@pytest.mark.parametrize(
    ("platform", "mainland", "lines"),
    [
        ("slack", True, ["matter", "channel", "name"]),
        ("slack", False, ["matter", "channel", "name", "phone", "unit"]),
        ("web", True, ["matter", "channel", "name", "phone", "unit"]),
    ],
)
def test_a_paper_abroad_asks_for_no_number(
    platform: str, *, mainland: bool, lines: list[str]
) -> None:
    office = replace(demo_office(), mainland=mainland)
    (sheet,) = lent_to(platform, surroundings(office), office).sheets
    assert [line.key for line in sheet.lines] == lines
