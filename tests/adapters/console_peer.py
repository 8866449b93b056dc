"""The terminal: it only listens, and its messages stand where the adapter keeps them."""

from typing import Self

from adapters.console import Console
from bot.chat import Address
from tests.adapters.peer import Shown


class ConsolePeer:
    """Nobody types there, and nothing is refused."""

    label = "console"
    private = Address("console", "7")

    def __init__(self) -> None:
        self.adapter = Console()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.adapter.close()

    def shown(self, to: Address) -> list[Shown]:
        return [
            Shown(number, m.text, [[b.label for b in row] for row in m.rows], m.silent, [])
            for (where, number), m in self.adapter.messages.items()
            if where == to
        ]


PEERS = (ConsolePeer,)
