"""How a turn is run: whatever acts in it, what it owes is rendered before the commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.chat import Address
from bot.domain.rules import Office
from bot.lines.candidates import Router
from bot.ports.store import Store, Work
from bot.ports.values import Post
from bot.rendering.views import Views
from bot.turns.looks import Looks, NotLookedUp
from bot.turns.turn import Turn

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Turns:
    """Runs the turns of one office; *now* is its clock (aware)."""

    store: Store
    office: Office
    views: Views
    router: Router
    now: Callable[[], datetime]

    def of(self, work: Work, here: Address | None = None, looks: Looks | None = None) -> Turn:
        """Make the turn of a unit of work; *here* is the chat in which somebody waits."""
        return Turn(work, self.office, self.views, self.router, here, looks or Looks())

    def taking(
        self, act: Callable[[Turn], T], here: Address | None = None, looks: Looks | None = None
    ) -> Callable[[Work], tuple[T, list[Post]]]:
        """Let *act* happen in a unit of work: what it returns, and the posts that are to be sent."""

        def take(work: Work) -> tuple[T, list[Post]]:
            with self.of(work, here, looks) as turn:
                done = act(turn)
            return done, work.outgoing

        return take

    async def run(
        self,
        act: Callable[[Turn], T],
        *,
        here: Address | None = None,
        at: datetime | None = None,
    ) -> tuple[T, list[Post]]:
        """Run a turn, now or *at* another moment, and commit it.

        What it must look up at length is looked up beside the turns; then it is run again.

        Returns what *act* returned, and the posts to hand to the sender.

        Raises:
            StoreBusy: nothing was written.
            Exception: whatever *act* raised; nothing was written.
        """
        at, looks = at or self.now(), Looks()
        while True:
            try:
                return await self.store.run(self.taking(act, here, looks), at=at)
            except NotLookedUp as asked:
                looks.found(asked.question, await self.store.read(asked.question, at=at))

    async def plain(self, act: Callable[[Work], T]) -> T:
        """Run a plain unit of work: no message follows from it.

        Raises:
            StoreBusy: nothing was written.
        """
        return await self.store.run(act, at=self.now())
