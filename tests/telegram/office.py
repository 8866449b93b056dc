"""A whole office on the fake Telegram: SQLite file, demo people, real HTTP, a clock that is wound.

    async with TelegramOffice(fake, tmp_path) as office:
        await office.bind("王丽", "李明")                 # by their one-time links
        await office.say("王丽", "王秀英 公租房没消息")     # back when it is committed and sent
        toast = await office.press("王丽", "李明 保障股302")
        await office.kill()                             # nothing more leaves, arrives or is marked
        await office.start()                            # the same file, another process

Every update is waited for until Telegram was told "received" and what was owed has gone out, and
then every open inquiry must have somebody who owes the next step and a running clock (1.2).
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar

from adapters.telegram import Pace, connect
from bot.app import House, surroundings
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
from tests.telegram.fake import Chat, Fake, Message, Person
from tests.telegram.wire import Line, Pauses

T = TypeVar("T")
PATIENCE = 10.0
"""Seconds after which something has gone wrong, on however busy a machine."""


class TelegramOffice:
    """The office. *patience* is how long its store waits for another writer, in seconds.

    *mode* is how updates come: asked for (polling) or brought to its own server (webhook).
    """

    def __init__(
        self,
        fake: Fake,
        folder: Path,
        *,
        office: Office | None = None,
        entries: tuple[Entry, ...] = (),
        patience: float = 2.0,
        mode: str = "polling",
    ) -> None:
        self.fake = fake
        self.office = office or _demo_office()
        self.file = folder / "shouwen.db"
        self.clock = DemoClock(demo_start(), running=False)
        self.people = {o.name: o.id for o in demo_directory().officers.values()}
        self._entries = entries
        self._patience = patience
        self._mode = mode
        self._server: Server | None = None
        self._run: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        await self.work(lambda work: work.put(*_unbound(), *self._entries))
        for _ in range(6):  # used up that day, as in the transcripts
            await self.work(lambda work: work.next_number(f"inquiry/{date(2026, 11, 23)}"))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()

    async def start(self, token: str = "") -> None:
        """Start the process on the office's file."""
        self.line, self.retries, self.chat_pauses = Line(), Pauses(), Pauses()
        self.retries.over.set()
        self.store: Store = open_store(f"sqlite:///{self.file}", patience=self._patience)
        self.house = House(self.office, self.store, self.clock)
        self.house.outbox.sleep = self.chat_pauses
        settings = {"token": token or self.fake.token, "mode": self._mode, "secret": "s3cret"}
        settings |= {"base_url": self.fake.base_url, "file_url": self.fake.file_url}
        pace = Pace(poll_seconds=5, grace_seconds=0.02, pause=self.retries)
        around = surroundings(self.office, ServerSettings(public_url=self._open_server()))
        adapter = connect(settings, around, request=self.line, pace=pace)
        adapter.limits = Limits()  # clocks are wound here: Telegram's minute counts for nothing
        self.house.add(adapter, Hosted.ABROAD)
        if self._server is not None:
            self._server.mount(adapter.mounts)
            self.house.server = self._server
        self.counter = Counter(self.office, self.store)
        ready = asyncio.Event()
        self._run = asyncio.create_task(self.house.run(ready.set))
        await asyncio.wait_for(ready.wait(), PATIENCE)

    def _open_server(self) -> str:
        if self._mode == "polling":
            return ""
        self._server = Server(ServerSettings(port=0))
        self._server.bind()
        return self._server.url

    async def kill(self) -> None:
        """End the process wherever it is; only its file and sockets are let go of."""
        self.line.cut()
        if self._run is not None:
            self._run.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._run
            self._run = None
            await self.house.close()
            if self._server is not None:
                self._server.close()

    async def ended(self) -> None:
        """Wait for the end of the run; raises what ended it."""
        assert self._run is not None
        await asyncio.wait_for(asyncio.shield(self._run), PATIENCE)

    async def work(self, turn: Callable[[Work], T]) -> T:
        """Run a turn on the store, to look or to prepare."""
        return await self.store.run(turn, at=self.clock.now())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let another process hold the file's write lock meanwhile."""
        with closing(sqlite3.connect(self.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    def at(self, text: str) -> datetime:
        """Read ``2026-12-01 09:40``, office time."""
        return datetime.fromisoformat(text).replace(tzinfo=self.office.hours.zone)

    # ---- people act

    def person(self, who: str) -> Person:
        """One of the office, by name, or a stranger of that name."""
        number = self.people.get(who)
        return self.fake.person(1000 + int(number) if number else 9000 + len(who), who)

    async def code(self, who: str) -> str:
        """Make a one-time code, as ``shouwen bind`` does."""
        officer = OfficerId(self.people[who])
        return await self.work(lambda work: new_code(work, officer))

    async def bind(self, *names: str) -> None:
        """Bind people by their one-time links."""
        for who in names:
            await self.say(who, f"/start {await self.code(who)}")
            assert self.screen(who).startswith(f"{who}，已绑定。"), self.screen(who)

    async def group(self, label: str, *, topics: tuple[int, ...] = (), topic: int = 0) -> Chat:
        """Make a section's group and let the administrator bind it."""
        chat = self.fake.group(-1001 - len(self.fake.chats), f"{label}群", topics=topics)
        text = f"@{self.fake.username} 绑定科室 {label}"
        await self.say("刘芳", text, chat=chat, thread=topic)
        assert chat.messages[-1].text.startswith("本群已绑定"), chat.messages
        return chat

    async def say(self, who: str, text: str, **more: Any) -> None:  # noqa: ANN401
        """Somebody types; back when it is committed and what it owes was sent."""
        await self.done(self.person(who).says(text, **more))

    async def press(self, who: str, label: str) -> str:
        """Press the newest button that begins so; return the passing word that answers it."""
        message, payload = self.button(who, label)
        return await self.press_again(who, message, payload)

    async def press_again(self, who: str, message: Message, payload: str) -> str:
        """Press a button that stands there no more, or another person's."""
        person = self.person(who)
        raw = self.fake.raw_message(self.fake.chat(person.id), message)
        query = {"from": person.raw, "chat_instance": "1", "data": payload, "message": raw}
        update = self.fake.happens("callback_query", query)
        await self.done(update)
        toast = await self.fake.until(lambda: self._toast(update), seconds=PATIENCE)
        return toast.strip()

    async def team(self, label: str) -> Chat:
        """A section's group, as every house has one."""
        return await self.group(label)

    async def reply(self, who: str, text: str) -> None:
        """Reply to the newest message."""
        await self.say(who, text, reply_to=self.card(who))

    async def press_in(self, team: Chat, who: str, label: str) -> None:
        """Press a button in the section's group."""
        await self.done(self.person(who).presses(label, chat=team))

    async def done(self, update: int) -> None:
        """Wait until an update is acknowledged and all that could be sent has been."""
        await self.fake.until(lambda: self.fake.confirmed >= update, seconds=PATIENCE)
        await asyncio.wait_for(self.house.outbox.settled(), PATIENCE)
        await self._check()

    async def wind(self, to: str) -> None:
        """Let time pass: ``+6wd``, ``+1h`` or ``2026-12-01 10:31``."""
        moment = await wound(self.house.clockwork, self.office, self.clock.now(), to.lstrip("+"))
        winding = self.house.clockwork.wind(self.clock, moment)
        await asyncio.wait_for(winding, PATIENCE)
        await self._check()

    async def _check(self) -> None:
        """Everything open is somebody's, and no button said more than Telegram carries back."""
        await self.counter.check_invariant()
        parked = await self.work(lambda work: work.posts.parked())
        assert [post for post in parked if post.error.startswith("payload")] == []

    # ---- what stands in the chats

    def chat(self, who: str) -> Chat:
        """Somebody's private chat with the bot."""
        return self.fake.chat(self.person(who).id)

    def card(self, who: str, of: str = "") -> Message:
        """The newest message in a private chat (that has *of* in it)."""
        found = [m for m in self.chat(who).messages if of in m.text]
        assert found, f"nothing of {of!r} in the chat of {who}"
        return found[-1]

    def screen(self, who: str, of: str = "") -> str:
        """That message as in the transcripts; empty for an empty chat."""
        return shown(self.card(who, of)) if self.chat(who).messages else ""

    def screens(self, who: str) -> list[str]:
        """Everything in a private chat, oldest first."""
        return [shown(message) for message in self.chat(who).messages]

    def bearing(self, who: str, label: str) -> str:
        """The newest message with a button that begins so."""
        return shown(self.button(who, label)[0])

    def board(self, team: Chat) -> list[str]:
        """Everything in the section's group, oldest first."""
        return [shown(message) for message in team.messages]

    def button(self, who: str, label: str) -> tuple[Message, str]:
        """The newest message with a button that begins so, and its payload."""
        for message in reversed(self.chat(who).messages):
            for button in (button for row in message.rows for button in row):
                if button["text"].startswith(label):
                    return message, button["callback_data"]
        raise AssertionError(f"no button {label!r}:\n" + "\n---\n".join(self.screens(who)))

    def written(self) -> list[str]:
        """Every text Telegram was ever given, buttons included."""
        sending = ("sendMessage", "editMessageText", "answerCallbackQuery")
        calls = [fields for method, fields in self.fake.calls if method in sending]
        return [fields.get("text", "") + fields.get("reply_markup", "") for fields in calls]

    def _toast(self, update: int) -> str:
        """What a press was answered, a blank for no word; empty while it is not answered."""
        for fields in self.fake.called("answerCallbackQuery"):
            if fields["callback_query_id"] == str(update):
                return fields.get("text", " ")
        return ""


def shown(message: Message) -> str:
    """A message as the transcripts write it: text, then rows of ``[buttons]``."""
    rows = [" ".join(f"[{label}]" for label in row) for row in message.labels]
    return "\n".join([message.text, *rows])


@cache
def _demo_office() -> Office:
    return demo_office()


def _unbound() -> list[Entry]:
    """The demo office without a single account or channel."""
    listed = directory_entries(demo_directory(), "telegram")
    return [entry for entry in listed if not isinstance(entry, Account | Channel)]
