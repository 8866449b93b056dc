"""Recorded updates and what they mean to the core; ids and names are made up."""

from typing import Any

import pytest

from adapters.telegram.incoming import read
from bot.chat import Address, Attachment, Contact, Incoming

ME = "shouwen_bot"
WANG = {"id": 7, "is_bot": False, "first_name": "丽", "last_name": "王", "language_code": "zh"}
BOT = {"id": 42, "is_bot": True, "first_name": "首问", "username": "Shouwen_bot"}
PRIVATE = {"id": 7, "first_name": "丽", "type": "private"}
GROUP = {"id": -5, "title": "保障股群", "type": "group"}
FORUM = {"id": -1001, "title": "局", "is_forum": True, "type": "supergroup"}
SAID = Incoming(
    id="9", address=Address("telegram", "7"), sender="7", sender_name="丽 王", message_id="3"
)


def message(chat: dict[str, Any], **content: object) -> dict[str, Any]:
    head = {"message_id": 3, "from": WANG, "chat": chat, "date": 1764000000}
    return {"update_id": 9, "message": {**head, **content}}


def said(**facts: Any) -> Incoming:  # noqa: ANN401 - any field
    return Incoming(**{**{f: getattr(SAID, f) for f in SAID.__slots__}, **facts})


def in_group(chat: str = "-5", thread: str = "", **facts: Any) -> Incoming:  # noqa: ANN401
    return said(address=Address("telegram", chat, thread), private=False, **facts)


REPLY_TO_BOT = {"message_id": 2, "from": BOT, "chat": GROUP, "date": 1, "text": "1123-07"}
REPLY_TO_LI = {**REPLY_TO_BOT, "from": {"id": 8, "is_bot": False, "first_name": "明"}}
TOPIC_HEAD = {"message_id": 5, "from": WANG, "chat": FORUM, "forum_topic_created": {"name": "x"}}
ORIGIN = {"type": "hidden_user", "sender_user_name": "x", "date": 1}
PHOTO = [{"file_id": "A", "file_unique_id": "B", "width": 90, "height": 90}]

PRIVATELY = {
    "a line": (message(PRIVATE, text="王秀英 公租房"), said(text="王秀英 公租房")),
    "several lines": (message(PRIVATE, text="甲\n乙"), said(text="甲\n乙")),
    "a reply": (
        message(PRIVATE, text="8302", reply_to_message={**REPLY_TO_BOT, "chat": PRIVATE}),
        said(text="8302", reply_to="2"),
    ),
    "a command": (message(PRIVATE, text="/Todo"), said(command="todo")),
    "a command with words": (
        message(PRIVATE, text="/find  王秀英\n上周 "),
        said(command="find", text="王秀英\n上周"),
    ),
    "a binding link": (
        message(PRIVATE, text="/start Ab-1_9"),
        said(command="start", text="Ab-1_9"),
    ),
    "a path is no command": (message(PRIVATE, text="/etc/x 坏了"), said(text="/etc/x 坏了")),
    "Chinese is no command": (message(PRIVATE, text="/待办"), said(text="/待办")),
    "forwarded": (
        message(PRIVATE, text="甲\n乙", forward_origin=ORIGIN),
        said(text="甲\n乙", bundle=True),
    ),
    "a forwarded command is words": (
        message(PRIVATE, text="/undo", forward_origin=ORIGIN),
        said(text="/undo", bundle=True),
    ),
    "a photo with words": (
        message(PRIVATE, photo=PHOTO, caption="楼道漏水"),
        said(
            text="楼道漏水", attachments=(Attachment(kind="photo", handle="A", mime="image/jpeg"),)
        ),
    ),
    "own contact": (
        message(PRIVATE, contact={"phone_number": "+8613800138000", "user_id": 7}),
        said(contact=Contact("+8613800138000", "7")),
    ),
    "contact without account": (
        message(PRIVATE, contact={"phone_number": "13800138000", "first_name": "x"}),
        said(contact=Contact("13800138000", "")),
    ),
}

