"""What Slack delivers, taken to the core; Slack is told "received" only after the commit.

Events that are not acknowledged come again under the same ``event_id``; presses, commands and
papers do not, and Slack tells the person that the app did not answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from html import escape
from typing import Any
from weakref import WeakValueDictionary

import structlog

from adapters.slack import incoming, interactions
from adapters.slack.api import Api
from adapters.slack.errors import NO_ANSWER, code_of
from adapters.slack.incoming import Me, Raw
from adapters.slack.modal import errors, modal
from adapters.slack.people import People
from adapters.slack.settings import Pace
from bot.chat import Ack, Address, Incoming, Receive, Surroundings

log = structlog.get_logger(__name__)

Answer = dict[str, object]
"""The body of an acknowledgement; empty for none."""
MOST_PAPERS = 1_000


class NotReceived(Exception):
    """Nothing is known to be committed: Slack must not be told so."""


class Reception:
    """Translates payloads, hands them to *receive* in the order of their chats, answers."""

    def __init__(
        self,
        api: Api,
        people: People,
        around: Surroundings,
        *,
        me: Me,
        receive: Receive,
        pace: Pace,
    ) -> None:
        self._api, self._people, self._around = api, people, around
        self._me, self._receive, self._pace = me, receive, pace
        self._sheets = {sheet.name: sheet for sheet in around.sheets}
        self._chats: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._refused: dict[str, Ack] = {}
        self._ways: dict[str, Callable[[Raw], Awaitable[Answer]]] = {
            "event_callback": self._event,
            "block_actions": self._press,
            "message_action": self._shortcut,
            "view_submission": self._submission,
            "command": self._command,
        }

    async def take(self, body: Raw) -> Answer:
        """Handle a payload; back when the core has committed.

        Raises:
            NotReceived: it has not, or not soon enough.
        """
        task = self._start(self._taken(body))
        done, _ = await asyncio.wait({task}, timeout=self._pace.ack)
        if task.cancelled():
            raise NotReceived
        if not done:
            log.warning("slack.slow", kind=kind_of(body))
            raise NotReceived
        answer: Answer = task.result()
        return answer

    async def _taken(self, body: Raw) -> Answer:
        try:
            way = self._ways.get(kind_of(body))
            return await way(body) if way else {}
        except NotReceived:
            raise
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            log.warning("slack.unreadable", kind=kind_of(body), error=type(error).__name__)
            return {}
        except Exception as error:
            name = code_of(error) or type(error).__name__
            log.warning("slack.not_received", kind=kind_of(body), error=name)
            raise NotReceived from error

    async def _event(self, body: Raw) -> Answer:
        happened = body["event"]
        said = happened.get("message", happened).get("text", "")
        names = await self._people.names(said) if isinstance(said, str) else {}
        heard = incoming.event(body, self._me, names)
        if heard is not None:
            await self._hand_over(heard)
        return {}

    async def _press(self, body: Raw) -> Answer:
        at_home = interactions.is_at_home(body)
        dm = await self._people.chat(body["user"]["id"]) if at_home else ""
        pressed = interactions.press(body, dm)
        if pressed is not None:
            ack = await self._hand_over(pressed)
            if ack.text:
                self._start(self._whisper(pressed, ack.text))
        return {}

    async def _command(self, body: Raw) -> Answer:
        dm = await self._people.chat(body["user_id"])
        names = await self._people.names(body.get("text", ""))
        asked = interactions.command(body, dm, names)
        if asked.command == interactions.REGISTER and await self._opened(body["trigger_id"]):
            return {}
        await self._hand_over(asked)
        if body["channel_id"] == dm:
            return {}
        return {"response_type": "ephemeral", "text": self._around.words["in_private"]}

    async def _opened(self, trigger: str) -> bool:
        """Show the paper whole; where Slack does not in time, it is filled in line by line."""
        sheet = self._sheets.get(interactions.PAPER)
        if sheet is None:
            return False
        try:
            view = modal(sheet, self._around.words)
            await self._api.call("views.open", trigger_id=trigger, view=view)
        except NO_ANSWER as error:
            log.warning("slack.no_modal", error=code_of(error) or type(error).__name__)
            return False
        return True

    async def _shortcut(self, body: Raw) -> Answer:
        if body["callback_id"] == interactions.SHORTCUT:
            dm = await self._people.chat(body["user"]["id"])
            names = await self._people.names(body["message"].get("text", ""))
            await self._hand_over(interactions.shortcut(body, dm, names))
        return {}

    async def _submission(self, body: Raw) -> Answer:
        dm = await self._people.chat(body["user"]["id"])
        filled = interactions.submission(body, dm)
        ack = self._refused.get(filled.id) or await self._hand_over(filled)
        if not ack.errors:
            return {}
        self._refused[filled.id] = ack  # the core takes the same answers again for a repetition
        if len(self._refused) > MOST_PAPERS:
            del self._refused[next(iter(self._refused))]
        return errors(ack.errors, body["view"])

    async def _hand_over(self, said: Incoming) -> Ack:
        """Hand it to the core, after what was said before it in the same chat."""
        lock = self._chats.setdefault(said.address, asyncio.Lock())
        async with lock:
            known = await self._people.of(said.sender)
            try:
                return await self._receive(replace(said, sender_name=known.name, email=known.email))
            except Exception as error:
                log.warning("slack.not_received", delivery=said.id, error=type(error).__name__)
                raise NotReceived from error

    async def _whisper(self, pressed: Incoming, words: str) -> None:
        """Show a passing word to who pressed, and to nobody else; never owed."""
        where = pressed.address
        under = {"thread_ts": where.thread} if where.thread else {}
        fields = {"channel": where.chat, "user": pressed.sender, "text": escape(words), **under}
        try:
            await self._api.call("chat.postEphemeral", **fields)
        except NO_ANSWER as error:
            log.info("slack.press_not_answered", error=code_of(error) or type(error).__name__)

    def _start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # was told where it was raised; nobody may wait for it any more

    async def stop(self) -> None:
        """Let go of what is under way; Slack was not told, and brings its events again."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def kind_of(body: Raw) -> str:
    """What a payload is: slash commands alone bear no type."""
    return "command" if "command" in body else str(body.get("type", ""))
