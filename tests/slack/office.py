"""A whole office on the fake Slack: SQLite file, demo people, real sockets, a clock that is wound.

    async with SlackOffice(fake, tmp_path) as office:
        await office.bind("王丽", "李明")                 # by sending their codes
        await office.say("王丽", "王秀英 公租房没消息")     # back when it is committed and sent
        whisper = await office.press("王丽", "李明 保障股302")

Every delivery is waited for until Slack was told "received" and what was owed has gone out, and
then every open inquiry must have somebody who owes the next step and a running clock (1.2).
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Self, TypeVar

from adapters.slack import Pace, connect
from bot.app import House, open_shelf, surroundings
from bot.chat import Limits
from bot.chat.about import Hosted
from bot.clockwork.clock import DemoClock
from bot.demo import demo_directory, demo_start
from bot.demo.office import directory_entries
from bot.demo.winding import wound
from bot.dialogs.binding import new_code
from bot.domain.office import Account, Channel, Entry, OfficerId
from bot.domain.rules import Office
from bot.ports.store import Store, Work
from bot.serving.server import Server
from bot.settings.config import ServerSettings
from storage import open_store
from tests.counter import Counter
from tests.offices import demo_office
from tests.slack.delivering import Delivery
from tests.slack.fake import PATIENCE, Fake, Person
from tests.slack.world import Channel as Team
from tests.slack.world import Message

T = TypeVar("T")


class SlackOffice:
    """The office, in Socket Mode or, with *http*, called by Slack behind its own server."""

    def __init__(
        self, fake: Fake, folder: Path, *, http: bool = False, office: Office | None = None
    ) -> None:
        self.fake = fake
        self.office = office or demo_office()
        self.file = folder / "shouwen.db"
        self.shelf = open_shelf(folder / "files")
        self.clock = DemoClock(demo_start(), running=False)
        self.people = {o.name: o.id for o in demo_directory().officers.values()}
        self._http = http
        self._run: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        await self.work(lambda work: work.put(*_unbound()))
        for _ in range(6):  # used up that day, as in the transcripts
            await self.work(lambda work: work.next_number(f"inquiry/{date(2026, 11, 23)}"))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start the process on the office's file."""
        self.store: Store = open_store(f"sqlite:///{self.file}")
        self.house = House(self.office, self.store, self.clock, shelf=self.shelf)
        mode = {"signing_secret": self.fake.secret} if self._http else {}
        mode = mode or {"app_token": self.fake.app_token}
        settings = {"bot_token": self.fake.bot_token, "base_url": self.fake.base_url, **mode}
        adapter = connect(
            settings, surroundings(self.office, shelf=self.shelf), pace=Pace(ping=0.2)
        )
        adapter.limits = Limits()  # clocks are wound here: a second of Slack's counts for nothing
        self.house.add(adapter, Hosted.ABROAD)
        if adapter.mounts:
            self.house.server = Server(ServerSettings(port=0))
            self.house.server.bind()
            self.house.server.mount(adapter.mounts)
            self.fake.address = f"{self.house.server.url}/slack/events"
        self.counter = Counter(self.office, self.store)
        ready = asyncio.Event()
        self._run = asyncio.create_task(self.house.run(ready.set))
        await asyncio.wait_for(ready.wait(), PATIENCE)
        if self._http:
            await self.fake.until_listening()

    async def stop(self) -> None:
        """End the process; its file remains."""
        if self._run is not None:
            self._run.cancel()
            with suppress(asyncio.CancelledError):
                await self._run
            self._run = None
            await self.house.close()
            if self.house.server is not None:
                self.house.server.close()

    async def work(self, turn: Callable[[Work], T]) -> T:
        """Run a turn on the store, to look or to prepare."""
        return await self.store.run(turn, at=self.clock.now())

    # ---- people act

    def person(self, who: str) -> Person:
        """One of the office, by name, or a stranger of that name."""
        number = self.people.get(who)
        known = next((p for p in self.fake.people.values() if p.name == who), None)
        return known or self.fake.person(f"U{number}" if number else f"U9{len(who):02}", who)

    async def bind(self, *names: str) -> None:
        """Bind people by the codes they were given."""
        for who in names:
            officer = OfficerId(self.people[who])
            code = await self.work(lambda work, officer=officer: new_code(work, officer))  # type: ignore[misc]
            await self.say(who, code)
            assert self.screen(who).startswith(f"{who}，已绑定。"), self.screen(who)

    async def team(self, label: str) -> Team:
        """Make a section's channel and let the administrator bind it."""
        channel = self.fake.channel(f"C{len(self.fake.channels):03}", label)
        await self.hear("刘芳", f"<@{self.fake.user}> 绑定科室 {label}", channel=channel)
        assert channel.messages[-1].text.startswith("本群已绑定"), channel.messages
        return channel

    async def say(self, who: str, text: str, **more: Any) -> None:  # noqa: ANN401
        """Somebody types; back when it is committed and what it owes was sent."""
        await self.done(self.person(who).says(text, **more))

    async def hear(self, who: str, text: str, **more: Any) -> None:  # noqa: ANN401
        """The same in Slack's own marks."""
        await self.done(self.person(who).sends(text, **more))

    async def press(self, who: str, label: str, *, channel: Team | None = None) -> None:
        """Press the newest button that begins so."""
        await self.done(self.person(who).presses(label, channel=channel))

    async def reply(self, who: str, text: str) -> None:
        """Reply under the newest message."""
        await self.say(who, text, thread=self.card(who).ts)

    async def press_in(self, team: Team, who: str, label: str) -> None:
        """Press a button in the section's channel."""
        await self.press(who, label, channel=team)

    async def done(self, delivery: Delivery) -> dict[str, Any]:
        """Wait until a delivery is acknowledged and all that could be sent has been."""
        answer = await self.fake.answered(delivery)
        await asyncio.wait_for(self.house.settled(), PATIENCE)
        await self.counter.check_invariant()
        return answer

    async def whisper(self, who: str) -> str:
        """The next passing word to somebody."""
        user = self.person(who).id
        found = await self.fake.until(lambda: [w for w in self.fake.whispers if w[1] == user])
        self.fake.whispers.remove(found[0])
        return found[0][2]

    async def wind(self, to: str) -> None:
        """Let time pass: ``+6wd``, ``+1h`` or ``2026-12-01 10:31``."""
        moment = await wound(self.house.clockwork, self.office, self.clock.now(), to.lstrip("+"))
        await asyncio.wait_for(self.house.clockwork.wind(self.clock, moment), PATIENCE)
        await self.counter.check_invariant()

    # ---- what stands in the chats

    def card(self, who: str, of: str = "") -> Message:
        """The newest message in a direct message (that has *of* in it)."""
        found = [m for m in self.person(who).dm.messages if of in m.text]
        assert found, f"nothing of {of!r} in the chat of {who}"
        return found[-1]

    def screen(self, who: str, of: str = "") -> str:
        """That message as in the transcripts; empty for an empty chat."""
        return self.card(who, of).shown if self.person(who).dm.messages else ""

    def bearing(self, who: str, label: str) -> str:
        """The newest message with a button that begins so."""
        return self.person(who).dm.bearing(label)[0].shown

    def board(self, team: Team) -> list[str]:
        """Everything in the section's channel, oldest first; no "@" before whom it rings."""
        return [message.shown.replace("@", "") for message in team.messages]

    def screens(self, who: str) -> list[str]:
        """Everything in a direct message, oldest first."""
        return [message.shown for message in self.person(who).dm.messages]


def _unbound() -> list[Entry]:
    """The demo office without a single account or channel."""
    listed = directory_entries(demo_directory(), "slack")
    return [entry for entry in listed if not isinstance(entry, Account | Channel)]
