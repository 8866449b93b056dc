"""Recorded messages with something in them, and what the core is told was handed over."""

from typing import Any

import pytest

from adapters.telegram.attached import attached
from adapters.telegram.incoming import read
from bot.chat import Attachment

FILE = {"file_id": "F", "file_unique_id": "U", "file_size": 2048}
HALL = {"latitude": 26.123449, "longitude": 103.5}
HANDED_OVER: dict[str, tuple[dict[str, Any], Attachment]] = {
    "the largest of a photo's sizes": (
        {
            "photo": [
                {"file_id": "S", "width": 90, "height": 67, "file_size": 900},
                {"file_id": "L", "width": 1280, "height": 960, "file_size": 90_000},
                {"file_id": "M", "width": 320, "height": 240, "file_size": 9000},
            ]
        },
        Attachment(kind="photo", handle="L", mime="image/jpeg", size=90_000),
    ),
    "a paper": (
        {"document": {**FILE, "file_name": "申请表.pdf", "mime_type": "application/pdf"}},
        Attachment(
            kind="document", handle="F", name="申请表.pdf", mime="application/pdf", size=2048
        ),
    ),
    "a paper of no known type": (
        {"document": {"file_id": "F"}},
        Attachment(kind="document", handle="F"),
    ),
    "a recording": (
        {"voice": {**FILE, "duration": 3, "mime_type": "audio/ogg"}},
        Attachment(kind="voice", handle="F", mime="audio/ogg", size=2048),
    ),
    "a sound file": (
        {"audio": {**FILE, "file_name": "a.mp3"}},
        Attachment(kind="voice", handle="F", name="a.mp3", mime="audio/mpeg", size=2048),
    ),
    "a film": (
        {"video": {**FILE, "width": 1, "height": 1, "mime_type": "video/quicktime"}},
        Attachment(kind="document", handle="F", mime="video/quicktime", size=2048),
    ),
    "a round film": (
        {"video_note": {**FILE, "length": 240}},
        Attachment(kind="document", handle="F", mime="video/mp4", size=2048),
    ),
    "a moving picture": (
        {"animation": FILE, "document": {**FILE, "mime_type": "video/mp4"}},
        Attachment(kind="document", handle="F", mime="video/mp4", size=2048),
    ),
    "a point": ({"location": HALL}, Attachment(kind="location", text="26.12345,103.50000")),
    "a place": (
        {"location": HALL, "venue": {"location": HALL, "title": "金桂小区", "address": "城关路"}},
        Attachment(kind="location", text="26.12345,103.50000 金桂小区 城关路"),
    ),
}


@pytest.mark.parametrize("name", HANDED_OVER)
def test_what_is_handed_over_without_words_is_heard(name: str) -> None:
    content, expected = HANDED_OVER[name]
    assert attached(content) == (expected,)
    head = {"message_id": 3, "date": 1, "from": {"id": 7}, "chat": {"id": 7, "type": "private"}}
    heard = read({"update_id": 9, "message": {**head, **content}}, "shouwen_bot")
    assert heard is not None
    assert (heard.text, heard.attachments, heard.addressed) == ("", (expected,), True)


def test_the_parts_of_an_album_name_it() -> None:
    part = {"message_id": 3, "date": 1, "chat": {"id": 7, "type": "private"}, "from": {"id": 7}}
    part |= {"document": {"file_id": "F"}, "media_group_id": "G1"}
    heard = read({"update_id": 9, "message": part}, "shouwen_bot")
    assert heard is not None
    assert (heard.album, heard.attachments) == ("G1", (Attachment(kind="document", handle="F"),))


@pytest.mark.parametrize(
    "content", [{}, {"text": "x"}, {"sticker": {"file_id": "F"}}, {"photo": []}]
)
def test_nothing_handed_over_is_nothing(content: dict[str, Any]) -> None:
    assert attached(content) == ()
