"""Where ``CI=true`` a skipped test fails the run: what nobody ran proves nothing."""

import os
from collections.abc import Sequence

import pytest


class NothingSkipped:
    """Counts what was skipped; the run ends as failed if anything was."""

    def __init__(self) -> None:
        """Nothing was skipped yet."""
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a skipped test; an expected failure ran, and is none."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file skipped whole."""
        if report.skipped:
            self.skipped.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Let the run fail."""
        if self.skipped and session.exitstatus in (pytest.ExitCode.OK, None):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which."""
        for line in _told(self.skipped):
            terminalreporter.write_line(line, red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Watch where the environment says that everything must run."""
    if os.environ.get("CI") == "true":
        config.pluginmanager.register(NothingSkipped())


def _told(skipped: Sequence[str]) -> list[str]:
    return [f"Skipped, though CI=true: {test}" for test in skipped]
