"""A platform that gives up ends nothing else, is tried again, and the administrator hears it once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.console import Console
from bot.app import House, memory_store, open_store
from bot.chat import Receive
from bot.chat.about import Hosted
from bot.clockwork.clock import DemoClock
from bot.delivery.listening import FIRST_PAUSE, LONGEST_PAUSE, STEADY_SECONDS, Listening
from bot.demo import demo_directory, demo_start
from bot.demo.office import demo_office
from bot.domain.office import Account, Entry, OfficerId
from bot.turns.troubles import note_trouble, trouble_of
from tests.adapters.core import until
from tests.shell import OFFICE, Shouwen, shouwen

__all__ = ["shouwen"]


@dataclass
class Giving(Console):
    """Gives up with each of *errors* in turn, then listens."""

    errors: list[Exception] = field(default_factory=list)
    runs: int = 0

    async def run(self, receive: Receive) -> None:
        del receive
        self.runs += 1
        if self.errors:
            raise self.errors.pop(0)
        await asyncio.Event().wait()


@dataclass
class Hours:
    """Pauses that pass when they are told to."""

    asked: list[float] = field(default_factory=list)
    waiting: list[tuple[float, asyncio.Future[None]]] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if seconds != STEADY_SECONDS:
            self.asked.append(seconds)
        self.waiting.append((seconds, done))
        await done

    async def pass_(self, seconds: float) -> None:
        """Let every pause of that length be over, and everybody go on."""
        await settle()
        for length, done in self.waiting:
            if length == seconds and not done.done():
                done.set_result(None)
        await settle()


async def settle() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


@asynccontextmanager
async def house_of(*adapters: Console) -> AsyncIterator[tuple[House, Hours]]:
    """An office that runs; the administrator 刘芳 has an account on each platform."""
    house, hours = (
        House(demo_office(), memory_store(), DemoClock(demo_start(), running=False)),
        Hours(),
    )
    people: list[Entry] = [
        *demo_directory().officers.values(),
        *(
            Account(platform=a.name, user=o, officer=OfficerId(o), chat=f"p:{o}")
            for a in adapters
            for o in ("001", "007")
        ),
    ]
    await house.store.run(lambda work: work.put(*people), at=demo_start())
    for adapter in adapters:
        house.add(adapter, Hosted.HOME)
    house.listening = Listening(
        house.dispatcher.receive,
        troubled=house._troubled,
        well=house._is_well,
        sleep=hours.sleep,
    )
    ready = asyncio.Event()
    run = asyncio.create_task(house.run(ready.set))
    await ready.wait()
    yield house, hours
    assert not run.done()
    run.cancel()
    with suppress(asyncio.CancelledError):
        await run
    await house.close()


def told(console: Console) -> list[str]:
    return [message.text for message in console.messages.values()]


async def test_one_that_gives_up_ends_no_other_and_is_told_once_elsewhere() -> None:
    bad = Giving(name="telegram", errors=[ValueError("telegram_wrong_token") for _ in range(3)])
    good = Giving(name="web")
    async with house_of(bad, good) as (house, hours):
        await until(lambda: told(good))
        for pause in (FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE):
            await hours.pass_(pause)
        assert (bad.runs, good.runs) == (4, 1)
        assert told(good) == [
            "Telegram那边暂时收不到消息，程序正在自动再试。原因和办法，请在电脑上运行 shouwen check。"
        ]
        assert told(bad) == []
        assert await trouble(house, "telegram") == "telegram_wrong_token"
        await hours.pass_(STEADY_SECONDS)
        assert await trouble(house, "telegram") == ""


async def test_the_only_platform_there_is_goes_on_too() -> None:
    bad = Giving(name="telegram", errors=[OSError("no route"), RuntimeError()])
    async with house_of(bad) as (house, hours):
        await until(lambda: told(bad))  # it may still be sent what cannot be heard
        assert await trouble(house, "telegram") == "OSError"
        await hours.pass_(FIRST_PAUSE)
        await hours.pass_(2 * FIRST_PAUSE)
        assert (bad.runs, len(told(bad))) == (3, 1)


async def test_pauses_grow_to_a_minute_and_begin_anew_once_it_was_well() -> None:
    bad = Giving(name="telegram", errors=[ValueError("x") for _ in range(6)])
    async with house_of(bad) as (_, hours):
        for pause in (5.0, 10.0, 20.0, 40.0, 60.0):
            await hours.pass_(pause)
        assert hours.asked == [5.0, 10.0, 20.0, 40.0, LONGEST_PAUSE, LONGEST_PAUSE]


async def test_a_store_that_is_busy_does_not_keep_a_platform_from_being_tried_again() -> None:
    bad, hours = Giving(name="telegram", errors=[ValueError("x")]), Hours()

    async def busy(*_: str) -> None:
        raise OSError("disk full")

    async def receive(_: object) -> None:
        raise AssertionError

    listening = Listening(receive, troubled=busy, well=busy, sleep=hours.sleep)  # type: ignore[arg-type]
    keeping = asyncio.create_task(listening.keep(bad))
    await hours.pass_(FIRST_PAUSE)
    await hours.pass_(STEADY_SECONDS)
    assert (bad.runs, keeping.done()) == (2, False)
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("telegram_token_in_use", "这个token正由另一个程序使用。请先停掉那一个，再启动。"),
        ("OSError", "OSError"),
    ],
)
def test_check_says_which_platform_cannot_be_heard_and_why(
    shouwen: Shouwen, why: str, said: str
) -> None:
    text = f'{OFFICE}[adapters.telegram]\ntoken = "1:a"\nbase_url = "http://127.0.0.1:9/bot"\n'
    Path("config.toml").write_text(text, "utf-8")
    Path("data").mkdir()
    asyncio.run(_noted(why))
    out = shouwen("check").out
    assert f"运行中的程序收不到telegram的消息：{said}" in out


async def _noted(why: str) -> None:
    store = open_store("sqlite:///data/shouwen.db", zone=demo_office().hours.zone)
    house = House(demo_office(), store, DemoClock(demo_start(), running=False))
    await house.act(lambda turn: note_trouble(turn, "telegram", why))
    await house.close()


async def trouble(house: House, platform: str) -> str:
    return await house.store.run(lambda work: trouble_of(work, platform), at=demo_start())
