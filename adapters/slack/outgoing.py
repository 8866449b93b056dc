"""The port's messages in Block Kit: one block of rich text, rows of buttons, parts that fit.

Rich text and not ``mrkdwn``, which has no way to escape: it would turn a citizen's ``_`` and
``*`` into formatting, and leaves the stars of bold type standing between Chinese characters.

Limits: 50 blocks (a view 100), 25 elements a row, labels of 75 characters, and about 13,200
characters of blocks altogether, which Slack does not write anywhere (``msg_blocks_too_long``).
They are counted as they are sent, six for a Chinese character.
"""

import json
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from adapters.slack.people import USER
from bot.chat import Button, Outgoing, Segment
from bot.chat.splitting import parts

Block = dict[str, Any]

BLOCKS_CHARACTERS = 13_000
BUTTONS_CHARACTERS = 9_000
BLOCKS = 50
A_ROW = 5
LABEL = 75
FALLBACK = 3_000
_WEB = re.compile(r"https?://\S+|mailto:\S+")
_FRAME = 200
"""What the blocks around the words take."""
_CUT = Segment("text", "…\n")
_NOTHING = (Segment("text", "…"),)


def posts(message: Outgoing, number: str) -> list[Block]:
    """Return text and blocks of each message to be sent, in order; the last bears the buttons.

    *number* is how parts are numbered, ``（{n}/{all}）``.
    """
    pieces = split(message.segments, room=_room(message), number=number)
    bodies = [body(Outgoing(tuple(piece))) for piece in pieces[:-1]]
    return [*bodies, body(Outgoing(tuple(pieces[-1]), message.rows))]


def edited(message: Outgoing) -> Block:
    """Return text and blocks of a message changed in place.

    Nobody is rung by an edit; what has grown too long keeps its end, after "…".
    """
    quiet = [s._replace(ref="") if s.kind == "at" else s for s in message.segments]
    pieces = split(quiet, room=_room(message))
    last = pieces[-1] if len(pieces) == 1 else [_CUT, *pieces[-1]]
    return body(Outgoing(tuple(last), message.rows))


def home(message: Outgoing) -> Block:
    """Return the view of the App Home tab; what has grown too long keeps its beginning."""
    first = split(message.segments, room=_room(message))[0]
    shown = body(Outgoing(tuple(first) or _NOTHING, message.rows))
    return {"type": "home", "blocks": shown["blocks"]}


def body(message: Outgoing) -> Block:
    """Return text and blocks of a message that fits."""
    return {"text": fallback(message.text), "blocks": blocks(message)}


def fallback(text: str) -> str:
    """Return what notifications show: plain words, nothing in them being read as a mark."""
    return escape(text.strip()[:FALLBACK], quote=False) or "…"


def blocks(message: Outgoing) -> list[Block]:
    """Return the text as one block, and a block for each row of buttons."""
    elements = [_element(s) for s in _trimmed(message.segments)]
    section = {"type": "rich_text_section", "elements": elements}
    text = [{"type": "rich_text", "elements": [section]}] if elements else []
    return [*text, *buttons(message.rows)]


def _trimmed(segments: Iterable[Segment]) -> list[Segment]:
    """Without blanks at both ends, which Slack would show as blank lines, and without nothing."""
    kept = [s for s in segments if s.text]
    while kept and not kept[0].text.strip("\n"):
        kept.pop(0)
    while kept and not kept[-1].text.rstrip():
        kept.pop()
    if kept:
        kept[0] = kept[0]._replace(text=kept[0].text.lstrip("\n"))
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
    return kept


def _element(segment: Segment) -> Block:
    kind, text, ref = segment
    if kind == "at" and USER.fullmatch(ref):
        return {"type": "user", "user_id": ref}
    if kind == "a" and _WEB.fullmatch(ref):
        return {"type": "link", "url": ref, "text": text}
    style = {"b": "bold", "i": "italic", "code": "code"}.get(kind)
    return {"type": "text", "text": text} | ({"style": {style: True}} if style else {})


def buttons(rows: Sequence[Sequence[Button]]) -> list[Block]:
    """Return a block for each row; long rows are wrapped, and what exceeds all limits is left out."""
    wrapped = [row[start : start + A_ROW] for row in rows for start in range(0, len(row), A_ROW)]
    made, size = [], 0
    for number, row in enumerate(wrapped[: BLOCKS - 1]):
        elements = [_button(button, f"{number}.{n}") for n, button in enumerate(row)]
        block = {"type": "actions", "elements": elements}
        size += _size(block)
        if size > BUTTONS_CHARACTERS:
            break
        made.append(block)
    return made


def _button(button: Button, place: str) -> Block:
    label = {"type": "plain_text", "text": button.label[:LABEL], "emoji": False}
    return {"type": "button", "action_id": f"press{place}", "text": label, "value": button.payload}


def _room(message: Outgoing) -> int:
    return BLOCKS_CHARACTERS - _FRAME - _size(buttons(message.rows))


def split(
    segments: Sequence[Segment], *, room: int = BLOCKS_CHARACTERS, number: str = ""
) -> list[list[Segment]]:
    """Return parts within *room* characters of JSON, cut at line ends; mentions stay whole."""
    found = parts(segments, limit=room, size=_taken, number=number)
    return [list(part) for part in found]


def _taken(segment: Segment) -> int:
    return _size(_element(segment)) + 2


def _size(value: object) -> int:
    return len(json.dumps(value))
