"""What platforms are lent of the core: abroad, papers have no lines that stay home."""

from dataclasses import replace

import pytest

from bot.app import lent_to, surroundings
from bot.chat.about import Hosted
from tests.offices import demo_office


@pytest.mark.parametrize(
    ("hosted", "mainland", "lines"),
    [
        (Hosted.ABROAD, True, ["matter", "channel", "name"]),
        (Hosted.ABROAD, False, ["matter", "channel", "name", "phone", "unit"]),
        (Hosted.HOME, True, ["matter", "channel", "name", "phone", "unit"]),
    ],
)
def test_a_paper_abroad_asks_for_no_number(
    hosted: Hosted, *, mainland: bool, lines: list[str]
) -> None:
    office = replace(demo_office(), mainland=mainland)
    (sheet,) = lent_to(hosted, surroundings(office), office).sheets
    assert [line.key for line in sheet.lines] == lines
