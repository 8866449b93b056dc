"""How a turn is run: whatever acts in it, what it owes is rendered before the commit."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.ports.store import Store, Work
from bot.ports.values import Post
from bot.turns.turn import Turn

T = TypeVar("T")

TurnFor = Callable[[Work], Turn]
"""Makes the turn of a unit of work."""


def in_turn(turn_for: TurnFor, act: Callable[[Turn], T]) -> Callable[[Work], tuple[T, list[Post]]]:
    """Let *act* happen within a unit of work: what it returns, and the posts that are to be sent."""

    def take(work: Work) -> tuple[T, list[Post]]:
        with turn_for(work) as turn:
            done = act(turn)
        return done, work.outgoing

    return take


async def run_turn(
    store: Store, turn_for: TurnFor, act: Callable[[Turn], T], *, at: datetime
) -> tuple[T, list[Post]]:
    """Run a turn and commit it; what it returns, and the posts to hand to the sender.

    Raises:
        StoreBusy: nothing was written.
        Exception: whatever *act* raised; nothing was written.
    """
    return await store.run(in_turn(turn_for, act), at=at)
