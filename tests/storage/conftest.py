"""Both stores, empty, under one fixture."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.ports.store import Store
from storage import open_store
from storage.memory import MemoryStore

STORES: dict[str, Callable[[Path], Store]] = {
    "memory": lambda _: MemoryStore(),
    "sqlite": lambda folder: open_store(f"sqlite:///{folder}/office.db"),
}


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened = STORES[request.param](tmp_path)
    yield opened
    await opened.close()
