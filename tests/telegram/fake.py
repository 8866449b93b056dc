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
from tests.telegram.bringing import Bringer
from tests.telegram.chats import Chat, Message
from tests.telegram.uploads import File

__all__ = ["Chat", "Fake", "File", "Message", "Person"]

T = TypeVar("T")


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

    def edits(self, text: str, message_id: int, *, chat: Chat | None = None) -> int:
        """Let a message of his say something else."""
        head = {"message_id": message_id, "date": 1, "edit_date": 2, "from": self.raw}
        said = {**head, "chat": self._in(chat).raw, "text": text}
        return self.fake.happens("edited_message", said)

    def hands_over(
        self,
        kind: str,
        content: bytes,
        *,
        name: str = "",
        mime: str = "",
        caption: str = "",
        album: str = "",
        chat: Chat | None = None,
        reply_to: Message | None = None,
    ) -> int:
        """Send a file; a photo comes in two sizes, the first a thumbnail that must not be taken."""
        handle = self.fake.keep(File(kind, name, content))
        file: dict[str, Any] = {"file_id": handle, "file_unique_id": handle}
        file |= {"file_size": len(content), "file_name": name, "mime_type": mime}
        thumbnail = {"file_id": "thumb", "file_unique_id": "t", "width": 90, "height": 90}
        said: dict[str, Any] = {kind: file}
        if kind == "photo":
            said["photo"] = [thumbnail, {**file, "width": 1280, "height": 960}]
        said |= {"caption": caption} if caption else {}
        said |= {"media_group_id": album} if album else {}
        if reply_to is not None:
            said["reply_to_message"] = self.fake.raw_message(self._in(chat), reply_to)
        return self._writes(said, chat, 0)

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
        said = {**head, "chat": where.raw, **topic, **content}
        if self.fake.privacy and where.kind != "private" and not self.fake.is_meant(said):
            return self.fake.last_update
        return self.fake.happens("message", said)


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
        self.privacy = True  # in groups a bot hears what is meant for it, as Telegram has it
        self.files: dict[str, File] = {}
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.faults: dict[str, list[Callable[[], None]]] = {}
        self.stalls: set[str] = set()  # methods whose next call is done and never answered
        self._api = BotApi(self)
        self._messages = 100
        self._update = 0
        self._happened = asyncio.Event()

    async def __aenter__(self) -> Self:
        self.base_url = await self._api.start()
        self.file_url = self.base_url.replace("/bot", "/file/bot")
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

    def answers(self, method: str, body: object) -> None:
        """Answer the next call of *method* with *body*, whatever was asked."""
        self.faults.setdefault(method, []).append(self._api.oddity(body))

    def let(self, method: str) -> None:
        """Let the next call of *method* pass, before what is refused after it."""
        self.faults.setdefault(method, []).append(lambda: None)

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

    @property
    def bringer(self) -> Bringer:
        """What brings updates to a webhook."""
        return self._api.bringer

    def keep(self, file: File) -> str:
        """Keep what somebody handed over; return its ``file_id``."""
        self.files[handle := f"F{len(self.files)}"] = file
        return handle

    def is_meant(self, said: dict[str, Any]) -> bool:
        """Whether a bot in privacy mode hears this in a group: commands, mentions, replies to it."""
        text = str(said.get("text", said.get("caption", "")))
        replied = said.get("reply_to_message", {}).get("from", {}).get("username")
        return text.startswith("/") or f"@{self.username}" in text or replied == self.username

    @property
    def last_update(self) -> int:
        """The number of the newest update."""
        return self._update

    # ── for the server ──

    def happens(self, kind: str, content: dict[str, Any]) -> int:
        """Queue an update; a query gets the update's id."""
        self._update += 1
        if kind == "callback_query":
            content["id"] = str(self._update)
            self.open_queries.add(content["id"])
        self.updates.append({"update_id": self._update, kind: content})
        if self.webhook:
            self._api.bringer.bring(self.updates[-1])
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
        words = {"caption" if message.files else "text": message.text}
        return raw | words | (topic if message.thread else {})
