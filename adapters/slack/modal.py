"""A paper (表单) as one modal: the form's declaration is the single source of both."""

from collections.abc import Mapping
from typing import Any

from bot.chat import Line, Sheet

View = dict[str, Any]

TITLE, WORDS_ON_BUTTON, OPTION, VALUE, OPTIONS = 24, 24, 75, 150, 100
LONGEST = 3_000
ONE_LINE = 100
"""Lines that may hold more are given a field of several lines."""
ERROR = 2_000


def modal(sheet: Sheet, words: Mapping[str, str]) -> View:
    """Return the view; each line's block bears its key, which errors are told by."""
    return {
        "type": "modal",
        "callback_id": sheet.name,
        "title": _plain(sheet.title[:TITLE]),
        "submit": _plain(words["submit"][:WORDS_ON_BUTTON]),
        "close": _plain(words["cancel"][:WORDS_ON_BUTTON]),
        "blocks": [_field(line) for line in sheet.lines],
    }


def _field(line: Line) -> View:
    return {
        "type": "input",
        "block_id": line.key,
        "label": _plain(line.label),
        "optional": line.optional,
        "element": _choice(line) if line.options else _text(line),
    }


def _choice(line: Line) -> View:
    options = [
        {"text": _plain(label[:OPTION]), "value": value[:VALUE]}
        for value, label in line.options[:OPTIONS]
    ]
    chosen = {} if line.optional else {"initial_option": options[0]}  # the commonest stands first
    return {"type": "static_select", "action_id": "chosen", "options": options, **chosen}


def _text(line: Line) -> View:
    most = min(line.at_most or LONGEST, LONGEST)
    return {
        "type": "plain_text_input",
        "action_id": "said",
        "max_length": most,
        "multiline": most > ONE_LINE,
    }


def errors(found: Mapping[str, str], view: Mapping[str, Any]) -> dict[str, object]:
    """Answer a filled-in modal: each sentence beside its field, or by the first field."""
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    told: dict[str, str] = {}
    for key, sentence in found.items():
        beside = key if key in fields else fields[0]
        told[beside] = "\n".join(each for each in (told.get(beside), sentence) if each)[:ERROR]
    return {"response_action": "errors", "errors": told}


def _plain(text: str) -> View:
    return {"type": "plain_text", "text": text, "emoji": False}
