"""The rooms stay what they are: nothing loose, nothing named that is not there, nothing grown long."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import ROOT

MOST_LINES = 300
# A platform's tests stand beside the rooms', and so do those of several rooms at once.
BESIDE = {
    "adapters",
    "newcomer",
    "slack",
    "telegram",
    "web",
    "storage",
    "stories",
    "together",
    "project",
}
DOCUMENTS = (
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    ROOT / "pyproject.toml",
    ROOT / "Makefile",
)
FILE = re.compile(r"\b(?:bot|adapters|storage|templates|tests|docs)/[\w./-]*\w")
MODULE = re.compile(r"`((?:bot|adapters|storage|tests)(?:\.\w+)+)`")
CODE = [
    path
    for top in ("bot", "adapters", "storage", "tests")
    for path in sorted((ROOT / top).rglob("*.py"))
]


def named_in(text: str) -> Iterator[Path]:
    """The files and modules a text names; of a module's member the module."""
    yield from (ROOT / found for found in FILE.findall(text))
    for found in MODULE.findall(text):
        parts = [part for part in found.split(".") if part.islower()]
        yield ROOT.joinpath(*parts)


def is_there(path: Path) -> bool:
    """Whether it is a file, a folder, a module, or a name a module has."""
    if path.exists() or path.with_suffix(".py").exists():
        return True
    module, member = path.parent.with_suffix(".py"), rf"^(def |class )?{path.name}\b"
    return module.exists() and bool(re.search(member, module.read_text("utf-8"), re.MULTILINE))


def test_nothing_is_loose_at_the_root_of_the_core() -> None:
    loose = {path.name for path in (ROOT / "bot").glob("*.py")}
    assert loose == {"__init__.py", "__main__.py", "app.py", "dispatcher.py"}


def test_tests_stand_in_the_rooms_of_what_they_test() -> None:
    rooms = {path.name for path in (ROOT / "bot").iterdir() if (path / "__init__.py").exists()}
    tested = {path.parent.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert tested - BESIDE - rooms == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_what_is_there(document: Path) -> None:
    named = set(named_in(document.read_text("utf-8")))
    assert {path for path in named if not is_there(path)} == set()


def test_docstrings_name_what_is_there() -> None:
    named = {path for file in CODE for path in named_in(file.read_text("utf-8"))}
    assert {path for path in named if not is_there(path)} == set()


def test_no_file_has_grown_long() -> None:
    lengths = {path: path.read_text("utf-8").count("\n") for path in CODE}
    assert {path: n for path, n in lengths.items() if n > MOST_LINES} == {}
