"""What requests bring and what they are answered with: JSON, or a refusal with its sentence."""

import json
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.chat.clean import clean

BODY_LIMIT = 64 * 1024
LONGEST_NAME = 200
Json = dict[str, object]


class BadBody(Exception):
    """A request cannot be served; carries the status, the key of the sentence, more headers."""

    def __init__(self, status: int, word: str, **headers: str) -> None:
        super().__init__(word)
        self.status = status
        self.word = word
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


async def body_of(request: Request, *, programs_too: bool = False) -> Json:
    """Return the JSON object sent; *programs_too*: curl without a content type is understood.

    Raises:
        BadBody: it is none, or too long.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    lenient = programs_too and not _from_browser(request.headers)
    if kind != "application/json" and not lenient:
        raise BadBody(415, "content_type")
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > BODY_LIMIT:
            raise BadBody(413, "too_long")
    return _read(bytes(read))


def text_of(body: Json, key: str, *, or_else: str | None = None) -> str:
    """Return a text of the body; one that must be there where *or_else* is not given."""
    value = body.get(key, or_else)
    if not isinstance(value, str) or (not value and or_else is None):
        raise BadBody(422, "missing")
    return clean(value) or or_else or ""


def name_of(body: Json, key: str, *, or_else: str | None = None) -> str:
    """Return what names something (a chat, a message, a delivery): a short text, exactly as sent.

    Raises:
        BadBody: it is missing, longer than any name, or holds what no name of ours holds.
    """
    value = text_of(body, key, or_else=or_else)
    if value != body.get(key, value) or len(value) > LONGEST_NAME:
        raise BadBody(422, "missing")
    return value


def texts_of(body: Json, key: str, at_most: int) -> list[str]:
    """Return a list of texts of the body, empty where it is not there."""
    value = body.get(key, [])
    if not isinstance(value, list) or len(value) > at_most:
        raise BadBody(422, "missing")
    return [clean(each) if isinstance(each, str) else "" for each in value]


def answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer in JSON that nobody keeps."""
    return JSONResponse(value, status, headers={"Cache-Control": "no-store", **(headers or {})})


def _read(body: bytes) -> Json:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise BadBody(422, "json") from error
    if not isinstance(value, dict):
        raise BadBody(422, "json")
    return value


def _from_browser(headers: Headers) -> bool:
    """Whether a page sent the request: browsers mark every POST, programs do not."""
    return "origin" in headers or "sec-fetch-site" in headers
