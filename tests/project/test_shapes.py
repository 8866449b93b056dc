"""The house has few concepts, and each stands in one place."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from tests.places import ROOT
from tests.rendering.template_trees import TEMPLATES, both_languages, parsed, source

PRODUCT = ("bot", "adapters")
WIDEST = 160
"""Characters of a line of a template."""


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


def test_a_line_of_the_paper_stands_in_few_places() -> None:
    """The unit: its field, its line of the paper, a column one may search by, a column of the ledger."""
    named = re.compile(r"inquirer\.unit\b|key=\"unit\"|^ +unit: str = ", re.MULTILINE)
    product = [*python("bot", "adapters", "storage"), *sorted((ROOT / "templates").rglob("*.j2"))]
    found = [str(p.relative_to(ROOT)) for p in product if named.search(p.read_text("utf-8"))]
    assert found == [
        "bot/dialogs/registration.py",
        "bot/domain/inquirer.py",
        "bot/rendering/ledger.py",
        "storage/rows.py",
    ]


# ── templates choose words ──


@both_languages
def test_a_template_can_be_read(language: str) -> None:
    lines = (
        (name, line) for name in TEMPLATES[language] for line in source(language, name).split("\n")
    )
    assert [(name, len(line)) for name, line in lines if len(line) > WIDEST] == []


@both_languages
def test_no_template_only_shows_another(language: str) -> None:
    only = re.compile(r"\s*\{%-? include [^%]*%\}\s*")
    assert [name for name in TEMPLATES[language] if only.fullmatch(source(language, name))] == []


@both_languages
def test_no_template_writes_an_hour(language: str) -> None:
    hour = re.compile(r"\d[:：]\d\d")
    assert [
        name for name in TEMPLATES[language] if any(map(hour.search, _said(language, name)))
    ] == []


def _said(language: str, name: str) -> Iterator[str]:
    tree = parsed(language, name)
    yield from (data.data for data in tree.find_all(nodes.TemplateData))
    yield from (str(const.value) for const in tree.find_all(nodes.Const))
