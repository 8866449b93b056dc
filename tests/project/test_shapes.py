"""The house has few concepts, and each stands in one place."""

import re
from pathlib import Path

import pytest

from tests.places import ROOT

PRODUCT = ("bot", "adapters")


def python(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if "__pycache__" not in path.parts]


def test_nothing_in_the_core_names_a_platform() -> None:
    named = re.compile("telegram|slack", re.IGNORECASE)
    elsewhere = (ROOT / "bot" / "bench", ROOT / "bot" / "demo")
    core = [p for p in python("bot") if not any(p.is_relative_to(each) for each in elsewhere)]
    assert [str(p.relative_to(ROOT)) for p in core if named.search(p.read_text("utf-8"))] == []


@pytest.mark.parametrize("name", ["House", "Desk"])
def test_a_name_of_many_meanings_has_one_at_most(name: str) -> None:
    defined = re.compile(rf"^class {name}\b", re.MULTILINE)
    found = [p for p in python(*PRODUCT) if defined.search(p.read_text("utf-8"))]
    assert [str(p.relative_to(ROOT)) for p in found] == ["bot/app.py"][: name == "House"]
