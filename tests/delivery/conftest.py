"""Every sender works at the station, on each kind of store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clockwork.clock import DemoClock
from bot.demo import demo_start
from bot.domain.rules import Office
from storage import open_store
from storage.memory import MemoryStore
from tests.delivery.station import Moody, Pauses, Platform, Station, settle_in
from tests.offices import demo_office


@pytest.fixture(scope="session")
def office() -> Office:
    return demo_office()


@pytest.fixture(params=["memory", "sqlite"])
async def station(
    office: Office, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Station]:
    on_disk = request.param == "sqlite"
    store = Moody(open_store(f"sqlite:///{tmp_path}/record.db") if on_disk else MemoryStore())
    clock = DemoClock(demo_start(), running=False)
    opened = Station(office, store, clock, Platform(), Platform("slack"), Pauses())
    await opened.work(settle_in)
    yield opened
    await opened.outbox.close()
    await store.close()
