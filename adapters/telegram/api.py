"""A thin Bot API call: PTB's request object does HTTP and errors, no objects are built."""

from collections.abc import Mapping
from typing import Any

from telegram.request import BaseRequest, HTTPXRequest, RequestData

# PTB exports only the class above it; from_input would search every value for files.
from telegram.request._requestparameter import RequestParameter


class Api:
    """The methods of one bot: *base_url* and *token* joined, as Telegram wants it."""

    def __init__(self, *, base_url: str, token: str, request: BaseRequest | None = None) -> None:
        self._address = f"{base_url}{token}/"
        self._request = request or HTTPXRequest(pool_timeout=30)

    async def call(
        self, method: str, fields: Mapping[str, object], *, wait_seconds: float = 0
    ) -> Any:  # noqa: ANN401 - raw payload
        """Return the raw ``result``; *wait_seconds* is how long Telegram may think about it.

        Raises:
            TelegramError: as PTB maps status and description.
        """
        data = RequestData([RequestParameter(name, value, None) for name, value in fields.items()])
        return await self._request.post(
            self._address + method, data, read_timeout=wait_seconds + 10
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._request.shutdown()
