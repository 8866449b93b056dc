"""The port's messages in Telegram's words: HTML, keyboards, parts that fit its limits.

Limits (Bot API 10.0): 4096 UTF-16 units and 100 entities a text, 8 buttons a row, 100 in all,
64 bytes a button's payload.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape

import structlog

from bot.chat import Address, Button, Outgoing, Segment, Undeliverable
from bot.chat.splitting import parts

log = structlog.get_logger(__name__)

TEXT_UNITS = 4096
ENTITIES = 100
BUTTONS_A_ROW = 8
BUTTONS = 100
PAYLOAD_BYTES = 64

Fields = dict[str, str]
_CUT = Segment("text", "…\n")
_NO_PREVIEW = '{"is_disabled":true}'


def posts(to: Address, message: Outgoing, *, number: str = "") -> list[Fields]:
    """Return the ``sendMessage`` fields of each part in order; the last bears the buttons.

    *number* is how parts are numbered, ``（{n}/{all}）``.
    """
    found = split(message.segments, number=number)
    fields = [addressed(to, message) | _words(part) for part in found]
    markup = inline(message.rows) or fixed(message.keyboard)
    if markup:
        fields[-1]["reply_markup"] = markup
    return fields


def edit(to: Address, message: Outgoing, message_id: str) -> Fields:
    """Return the ``editMessageText`` fields; what is too long keeps its last part, after "…".

    Without rows the buttons go away; a fixed keyboard cannot be changed by an edit.
    """
    shown = split(message.segments)
    if len(shown) > 1:
        shown = split(message.segments, units=TEXT_UNITS - len(_CUT.text))
        shown[-1] = [_CUT, *shown[-1]]
    fields = {"chat_id": to.chat, "message_id": message_id} | _words(shown[-1])
    markup = inline(message.rows)
    if markup:
        fields["reply_markup"] = markup
    return fields


def recaption(to: Address, message: Outgoing, message_id: str) -> Fields:
    """Return the ``editMessageCaption`` fields for the words under a file."""
    fields = edit(to, message, message_id)
    del fields["link_preview_options"]
    fields["caption"] = fields.pop("text")
    return fields


def addressed(to: Address, message: Outgoing) -> Fields:
    """Return where a new message goes, and whether it makes a sound."""
    fields = {"chat_id": to.chat}
    if to.thread:
        fields["message_thread_id"] = to.thread
    if message.silent:
        fields["disable_notification"] = "true"
    return fields


def _words(segments: Iterable[Segment]) -> Fields:
    said = html(segments)
    return {"text": said, "parse_mode": "HTML", "link_preview_options": _NO_PREVIEW}


def html(segments: Iterable[Segment]) -> str:
    """Write segments in Telegram's HTML, everything said being escaped."""
    return "".join(_tagged(segment) for segment in segments)


def _tagged(segment: Segment) -> str:
    kind, text, ref = segment
    said = escape(text, quote=False)
    if kind == "at" and ref.isdecimal():
        return f'<a href="tg://user?id={ref}">{said}</a>'
    if kind == "a" and ref:
        return f'<a href="{escape(ref)}">{said}</a>'
    if kind in ("b", "i", "code"):
        return f"<{kind}>{said}</{kind}>"
    return said


def inline(rows: Sequence[Sequence[Button]]) -> str:
    """Return the buttons under a message as JSON, ``""`` for none; long rows are wrapped."""
    wrapped = [
        row[start : start + BUTTONS_A_ROW]
        for row in _at_most(rows, BUTTONS)
        for start in range(0, len(row), BUTTONS_A_ROW)
    ]
    if not wrapped:
        return ""
    keyboard = [[_button(button) for button in row] for row in wrapped]
    return json.dumps({"inline_keyboard": keyboard}, ensure_ascii=False)


def _button(button: Button) -> dict[str, str]:
    size = len(button.payload.encode())
    if not 1 <= size <= PAYLOAD_BYTES:
        log.error("defect: payload", bytes=size, verb=button.payload.partition(":")[0])
        raise Undeliverable(f"payload of {size} bytes")
    return {"text": button.label, "callback_data": button.payload}


def _at_most(rows: Sequence[Sequence[Button]], room: int) -> Iterator[Sequence[Button]]:
    for row in rows:
        yield row[:room]
        room -= len(row[:room])


@lru_cache(maxsize=32)
def fixed(rows: tuple[tuple[str, ...], ...]) -> str:
    """Return the words kept under the input field as JSON, ``""`` for no change."""
    if not rows:
        return ""
    keyboard = {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}
    return json.dumps(keyboard, ensure_ascii=False)


def split(
    segments: Sequence[Segment], *, units: int = TEXT_UNITS, number: str = ""
) -> list[list[Segment]]:
    """Return parts within the limits, cut at line ends; several are numbered by *number*."""
    if 2 * sum(len(s.text) for s in segments) <= units and len(segments) <= ENTITIES:
        return [list(segments)]  # a character is two units at most
    found = parts(segments, limit=units, size=_taken, most_entities=ENTITIES, number=number)
    return [list(part) for part in found]


def fits(segments: Sequence[Segment], units: int) -> bool:
    """Tell whether it goes into one part of so many UTF-16 units."""
    entities = sum(s.kind != "text" for s in segments)
    return entities <= ENTITIES and sum(_taken(s) for s in segments) <= units


def _taken(segment: Segment) -> int:
    return len(segment.text.encode("utf-16-le")) // 2
