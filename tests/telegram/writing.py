"""How the fake writes into a message: words, entities and buttons, or a refusal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.telegram import markup
from tests.telegram.refusing import Refused

if TYPE_CHECKING:
    from tests.telegram.chats import Chat, Message

TEXT, CAPTION = 4096, 1024


def found(chat: Chat, fields: dict[str, str], words: str) -> Message:
    """Return the message meant, or refuse in those words."""
    number = int(fields["message_id"])
    message = next((m for m in chat.messages if m.id == number), None)
    if message is None:
        raise Refused(400, words)
    return message


def write(message: Message, fields: dict[str, str], most: int = TEXT) -> None:
    """Set text and buttons, or refuse; *most* UTF-16 units, and only a caption may be empty."""
    keyboard = keyboard_in(fields)
    try:
        text, entities = markup.parse(fields["text"])
    except markup.BadMarkup as error:
        raise Refused(400, f"Bad Request: can't parse entities: {error}") from error
    if fields.get("parse_mode") != "HTML" and text:
        raise Refused(400, "Bad Request: unsupported parse_mode")
    if not text and most == TEXT:
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) > 2 * most or len(entities) > 100:
        what = "message" if most == TEXT else "message caption"
        raise Refused(400, f"Bad Request: {what} is too long")
    message.text, message.entities = text, entities
    message.rows, message.keyboard = (
        keyboard.get("inline_keyboard", []),
        keyboard.get("keyboard", []),
    )


def keyboard_in(fields: dict[str, str]) -> dict[str, Any]:
    """Return the keyboard, inline or fixed, or refuse."""
    keyboard: dict[str, Any] = json.loads(fields.get("reply_markup", "{}"))
    rows = keyboard.get("inline_keyboard", [])
    if any(not 1 <= len(row) <= 8 for row in rows) or sum(map(len, rows)) > 100:
        raise Refused(400, "Bad Request: reply markup is too long")
    for button in (button for row in rows for button in row):
        if not button["text"] or not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return keyboard
