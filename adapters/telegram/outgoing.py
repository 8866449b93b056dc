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

log = structlog.get_logger(__name__)

TEXT_UNITS = 4096
ENTITIES = 100
BUTTONS_A_ROW = 8
BUTTONS = 100
PAYLOAD_BYTES = 64

Fields = dict[str, str]
_CUT = Segment("text", "…\n")
_NO_PREVIEW = '{"is_disabled":true}'


def posts(to: Address, message: Outgoing) -> list[Fields]:
    """Return the ``sendMessage`` fields of each part in order; the last bears the buttons."""
    parts = split(message.segments)
    fields = [addressed(to, message) | _words(part) for part in parts]
    markup = inline(message.rows) or fixed(message.keyboard)
    if markup:
        fields[-1]["reply_markup"] = markup
    return fields


def edit(to: Address, message: Outgoing, message_id: str) -> Fields:
    """Return the ``editMessageText`` fields; what is too long keeps its last part, after "…".

    Without rows the buttons go away; a fixed keyboard cannot be changed by an edit.
    """
    parts = split(message.segments)
    if len(parts) > 1:
        parts = split(message.segments, units=TEXT_UNITS - len(_CUT.text))
        parts[-1] = [_CUT, *parts[-1]]
    fields = {"chat_id": to.chat, "message_id": message_id} | _words(parts[-1])
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


def split(segments: Sequence[Segment], *, units: int = TEXT_UNITS) -> list[list[Segment]]:
    """Return parts within the limits, cut at line ends; links and mentions stay whole."""
    if 2 * sum(len(s.text) for s in segments) <= units and len(segments) <= ENTITIES:
        return [list(segments)]
    parts: list[list[Segment]] = [[]]
    for line in _lines(segments):
        for piece in [line] if _fits(line, units) else _torn(line, units):
            if not _fits([*parts[-1], *piece], units):
                parts.append([])
            parts[-1] += piece
    return [part for part in parts if any(s.text.strip() for s in part)] or parts


def _lines(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    line: list[Segment] = []
    for segment in segments:
        for text in segment.text.splitlines(keepends=True):
            line.append(segment._replace(text=text))
            if text.endswith("\n"):
                yield line
                line = []
    yield line


def fits(segments: Sequence[Segment], units: int) -> bool:
    """Tell whether it goes into one part of so many UTF-16 units."""
    return _fits(segments, units)


def _fits(segments: Sequence[Segment], units: int) -> bool:
    entities = sum(s.kind != "text" for s in segments)
    return entities <= ENTITIES and sum(_units(s.text) for s in segments) <= units


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _torn(line: Iterable[Segment], units: int) -> Iterator[list[Segment]]:
    """A line too long for any message: its segments, cut where one is too long by itself."""
    width = units // 2  # a character is two units at most
    for segment in line:
        if _units(segment.text) <= units:
            yield [segment]
            continue
        for start in range(0, len(segment.text), width):
            yield [segment._replace(text=segment.text[start : start + width])]
