"""A Telegram of our own: people, groups and a strict Bot API over real HTTP.

    async with Fake() as fake:
        adapter = connect({"token": fake.token, "base_url": fake.base_url})
        wang = fake.person(7, "王丽")
        wang.says("/start")                                  # a private chat, from now on writable
        await fake.until(lambda: fake.chat(7).messages)      # what the bot posted and not deleted
        wang.presses("李明 保障股302")                        # the latest message with that button
        team = fake.group(-1001, "保障股群", topics=(5,))
        wang.says("@shouwen_bot 今日", chat=team, thread=5)
        fake.fail("sendMessage", 429, "Too Many Requests", retry_after=3)   # the next one

Everything a person does returns its update id. `Fake.confirmed` is the highest update the bot has
acknowledged, `Fake.toasts` what it answered to presses, `Fake.calls` every request in order.
Nothing waits by sleeping: `Fake.until` looks again after each thing that happened.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from tests.telegram.bot_api import BotApi
from tests.telegram.markup import Entity

T = TypeVar("T")


@dataclass
class Message:
    """What the bot posted, as it stands now."""

    id: int
    text: str
    entities: list[Entity] = field(default_factory=list)
    rows: list[list[dict[str, str]]] = field(default_factory=list)
    keyboard: list[list[str]] = field(default_factory=list)
    thread: int = 0
    silent: bool = False
    edits: int = 0
    too_old: bool = False  # Telegram no longer deletes it for everyone

    @property
    def labels(self) -> list[list[str]]:
        """The words on the buttons under it."""
        return [[button["text"] for button in row] for row in self.rows]

    @property
    def mentions(self) -> list[int]:
        """The people it rings, by user id."""
        prefix = "tg://user?id="
        links = [e.href for e in self.entities if e.href.startswith(prefix)]
        return [int(link.removeprefix(prefix)) for link in links]


@dataclass
class Chat:
    """A private chat or group; *messages* are the bot's own, oldest first."""

    id: int
    kind: str
    title: str = ""
    topics: tuple[int, ...] = ()
    messages: list[Message] = field(default_factory=list)
    blocked: bool = False
    moved_to: int = 0

    @property
    def raw(self) -> dict[str, Any]:
        """As it stands in an update."""
        chat: dict[str, Any] = {"id": self.id, "type": self.kind}
        return chat | ({"title": self.title} if self.title else {})

    def bearing(self, label: str) -> tuple[Message, str]:
        """Return the latest message with a button of that label, and its payload."""
        for message in reversed(self.messages):
            for button in (button for row in message.rows for button in row):
                if button["text"] == label:
                    return message, button["callback_data"]
        raise LookupError(f"no button {label} among {[m.labels for m in self.messages]}")


@dataclass
class Person:
    """Somebody with a Telegram account; his private chat has his own id."""

    fake: "Fake" = field(repr=False)
    id: int
    name: str

    @property
    def raw(self) -> dict[str, Any]:
        """As he stands in an update."""
        return {"id": self.id, "is_bot": False, "first_name": self.name}

    def says(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        thread: int = 0,
        reply_to: Message | None = None,
        forwarded: bool = False,
    ) -> int:
        """Write into his private chat with the bot, or into a group."""
        said: dict[str, Any] = {"text": text}
        if reply_to is not None:
            said["reply_to_message"] = self.fake.raw_message(self._in(chat), reply_to)
        if forwarded:
            said["forward_origin"] = {"type": "hidden_user", "date": 1, "sender_user_name": "?"}
        return self._writes(said, chat, thread)

    def shares(self, phone: str, *, of: int = 0) -> int:
        """Share a contact: his own, or that of user *of*."""
        contact = {"phone_number": phone, "first_name": self.name, "user_id": of or self.id}
        return self._writes({"contact": contact}, None, 0)

    def presses(self, label: str, *, chat: Chat | None = None) -> int:
        """Press the latest button with that label."""
        where = self._in(chat)
        message, payload = where.bearing(label)
        query = {"from": self.raw, "chat_instance": "1", "data": payload}
        query["message"] = self.fake.raw_message(where, message)
        return self.fake.happens("callback_query", query)

    def blocks(self) -> None:
        """Block the bot: it gets 403 from now on."""
        self._in(None).blocked = True

    def _in(self, chat: Chat | None) -> Chat:
        return chat or self.fake.chats.setdefault(self.id, Chat(self.id, "private"))

    def _writes(self, content: dict[str, Any], chat: Chat | None, thread: int) -> int:
        where = self._in(chat)
        head = {"message_id": self.fake.next_message(), "date": 1, "from": self.raw}
        topic = {"message_thread_id": thread, "is_topic_message": True} if thread else {}
        return self.fake.happens("message", {**head, "chat": where.raw, **topic, **content})


