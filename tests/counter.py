"""A counter to stand at: talk, press, wind the clock, see what is owed. Nothing is patched.

People speak on the platform ``web``; their private chat is ``p:<工号>``, a channel ``c:<科室>``.
Every command checks the invariant: an open inquiry has one person who owes the next step and a
running clock with a due date (1.2).
"""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TypeVar

from adapters.console import Console
from bot.app import House, memory_shelf
from bot.chat import Ack, Address, Incoming, Outgoing
from bot.chat.about import Hosted
from bot.clockwork.clock import DemoClock
from bot.demo import demo_directory, demo_start
from bot.demo.office import directory_entries
from bot.demo.winding import wound
from bot.domain.inquiry import Inquiry
from bot.domain.office import Account, Channel, Entry, OfficerId
from bot.domain.rules import Office
from bot.ports.store import Store, Work
from bot.ports.values import Filter, Post

PLATFORM = "web"
T = TypeVar("T")


class Counter:
    """One office with its people, its store and a clock that stands still until wound."""

    def __init__(self, office: Office, store: Store, start: datetime | None = None) -> None:
        """Nobody is there yet: call `open` first."""
        self.office = office
        self.store = store
        self.clock = DemoClock(start or demo_start(), running=False)
        self.console = Console(name=PLATFORM, heard=self._arrived)
        self.arrived: dict[str, datetime] = {}
        self.shelf = memory_shelf()
        self._ids = itertools.count(1)
        self._house = self._build()

    def _build(self) -> House:
        house = House(self.office, self.store, self.clock, shelf=self.shelf)
        house.add(self.console, Hosted.HOME)
        return house

    async def open(self, entries: Iterable[Entry] = ()) -> "Counter":
        """Take in the demo office's people, each with an account, and every section's channel."""
        listed = tuple(entries) or directory_entries(demo_directory(), PLATFORM)
        await self.work(lambda work: work.put(*listed))
        return self

    async def work(self, turn: Callable[[Work], T]) -> T:
        """Run a turn on the store, to look or to prepare."""
        return await self.store.run(turn, at=self.clock.now())

    async def restart(self, office: Office | None = None) -> None:
        """Let the process die and start again on the same store, perhaps under other rules."""
        await self._house.close_platforms()
        self.office = office or self.office
        self._house = self._build()
        await self._house.outbox.relay()
        await self._settled()

    async def close(self) -> None:
        """Leave."""
        await self._house.close()

    # ---- people act

    async def say(self, who: str, text: str, **more: object) -> Ack:
        """Somebody types into his private chat."""
        given = {"text": text, **more}
        return await self.deliver(self._incoming(who, self.chat(who), **given))

    def incoming(self, who: str, **more: object) -> Incoming:
        """A delivery of a person's private chat, to be handed in by `deliver`, perhaps twice."""
        return self._incoming(who, self.chat(who), **more)

    def account(self, who: str) -> Account:
        """A person's account, to take it away."""
        number = self._number(who)
        return Account(
            platform=PLATFORM, user=number, officer=OfficerId(number), chat=f"p:{number}"
        )

    async def say_in(self, department: str, who: str, text: str, **more: object) -> Ack:
        """Somebody types into a team channel."""
        incoming = self._incoming(who, self.channel(department), text=text, **more)
        return await self.deliver(replace(incoming, private=False))

    async def press_in(self, department: str, who: str, label: str) -> Ack:
        """Press a button in a team channel."""
        where = self.channel(department)
        message, payload = self.console.bearing(where, label)
        incoming = self._incoming(who, where, press=payload, message_id=message)
        return await self.deliver(replace(incoming, private=False))

    async def press(self, who: str, label: str, *, of: str = "") -> Ack:
        """Press the newest button whose label begins with *label* (in a message that has *of*)."""
        message, payload = self.button(who, label, of=of)
        incoming = self._incoming(who, self.chat(who), press=payload, message_id=message)
        return await self.deliver(incoming)

    async def deliver(self, incoming: Incoming) -> Ack:
        """Hand the core one delivery and wait until what it owes is sent."""
        ack = await self._house.dispatcher.receive(incoming)
        await self._settled()
        await self.check_invariant()
        return ack

    async def wind(self, to: str) -> datetime:
        """Let time pass: ``+6wd``, ``+1h``, ``next`` or ``2026-12-01 10:30``."""
        moment = await wound(self._house.clockwork, self.office, self.clock.now(), to.lstrip("+"))
        await self._house.clockwork.wind(self.clock, moment)
        await self.check_invariant()
        return self.office.hours.local(self.clock.now())

    def sleep_until(self, moment: str) -> None:
        """Let time pass while nothing runs: the process was down."""
        to = datetime.fromisoformat(moment).replace(tzinfo=self.office.hours.zone)
        self.clock.wind(to)

    # ---- what stands in the chats

    def chat(self, who: str) -> Address:
        """A person's private chat, by name or number."""
        return Address(PLATFORM, f"p:{self._number(who)}")

    def channel(self, department: str) -> Address:
        """A section's channel."""
        return Address(PLATFORM, f"c:{department}")

    def messages(self, where: Address) -> list[Outgoing]:
        """What stands in a chat, oldest first."""
        return [m for (address, _), m in self.console.messages.items() if address == where]

    def screen(self, who: str) -> str:
        """The newest message of a person, as in the transcripts."""
        found = self.messages(self.chat(who))
        return shown(found[-1]) if found else ""

    def screens(self, who: str) -> list[str]:
        """Everything in a person's chat, as in the transcripts."""
        return [shown(m) for m in self.messages(self.chat(who))]

    def board(self, department: str) -> list[str]:
        """What stands in a section's channel."""
        return [shown(m) for m in self.messages(self.channel(department))]

    def button(self, who: str, label: str, *, of: str = "") -> tuple[str, str]:
        """The message and payload of a button."""
        here = self.chat(who)
        for (address, number), message in reversed(self.console.messages.items()):
            if address != here or of not in message.text:
                continue
            for button in itertools.chain.from_iterable(message.rows):
                if button.label.startswith(label):
                    return number, button.payload
        found = "\n---\n".join(self.screens(who))
        raise AssertionError(f"no button {label!r} in the chat of {who}:\n{found}")

    async def inquiry(self, number: str) -> Inquiry:
        """The inquiry of that number."""
        found = await self.work(lambda work: work.inquiries.numbered(number))
        assert found is not None, number
        return found

    async def facts(self, number: str) -> list[str]:
        """What happened to it, by the names of the facts."""
        wanted = await self.inquiry(number)
        lines = await self.work(lambda work: work.journal.of(wanted.id))
        return [type(line.fact).__name__ for line in lines]

    async def posts_to(self, who: str) -> list[Post]:
        """Every post ever owed to a person's chat."""
        return await self.work(lambda work: work.posts.history(self.chat(who), 1000))

    async def posts_in(self, department: str) -> list[Post]:
        """Every post ever owed to a section's channel."""
        return await self.work(lambda work: work.posts.history(self.channel(department), 1000))

    async def notices_to(self, who: str) -> list[str]:
        """The views a person was written, in order; several for a list."""
        posts = await self.posts_to(who)
        return [part.view for post in posts if post.shown for part in post.parts]

    def sent_at(self, post: Post) -> datetime:
        """When a post that is shown arrived, in the office's time."""
        return self.office.hours.local(self.arrived[post.message_id])

    async def check_invariant(self) -> None:
        """Clause 1.2, at every moment of every inquiry's life."""
        listed = await self.work(lambda work: work.inquiries.find(Filter(open=True, at_most=9999)))
        for inquiry in listed:
            clock = inquiry.main_clock
            assert inquiry.owes, f"{inquiry.number} {inquiry.state}: nobody owes the next step"
            assert clock is not None, f"{inquiry.number} {inquiry.state}: no clock runs"
            assert clock.owner, f"{inquiry.number}: the clock {clock.kind} has no owner"
        self.check_payloads()

    def check_payloads(self) -> None:
        """Whatever a button says back must fit every platform: at most 64 bytes."""
        for message in self.console.messages.values():
            for button in itertools.chain.from_iterable(message.rows):
                assert 1 <= len(button.payload.encode()) <= 64, button

    # ---- inside

    def _arrived(self, _: Address, number: str, __: Outgoing, changed: bool) -> None:
        if not changed:
            self.arrived[number] = self.clock.now()

    async def _settled(self) -> None:
        await self._house.settled()

    def _incoming(self, who: str, where: Address, **more: object) -> Incoming:
        number = self._number(who)
        return Incoming(id=f"d{next(self._ids)}", address=where, sender=number, **more)  # type: ignore[arg-type]

    def _number(self, who: str) -> str:
        return _numbers().get(who, who)


@cache
def _numbers() -> dict[str, str]:
    """The demo office's people by name."""
    return {o.name: o.id for o in demo_directory().officers.values()}


def shown(message: Outgoing) -> str:
    """A message as the transcripts write it: text, then rows of ``[buttons]``."""
    text = "".join(f"@{s.text}" if s.kind == "at" else s.text for s in message.segments)
    rows = [" ".join(f"[{button.label}]" for button in row) for row in message.rows]
    return "\n".join([text, *rows])


def accounts_for(people: Iterable[str]) -> tuple[Account, ...]:
    """Bind people to their chats, for offices a test makes itself."""
    return tuple(
        Account(platform=PLATFORM, user=p, officer=OfficerId(p), chat=f"p:{p}") for p in people
    )


def channels_for(departments: Iterable[str]) -> tuple[Channel, ...]:
    """Give departments their channels."""
    return tuple(Channel(platform=PLATFORM, chat=f"c:{d}", department=d) for d in departments)


__all__ = ["Counter", "Work", "accounts_for", "channels_for", "shown"]
