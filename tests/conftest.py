"""What every test shares."""

from hypothesis import settings

pytest_plugins = ("tests.clauses", "tests.needs", "tests.nothing_skipped", "pytester")

# No deadline: how long an example takes says more about a busy machine than about the code.
settings.register_profile("shouwen", deadline=None)
settings.register_profile("long", deadline=None, max_examples=3000)
settings.load_profile("shouwen")
