"""A Slack of our own: a workspace, its Web API over real HTTP, Socket Mode and signed calls.

    async with Fake() as fake:
        adapter = connect({"bot_token": fake.bot_token, "app_token": fake.app_token,
                           "base_url": fake.base_url}, around)
        wang = fake.person("U001", "王丽", email="wang@office.example")
        said = wang.says("公租房没消息")                      # goes to one of the open sockets
        await fake.answered(said)                           # until it was acknowledged
        await fake.answered(wang.presses("李明 保障股302"))   # the latest message with that button
        team = fake.channel("C1", "保障股")
        fake.fail("chat.postMessage", "ratelimited", status=429, retry_after=3)  # the next one
        fake.drop_sockets()                                 # what was not acknowledged comes again

With ``fake.address`` set deliveries are signed and posted there instead (HTTP mode). Nothing waits
by sleeping: `Fake.until` looks again after each thing that happened.
"""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any, Self, TypeVar

from adapters.slack.permissions import SCOPES
from tests.slack.delivering import Delivery, Post, Sockets, post, signed
from tests.slack.web_api import WebApi
from tests.slack.world import Channel, Message, Stored

T = TypeVar("T")
PATIENCE = 10.0
NOT_LISTENING = 503


@dataclass
class Person:
    """Somebody with an account; *D* and the rest of the id name his direct message."""

    fake: "Fake" = field(repr=False)
    id: str
    name: str
    email: str = ""
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def dm(self) -> Channel:
        """His direct message with the bot, as it stands."""
        return self.fake.channels.setdefault(
            "D" + self.id[1:], Channel("D" + self.id[1:], members={self.id})
        )

    def says(self, text: str, **more: Any) -> Delivery:  # noqa: ANN401
        """Write, as a person types; `sends` is the same in Slack's own marks."""
        return self.sends(escape(text, quote=False), **more)

    def sends(
        self,
        text: str,
        *,
        channel: Channel | None = None,
        thread: str = "",
        files: Iterable[Stored] = (),
        **more: object,
    ) -> Delivery:
        """Write into his direct message with the bot, or a channel, in Slack's own marks."""
        where = channel or self.dm
        said: dict[str, Any] = {"type": "message", "user": self.id, "text": text}
        said |= {"ts": self.fake.stamp(), "channel": where.id, "channel_type": where.kind}
        if thread:
            parent = where.find(thread)
            said |= {"thread_ts": thread}
            said |= {"parent_user_id": self.fake.user} if parent else {}
        if stored := [file.raw(self.fake.root) for file in files]:
            said |= {"subtype": "file_share", "files": stored}
        return self.fake.event(said | more)

    def edits(self, said: Delivery, text: str) -> Delivery:
        """Put a message differently."""
        before = said.payload["event"]
        now = {k: v for k, v in before.items() if not k.startswith("channel")}
        now |= {"text": text, "edited": {"user": self.id, "ts": self.fake.stamp()}}
        changed = {"type": "message", "subtype": "message_changed", "hidden": True}
        where = {k: before[k] for k in ("channel", "channel_type")}
        return self.fake.event({**changed, **where, "message": now, "previous_message": before})

    def presses(self, label: str, *, channel: Channel | None = None) -> Delivery:
        """Press the latest button that begins so."""
        message, button = (channel or self.dm).bearing(label)
        return self.presses_again(message, button, channel=channel)

    def presses_again(
        self, message: Message, button: dict[str, Any], *, channel: Channel | None = None
    ) -> Delivery:
        """Press a button, whether it still stands there or not."""
        where = channel or self.dm
        container: dict[str, Any] = {"type": "message", "message_ts": message.ts}
        container |= {"channel_id": where.id}
        if message.thread:
            container["thread_ts"] = message.thread
        return self._acts(button, {"container": container, "channel": {"id": where.id}})

    def presses_at_home(self, label: str) -> Delivery:
        """Press a button of his App Home tab."""
        _, button = self.fake.homes[self.id].bearing(label)
        return self._acts(button, {"container": {"type": "view", "view_id": "V0"}})

    def _acts(self, button: dict[str, Any], where: dict[str, Any]) -> Delivery:
        action = {key: button[key] for key in ("action_id", "value", "type")}
        action["action_ts"] = self.fake.stamp()
        return self.fake.interaction(self, "block_actions", {**where, "actions": [action]})

    def commands(self, command: str, text: str = "", *, channel: Channel | None = None) -> Delivery:
        """Type a slash command."""
        where = channel or self.dm
        body = {"command": command, "text": text, "user_id": self.id, "channel_id": where.id}
        body |= {"team_id": self.fake.team, "trigger_id": self.fake.trigger()}
        return self.fake.deliver("slash_commands", body)

    def submits(self, view: dict[str, Any], answers: dict[str, str]) -> Delivery:
        """Press the button of an open modal; *answers* by the labels of its fields."""
        values = {}
        for block in view["blocks"]:
            element, said = block["element"], answers.get(block["label"]["text"])
            state: dict[str, Any] = {"type": element["type"], "value": said}
            if element["type"] == "static_select":
                found = [o for o in element["options"] if o["text"]["text"] == said]
                state = {"type": element["type"], "selected_option": found[0] if found else None}
            values[block["block_id"]] = {element["action_id"]: state}
        submitted = {**view, "state": {"values": values}}
        return self.fake.interaction(self, "view_submission", {"view": submitted})

    def takes_up(self, text: str, *, callback: str = "register_message") -> Delivery:
        """Choose the message shortcut on somebody's message."""
        message = {"type": "message", "user": "U999", "text": text, "ts": self.fake.stamp()}
        body = {"callback_id": callback, "message": message, "action_ts": self.fake.stamp()}
        return self.fake.interaction(self, "message_action", {**body, "channel": {"id": "C9"}})

    def opens_home(self, tab: str = "home") -> Delivery:
        """Open the app's tab."""
        opened = {"type": "app_home_opened", "user": self.id, "tab": tab, "channel": self.dm.id}
        return self.fake.event(opened)


