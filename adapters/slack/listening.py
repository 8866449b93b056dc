"""How Slack's payloads arrive: slack-bolt checks, sorts and answers; nothing of its state is used."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import Api
from adapters.slack.errors import persist
from adapters.slack.incoming import Me, Raw
from adapters.slack.logs import QUIET
from adapters.slack.reception import NotReceived, Reception
from adapters.slack.settings import Pace, SlackSettings, WrongAppToken

ANYTHING = re.compile(r"[\s\S]*")
DELIVER_AGAIN = 503
GRACE_SECONDS = 0.5
"""How long connections may take to close."""


def application(settings: SlackSettings, me: Me, reception: Reception) -> AsyncApp:
    """Make the app: every payload it finds genuine goes to *reception*."""

    async def take(body: Raw) -> BoltResponse:
        try:
            answer = await reception.take(body)
        except NotReceived:
            return BoltResponse(status=DELIVER_AGAIN)
        return BoltResponse(status=200, body=answer or "")

    app = AsyncApp(
        name="shouwen",
        logger=QUIET,
        process_before_response=True,  # an event is acknowledged after it, not before
        request_verification_enabled=False,  # done before: the library first looks into the body
        client=AsyncWebClient(base_url=settings.base_url, logger=QUIET),
        authorize=_authorizing(settings.bot_token, me),
    )
    for kind in (app.event, app.action, app.command, app.shortcut, app.view):
        kind(ANYTHING)(take)
    return app


def _authorizing(token: str, me: Me) -> Callable[..., Awaitable[AuthorizeResult]]:
    """The library asks for each payload who the app is there; there is one workspace alone."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=me.user,
            bot_id=me.bot,
            bot_token=token,
        )

    return authorize


async def way_in(api: Api, app_token: str, pace: Pace) -> str:
    """Ask for an address to connect to: the library would try for ever with a token that is wrong.

    Raises:
        WrongAppToken: Slack hands out no connection for this token.
    """
    return await persist(
        lambda: api.connections_open(app_token),
        pace.pause,
        WrongAppToken,
        also=frozenset({"missing_scope", "forbidden_team"}),
    )


class Sockets:
    """The connections of Socket Mode; each delivery arrives on one of them."""

    def __init__(self, app: AsyncApp, api: Api, app_token: str, pace: Pace) -> None:
        self._api, self._app_token, self._pace = api, app_token, pace
        handlers = [
            AsyncSocketModeHandler(app, app_token, logger=QUIET, ping_interval=pace.ping)
            for _ in range(pace.connections)
        ]
        self._clients = [handler.client for handler in handlers]

    async def run(self) -> None:
        """Hold the connections until cancelled; what breaks off is connected anew.

        Raises:
            WrongAppToken: Slack hands out no connection for this token.
        """
        minding = asyncio.create_task(self._mind())
        try:
            for client in self._clients:
                client.wss_uri = await way_in(self._api, self._app_token, self._pace)
                await client.connect()  # type: ignore[no-untyped-call] # the SDK has no types here
            await minding
        finally:
            minding.cancel()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closed(), GRACE_SECONDS)
            await asyncio.gather(minding, return_exceptions=True)

    async def _closed(self) -> None:
        closing = (client.close() for client in self._clients)  # type: ignore[no-untyped-call] # nor here
        await asyncio.gather(*closing, return_exceptions=True)

    async def _mind(self) -> None:
        """Let who cannot connect ask for a new address: the library tries the old one for ever."""
        while True:
            await asyncio.sleep(4 * self._pace.ping)
            for client in self._clients:
                if not await client.is_connected():
                    client.wss_uri = None
