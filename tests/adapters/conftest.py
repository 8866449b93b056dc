"""Each contract meets every peer that offers what its ``peer`` is annotated with."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.adapters.core import Core
from tests.adapters.peer import Peer, offers, peers


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    wanted = metafunc.function.__annotations__.get("peer")
    if wanted is not None:
        able = [kind for kind in peers() if offers(kind, wanted)]
        assert able, f"nobody offers what {metafunc.function.__name__} asks for"
        metafunc.parametrize("peer", able, indirect=True, ids=[kind.label for kind in able])


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
async def peer(request: pytest.FixtureRequest) -> AsyncIterator[Peer]:
    """The platform with its adapter; nothing of either goes on afterwards."""
    before = asyncio.all_tasks()
    async with request.param() as peer:
        yield peer
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    assert not left, left


@pytest.fixture
def core() -> Core:
    return Core()
