"""Buttons, slash commands, shortcuts and filled-in modals in the port's words: pure functions."""

import hashlib
import json
from collections.abc import Mapping

from adapters.slack.incoming import HOME, PLATFORM, Raw, attachments_of, reply_of
from adapters.slack.plain import plain
from bot.chat import Address, Incoming

PREFIX = "/sw-"
"""Slack keeps /who, /away and others for itself."""
SHORTCUT = "register_message"
REGISTER = "register"
PAPER = "registration"
"""What is filled in where that command has no words: the name of the paper."""
_PRIVATE = "D"


def press(body: Raw, dm: str) -> Incoming | None:
    """A button under one of our messages; ``None`` without a payload.

    A button of the App Home tab stands under no message: it is answered in the person's *dm*.
    """
    action, user = body["actions"][0], body["user"]["id"]
    if not action.get("value"):
        return None
    where, message = _place(body["container"], dm)
    return Incoming(
        id=f"press/{user}/{message or HOME}/{action['action_ts']}",
        address=where,
        sender=user,
        private=where.chat.startswith(_PRIVATE),
        press=action["value"],
        message_id=message,
    )


def is_at_home(body: Raw) -> bool:
    """Tell whether the pressed button stands on the App Home tab."""
    return bool(body["container"]["type"] == "view")


def _place(container: Raw, dm: str) -> tuple[Address, str]:
    """Where the pressed button stands, and on which message."""
    if container["type"] == "view":
        return Address(PLATFORM, dm), ""
    chat, message = container["channel_id"], container["message_ts"]
    thread = "" if chat.startswith(_PRIVATE) else reply_of(container)
    return Address(PLATFORM, chat, thread), message


def command(body: Raw, dm: str, names: Mapping[str, str]) -> Incoming:
    """A slash command, wherever it was given: answered in the person's *dm*.

    ``/sw-register`` with words is those words, for any words are a registration.
    """
    name = str(body["command"]).removeprefix(PREFIX)
    text = plain(body.get("text", ""), names=names).strip()
    return Incoming(
        id=f"command/{body['trigger_id']}",
        address=Address(PLATFORM, dm),
        sender=body["user_id"],
        text=text,
        command="" if name == REGISTER and text else name,
    )


def shortcut(body: Raw, dm: str, names: Mapping[str, str]) -> Incoming:
    """A message taken as the matter: one inquiry, however many lines it has."""
    message, user = body["message"], body["user"]["id"]
    return Incoming(
        id=f"shortcut/{user}/{message['ts']}/{body['action_ts']}",
        address=Address(PLATFORM, dm),
        sender=user,
        text=plain(message.get("text", ""), names=names),
        bundle=True,
        attachments=attachments_of(message),
    )


def submission(body: Raw, dm: str) -> Incoming:
    """A paper filled in at once.

    The same answers in the same modal are one delivery: who presses again because Slack was not
    answered in time registers nothing twice.
    """
    view = body["view"]
    answers = answers_of(view["state"]["values"])
    said = json.dumps(answers, sort_keys=True).encode()
    return Incoming(
        id=f"form/{view['id']}/{hashlib.sha256(said).hexdigest()[:16]}",
        address=Address(PLATFORM, dm),
        sender=body["user"]["id"],
        form=view["callback_id"],
        answers=answers,
    )


def answers_of(values: Mapping[str, Raw]) -> dict[str, str]:
    """What was filled in, by line; empty lines are left out."""
    filled = {}
    for key, elements in values.items():
        for element in elements.values():
            chosen = element.get("selected_option") or {}
            answer = str(chosen.get("value") or element.get("value") or "").strip()
            if answer:
                filled[key] = answer
    return filled
