"""A message with files as the requests that bring it: captions, albums, what Telegram will not take.

Limits (Bot API 10.0): photos 10 MB, files 50 MB, a caption 1024 UTF-16 units, an album 2 to 10
photos or 2 to 10 documents, without buttons.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import structlog
from telegram import InputFile

from adapters.telegram import outgoing
from adapters.telegram.api import TOO_BIG
from adapters.telegram.outgoing import Fields
from bot.chat import Address, Enclosed, Outgoing, Undeliverable

log = structlog.get_logger(__name__)

PHOTO_BYTES = 10_000_000
FILE_BYTES = 50_000_000
CAPTION_UNITS = 1024
ALBUM = 10
_RECORDINGS = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4", "audio/x-m4a"})
_METHODS = {"photo": "sendPhoto", "document": "sendDocument", "voice": "sendVoice"}


@dataclass(frozen=True, slots=True)
class Ready:
    """A file about to be sent; *kind* is Telegram's: photo, document or voice."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """One call; *bears* the words and buttons, so that its message is the one to be edited."""

    method: str
    fields: Fields
    files: Mapping[str, InputFile] = field(default_factory=dict)
    bears: bool = False


async def ready(files: Sequence[Enclosed], read: Callable[[str], bytes]) -> list[Ready]:
    """Take files from the shelf; one that is kept no more is left out.

    Raises:
        Undeliverable: one is larger than Telegram takes.
    """
    found = []
    for file in files:
        try:
            content = await asyncio.to_thread(read, file.sha)
        except FileNotFoundError:
            log.warning("telegram.file_gone", sha=file.sha)
            continue
        if len(content) > FILE_BYTES:
            raise Undeliverable(TOO_BIG)
        found.append(Ready(_kind(file, len(content)), file.name or file.kind, content))
    return found


def _kind(file: Enclosed, size: int) -> str:
    if file.kind == "photo" and size <= PHOTO_BYTES:
        return "photo"
    return "voice" if file.kind == "voice" and file.mime in _RECORDINGS else "document"


def requests(
    to: Address, message: Outgoing, files: Sequence[Ready], *, number: str = ""
) -> list[Request]:
    """Return the calls in order; just one bears words and buttons.

    Raises:
        Undeliverable: a button's payload is too long.
    """
    if len(files) == 1 and outgoing.fits(message.segments, CAPTION_UNITS):
        return [_captioned(to, message, files[0])]
    words = message.text.strip() or message.rows or not files
    texts = (
        [Request("sendMessage", f) for f in outgoing.posts(to, message, number=number)]
        if words
        else []
    )
    calls = [*texts, *(_parcel(to, message, album) for album in _albums(files))]
    bearing = (len(texts) or len(calls)) - 1
    return [replace(call, bears=n == bearing) for n, call in enumerate(calls)]


def _albums(files: Sequence[Ready]) -> Iterator[list[Ready]]:
    """Photos with photos, documents with documents, recordings one by one; else in their order."""
    order = list(_METHODS)
    for kind, alike in groupby(sorted(files, key=lambda f: order.index(f.kind)), lambda f: f.kind):
        found, most = list(alike), 1 if kind == "voice" else ALBUM
        yield from (found[start : start + most] for start in range(0, len(found), most))


def _captioned(to: Address, message: Outgoing, file: Ready) -> Request:
    (said,) = outgoing.posts(to, message)
    del said["link_preview_options"]
    caption = said.pop("text")
    files = {file.kind: InputFile(file.content, file.name)}
    return Request(_METHODS[file.kind], said | {"caption": caption}, files, bears=True)


def _parcel(to: Address, message: Outgoing, album: Sequence[Ready]) -> Request:
    fields = outgoing.addressed(to, message)
    if len(album) == 1:
        (file,) = album
        files = {file.kind: InputFile(file.content, file.name)}
        return Request(_METHODS[file.kind], fields, files)
    parts = {f"file{n}": InputFile(file.content, file.name) for n, file in enumerate(album)}
    media = [{"type": f.kind, "media": f"attach://file{n}"} for n, f in enumerate(album)]
    return Request("sendMediaGroup", fields | {"media": json.dumps(media)}, parts)


def as_documents(request: Request) -> Request:
    """The same with its photos as documents, for what Telegram cannot read as a picture."""
    if request.method == "sendMediaGroup":
        media = [{**each, "type": "document"} for each in json.loads(request.fields["media"])]
        return replace(request, fields=request.fields | {"media": json.dumps(media)})
    return replace(request, method="sendDocument", files={"document": request.files["photo"]})
