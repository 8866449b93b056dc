"""A platform the core has never heard of: whoever is added keeps the same contract."""

from typing import Self

from bot.chat import Address, Surroundings
from tests.adapters.peer import Shown
from tests.newcomer.pager import NAME, Pager, connect
from tests.newcomer.service import Service


class NewcomerPeer:
    """王丽 and her pager."""

    label = "newcomer"
    adapter: Pager
    sender = "001"
    private = Address(NAME, sender)

    def __init__(self) -> None:
        self._service = Service(frozenset({self.sender}))

    async def __aenter__(self) -> Self:
        await self._service.__aenter__()
        self.adapter = connect({"base_url": self._service.url}, Surroundings())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.adapter.close()
        await self._service.__aexit__()

    def shown(self, to: Address) -> list[Shown]:
        return [
            Shown(str(m.id), m.text, [[b["label"] for b in row] for row in m.rows], False, [])
            for m in self._service.in_chat(to.chat)
        ]

    def says(self, text: str) -> None:
        self._service.says(self.sender, text)

    def garbles(self) -> None:
        self._service.says(None, "?")

    def told(self) -> int:
        return self._service.taken

    def presses(self, label: str) -> None:
        self._service.presses(self.sender, label)

    def toasts(self) -> list[str]:
        return self._service.toasts


PEERS = (NewcomerPeer,)
