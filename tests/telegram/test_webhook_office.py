"""``shouwen run`` with a webhook: the whole process, from its configuration to its last answer."""

import asyncio
import signal
import socket
from pathlib import Path

import pytest

from tests.shell import OFFICE, PATIENCE, ended, ready, started
from tests.telegram.fake import Fake

pytestmark = pytest.mark.process


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def configure(folder: Path, fake: Fake, public_url: str, port: int) -> str:
    """Write a configuration whose Telegram is to bring updates to *public_url*."""
    (folder / "config.toml").write_text(
        f'{OFFICE}[server]\nlisten = "127.0.0.1:{port}"\npublic_url = "{public_url}"\n'
        f'[adapters.telegram]\ntoken = "{fake.token}"\nbase_url = "{fake.base_url}"\n'
        'mode = "webhook"\nsecret = "s3cret_-"\n',
        "utf-8",
    )
    return str(folder / "config.toml")


async def test_it_is_brought_updates_behind_its_door_and_again_after_a_restart(
    tmp_path: Path,
) -> None:
    port = free_port()
    async with Fake() as fake:
        config = configure(tmp_path, fake, f"http://127.0.0.1:{port}", port)
        for count in (1, 2):
            update = fake.person(7, "路人").says("在吗")  # the second while nothing runs
            async with started("run", "--config", config) as process:
                assert await ready(process) == "ready telegram"
                await fake.until(lambda update=update: fake.confirmed == update)  # type: ignore[misc]
                await fake.until(lambda count=count: len(fake.chat(7).messages) == count)  # type: ignore[misc]
                process.send_signal(signal.SIGTERM)
                answer = await ended(process)
            assert (answer.code, "s3cret" in answer.err, fake.token in answer.err) == (
                0,
                False,
                False,
            )


@pytest.mark.parametrize(
    ("public_url", "sentence"),
    [
        (
            "http://office.example",
            "Telegram只往https地址送消息。请把[server]的public_url改成https://开头，或把mode改回polling。",
        ),
        (
            "https://office.example:8444",
            "Telegram只往443、80、88、8443端口送消息。请改[server]的public_url，或把mode改回polling。",
        ),
        (
            "https://unknown.invalid",
            "Telegram在外网找不到public_url里的主机。请核对[server]的public_url，或把mode改回polling。",
        ),
    ],
)
async def test_an_address_telegram_does_not_take_is_one_sentence(
    tmp_path: Path, public_url: str, sentence: str
) -> None:
    async with Fake() as fake:
        config = configure(tmp_path, fake, public_url, free_port())
        async with started("run", "--config", config) as process:
            assert (await ready(process)).startswith("ready telegram")
            assert process.stderr is not None
            async with asyncio.timeout(PATIENCE):
                while sentence not in (await process.stderr.readline()).decode():
                    pass
            process.send_signal(signal.SIGTERM)
            answer = await ended(process)
    assert answer.code == 0  # it may be put right over there, and is tried again
