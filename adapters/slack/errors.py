"""Slack's errors in the port's words, and patience with a platform that does not answer."""

from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import structlog
from aiohttp import ClientError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.settings import GaveUp
from bot.chat import TryLater, Undeliverable

T = TypeVar("T")
log = structlog.get_logger(__name__)

NO_ANSWER = (SlackClientError, ClientError, TimeoutError, OSError)
"""Whatever a call can raise."""

# A token that is wrong is no fault of the message: it waits until somebody has put it right.
NEVER = frozenset(
    {
        "account_inactive",
        "as_user_not_supported",
        "cannot_dm_bot",
        "cant_delete_message",
        "cant_dm_bot",
        "cant_update_message",
        "channel_is_limited_access",
        "channel_not_found",
        "duplicate_channel_not_found",
        "edit_window_closed",
        "exceeded_max_blocks",
        "file_deleted",
        "file_not_found",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_thread_ts",
        "is_archived",
        "is_inactive",
        "message_limit_exceeded",
        "message_not_found",
        "messages_tab_disabled",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_enabled",
        "not_in_channel",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "slack_connect_canvas_sharing_blocked",
        "thread_not_found",
        "too_many_attachments",
        "user_disabled",
        "user_is_bot",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
        "view_too_large",
    }
)
"""Codes with which Slack refuses one message or its receiver for good."""
BUSY = frozenset(
    {
        "",  # no answer at all
        "fatal_error",
        "internal_error",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
    }
)
"""Codes after which the same may go well another time."""
TOKEN_REFUSED = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)


REFUSALS_AT_MOST = 3
"""So often in a row the token is refused before that is believed: a proxy may answer for Slack."""
REFUSED_SECONDS = 0.1


class MalformedAnswer(ClientError):
    """What came back is not of Slack's making. It is no answer."""


def code_of(error: BaseException) -> str:
    """Return Slack's code, "" for an error of the way there."""
    if not isinstance(error, SlackApiError) or not isinstance(error.response.data, dict):
        return ""
    return str(error.response.data.get("error", ""))


def translated(error: BaseException) -> TryLater | Undeliverable:
    """Return the port's error: what is not refused for good may go another time."""
    code = code_of(error)
    if code in NEVER:
        return Undeliverable(code)
    return TryLater(retry_after(error), perhaps=_may_have_arrived(error))


def _may_have_arrived(error: BaseException) -> bool:
    """Slack had it and did not answer in time."""
    return isinstance(error, TimeoutError) and not isinstance(error, ConnectionTimeoutError)


def retry_after(error: BaseException) -> float | None:
    """Return how many seconds Slack wants to be left alone, if it says so."""
    if not isinstance(error, SlackApiError):
        return None
    headers = {str(key).lower(): value for key, value in error.response.headers.items()}
    given = str(headers.get("retry-after", ""))
    return float(given) if given.isdecimal() else None


async def persist(
    call: Callable[[], Awaitable[T]],
    pause: Callable[[float], Awaitable[None]],
    wrong: type[GaveUp],
    *,
    also: frozenset[str] = frozenset(),
) -> T:
    """Repeat *call* with growing waits until Slack answers it.

    Raises:
        GaveUp: *wrong*, if Slack refuses the token several times in a row, or answers one of *also*.
    """
    waits, refusals = growing(first=1, most=60), 0
    while True:
        try:
            return await call()
        except NO_ANSWER as error:
            refused = code_of(error) in TOKEN_REFUSED | also
            refusals = refusals + 1 if refused else 0
            if refusals == REFUSALS_AT_MOST:
                raise wrong from error
            wait = REFUSED_SECONDS if refused else retry_after(error) or next(waits)
            name = code_of(error) or type(error).__name__
            if not refused:
                log.warning("slack.no_answer", error=name, again_in=wait)
        await pause(wait)


def growing(*, first: float, most: float) -> Iterator[float]:
    """Yield waiting times in seconds, doubling up to *most*."""
    while True:
        yield first
        first = min(2 * first, most)
