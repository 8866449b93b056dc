"""What Slack takes for blocks: the SDK's own checks, and what it refuses beyond them."""

import json
import re
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

MOST_CHARACTERS = 13_200
STYLES = {"bold", "italic", "strike", "code"}


class BadBlocks(Exception):
    """Its only argument is Slack's code."""


def check_message(blocks: list[dict[str, Any]], people: set[str]) -> None:
    """Refuse what a message may not hold."""
    if len(json.dumps(blocks)) > MOST_CHARACTERS:
        raise BadBlocks("msg_blocks_too_long")
    check(blocks, people, most=50)


def check(blocks: list[dict[str, Any]], people: set[str], *, most: int) -> None:
    """Refuse more than *most* blocks, and any that is malformed."""
    if len(blocks) > most:
        raise BadBlocks("invalid_blocks")
    names = [block["block_id"] for block in blocks if "block_id" in block]
    _require(len(names) == len(set(names)))
    for block in blocks:
        parsed = Block.parse(block)
        _require(parsed is not None)
        assert parsed is not None
        try:
            parsed.validate_json()
        except SlackObjectFormationError as error:
            raise BadBlocks("invalid_blocks") from error
        _KINDS.get(block["type"], _unknown)(block, people)


def _unknown(_: dict[str, Any], __: set[str]) -> None:
    raise BadBlocks("invalid_blocks")


def _actions(block: dict[str, Any], _: set[str]) -> None:
    elements = block["elements"]
    _require(1 <= len(elements) <= 25)
    actions = [element["action_id"] for element in elements]
    _require(len(actions) == len(set(actions)))
    for element in elements:
        _require(element["type"] == "button" and _is_plain(element["text"], 75))
        _require(1 <= len(element["value"]) <= 2000)


def _rich(block: dict[str, Any], people: set[str]) -> None:
    _require(bool(block["elements"]))
    for section in block["elements"]:
        _require(section["type"] == "rich_text_section" and bool(section["elements"]))
        for element in section["elements"]:
            _RUNS.get(element["type"], _unknown)(element, people)


def _text(element: dict[str, Any], _: set[str]) -> None:
    style = element.get("style", {"bold": True})
    _require(set(element) <= {"type", "text", "style"} and bool(element["text"]))
    _require(set(style) <= STYLES and all(value is True for value in style.values()))


def _link(element: dict[str, Any], _: set[str]) -> None:
    _require(re.match(r"(https?|mailto):", element["url"]) is not None and bool(element["text"]))


def _user(element: dict[str, Any], people: set[str]) -> None:
    _require(element["user_id"] in people)


def _input(block: dict[str, Any], _: set[str]) -> None:
    element = block["element"]
    _require(_is_plain(block["label"], 2000) and "block_id" in block)
    if element["type"] == "static_select":
        options = element["options"]
        _require(1 <= len(options) <= 100)
        _require(element.get("initial_option", options[0]) in options)
        _require(all(_is_plain(o["text"], 75) and 1 <= len(o["value"]) <= 150 for o in options))
    else:
        _require(element["type"] == "plain_text_input" and 1 <= element["max_length"] <= 3000)


def check_modal(view: dict[str, Any]) -> None:
    """Refuse a modal Slack would not open."""
    _require(view["type"] == "modal" and 1 <= len(view["callback_id"]) <= 255)
    for name in ("title", "submit", "close"):
        _require(_is_plain(view[name], 24))
    check(view["blocks"], set(), most=100)


def _is_plain(text: dict[str, Any], most: int) -> bool:
    return text["type"] == "plain_text" and 1 <= len(text["text"]) <= most


def _require(condition: bool) -> None:  # a fact about the payload
    if not condition:
        raise BadBlocks("invalid_blocks")


_KINDS = {"actions": _actions, "rich_text": _rich, "input": _input}
_RUNS = {"text": _text, "link": _link, "user": _user}
