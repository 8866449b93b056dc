"""The clause table counts what was proved, and nothing else."""

import sys

import pytest

from tests.clauses import RULES, Document, documents, table
from tests.places import ROOT

PAGE = """\
# Rules

## 1 · county

| Clause | Part | In the document | What the program shows |
|---|---|---|---|
| 1.1 | main | 登记 | kept |
| 1.2 | main | 必答 | answered, see 2.1 |

## 2 · tobacco

| Clause | Part | In the document | What the program shows |
|---|---|---|---|
| 2.1 | main | 转交 | in time |
"""

UNPROVED = ["1  county  0/2", "2  tobacco  0/1", "0 of 3"]


class Project:
    """A project of one page of rules and one file of tests."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.table = pytester.path / "clauses.txt"
        page = pytester.path / RULES
        page.parent.mkdir()
        page.write_text(PAGE, "utf-8")

    def run(self, tests: str, *options: str) -> pytest.RunResult:
        """Run *tests* in this process, with the plugin that is under test."""
        self.pytester.makepyfile(f"import pytest\n{tests}")
        return self.pytester.runpytest("-p", "tests.clauses", "-p", "no:asyncio", *options)

    def lines(self, tests: str) -> list[str]:
        self.run(tests, f"--clauses={self.table}")
        return self.table.read_text("utf-8").splitlines()


@pytest.fixture
def project(pytester: pytest.Pytester) -> Project:
    return Project(pytester)


def test_the_page_holds_the_eleven_documents_and_their_109_clauses(
    request: pytest.FixtureRequest,
) -> None:
    page = (request.config.rootpath / RULES).read_text("utf-8")
    counted = [(rule.number, rule.ruleset, len(rule.clauses)) for rule in documents(page)]
    assert counted == [
        ("1", "county-construction", 16),
        ("2", "pudong-tobacco", 16),
        ("3", "general-office", 10),
        ("4", "anhui-eport", 9),
        ("5", "zhuyuan-township", 4),
        ("6", "community", 6),
        ("7", "district-petition", 9),
        ("8", "ludian-police", 15),
        ("9", "jiangmen-grain", 7),
        ("10", "college", 10),
        ("11", "enterprise", 7),
    ]
    for rule in documents(page):
        numbers = {f"{rule.number}.{n}" for n in range(1, len(rule.clauses) + 1)}
        assert set(rule.clauses) == numbers
    assert page.count(" | main | ") == 23


def test_a_page_is_read_by_its_headings_and_first_columns() -> None:
    assert documents(PAGE) == (
        Document("1", "county", ("1.1", "1.2")),
        Document("2", "tobacco", ("2.1",)),
    )


def test_a_heading_that_names_no_document_is_refused() -> None:
    with pytest.raises(pytest.UsageError, match="not a heading of a document: ## Notes"):
        documents(f"{PAGE}\n## Notes\n")


def test_clauses_are_shown_in_the_order_of_the_page() -> None:
    rules = (Document("1", "county", ("1.1", "1.2", "1.10")),)
    assert table(rules, {"1.10", "1.2"}) == "1  county  2/3  1.2 1.10\n2 of 3\n"


def test_a_clause_counts_when_a_test_that_bears_it_passes(project: Project) -> None:
    tests = """
@pytest.mark.clause("1.2", "2.1")
def test_both(): pass
"""
    assert project.lines(tests) == ["1  county  1/2  1.2", "2  tobacco  1/1  2.1", "2 of 3"]


def test_a_clause_does_not_count_when_one_of_its_tests_fails(project: Project) -> None:
    tests = """
@pytest.mark.clause("1.1")
@pytest.mark.parametrize("good", [True, False, True])
def test_each(good): assert good
"""
    assert project.lines(tests) == UNPROVED


@pytest.mark.parametrize(
    "test",
    [
        "@pytest.mark.skip(reason='no browser')\ndef test(): pass",
        "def test(): pytest.skip('no browser')",
        "@pytest.mark.xfail\ndef test(): assert False",
        "@pytest.mark.xfail\ndef test(): pass",
        "@pytest.mark.usefixtures('none')\ndef test(): pass",
        "def test(request): request.addfinalizer(lambda: 1 / 0)",
    ],
    ids=["skipped", "skips-itself", "xfailed", "xpassed", "setup-error", "teardown-error"],
)
def test_what_did_not_run_and_pass_proves_nothing(project: Project, test: str) -> None:
    assert project.lines(f"@pytest.mark.clause('1.1')\n{test}") == UNPROVED


def test_a_skipped_test_takes_nothing_from_one_that_passed(project: Project) -> None:
    tests = """
@pytest.mark.clause("2.1")
def test_here(): pass

@pytest.mark.clause("2.1")
@pytest.mark.skip(reason="no browser")
def test_there(): pass
"""
    assert project.lines(tests) == ["1  county  0/2", "2  tobacco  1/1  2.1", "1 of 3"]


def test_the_marker_of_a_class_or_module_holds_for_its_tests(project: Project) -> None:
    tests = """
pytestmark = pytest.mark.clause("1.1")

@pytest.mark.clause("1.2")
class TestRegister:
    @pytest.mark.clause("2.1")
    def test_it(self): pass
"""
    expected = ["1  county  2/2  1.1 1.2", "2  tobacco  1/1  2.1", "3 of 3"]
    assert project.lines(tests) == expected


def test_only_marked_tests_run_for_the_table(project: Project) -> None:
    tests = """
@pytest.mark.clause("1.1")
def test_marked(): pass

def test_unmarked(): assert False
"""
    result = project.run(tests, f"--clauses={project.table}")
    result.assert_outcomes(passed=1, deselected=1)
    project.run(tests).assert_outcomes(passed=1, failed=1)


@pytest.mark.parametrize("number", ["9.9", "1.3", "county"])
def test_an_unknown_clause_stops_the_run(project: Project, number: str) -> None:
    result = project.run(f"@pytest.mark.clause({number!r})\ndef test_it(): pass\n")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: *::test_it: clause '{number}' is not in docs/rules.md"])


@pytest.mark.process
def test_the_command_prints_the_table_alone(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = _command(project, monkeypatch, "def test_it(): pass")
    assert (result.ret, result.errlines) == (0, [])
    assert result.outlines == ["1  county  1/2  1.1", "2  tobacco  0/1", "1 of 3"]


@pytest.mark.process
def test_the_command_says_what_failed_beside_the_table(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = _command(project, monkeypatch, "def test_it(): assert 1 == 2")
    assert (result.ret, result.outlines) == (1, UNPROVED)
    result.stderr.fnmatch_lines(["*assert 1 == 2*", "*1 failed*"])


@pytest.mark.process
def test_the_command_is_content_while_nothing_is_marked(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.pytester.makepyfile("def test_it(): pass")
    result = _run_command(project, monkeypatch)
    assert (result.ret, result.outlines) == (0, UNPROVED)


def _command(project: Project, monkeypatch: pytest.MonkeyPatch, test: str) -> pytest.RunResult:
    project.pytester.makepyfile(f"import pytest\n@pytest.mark.clause('1.1')\n{test}")
    return _run_command(project, monkeypatch)


def _run_command(project: Project, monkeypatch: pytest.MonkeyPatch) -> pytest.RunResult:
    """Run the command as ``make clauses`` does, in a process of its own."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_PLUGINS", "tests.clauses")
    return project.pytester.run(sys.executable, "-m", "tests.clauses")
