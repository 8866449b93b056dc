"""The port's messages in Telegram's words: HTML, keyboards, parts that fit its limits.

Limits (Bot API 10.0): 4096 UTF-16 units and 100 entities a text, 8 buttons a row, 100 in all.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape

from bot.chat import Address, Button, Outgoing, Segment
from bot.chat.splitting import parts

TEXT_UNITS = 4096
ENTITIES = 100
BUTTONS_A_ROW = 8
BUTTONS = 100

Fields = dict[str, str]
_CUT = Segment("text", "…\n")
_NO_PREVIEW = '{"is_disabled":true}'


def posts(to: Address, message: Outgoing, *, number: str = "") -> list[Fields]:
    """Return the ``sendMessage`` fields of each part in order; the last bears the buttons.

    *number* is how parts are numbered, ``（{n}/{all}）``.
    """
    fields = [_fields(to, part) for part in split(message.segments, number=number)]
    for part in fields:
        if to.thread:
            part["message_thread_id"] = to.thread
        if message.silent:
            part["disable_notification"] = "true"
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
    fields = _fields(to, shown[-1])
    fields["message_id"] = message_id
    markup = inline(message.rows)
    if markup:
        fields["reply_markup"] = markup
    return fields


def _fields(to: Address, segments: Iterable[Segment]) -> Fields:
    return {
        "chat_id": to.chat,
        "text": html(segments),
        "parse_mode": "HTML",
        "link_preview_options": _NO_PREVIEW,
    }


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
    keyboard = [[{"text": b.label, "callback_data": b.payload} for b in row] for row in wrapped]
    return json.dumps({"inline_keyboard": keyboard}, ensure_ascii=False)


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
    found = parts(segments, limit=units, size=_units, most_entities=ENTITIES, number=number)
    return [list(part) for part in found]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
