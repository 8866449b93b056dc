"""Which clauses of the rule documents the test run proves.

A test names the clauses it proves with ``@pytest.mark.clause("2.1", "4.6")``; the clauses there are
stand in ``docs/rules.md``. ``python -m tests.clauses`` runs the tests so marked and prints one line a
document. What pytest has to say is shown only when something went wrong.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

RULES = Path("docs", "rules.md")
_HEADING = re.compile(r"## (\d+) · (\S+)")
_ROW = re.compile(r"\| (\d+\.\d+) \|")


@dataclass(frozen=True)
class Document:
    """A rule document: the name of its ruleset and its clauses in the order of the page."""

    number: str
    ruleset: str
    clauses: tuple[str, ...]


def documents(page: str) -> tuple[Document, ...]:
    """Read the tables of ``docs/rules.md``, one heading and its rows a document."""
    first, *rest = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    del first
    return tuple(_document(section) for section in rest)


def table(rules: Iterable[Document], proved: set[str]) -> str:
    """Lay out one line a document, ``2  pudong-tobacco  4/16  2.1 2.2``, and ``N of M`` below."""
    rules = tuple(rules)
    total = sum(len(document.clauses) for document in rules)
    lines = [_line(document, proved) for document in rules]
    return "\n".join([*lines, f"{len(proved)} of {total}"]) + "\n"


def main() -> int:
    """Run the marked tests, print the table; return pytest's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, "clauses.txt")
        command = [sys.executable, "-m", "pytest", f"--clauses={written}"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        none_marked = run.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
        code = 0 if none_marked else run.returncode
        if code:
            sys.stderr.write(run.stdout + run.stderr)
        if written.exists():
            sys.stdout.write(written.read_text("utf-8"))
        return code


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--clauses",
        metavar="FILE",
        help="run only the tests that carry a clause, and write the table of clauses proved to FILE",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "clause(*numbers): the clauses of docs/rules.md proved")
    page = config.rootpath / RULES
    rules = documents(page.read_text("utf-8")) if page.exists() else ()
    config.pluginmanager.register(_Book(rules), "clauses")


@dataclass(eq=False)
class _Book:
    """What was seen of each clause while the tests ran."""

    rules: tuple[Document, ...]
    passed: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        known = {clause for document in self.rules for clause in document.clauses}
        for item in items:
            for clause in _clauses(item):
                if clause not in known:
                    message = f"{item.nodeid}: clause {clause!r} is not in {RULES.as_posix()}"
                    raise pytest.UsageError(message)
        if config.getoption("--clauses"):
            unmarked = [item for item in items if not _clauses(item)]
            config.hook.pytest_deselected(items=unmarked)
            items[:] = [item for item in items if _clauses(item)]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note the outcome; a failure expected (xfail) proves as little as one that is not."""
        report = yield
        if report.failed or hasattr(report, "wasxfail"):
            self.failed.update(_clauses(item))
        elif report.passed and report.when == "call":
            self.passed.update(_clauses(item))
        return report

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if target := session.config.getoption("--clauses"):
            text = table(self.rules, self.passed - self.failed)
            Path(target).write_text(text, "utf-8")


def _document(section: str) -> Document:
    heading = _HEADING.match(section)
    if heading is None:
        message = f"{RULES.as_posix()}: not a heading of a document: {section.splitlines()[0]}"
        raise pytest.UsageError(message)
    number, ruleset = heading.groups()
    rows = (_ROW.match(line) for line in section.splitlines())
    return Document(number, ruleset, tuple(row[1] for row in rows if row))


def _line(document: Document, proved: set[str]) -> str:
    shown = [clause for clause in document.clauses if clause in proved]
    share = f"{len(shown)}/{len(document.clauses)}"
    return "  ".join([document.number, document.ruleset, share, " ".join(shown)]).rstrip()


def _clauses(item: pytest.Item) -> set[str]:
    """The clauses of a test: its own, its class's and its module's."""
    return {clause for marker in item.iter_markers("clause") for clause in marker.args}


if __name__ == "__main__":
    sys.exit(main())
