"""What was handed over with a message: photos, papers, recordings, places."""

from collections.abc import Mapping
from typing import Any

from bot.chat import Attachment

Raw = Mapping[str, Any]

# Telegram's name, the core's kind, the type where Telegram tells none. A moving picture (GIF) is
# told twice, as animation and as document.
_FILES = (
    ("document", "document", ""),
    ("voice", "voice", "audio/ogg"),
    ("audio", "voice", "audio/mpeg"),
    ("video", "document", "video/mp4"),
    ("video_note", "document", "video/mp4"),
)


def attached(message: Raw) -> tuple[Attachment, ...]:
    """Return what came along, its handle being Telegram's ``file_id``; at most one a message."""
    if message.get("photo"):
        return (_photo(message["photo"]),)
    for name, kind, mime in _FILES:
        if name in message:
            return (_file(message[name], kind, mime),)
    if "venue" in message:
        venue = message["venue"]
        return (_place(venue["location"], venue.get("title", ""), venue.get("address", "")),)
    return (_place(message["location"]),) if "location" in message else ()


def _photo(sizes: list[Raw]) -> Attachment:
    """Telegram keeps a photo in several sizes, all of them JPEG."""
    largest = max(sizes, key=lambda size: size["width"] * size["height"])
    return _file(largest, "photo", "image/jpeg")


def _file(file: Raw, kind: str, mime: str) -> Attachment:
    return Attachment(
        kind=kind,
        handle=file["file_id"],
        name=file.get("file_name", ""),
        mime=file.get("mime_type") or mime,
        size=file.get("file_size", 0),
    )


def _place(where: Raw, *names: str) -> Attachment:
    """Degrees to about a metre, then what the place is called."""
    point = f"{where['latitude']:.5f},{where['longitude']:.5f}"
    return Attachment(kind="location", text=" ".join(filter(None, (point, *names))))
