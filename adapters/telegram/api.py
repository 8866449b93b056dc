"""A thin Bot API call: PTB's request object does HTTP and errors, no objects are built."""

import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx
from telegram import InputFile
from telegram.error import NetworkError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

# PTB exports only the class above it; from_input would search every value for files.
from telegram.request._requestparameter import RequestParameter

from bot.chat import TryLater, Undeliverable

TOO_BIG = "file is too big"


class MalformedAnswer(NetworkError):
    """What came back is not of Telegram's making: a proxy's, or half of it. It is no answer."""

    def __init__(self) -> None:
        super().__init__("malformed answer")


_SECONDS = httpx.Timeout(30, connect=10)


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities httpx trusts, read once: reading them takes 20 ms each time."""
    return httpx.create_ssl_context()


class Api:
    """The methods of one bot: *base_url* and *token* joined, as Telegram wants it."""

    def __init__(
        self, *, base_url: str, file_url: str, token: str, request: BaseRequest | None = None
    ) -> None:
        self._address = f"{base_url}{token}/"
        self._files = f"{file_url}{token}/"
        self._request = request or HTTPXRequest(
            pool_timeout=30, httpx_kwargs={"verify": _trusted()}
        )
        self._downloads: httpx.AsyncClient | None = None

    async def call(
        self,
        method: str,
        fields: Mapping[str, object],
        *,
        files: Mapping[str, InputFile] | None = None,
        within_seconds: float = 10,
    ) -> Any:  # noqa: ANN401 - raw payload
        """Return the raw ``result``; *within_seconds* is how long Telegram may take.

        Raises:
            TelegramError: as PTB maps status and description.
        """
        parameters = [RequestParameter(name, value, None) for name, value in fields.items()]
        for name, file in (files or {}).items():
            parameters.append(RequestParameter(name, None, [file]))
        try:
            return await self._request.post(
                self._address + method, RequestData(parameters), read_timeout=within_seconds
            )
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            raise MalformedAnswer from error

    async def download(self, path: str, *, at_most: int) -> bytes:
        """Return a file's content; PTB would load it however large it is.

        Raises:
            TryLater: Telegram is busy or out of reach.
            Undeliverable: it is gone, or larger than *at_most* bytes.
        """
        if self._downloads is None:
            self._downloads = httpx.AsyncClient(timeout=_SECONDS, verify=_trusted())
        try:
            async with self._downloads.stream("GET", self._files + quote(path)) as answer:
                _check(answer)
                return await _limited(answer, at_most)
        except (httpx.HTTPError, httpx.InvalidURL):
            raise TryLater from None  # unchained: the error knows the address, and so the token

    async def close(self) -> None:
        """Close the connections."""
        await self._request.shutdown()
        if self._downloads is not None:
            await self._downloads.aclose()


def _check(answer: httpx.Response) -> None:
    if answer.is_success:
        return
    if answer.status_code in (400, 404, 410):
        raise Undeliverable(f"{answer.status_code} {answer.reason_phrase}")
    wait = answer.headers.get("retry-after", "")
    raise TryLater(after_seconds=float(wait) if wait.isdecimal() else None)


async def _limited(answer: httpx.Response, at_most: int) -> bytes:
    content = bytearray()
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > at_most:
            raise Undeliverable(TOO_BIG)
    return bytes(content)
