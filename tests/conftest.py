"""What every test shares."""

from hypothesis import settings

pytest_plugins = ("tests.clauses", "tests.nothing_skipped", "pytester")

# No deadline: how long an example takes says more about a busy machine than about the code.
settings.register_profile("shouwen", deadline=None)
settings.load_profile("shouwen")
