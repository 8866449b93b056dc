"""The outbox keeps to what a platform takes, told by a clock that is wound and not waited for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from bot.chat import Address, Limits, Outgoing, Rate, TryLater
from bot.clockwork.clock import DemoClock
from bot.delivery.outbox import Outbox
from bot.demo import demo_start
from bot.domain.messages import INTERACTIVE, ROUTINE, URGENT
from storage.memory import MemoryStore
from tests.delivery.station import Moody, Pauses, Platform, Station, post, says
from tests.delivery.wound_loop import run, until
from tests.offices import demo_office

TELEGRAM_LIKE = Limits(overall=Rate(30, 1), private=Rate(5, 5), group=Rate(10, 60))


@dataclass
class Timed(Platform):
    """Remembers at which wound second each chat was sent something."""

    at: list[tuple[float, str]] = field(default_factory=list)

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        self.at.append((round(asyncio.get_running_loop().time(), 3), to.chat))
        return await super().send(to, message, edit=edit)

    def times(self, chat: str) -> list[float]:
        return [at for at, where in self.at if where == chat]


@asynccontextmanager
async def limited(limits: Limits) -> AsyncIterator[tuple[Station, Timed]]:
    platform = Timed(limits=limits)
    clock = DemoClock(demo_start(), running=False)
    station = Station(demo_office(), Moody(MemoryStore()), clock, platform, Platform("s"), Pauses())
    station.outbox = Outbox(
        station.turns,
        {"web": platform},
        jitter=lambda: 0.0,
        grace=0.0,
    )
    yield station, platform
    await station.outbox.close()
    await station.store.close()


def test_a_digest_to_three_hundred_channels_holds_back_no_urge_and_no_reply() -> None:
    async def story() -> Timed:
        async with limited(TELEGRAM_LIKE) as (station, platform):
            await station.owe(*(post(f"c:{n}", "digest", rank=ROUTINE) for n in range(300)))
            await asyncio.sleep(1.01)
            urge = post("p:002", "urge", to="002", rank=URGENT)
            replies = [post(f"p:{n}", "reply", to=str(n), rank=INTERACTIVE) for n in range(20)]
            await station.owe(urge)
            await asyncio.sleep(0.04)
            await station.owe(*replies)
            await station.outbox.settled()
            return platform

    sent = run(story())
    slot = 1 / 30
    assert 1.01 <= sent.times("p:002")[0] <= 1.01 + slot + 0.001
    last_reply = max(sent.times(f"p:{n}")[0] for n in range(20))
    # Every tenth slot is a digest's all the same, so that digests are not put off for ever.
    assert last_reply <= 1.05 + 23 * slot
    assert len(sent.at) == 321
    assert sent.at[-1][0] <= (321 - 30) * slot + 0.05


def test_in_no_second_more_leaves_than_the_platform_takes() -> None:
    async def story() -> Timed:
        async with limited(Limits(overall=Rate(3, 0.1))) as (station, platform):
            await station.owe(*(post(f"c:{n}", rank=ROUTINE) for n in range(100)))
            await station.outbox.settled()
            return platform

    times = [at for at, _ in run(story()).at]
    assert max(sum(start <= at < start + 1 for at in times) for start in times) <= 33


def test_what_changes_while_its_chat_waits_is_one_edit() -> None:
    async def story() -> list[tuple[str, str, str]]:
        async with limited(Limits(private=Rate(1, 10))) as (station, platform):
            (card,) = await station.owe(post("p:002", "0", to="002"))
            await station.outbox.settled()
            for n in range(1, 8):
                await station.change(card, says(str(n)))
                await asyncio.sleep(1)
            await asyncio.sleep(10)
            return platform.calls

    assert run(story()) == [("p:002", "0", ""), ("p:002", "7", "m1")]


def test_a_chat_that_waits_for_room_is_not_waited_for_and_loses_nothing_at_the_end() -> None:
    async def story() -> tuple[int, int]:
        async with limited(Limits(private=Rate(1, 60))) as (station, platform):
            await station.owe(*(post("p:002", str(n), to="002") for n in range(3)))
            await station.outbox.settled()
            await station.outbox.close()
            assert round(asyncio.get_running_loop().time(), 3) == 0
            owed = await station.work(lambda work: work.posts.owed(work.now))
            return len(platform.calls), len(owed)

    assert run(story()) == (1, 2)


def test_an_urge_in_a_chat_with_a_routine_list_before_it_is_sent_first() -> None:
    async def story() -> list[str]:
        async with limited(Limits(overall=Rate(1, 1))) as (station, platform):
            await station.owe(post("p:1", rank=ROUTINE), post("p:2", rank=ROUTINE))
            await station.owe(post("p:3", "list", to="3", rank=ROUTINE))
            await until(lambda: len(platform.calls) == 1)
            await station.owe(post("p:3", "urge", to="3", rank=URGENT))
            await station.outbox.settled()
            return [text or chat for chat, text, _ in platform.calls]

    assert run(story()) == ["p:1", "urge", "p:2", "list"]


def test_retry_after_is_obeyed_to_the_second() -> None:
    async def story() -> list[float]:
        async with limited(Limits()) as (station, platform):
            platform.answers["p:002"] = [TryLater(7.5), TryLater(3600.0)]
            await station.owe(post("p:002", to="002"))
            await until(lambda: len(platform.calls) == 3)
            return platform.times("p:002")

    assert run(story()) == [0, 7.5, 3607.5]


def test_the_two_kinds_of_pause_are_spread_a_little_and_never_shortened() -> None:
    async def story() -> list[float]:
        async with limited(Limits()) as (station, platform):
            station.outbox.jitter = lambda: 0.1
            platform.answers["p:002"] = [TryLater(600.0), TryLater(), TryLater()]
            await station.owe(post("p:002", to="002"))
            await until(lambda: len(platform.calls) == 4)
            return platform.times("p:002")

    assert run(story()) == [0, 600.1, 601.2, 603.4]


def test_an_edit_counts_like_a_message() -> None:
    async def story() -> list[float]:
        async with limited(Limits(private=Rate(1, 10))) as (station, platform):
            (card,) = await station.owe(post("p:002", "one", to="002"))
            await station.outbox.settled()
            await station.change(card, says("two"))
            await until(lambda: len(platform.calls) == 2)
            return platform.times("p:002")

    assert run(story()) == [0, 10]


def test_a_thousand_people_are_told_as_fast_as_the_platform_takes_it() -> None:
    async def story() -> float:
        async with limited(Limits(overall=Rate(30, 1))) as (station, platform):
            people = [replace(post(f"p:{e}"), rank=ROUTINE) for e in range(1000)]
            await station.owe(*people)
            await station.outbox.settled()
            return platform.at[-1][0]

    assert round(run(story()), 1) == round((1000 - 30) / 30, 1)
