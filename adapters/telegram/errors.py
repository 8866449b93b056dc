"""PTB's errors in the port's words, and patience with a platform that does not answer."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import TypeVar

import httpx
import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from adapters.telegram.settings import TokenInUse, WrongToken
from bot.chat import Moved, TryLater, Undeliverable

T = TypeVar("T")
log = structlog.get_logger(__name__)

# A process being replaced still holds its last poll; with growing waits this is some minutes.
CONFLICTS_AT_MOST = 10
REFUSALS_AT_MOST = 3
"""So often in a row the token is refused before that is believed: a proxy may answer 401 or 404."""
REFUSED_SECONDS = 0.1


def translated(error: TelegramError) -> TryLater | Undeliverable | Moved:
    """Return the port's error; a wrong token is no fault of the message, so it is `TryLater`."""
    match error:
        case RetryAfter():
            return TryLater(after_seconds=seconds(error))
        case ChatMigrated():
            return Moved(chat=str(error.new_chat_id))
        case Forbidden() | BadRequest():  # BadRequest is a NetworkError: before "anything else"
            return Undeliverable(reason=str(error))
        case NetworkError() if "too large" in error.message.lower():  # 413, however often
            return Undeliverable(reason=error.message)
        case TimedOut() if isinstance(error.__cause__, httpx.ReadTimeout):
            return TryLater(perhaps=True)
        case _:
            return TryLater()


async def persist(
    call: Callable[[], Awaitable[T]],
    pause: Callable[[float], Awaitable[None]],
    *,
    who_am_i: Callable[[], Awaitable[object]] | None = None,
) -> T:
    """Repeat *call* with growing waits until Telegram answers it.

    *who_am_i* is asked before it is believed that the token is wrong.

    Raises:
        WrongToken: the token is not valid.
        TokenInUse: somebody else kept fetching this token's updates all the time.
    """
    waits = growing(first=1, most=60)
    conflicts = refusals = 0
    while True:
        try:
            return await call()
        except InvalidToken as error:
            refusals += 1
            if refusals == REFUSALS_AT_MOST:
                if who_am_i is None or await _refused(who_am_i):
                    raise WrongToken from error
                refusals = 0
            wait = REFUSED_SECONDS if refusals else next(waits)
        except TelegramError as error:
            refusals = 0
            conflicts += isinstance(error, Conflict)
            if conflicts == CONFLICTS_AT_MOST:
                raise TokenInUse from error
            wait = seconds(error) if isinstance(error, RetryAfter) else next(waits)
            log.warning("telegram.no_answer", error=type(error).__name__, again_in=wait)
        await pause(wait)


async def _refused(who_am_i: Callable[[], Awaitable[object]]) -> bool:
    try:
        await who_am_i()
    except InvalidToken:
        return True
    except TelegramError:
        return False  # nobody says so
    return False


def growing(*, first: float, most: float) -> Iterator[float]:
    """Yield waiting times in seconds, doubling up to *most*."""
    while True:
        yield first
        first = min(2 * first, most)


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram wants to be left alone, whichever type PTB was told to give."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
