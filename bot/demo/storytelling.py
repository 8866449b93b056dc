"""The 90-second story as a transcript in the terminal: no server, no network, no file."""

import itertools
import re
from collections.abc import Callable
from datetime import datetime
from typing import Protocol, cast

from bot.app import House, load_adapter, memory_store
from bot.chat import Adapter, Address, Incoming, Outgoing
from bot.chat.about import Hosted
from bot.chat.page import StoryStep, channel_of, chat_of, is_channel
from bot.clockwork.clock import DemoClock
from bot.demo import demo_start
from bot.demo.first_hour import first_hour
from bot.demo.office import demo_office
from bot.demo.story import story
from bot.demo.winding import wound
from bot.rendering.voice import Voice

PLATFORM = "console"
_NUMBER = re.compile(r"\d{4}-\d{2,}")
_INDENT = "    "


class Console(Adapter, Protocol):
    """What is used of ``adapters.console``."""

    heard: Callable[[Address, str, Outgoing, bool], None]

    def bearing(self, to: Address, label: str) -> tuple[str, str]:
        """The newest message with such a button: its id, the payload."""


async def tell(language: str, write: Callable[[str], None]) -> None:
    """Play the story on a clock that only winding moves, and *write* it line by line."""
    office = demo_office(language)
    clock = DemoClock(demo_start(), running=False)
    house = House(office, memory_store(), clock)
    console = cast("Console", load_adapter(PLATFORM, {}))
    house.add(console, Hosted.HOME)
    try:
        await first_hour(house, PLATFORM)
        await house.outbox.relay()
        await house.outbox.settled()
        await _Teller(house, clock, console, write).tell()
    finally:
        await house.close()


class _Teller:
    """Acts step by step and writes down what is said; *me* is whose phone is in hand."""

    def __init__(
        self, house: House, clock: DemoClock, console: Console, write: Callable[[str], None]
    ) -> None:
        self.house, self.clock, self.console, self.write = house, clock, console, write
        self.voice = Voice(house.office.language)
        self.me = self.team = self.number = self.last_heading = ""
        self.told_at: datetime | None = None
        self.names: dict[str, str] = {}
        self._ids = itertools.count(1)

    async def tell(self) -> None:
        self.names = await self.house.store.run(
            lambda work: {
                **{chat_of(o.id): o.name for o in work.roster.active()},
                **{channel_of(d.name): d.label for d in work.roster.directory.departments.values()},
            },
            at=self.clock.now(),
        )
        self.console.heard = self._hear
        self.write(self.voice.say("story.title"))
        self._tell_time()
        for step in story(self.house.office.language):
            await self._step(step)
        self.write("")
        self.write(self.voice.say("story.end"))

    async def _step(self, step: StoryStep) -> None:
        self.me, self.team = step.who or self.me, step.team or self.team
        self.last_heading = ""
        self.write("")
        english = self.house.office.language == "en"
        self.write(f"〔{(english and step.caption_en) or step.caption}〕")
        if step.say:
            text = step.say.format(number=self.number)
            self.write(f"{self.names[self._chat.chat]} > {text}")
            await self._receive(text=text)
        if step.press:
            message, payload = self.console.bearing(self._chat, step.press)
            self.write(
                self.voice.say("story.press", who=self.names[self._chat.chat], label=step.press)
            )
            await self._receive(press=payload, message_id=message)
        if step.wind:
            await self._wind(step.wind)

    @property
    def _chat(self) -> Address:
        return Address(PLATFORM, chat_of(self.me))

    async def _receive(self, *, text: str = "", press: str = "", message_id: str = "") -> None:
        delivery = f"story-{next(self._ids)}"
        said = Incoming(
            id=delivery,
            address=self._chat,
            sender=self.me,
            text=text,
            press=press,
            message_id=message_id,
        )
        await self.house.dispatcher.receive(said)
        await self.house.outbox.settled()

    async def _wind(self, to: str) -> None:
        moment = await wound(self.house.clockwork, self.house.office, self.clock.now(), to)
        await self.house.clockwork.wind(self.clock, moment)
        self._tell_time()

    def _tell_time(self) -> None:
        if self.clock.now() == self.told_at:
            return
        self.told_at, self.last_heading = self.clock.now(), ""
        local = self.house.office.hours.local(self.clock.now())
        day = self.house.wording.day(local)
        self.write(f"── {day} {local:%H:%M} ──")

    def _is_of_interest(self, to: Address, text: str, *, edited: bool) -> bool:
        """Leave out other inquiries, and the old cards that change in other people's chats."""
        here = to.chat in (self._chat.chat, channel_of(self.team))
        return here or (self.number in text and not edited)

    def _hear(self, to: Address, _: str, message: Outgoing, edited: bool) -> None:  # noqa: FBT001
        text = "".join(f"@{s.text}" if s.kind == "at" else s.text for s in message.segments)
        if not self.number and (found := _NUMBER.search(text)):
            self.number = found[0]
        if not self._is_of_interest(to, text, edited=edited):
            return
        self._tell_time()
        key = "story.channel" if is_channel(to.chat) else "story.phone"
        heading = self.voice.say(key, name=self.names.get(to.chat, to.chat))
        heading += self.voice.say("story.edited") if edited else ""
        if heading != self.last_heading:
            self.last_heading = heading
            self.write(f"  {heading}")
        rows = (" ".join(f"[{button.label}]" for button in row) for row in message.rows)
        for line in (*text.split("\n"), *rows):
            self.write(f"{_INDENT}{line}")
