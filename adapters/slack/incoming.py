"""Slack's events in the port's words: pure functions over the JSON, without any SDK."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack.plain import mentions, plain
from bot.chat import Address, Attachment, Incoming

Raw = Mapping[str, Any]

PLATFORM = "slack"
HOME = "home"
"""The thread, and the message's id, by which the App Home tab is addressed."""

# What a person says; every other subtype is somebody joining, a topic set, a bot speaking …
_SAID = frozenset({"", "file_share", "me_message", "thread_broadcast"})


_WITHOUT_CONTENT = frozenset({"external", "tombstone", "hidden_by_limit"})


@dataclass(frozen=True, slots=True)
class Me:
    """The app's own account, as ``auth.test`` names it."""

    user: str
    bot: str
    team: str


def event(body: Raw, me: Me, names: Mapping[str, str] | None = None) -> Incoming | None:
    """Translate an Events API payload; ``None`` for what no person said.

    ``event_id`` names the delivery: Slack repeats it up to three times. ``app_mention`` comes
    beside the ``message`` that bears the mention, under another id, and is left to that. *names*
    are what mentioned people are called.
    """
    happened: Raw = body["event"]
    if happened["type"] == "app_home_opened":
        return _home(body["event_id"], happened)
    if happened["type"] != "message":
        return None
    if happened.get("subtype") == "message_changed":
        return _edited(body["event_id"], happened, me, names or {})
    if happened.get("subtype", "") not in _SAID:
        return None
    return _said(body["event_id"], happened, happened, me, names or {})


def _home(delivery: str, opened: Raw) -> Incoming | None:
    if opened.get("tab", HOME) != HOME:
        return None
    user: str = opened["user"]
    return Incoming(
        id=delivery,
        address=home_of(user),
        sender=user,
        command=HOME,
        own_chat=opened.get("channel", ""),
    )


def home_of(user: str) -> Address:
    """The App Home tab of a person."""
    return Address(PLATFORM, user, HOME)


def _edited(delivery: str, changed: Raw, me: Me, names: Mapping[str, str]) -> Incoming | None:
    """What a person put differently; Slack also tells of links it has unfolded."""
    message, before = changed["message"], changed.get("previous_message", {})
    same = message.get("text") == before.get("text")
    if "edited" not in message or same or message.get("subtype", "") not in _SAID:
        return None
    said = _said(delivery, message, changed, me, names)
    return said and replace(said, edited=True)


def _said(
    delivery: str, message: Raw, around: Raw, me: Me, names: Mapping[str, str]
) -> Incoming | None:
    """A message of a person; *around* names the conversation."""
    said: str = message.get("text", "")
    shared, attachments = "\n\n".join(_shared(message)), attachments_of(message)
    if not _is_a_persons(message, me) or not (said or shared or attachments):
        return None
    private, reply = around.get("channel_type") == "im", reply_of(message)
    words = (plain(said, without=me.user, names=names), shared)
    return Incoming(
        id=delivery,
        address=Address(PLATFORM, around["channel"], "" if private else reply),
        sender=message["user"],
        private=private,
        addressed=private or mentions(said, me.user),
        text="\n".join(each for each in words if each),
        message_id=message["ts"],
        reply_to=reply,
        bundle=bool(shared),
        attachments=attachments,
    )


def _is_a_persons(message: Raw, me: Me) -> bool:
    user = message.get("user")
    return bool(user) and user != me.user and not (message.get("bot_id") or message.get("hidden"))


def reply_of(message: Raw) -> str:
    """The message this one stands under; "" for one that stands by itself, or bears a thread."""
    thread: str = message.get("thread_ts", "")
    return "" if thread == message.get("ts", message.get("message_ts")) else thread


def _shared(message: Raw) -> Iterator[str]:
    """The texts of messages passed on."""
    for each in message.get("attachments", ()):
        if each.get("is_share") or each.get("is_msg_unfurl"):
            text = plain(each.get("text") or each.get("fallback", ""))
            if text:
                yield text


def attachments_of(message: Raw) -> tuple[Attachment, ...]:
    """The files handed over; what Slack only links to, or no longer shows, has no content."""
    return tuple(_attachments(message))


def _attachments(message: Raw) -> Iterator[Attachment]:
    for file in message.get("files", ()):
        if file.get("is_external") or file.get("mode") in _WITHOUT_CONTENT:
            continue
        mime: str = file.get("mimetype", "")
        yield Attachment(
            kind={"image": "photo", "audio": "voice"}.get(mime.partition("/")[0], "document"),
            handle=file["id"],
            name=file.get("name") or file.get("title") or "",
            mime=mime,
            size=file.get("size", 0),
        )
