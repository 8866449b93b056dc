"""Updates that Telegram brings to the office's own server: answered 200 once the core has committed.

The address holds no secret; Telegram says one in a header with every update. What is not answered
200 within a minute Telegram brings again, and meanwhile holds back the later updates of that chat.
"""

import asyncio
import hmac
import json
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from telegram.error import BadRequest, TelegramError

from adapters.telegram.api import Api, MalformedAnswer
from adapters.telegram.errors import persist
from adapters.telegram.hearing import KINDS, Hearing
from adapters.telegram.lanes import Delivery
from adapters.telegram.settings import Pace, WebhookRefused
from bot.chat import App
from bot.chat.clean import whole_number

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not the secret
LARGEST_BODY = 2**20
CONNECTIONS = 40


@dataclass(eq=False)
class _Unfit(Exception):
    status: int


class Webhook:
    """The ASGI application at `path`; nobody is heard before `run` and after its end."""

    path = "/telegram"

    def __init__(self, api: Api, *, secret: str, pace: Pace) -> None:
        self._api = api
        self._secret = secret
        self._pace = pace
        self._hearing: Hearing | None = None
        self._under_way: dict[int, asyncio.Task[bool]] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def run(self, hearing: Hearing, public_url: str) -> None:
        """Let Telegram bring updates until cancelled; what waited for polling comes first.

        Raises:
            WrongToken, WebhookRefused: no update will come.
        """
        self._hearing = hearing
        address = public_url.rstrip("/") + self.path
        try:
            await persist(
                lambda: self._announce(address),
                self._pace.pause,
                who_am_i=lambda: self._api.call("getMe", {}),
            )
            while True:
                await asyncio.sleep(self._pace.look_seconds)
                await self._look_after(address)
        finally:
            await self._stop(hearing)

    async def _announce(self, address: str) -> None:
        fields = {
            "url": address,
            "secret_token": self._secret,
            "allowed_updates": KINDS,
            "max_connections": str(CONNECTIONS),
        }
        try:
            await self._api.call("setWebhook", fields)
        except BadRequest as error:
            log.error("telegram.webhook_refused", said=error.message)  # noqa: TRY400 - its words
            raise WebhookRefused(error.message) from error

    async def _look_after(self, address: str) -> None:
        """Whoever polled with this token has taken the webhook away: put it back, and say so."""
        try:
            info = await self._api.call("getWebhookInfo", {})
            if not isinstance(info, dict):
                raise MalformedAnswer
            if info.get("url") != address:
                log.warning("telegram.webhook_was_gone")
                await self._announce(address)
            elif info.get("last_error_message") and info.get("pending_update_count"):
                waiting = info["pending_update_count"]
                said = info["last_error_message"]
                log.warning("telegram.webhook_trouble", waiting=waiting, said=said)
        except (
            TelegramError,
            WebhookRefused,
        ) as error:  # for a moment perhaps; it is looked at again
            log.warning("telegram.no_answer", error=type(error).__name__)

    async def _stop(self, hearing: Hearing) -> None:
        """Let go of what is under way; Telegram was not told, and will bring it again."""
        self._hearing = None
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        hearing.stop()

    async def __call__(self, scope: dict[str, Any], receive: App, send: App) -> None:
        """Answer one request with a status and nothing else."""
        if scope["type"] != "http":
            await send({"type": "websocket.close"})
            return
        status = await self._status(Request(scope, receive))
        await Response(status_code=status)(scope, receive, send)

    async def _status(self, request: Request) -> int:
        """Whoever does not know the secret learns nothing, not even what is amiss."""
        said = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(said.encode(), self._secret.encode()):
            return 403
        if request.method != "POST":
            return 405
        try:
            async with asyncio.timeout(self._pace.answer_seconds):
                number, update = _update_in(await _body(request))
                return await self._heard(number, update)
        except _Unfit as unfit:
            return unfit.status
        except ClientDisconnect:
            return 400
        except TimeoutError:  # it goes on; when Telegram brings it again it may be done
            return 503

    async def _heard(self, number: int, update: dict[str, Any]) -> int:
        hearing = self._hearing
        if hearing is None:
            return 503
        delivery = hearing.read(update)
        if delivery is None:
            return 200
        task = self._under_way.get(number) or self._begin(hearing, delivery)
        await asyncio.wait({task})
        return 200 if not task.cancelled() and task.result() else 503

    def _begin(self, hearing: Hearing, delivery: Delivery) -> asyncio.Task[bool]:
        task = asyncio.create_task(self._take(hearing, delivery))
        self._under_way[delivery.number] = task
        task.add_done_callback(lambda _: self._under_way.pop(delivery.number, None))
        return task

    async def _take(self, hearing: Hearing, delivery: Delivery) -> bool:
        """Wait for the chat's turn; tell whether the core has committed it."""
        turn = self._turns.setdefault(delivery.incoming.address.chat, asyncio.Lock())
        async with turn:  # a fair lock: first come, first heard
            try:
                await hearing.hand_over(delivery)
            except Exception as error:  # noqa: BLE001 - a busy store or a defect, both not stored
                name = type(error).__name__
                log.warning("telegram.not_received", delivery=str(delivery.number), error=name)
                return False
        return True


async def _body(request: Request) -> bytes:
    said = request.headers.get("content-length", "")
    if (whole_number(said) or 0) > LARGEST_BODY:
        raise _Unfit(413)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise _Unfit(413)
    return bytes(body)


def _update_in(body: bytes) -> tuple[int, dict[str, Any]]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _Unfit(400) from error
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(number, int):
        raise _Unfit(400)
    return number, update
