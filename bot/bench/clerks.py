"""What a clerk does: a line, a paper form, or a whole round with the referral and the visitor."""

from collections.abc import Awaitable, Callable, Mapping
from itertools import count

from bot.bench.office import chat_of
from bot.bench.telegram import Wire
from bot.domain.office import OfficerId

_phones = count(1)  # nobody comes twice: who does gets another card, which costs more
MATTERS = (
    "公租房申请一直没消息",
    "廉租房补贴三个月没发",
    "工地夜里施工吵得睡不着",
    "小区楼道漏水没人管",
    "想问房屋维修资金怎么取",
)


class Clerk:
    """One person at the window with a phone in his hand; officers answer at once."""

    def __init__(self, wire: Wire, number: OfficerId) -> None:
        """*wire* is where his phone is."""
        self._wire = wire
        self._chat = chat_of(number)
        self._round = count(int(number) % len(MATTERS))

    async def line(self) -> None:
        """Register by one line; the card with its row of people is awaited: one message."""
        await self._registered(self._matter())

    async def form(self) -> None:
        """Fill in the paper: eight messages."""
        await self._form(self._matter())

    async def all(self) -> None:
        """Do one round of twelve messages; over when its last card is there."""
        matter = self._matter()
        if self._chat % 2:  # not everybody does the same at the same moment
            await self._form(matter)
        inquiry, officer = await self._referred(matter)
        await self._accepted(inquiry, officer)
        if not self._chat % 2:
            await self._form(matter)

    async def _registered(self, matter: str) -> tuple[str, str]:
        card = self._wire.expect(self._chat, "give:")
        self._wire.say(self._chat, f"王秀英 138{self._phone():08d} 黑石乡 {matter}")
        return await card

    async def _referred(self, matter: str) -> tuple[str, "_Card"]:
        """Register by one line and press the first officer; his card is awaited."""
        message, payload = await self._registered(matter)
        _, inquiry, _, officer = payload.split(":")
        chat = chat_of(OfficerId(officer))
        theirs = self._wire.expect(chat, f"accept:{inquiry}:")
        turned = self._wire.expect(self._chat, f"here:{inquiry}:")
        await self._wire.press(self._chat, message, payload)
        message, _ = await turned
        await self._wire.press(self._chat, message, f"here:{inquiry}:0:taken")
        return inquiry, (chat, *await theirs)

    async def _accepted(self, inquiry: str, card: "_Card") -> None:
        """The officer signs, and both cards change."""
        chat, message, payload = card
        turned = self._wire.expect(self._chat, f"face:{inquiry}:")
        await self._wire.press(chat, message, payload)
        await turned

    async def _form(self, matter: str) -> None:
        """Fill in the paper: its five lines, one of them taken back and written again."""
        await self._write("登记", "field:")
        message, option = await self._write(matter, "field:0:0:channel=")
        asked = self._wire.expect(self._chat, "field:")
        await self._wire.press(self._chat, message, option)
        await asked
        message, back = await self._write("王秀英", "field:0:0:back")
        asked = self._wire.expect(self._chat, "field:")
        await self._wire.press(self._chat, message, back)
        await asked
        await self._write("王秀兰", "field:")
        await self._write(f"139{self._phone():08d}", "field:")
        await self._write("黑石乡农机站", "give:")

    async def _write(self, text: str, then: str) -> tuple[str, str]:
        """Type and wait for the message with the button *then*."""
        shown = self._wire.expect(self._chat, then)
        self._wire.say(self._chat, text)
        return await shown

    def _matter(self) -> str:
        return MATTERS[next(self._round) % len(MATTERS)]

    def _phone(self) -> int:
        return next(_phones)


_Card = tuple[int, str, str]

KINDS: Mapping[str, Callable[[Clerk], Awaitable[None]]] = {
    "line": Clerk.line,
    "form": Clerk.form,
    "all": Clerk.all,
}
"""What can be done over and over, by name."""
MESSAGES: Mapping[str, int] = {"line": 1, "form": 8, "all": 12}
"""Messages each of them is."""
