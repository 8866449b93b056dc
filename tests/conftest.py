"""What every test shares."""

import os

import pytest
from hypothesis import settings

pytest_plugins = ("tests.clauses", "tests.needs", "tests.nothing_skipped", "pytester")

# No deadline: how long an example takes says more about a busy machine than about the code.
settings.register_profile("shouwen", deadline=None)
settings.register_profile("long", deadline=None, max_examples=10_000)
settings.load_profile("shouwen")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: platforms are waited for."""
    return (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2) * 3 // 2
