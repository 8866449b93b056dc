"""What a test needs beside Python, as marks; ``make quick`` runs the tests that need nothing.

``browser``: Chromium; whoever asks for the fixture `browser` is marked by it. ``process``: programs it
starts itself. ``long``: many seeds, many kills, soaking (``make long``, and in no other run). A test
without a mark that starts a program fails, so that none is forgotten.
"""

import sys
from collections.abc import Generator

import pytest

MARKS = {
    "browser": "looks at the page with Chromium",
    "process": "starts programs of its own",
    "long": "takes minutes; left to make long",
}
_STARTS = frozenset({"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec"})


class Starting:
    """Watches for programs that are started by a test that does not say so."""

    def __init__(self) -> None:
        """No test is running."""
        self._running: pytest.Item | None = None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Know which test is running."""
        self._running = item
        try:
            return (yield)
        finally:
            self._running = None

    def heard(self, event: str, _: tuple[object, ...]) -> None:
        """Refuse to start a program for a test without a mark."""
        if event not in _STARTS or self._running is None:
            return
        if not any(self._running.get_closest_marker(name) for name in ("browser", "process")):
            raise AssertionError(f"{self._running.nodeid} starts a program: mark it `process`")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks known, and watch."""
    for name, meaning in MARKS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")
    starting = Starting()
    config.pluginmanager.register(starting)
    sys.addaudithook(starting.heard)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what looks at a page."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