IN_GROUPS = {
    "not meant for the bot": (
        message(GROUP, text="吃饭了"),
        in_group(text="吃饭了", addressed=False),
    ),
    "mentioned": (message(GROUP, text="@Shouwen_bot 今日"), in_group(text="今日")),
    "mentioned amid Chinese": (
        message(GROUP, text="请问@shouwen_bot今日\n谢谢"),
        in_group(text="请问 今日\n谢谢"),
    ),
    "mentioned alone": (message(GROUP, text="@shouwen_bot"), in_group(text="")),
    "somebody similar mentioned": (
        message(GROUP, text="@shouwen_bot2 a@shouwen_bot"),
        in_group(text="@shouwen_bot2 a@shouwen_bot", addressed=False),
    ),
    "a command": (message(GROUP, text="/todo"), in_group(command="todo")),
    "a command for this bot": (
        message(GROUP, text="/todo@Shouwen_Bot 全部"),
        in_group(command="todo", text="全部"),
    ),
    "a command after the mention": (
        message(GROUP, text="@shouwen_bot /todo"),
        in_group(command="todo"),
    ),
    "a command for another bot": (message(GROUP, text="/todo@other_bot"), None),
    "a reply to the bot": (
        message(GROUP, text="补一句", reply_to_message=REPLY_TO_BOT),
        in_group(text="补一句", reply_to="2"),
    ),
    "a reply to a colleague": (
        message(GROUP, text="好", reply_to_message=REPLY_TO_LI),
        in_group(text="好", reply_to="2", addressed=False),
    ),
    "in a topic": (
        message(
            FORUM,
            text="@shouwen_bot 今日",
            message_thread_id=5,
            is_topic_message=True,
            reply_to_message=TOPIC_HEAD,
        ),
        in_group("-1001", "5", text="今日"),
    ),
    "in a chain of replies, no topic": (
        message(FORUM, text="/todo", message_thread_id=4),
        in_group("-1001", command="todo"),
    ),
    "an administrator behind the group's name": (
        message(
            FORUM,
            text="@shouwen_bot 绑定科室 保障股",
            sender_chat=FORUM,
            **{"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
        ),
        in_group("-1001", text="绑定科室 保障股", sender="-1001", sender_name="局"),
    ),
    "a photo with a mention": (
        message(GROUP, photo=PHOTO, caption="@shouwen_bot 漏水"),
        in_group(
            text="漏水", attachments=(Attachment(kind="photo", handle="A", mime="image/jpeg"),)
        ),
    ),
    "a photo for the others": (
        message(GROUP, photo=PHOTO),
        in_group(
            addressed=False,
            attachments=(Attachment(kind="photo", handle="A", mime="image/jpeg"),),
        ),
    ),
    "the group moves": (
        message(GROUP, migrate_to_chat_id=-1000000000005),
        in_group(
            sender="-5", sender_name="", message_id="", addressed=False, moved_to="-1000000000005"
        ),
    ),
    "the new group tells its old id": (
        message({**FORUM, "id": -1000000000005}, migrate_from_chat_id=-5, **{"from": BOT}),
        in_group(
            sender="-1000000000005",
            sender_name="",
            message_id="",
            addressed=False,
            moved_to="-1000000000005",
        ),
    ),
}

UNHEARD = {
    "a sticker": message(PRIVATE, sticker={"file_id": "A"}),
    "somebody joins": message(GROUP, new_chat_members=[WANG]),
    "somebody blocks the bot": {
        "update_id": 9,
        "my_chat_member": {"chat": PRIVATE, "from": WANG, "new_chat_member": {"status": "kicked"}},
    },
    "another bot": message(GROUP, text="hi", **{"from": BOT}),
    "a channel's post in its group": message(
        GROUP, text="公告", sender_chat={"id": -9, "type": "channel"}, is_automatic_forward=True
    ),
    "a place shared live moves on": {
        "update_id": 9,
        "edited_message": message(PRIVATE, location={"latitude": 1, "longitude": 2})["message"],
    },
    "a channel post": {"update_id": 9, "channel_post": {"message_id": 3, "chat": GROUP}},
    "a press through inline mode": {
        "update_id": 9,
        "callback_query": {"id": "1", "from": WANG, "inline_message_id": "x", "data": "a"},
    },
    "a game": {
        "update_id": 9,
        "callback_query": {"id": "1", "from": WANG, "message": REPLY_TO_BOT},
    },
}


@pytest.mark.parametrize("name", [*PRIVATELY, *(f"group: {name}" for name in IN_GROUPS)])
def test_what_is_said_becomes_the_cores_words(name: str) -> None:
    update, expected = {**PRIVATELY, **{f"group: {k}": v for k, v in IN_GROUPS.items()}}[name]
    assert read(update, ME) == expected


@pytest.mark.parametrize("name", UNHEARD)
def test_what_carries_no_words_is_nothing(name: str) -> None:
    assert read(UNHEARD[name], ME) is None


def press(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "update_id": 9,
        "callback_query": {"id": "77", "from": WANG, "message": message, "data": "refer:7:1"},
    }


def test_a_press_names_the_message_that_bears_the_button() -> None:
    assert read(press({**REPLY_TO_BOT, "message_id": 3}), ME) == in_group(press="refer:7:1")


def test_a_press_in_a_topic_answers_in_that_topic() -> None:
    bearing = {**REPLY_TO_BOT, "chat": FORUM, "message_thread_id": 5, "is_topic_message": True}
    assert read(press(bearing), ME) == in_group("-1001", "5", press="refer:7:1", message_id="2")


def test_a_press_under_a_message_telegram_no_longer_shows_still_counts() -> None:
    inaccessible = {"chat": PRIVATE, "message_id": 3, "date": 0}
    assert read(press(inaccessible), ME) == said(press="refer:7:1")


def edited(update: dict[str, Any]) -> dict[str, Any]:
    return {"update_id": 9, "edited_message": {**update["message"], "edit_date": 2}}


def test_an_edit_names_the_message_and_brings_its_new_words_alone() -> None:
    reply = message(PRIVATE, text="8303", reply_to_message={**REPLY_TO_BOT, "chat": PRIVATE})
    assert read(edited(reply), ME) == said(text="8303", reply_to="2", edited=True)
    photo = message(PRIVATE, photo=PHOTO, caption="漏水三天")
    assert read(edited(photo), ME) == said(text="漏水三天", edited=True)
    mention = message(GROUP, text="@shouwen_bot 今日")
    assert read(edited(mention), ME) == in_group(text="今日", edited=True)
