"""A house in a process of its own that may be killed at any moment; it writes down what it sends."""

import asyncio
import json
import os
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from adapters.console import Console
from bot.app import House, open_store
from bot.chat import Address, Incoming, Outgoing
from bot.chat.about import Hosted
from bot.clockwork.clock import DemoClock
from bot.demo import demo_directory, demo_start
from bot.demo.office import directory_entries
from tests.offices import demo_office

PLATFORM = "web"
AT_ONCE = 3
"""Deliveries on their way together, so that commits are shared by some and not by all."""


class Recorder(Console):
    """A platform whose messages outlive the process: a line each in *file*, written at once."""

    def __init__(self, file: Path, *, run: int, fate: "Fate") -> None:
        """*run* keeps the ids of different lives apart."""
        super().__init__(name=PLATFORM, heard=self.write, _count=run * 10_000)
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._fate = fate

    def write(self, to: Address, number: str, message: Outgoing, edited: bool) -> None:
        """Write the message down, and die before anybody can mark it as sent."""
        buttons = [tuple(button) for row in message.rows for button in row]
        line = {"chat": to.chat, "id": number, "text": message.text, "edited": edited}
        os.write(self._file, (json.dumps({**line, "buttons": buttons}) + "\n").encode())
        self._fate.comes("sent")


@dataclass
class Fate:
    """The process is killed at the *left*-th time that *moment* comes: sent, committed, or never."""

    moment: str
    left: int

    def comes(self, moment: str) -> None:
        """Die if this is it."""
        self.left -= moment == self.moment
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def live(folder: Path, run: int, fate: Fate, door: Connection) -> None:
    """Serve what comes through the *door*; tell each delivery's id when it is done."""
    asyncio.run(_live(folder, run, fate, door))


async def _live(folder: Path, run: int, fate: Fate, door: Connection) -> None:
    office = demo_office()
    store = open_store(f"sqlite:///{folder}/office.db", office.hours.zone)
    house = House(office, store, DemoClock(demo_start(), running=False))
    house.add(Recorder(folder / "sent.jsonl", run=run, fate=fate), Hosted.HOME)
    entries = directory_entries(demo_directory(), PLATFORM)
    await store.run(lambda work: work.put(*entries), at=demo_start())
    await house.outbox.relay()

    at_once = asyncio.Semaphore(AT_ONCE)

    async def hand_in(incoming: Incoming) -> None:
        async with at_once:
            await house.dispatcher.receive(incoming)
        fate.comes("committed")
        door.send(incoming.id)

    deliveries = await asyncio.to_thread(door.recv)
    await asyncio.gather(*map(hand_in, deliveries))
    await house.outbox.settled()
    door.send("")
    await house.close()
