"""Every story begins at the counter of the demo office, Monday 2026-11-23 09:00."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.domain.rules import Office
from storage.memory import MemoryStore
from tests.counter import Counter
from tests.offices import demo_office


@pytest.fixture(scope="session")
def office() -> Office:
    """The demo office, its calendar and ruleset read once."""
    return demo_office()


@pytest.fixture
async def counter(office: Office) -> AsyncIterator[Counter]:
    """A counter with the demo's people; six numbers of the day are used up, as in the transcripts."""
    opened = await Counter(office, MemoryStore()).open()
    for _ in range(6):
        await opened.work(lambda work: work.next_number(f"inquiry/{date(2026, 11, 23)}"))
    yield opened
    await opened.close()
