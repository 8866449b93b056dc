"""What a platform takes is shared out by rank, and nobody waits for ever."""

import asyncio
from collections.abc import Iterable

from bot.chat import Limits, Rate
from bot.delivery import pace
from bot.delivery.pace import SHARE, Pace
from bot.domain.messages import INTERACTIVE, ROUTINE, URGENT
from tests.delivery.wound_loop import run

SLOW = Limits(overall=Rate(1, 1))
Sent = tuple[float, str]


class Senders:
    """Everybody who sends, and when his turn came in whole hundredths of a second."""

    def __init__(self, limits: Limits) -> None:
        self.pace = Pace(limits)
        self.sent: list[Sent] = []
        self.tasks: list[asyncio.Task[None]] = []

    def ask(self, chats: Iterable[str], rank: int, *, group: bool = False, times: int = 1) -> None:
        for chat in chats:
            self.tasks.append(asyncio.create_task(self._send(chat, rank, group, times)))

    async def _send(self, chat: str, rank: int, group: bool, times: int) -> None:
        for _ in range(times):
            await self.pace.room(chat, group=group)
            await self.pace.slot(chat, rank)
            self.sent.append((round(asyncio.get_running_loop().time(), 2), chat))

    async def all_sent(self) -> list[Sent]:
        await asyncio.gather(*self.tasks)
        return self.sent


def test_without_limits_nobody_waits() -> None:
    async def story() -> list[Sent]:
        senders = Senders(Limits())
        senders.ask(["a"], ROUTINE, times=1000)
        return await senders.all_sent()

    assert set(run(story())) == {(0.0, "a")}


def test_a_chat_may_send_a_burst_and_then_goes_at_its_own_rate() -> None:
    async def story() -> list[Sent]:
        senders = Senders(Limits(private=Rate(2, 4), group=Rate(1, 10)))
        senders.ask(["a"], INTERACTIVE, times=4)
        senders.ask(["g"], INTERACTIVE, group=True, times=2)
        return await senders.all_sent()

    assert sorted(run(story())) == [(0, "a"), (0, "a"), (0, "g"), (2, "a"), (4, "a"), (10, "g")]


def test_each_slot_goes_to_the_best_rank_then_to_the_oldest() -> None:
    async def story() -> list[Sent]:
        senders = Senders(SLOW)
        senders.ask(["r1", "r2", "r3"], ROUTINE)
        await asyncio.sleep(0.5)
        senders.ask(["u1", "u2"], URGENT)
        senders.ask(["i"], INTERACTIVE)
        return await senders.all_sent()

    assert run(story()) == [(0, "r1"), (1, "i"), (2, "u1"), (3, "u2"), (4, "r2"), (5, "r3")]


def test_who_waits_already_moves_up_when_something_better_waits_in_his_chat() -> None:
    async def story() -> list[Sent]:
        senders = Senders(SLOW)
        senders.ask(["r1", "r2", "r3"], ROUTINE)
        await asyncio.sleep(0.5)
        senders.pace.hurry("r3", INTERACTIVE)
        senders.pace.hurry("nobody", INTERACTIVE)
        return await senders.all_sent()

    assert run(story()) == [(0, "r1"), (1, "r3"), (2, "r2")]


def test_routine_is_passed_over_again_and_again_but_not_for_ever() -> None:
    async def story() -> list[Sent]:
        senders = Senders(SLOW)
        senders.ask(["first", "routine"], ROUTINE)
        await asyncio.sleep(0)
        senders.ask([f"i{n}" for n in range(3 * SHARE)], INTERACTIVE)
        return await senders.all_sent()

    assert run(story())[SHARE] == (SHARE, "routine")


def test_who_no_longer_waits_takes_nobodys_slot() -> None:
    async def story() -> list[Sent]:
        senders = Senders(SLOW)
        senders.ask(["a", "b", "c"], INTERACTIVE)
        await asyncio.sleep(0.5)
        senders.tasks.pop(1).cancel()
        return await senders.all_sent()

    assert run(story()) == [(0, "a"), (1, "c")]


def test_a_closed_pace_gives_no_more_slots() -> None:
    async def story() -> list[Sent]:
        senders = Senders(SLOW)
        senders.ask(["a", "b"], INTERACTIVE)
        await asyncio.sleep(0.5)
        await senders.pace.close()
        await asyncio.sleep(5)
        for task in senders.tasks:
            task.cancel()
        return senders.sent

    assert run(story()) == [(0, "a")]


def test_chats_that_have_been_still_for_long_are_forgotten() -> None:
    async def story() -> int:
        senders = Senders(Limits(private=Rate(1, 1)))
        senders.ask([str(n) for n in range(pace.MOST_BUCKETS)], INTERACTIVE)
        await senders.all_sent()
        await asyncio.sleep(1)
        senders.ask(["new"], INTERACTIVE)
        await senders.all_sent()
        return len(senders.pace._chats)

    assert run(story()) == 1
