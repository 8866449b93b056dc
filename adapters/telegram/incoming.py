"""Raw updates in the port's words: a pure function over the JSON, without any SDK."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from adapters.telegram.attached import attached
from bot.chat import Address, Contact, Incoming

Raw = Mapping[str, Any]

PLATFORM = "telegram"
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)


def read(update: Raw, me: str) -> Incoming | None:
    """Translate a raw update; ``None`` for what says and hands over nothing (stickers, joins …).

    *me* is the bot's username without ``@``. ``update_id`` names the delivery. An edit brings its
    new words alone: a place shared live is "edited" again and again.
    """
    delivery = str(update["update_id"])
    if "callback_query" in update:
        return _press(delivery, update["callback_query"])
    if "message" in update:
        message = update["message"]
        return _moved(delivery, message) or _said(delivery, message, me)
    return _edited(delivery, update["edited_message"], me) if "edited_message" in update else None


def _edited(delivery: str, message: Raw, me: str) -> Incoming | None:
    said = _said(delivery, message, me) if "text" in message or "caption" in message else None
    return said and replace(said, edited=True, attachments=())


def _moved(delivery: str, message: Raw) -> Incoming | None:
    """A group became a supergroup; Telegram tells it in both, whichever is heard first counts."""
    here = str(message["chat"]["id"])
    left = str(message.get("migrate_from_chat_id", here))
    now = str(message.get("migrate_to_chat_id", here))
    if left == now:
        return None
    return Incoming(
        id=delivery,
        address=Address(PLATFORM, left),
        sender=here,
        private=False,
        addressed=False,
        moved_to=now,
    )


def _press(delivery: str, query: Raw) -> Incoming | None:
    """A button under a message of ours; messages sent through inline mode have no chat."""
    message, payload = query.get("message"), query.get("data")
    if not message or not payload:
        return None
    return Incoming(
        id=delivery,
        address=_address(message),
        sender=str(query["from"]["id"]),
        sender_name=_name(query["from"]),
        private=message["chat"]["type"] == "private",
        press=payload,
        message_id=str(message["message_id"]),
    )


def _said(delivery: str, message: Raw, me: str) -> Incoming | None:
    sender = _sender(message)
    words = _words(message, me)
    if sender is None or words is None:
        return None
    text, command, called = words
    private = message["chat"]["type"] == "private"
    reply = _reply(message)
    return Incoming(
        id=delivery,
        address=_address(message),
        sender=str(sender["id"]),
        sender_name=_name(sender),
        private=private,
        addressed=private or called or _is_from(reply, me),
        text=text,
        command=command,
        message_id=str(message["message_id"]),
        reply_to=str(reply["message_id"]) if reply else "",
        bundle="forward_origin" in message,
        contact=_contact(message),
        attachments=attached(message),
        album=message.get("media_group_id", ""),
    )


def _words(message: Raw, me: str) -> tuple[str, str, bool] | None:
    """Return text, command and whether the bot is called; ``None`` if there is nothing to hear."""
    said = message.get("text") or message.get("caption")
    if said is None:
        return ("", "", False) if "contact" in message or attached(message) else None
    text, mentioned = said, False
    if message["chat"]["type"] != "private" and me:
        text, mentions = _mention(me).subn(" ", said)
        text, mentioned = text.strip(), mentions > 0
    match = _COMMAND.fullmatch(text)
    if match is None or "forward_origin" in message:
        return text, "", mentioned
    name, whose, arguments = match.groups()
    if whose and whose.lower() != me.lower():
        return None  # another bot's command
    return (arguments or "").strip(), name.lower(), True


@lru_cache(maxsize=4)
def _mention(me: str) -> re.Pattern[str]:
    """``@me`` with the blanks around it; Chinese needs no blank before or after it."""
    name = re.escape(me)
    return re.compile(rf"[ \t]*(?<![A-Za-z0-9_.])@{name}(?![A-Za-z0-9_])[ \t]*", re.IGNORECASE)


def _reply(message: Raw) -> Raw | None:
    """The message replied to; in a topic Telegram puts its first, invisible message there."""
    reply: Raw | None = message.get("reply_to_message")
    return None if reply is None or "forum_topic_created" in reply else reply


def _is_from(reply: Raw | None, me: str) -> bool:
    if reply is None:
        return False
    username: str = reply.get("from", {}).get("username", "")
    return username.lower() == me.lower() != ""


def _sender(message: Raw) -> Raw | None:
    """Who said it: a person, or the group an administrator hides behind; no bots, no channels."""
    if message.get("is_automatic_forward"):
        return None
    if "sender_chat" in message:
        hidden: Raw = message["sender_chat"]
        return hidden
    person: Raw | None = message.get("from")
    return None if person is None or person.get("is_bot") else person


def _address(message: Raw) -> Address:
    """Chat and topic; outside topics Telegram also numbers mere chains of replies."""
    thread = message["message_thread_id"] if message.get("is_topic_message") else ""
    return Address(PLATFORM, str(message["chat"]["id"]), str(thread))


def _name(who: Raw) -> str:
    names = (who.get("first_name"), who.get("last_name"), who.get("title"))
    return " ".join(name for name in names if name)


def _contact(message: Raw) -> Contact | None:
    contact = message.get("contact")
    return contact and Contact(contact["phone_number"], str(contact.get("user_id", "")))