class Fake:
    """The workspace; an async context manager that listens on a free port."""

    bot_token, app_token, secret = "xoxb-1-fake", "xapp-1-fake", "8f742231b10e8888abcd99yyyzzz85a5"
    team, user, bot = "T1", "UBOT", "B1"

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.homes: dict[str, Message] = {}
        self.files: dict[str, Stored] = {}
        self.modals: list[dict[str, Any]] = []
        self.whispers: list[tuple[str, str, str]] = []
        self.triggers: set[str] = set()
        self.scopes = set(SCOPES)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: dict[str, list[Callable[[], None]]] = {}
        self.stalls: set[str] = set()  # methods whose next call is done and never answered
        self.silent: set[str] = set()  # methods that are never answered
        self.address = ""
        self.insists = 0.0  # after so many seconds what was not acknowledged is sent again
        self.sockets = Sockets(self)
        self._api = WebApi(self)
        self._count = 0
        self._happened = asyncio.Event()

    async def __aenter__(self) -> Self:
        self.root = await self._api.start()
        self.base_url = f"{self.root}/api/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.sockets.stop()
        await self._api.stop()

    def person(self, user: str, name: str = "", *, email: str = "", **about: object) -> Person:
        """Return the person, who comes into being at the first call."""
        return self.people.setdefault(user, Person(self, user, name or user, email, about))

    def channel(self, number: str, name: str = "", *, joined: bool = True) -> Channel:
        """Make a channel; *joined*: the bot is in it."""
        return self.channels.setdefault(number, Channel(number, name, joined=joined))

    # ── what Slack does to the app ──

    def event(self, happened: dict[str, Any]) -> Delivery:
        """Deliver an event, in an envelope of its own."""
        self._count += 1
        body = {"type": "event_callback", "event_id": f"Ev{self._count}", "team_id": self.team}
        return self.deliver("events_api", {**body, "event": happened})

    def interaction(self, who: Person, kind: str, body: dict[str, Any]) -> Delivery:
        """Deliver a press, a shortcut or a filled-in modal."""
        head = {"type": kind, "user": {"id": who.id, "team_id": self.team}}
        head |= {"team": {"id": self.team}, "trigger_id": self.trigger()}
        return self.deliver("interactive", {**head, **body})

    def deliver(self, kind: str, payload: dict[str, Any]) -> Delivery:
        """Let a payload go its way: through a socket, or to *address*, signed."""
        self._count += 1
        delivery = Delivery(f"envelope{self._count}", kind, json.loads(json.dumps(payload)))
        if self.address:
            Post(self, delivery).start()
        else:
            self.sockets.queue(delivery)
        return delivery

    def again(self, delivery: Delivery) -> Delivery:
        """Deliver the same once more, as Slack does when it was not answered."""
        repeated = Delivery(delivery.id, delivery.kind, delivery.payload, delivery.attempt + 1)
        if self.address:
            Post(self, repeated).start()
        else:
            self.sockets.queue(repeated)
        return repeated

    async def answered(self, delivery: Delivery) -> dict[str, Any]:
        """Wait until a delivery was acknowledged; return what it was answered."""
        await self.until(lambda: delivery.answers)
        return delivery.answers[0]

    async def until_listening(self) -> None:
        """Ask until the app answers, as Slack does when it is told an address."""
        body = json.dumps({"type": "url_verification", "challenge": "c"})
        headers = signed(self.secret, body) | {"content-type": "application/json"}
        async with asyncio.timeout(PATIENCE):
            while (await post(self.address, body, headers))[0] == NOT_LISTENING:
                pass

    def drop_sockets(self) -> None:
        """Break all connections as they are, without a word."""
        self.sockets.drop()

    def fail(self, method: str, error: str, *, status: int = 200, retry_after: int = 0) -> None:
        """Refuse the next call of *method*; several calls queue up."""
        fault = self._api.refusal(error, status, retry_after)
        self.faults.setdefault(method, []).append(fault)

    def let(self, method: str) -> None:
        """Let the next call of *method* pass, before what is refused after it."""
        self.faults.setdefault(method, []).append(lambda: None)

    def drop(self, method: str) -> None:
        """Break the connection at the next call of *method* instead of answering."""
        self.faults.setdefault(method, []).append(self._api.breakdown())

    # ── for looking, and for the server ──

    async def until(self, condition: Callable[[], T], *, seconds: float = PATIENCE) -> T:
        """Wait for *condition* to become true and return its value."""
        async with asyncio.timeout(seconds):
            while not (value := condition()):
                await self._happened.wait()
        return value

    def called(self, method: str) -> list[dict[str, Any]]:
        """Return the fields of every call of *method* so far."""
        return [fields for name, fields in self.calls if name == method]

    def wake(self) -> None:
        """Let all who wait look again."""
        self._happened.set()
        self._happened = asyncio.Event()

    def stamp(self) -> str:
        """Return a fresh time stamp, by which Slack names messages."""
        self._count += 1
        return f"17956{self._count:05}.000100"

    def trigger(self) -> str:
        """Return a fresh trigger, good for one modal."""
        self._count += 1
        trigger = f"{self._count}.1.trigger"
        self.triggers.add(trigger)
        return trigger