class Fake:
    """The world behind the Bot API; an async context manager that listens on a free port."""

    token = "123456:FAKE"
    username = "shouwen_bot"

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.updates: list[dict[str, Any]] = []
        self.confirmed = 0
        self.open_queries: set[str] = set()
        self.toasts: list[str] = []
        self.menus: dict[str, list[dict[str, str]]] = {}
        self.webhook = False
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.faults: dict[str, list[Callable[[], None]]] = {}
        self._api = BotApi(self)
        self._messages = 100
        self._update = 0
        self._happened = asyncio.Event()

    async def __aenter__(self) -> Self:
        self.base_url = await self._api.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._api.stop()

    def person(self, number: int, name: str = "") -> Person:
        """Return the person, who comes into being at the first call."""
        return self.people.setdefault(number, Person(self, number, name or f"p{number}"))

    def group(self, number: int, title: str = "群", *, topics: tuple[int, ...] = ()) -> Chat:
        """Make a group the bot is in; with *topics* a forum."""
        kind = "supergroup" if topics or number < -(10**12) else "group"
        return self.chats.setdefault(number, Chat(number, kind, title, topics))

    def chat(self, number: int) -> Chat:
        """Return the chat, for looking at; nobody has to have written there yet."""
        return self.chats.get(number) or Chat(number, "private")

    def migrate(self, chat: Chat, number: int) -> Chat:
        """Let a group become a supergroup with another id, as Telegram tells it to bots."""
        grown = self.group(number, chat.title)
        chat.moved_to = number
        for where, key, other in (
            (chat, "migrate_to_chat_id", number),
            (grown, "migrate_from_chat_id", chat.id),
        ):
            head = {"message_id": self.next_message(), "date": 1, "chat": where.raw}
            owner = {"id": 1, "is_bot": False, "first_name": "owner"}
            self.happens("message", {**head, "from": owner, key: other})
        return grown

    def fail(self, method: str, status: int, words: str, **parameters: int) -> None:
        """Refuse the next call of *method*; several calls queue up."""
        self.faults.setdefault(method, []).append(self._api.refusal(status, words, parameters))

    def drop(self, method: str) -> None:
        """Break the connection at the next call of *method* instead of answering."""
        self.faults.setdefault(method, []).append(self._api.breakdown())

    async def until(self, condition: Callable[[], T], *, seconds: float = 10) -> T:
        """Wait for *condition* to become true and return its value."""
        async with asyncio.timeout(seconds):
            while not (value := condition()):
                await self._happened.wait()
        return value

    def called(self, method: str) -> list[dict[str, str]]:
        """Return the fields of every call of *method* so far."""
        return [fields for name, fields in self.calls if name == method]

    # ── for the server ──

    def happens(self, kind: str, content: dict[str, Any]) -> int:
        """Queue an update; a query gets the update's id."""
        self._update += 1
        if kind == "callback_query":
            content["id"] = str(self._update)
            self.open_queries.add(content["id"])
        self.updates.append({"update_id": self._update, kind: content})
        self.wake()
        return self._update

    def wake(self) -> None:
        """Let all who wait look again."""
        self._happened.set()
        self._happened = asyncio.Event()

    @property
    def happened(self) -> asyncio.Event:
        """The event that is set when the next thing happens."""
        return self._happened

    def next_message(self) -> int:
        """Return a fresh message id."""
        self._messages += 1
        return self._messages

    def blank(self, thread: int) -> Message:
        """Return a message about to be written."""
        return Message(self.next_message(), "", thread=thread)

    def raw_message(self, chat: Chat, message: Message) -> dict[str, Any]:
        """Return one of the bot's messages as it stands in an update."""
        bot = {"id": 123456, "is_bot": True, "first_name": "首问", "username": self.username}
        raw = {"message_id": message.id, "date": 1, "chat": chat.raw, "from": bot}
        topic = {"message_thread_id": message.thread, "is_topic_message": True}
        return raw | {"text": message.text} | (topic if message.thread else {})
