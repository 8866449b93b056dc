"""The port's adapter: listens by sockets or by HTTP, sends, edits, wipes, hands over files."""

import asyncio
from collections.abc import Mapping
from functools import partial

import structlog

from adapters.slack import outgoing
from adapters.slack.api import Api
from adapters.slack.calls import PATH, Calls
from adapters.slack.errors import (
    BUSY,
    NO_ANSWER,
    TOKEN_REFUSED,
    MalformedAnswer,
    code_of,
    persist,
    translated,
)
from adapters.slack.incoming import HOME, PLATFORM, Me
from adapters.slack.listening import Sockets, application, way_in
from adapters.slack.people import USER, People
from adapters.slack.permissions import missing
from adapters.slack.reception import Reception
from adapters.slack.settings import Pace, SlackSettings, WrongToken
from bot.chat import (
    Address,
    App,
    Enclosed,
    Limits,
    Outgoing,
    Rate,
    Receive,
    Segment,
    Surroundings,
    TryLater,
)
from bot.chat.midway import Midway

log = structlog.get_logger(__name__)


class Slack:
    """One app in one workspace. Who it is, it knows once `run` or `identify` has asked."""

    name = PLATFORM
    limits = Limits(private=Rate(1, 1), group=Rate(1, 1))

    def __init__(self, settings: SlackSettings, around: Surroundings, *, pace: Pace) -> None:
        self.me: Me | None = None
        self._settings = settings
        self._around = around
        self._pace = pace
        self._api = Api(
            base_url=settings.base_url, token=settings.bot_token, patience=pace.patience
        )
        self._people = People(self._api, seconds=pace.lookup)
        self._midway = Midway()
        self._calls = None if settings.socket_mode else Calls(settings.signing_secret)

    @property
    def mounts(self) -> Mapping[str, App]:
        """In HTTP mode ``/slack``; in Socket Mode nothing."""
        return {} if self._calls is None else {PATH: self._calls}

    def link(self, code: str) -> str:  # noqa: ARG002 - Slack's links carry no code
        """Nothing: people are known by their e-mail, or send the code."""
        return ""

    async def identify(self) -> str:
        """Ask Slack who the app is; waits while Slack is out of reach. Returns its user id.

        Raises:
            WrongToken, WrongAppToken: Slack does not know one of the tokens.
        """
        me = await self._myself()
        if self._settings.socket_mode:
            await way_in(self._api, self._settings.app_token, self._pace)
        return me.user

    async def _myself(self) -> Me:
        self.me = me = await persist(self._asked, self._pace.pause, WrongToken)
        self._people.team = me.team
        return me

    async def _asked(self) -> Me:
        answer = await self._api.call("auth.test")
        try:
            return Me(str(answer["user_id"]), str(answer.get("bot_id", "")), str(answer["team_id"]))
        except (KeyError, TypeError, ValueError) as error:
            raise MalformedAnswer from error

    async def missing_scopes(self) -> tuple[str, ...]:
        """Ask Slack which permissions were not granted.

        Raises:
            WrongToken: it does not know the token.
            TryLater: it does not answer.
        """
        try:
            return missing(await self._api.call("auth.test"))
        except NO_ANSWER as error:
            if code_of(error) in TOKEN_REFUSED:
                raise WrongToken from error
            raise TryLater from error

    async def run(self, receive: Receive) -> None:
        """Listen until cancelled.

        Raises:
            WrongToken, WrongAppToken: nothing can work with this token.
        """
        me = await self._myself()
        reception = Reception(
            self._api, self._people, self._around, me=me, receive=receive, pace=self._pace
        )
        app = application(self._settings, me, reception)
        try:
            if self._calls is None:
                await Sockets(app, self._api, self._settings.app_token, self._pace).run()
            else:
                await self._calls.run(app)
        finally:
            await reception.stop()

    async def send(self, to: Address, message: Outgoing, *, edit: str = "") -> str:
        """Post or edit; of a long text's parts the last one's id, which bears the buttons.

        Raises:
            TryLater, Undeliverable: see the port.
        """
        try:
            if to.thread == HOME:
                return await self._show_home(to.chat, message)
            chat = await self._people.chat(to.chat) if USER.fullmatch(to.chat) else to.chat
            if message.wipe:
                return await self._wipe(chat, message, edit)
            if edit:
                return await self._edit(chat, message, edit)
            return await self._post(to, chat, message)
        except NO_ANSWER as error:
            raise translated(error) from error

    async def _show_home(self, user: str, message: Outgoing) -> str:
        shown = message if not message.wipe else Outgoing((Segment("text", "…"),))
        await self._api.call("views.publish", user_id=user, view=outgoing.home(shown))
        return HOME

    async def _post(self, to: Address, chat: str, message: Outgoing) -> str:
        """Send every part; sent again after a refusal it goes on where it was refused."""
        bodies = outgoing.posts(message, self._around.words["part"])
        ids = await self._midway.send(
            (to, message),
            [
                *(partial(self._enclose, chat, to.thread, file) for file in message.files),
                *(partial(self._say, chat, to.thread, body) for body in bodies),
            ],
        )
        return ids[-1]

    async def _say(self, chat: str, thread: str, body: outgoing.Block) -> str:
        fields = {"channel": chat, "unfurl_links": False, "unfurl_media": False}
        under = {"thread_ts": thread} if thread else {}
        answer = await self._api.call("chat.postMessage", **fields, **under, **body)
        return str(answer["ts"])

    async def _enclose(self, chat: str, thread: str, file: Enclosed) -> str:
        """Upload a kept file; one that is gone, or that Slack does not take, is left out."""
        try:
            content = await asyncio.to_thread(self._around.read, file.sha)
            await self._api.upload(chat, thread, file.name or file.kind, content)
        except FileNotFoundError:
            log.info("slack.file_gone", sha=file.sha)
        except NO_ANSWER as error:
            if code_of(error) in BUSY:
                raise
            log.warning("slack.file_left_out", error=code_of(error))
        return file.sha

    async def _edit(self, chat: str, message: Outgoing, ts: str) -> str:
        fields = {"channel": chat, "ts": ts, **outgoing.edited(message)}
        await self._api.call("chat.update", **fields)
        return ts

    async def _wipe(self, chat: str, message: Outgoing, ts: str) -> str:
        """Delete; what Slack does not let us delete is reduced to *message*."""
        if not ts:
            return ""
        try:
            await self._api.call("chat.delete", channel=chat, ts=ts)
        except NO_ANSWER as error:
            if code_of(error) == "cant_delete_message":
                rest = message.segments if message.text.strip() else (Segment("text", "…"),)
                return await self._edit(chat, Outgoing(rest, message.rows), ts)
            if code_of(error) != "message_not_found":
                raise
        return ts

    async def fetch(self, handle: str) -> bytes:
        """Return the content of a file, at most 20 MB; *handle* is its id.

        Raises:
            TryLater, Undeliverable: see the port.
        """
        return await self._api.download(handle)

    async def close(self) -> None:
        """Close the connections; `run` must have been cancelled."""
        await self._api.close()
