"""What is heard of what Slack tells: a pure function over its payloads."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.incoming import Me, event
from adapters.slack.plain import plain
from bot.chat import Address, Attachment, Incoming

ME = Me(user="UBOT", bot="B1", team="T1")


def happened(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    said = {"type": "message", "user": "U001", "text": "公租房没消息", "ts": "10.1"}
    said |= {"channel": "D001", "channel_type": "im"}
    return {"type": "event_callback", "event_id": "Ev1", "event": {**said, **more}}


def heard(**more: Any) -> Incoming:  # noqa: ANN401
    found = event(happened(**more), ME)
    assert found is not None
    return found


def in_channel(text: str, **more: Any) -> Incoming:  # noqa: ANN401
    return heard(channel="C1", channel_type="channel", text=text, **more)


def test_a_line_in_the_direct_message() -> None:
    assert heard() == Incoming(
        id="Ev1",
        address=Address("slack", "D001"),
        sender="U001",
        text="公租房没消息",
        message_id="10.1",
    )


def test_in_the_direct_message_a_reply_is_answered_in_the_main_flow() -> None:
    reply = heard(thread_ts="9.1", parent_user_id="UBOT")
    assert (reply.address, reply.reply_to) == (Address("slack", "D001"), "9.1")


def test_in_a_channel_a_reply_stays_under_its_line() -> None:
    reply = in_channel("已联系", thread_ts="9.1", parent_user_id="UBOT")
    assert (reply.address, reply.reply_to) == (Address("slack", "C1", "9.1"), "9.1")
    assert (reply.private, reply.addressed) == (False, False)


def test_a_message_that_bears_a_thread_is_no_reply() -> None:
    bearing = in_channel("原话", thread_ts="10.1")
    assert (bearing.address, bearing.reply_to) == (Address("slack", "C1"), "")


@pytest.mark.parametrize(
    ("said", "text", "addressed"),
    [
        ("<@UBOT> 今日", "今日", True),
        ("今日<@UBOT>", "今日", True),
        ("请 <@UBOT|首问> 绑定科室 保障股", "请 绑定科室 保障股", True),
        ("<@U002> 今日", "@U002 今日", False),
        ("<@UBOTHER> 今日", "@UBOTHER 今日", False),
        ("今日", "今日", False),
    ],
    ids=str,
)
def test_in_a_channel_the_bot_is_meant_where_it_is_mentioned(
    said: str, text: str, *, addressed: bool
) -> None:
    message = in_channel(said)
    assert (message.text, message.addressed) == (text, addressed)


@pytest.mark.parametrize("whose", ["U002", "UBOT"])
def test_what_people_say_in_a_thread_is_not_said_to_the_bot(whose: str) -> None:
    assert not in_channel("好", thread_ts="9.1", parent_user_id=whose).addressed


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("A &amp; B &lt;3 &gt;2", "A & B <3 >2"),
        ("<https://a.example/?x=1&amp;y=2>", "https://a.example/?x=1&y=2"),
        ("<http://a.example|a.example>", "a.example"),
        ("<https://a.example|看这里>", "看这里 https://a.example"),
        ("<mailto:li@a.example|li@a.example>", "li@a.example"),
        ("<tel:13800138000|138 0013 8000>", "138 0013 8000"),
        ("<tel:13800138000>", "13800138000"),
        (
            "<#C1|保障股> <!here> <!subteam^S1|@股里> <!date^1^{date}|今天>",
            "#保障股 @here @股里 今天",
        ),
        ("<@U002> 和 <@U003|wu>", "@李明 和 @wu"),
        ("&lt;@UBOT&gt;", "<@UBOT>"),
    ],
    ids=str,
)
def test_slacks_marks_are_read_as_people_see_them(said: str, words: str) -> None:
    assert plain(said, names={"U002": "李明"}) == words


@given(st.text())
def test_whatever_is_typed_is_heard_as_it_was_typed(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(escaped) == text


def test_files_come_with_their_kind_and_what_names_them() -> None:
    kept = {"name": "申请表.pdf", "size": 9, "url_private": "https://files.slack.com/1"}
    files = [
        {"id": "F1", "mimetype": "application/pdf", **kept},
        {"id": "F2", "mimetype": "image/jpeg", "name": "1.jpg"},
        {"id": "F3", "mimetype": "audio/mp4", "title": "语音"},
        {"id": "F4", "mimetype": "image/png", "mode": "tombstone"},
        {"id": "F5", "mode": "external", "is_external": True},
        {"id": "F6", "file_access": "check_file_info"},
    ]
    message = heard(subtype="file_share", text="", files=files)
    assert message.attachments == (
        Attachment(kind="document", handle="F1", name="申请表.pdf", mime="application/pdf", size=9),
        Attachment(kind="photo", handle="F2", name="1.jpg", mime="image/jpeg"),
        Attachment(kind="voice", handle="F3", name="语音", mime="audio/mp4"),
        Attachment(kind="document", handle="F6"),
    )


def test_a_message_passed_on_is_one_matter() -> None:
    shared = [{"is_share": True, "text": "1. 公租房\n2. 续租"}, {"title": "a link unfolded"}]
    message = heard(text="请看", attachments=shared)
    assert (message.text, message.bundle) == ("请看\n1. 公租房\n2. 续租", True)
    alone = heard(text="", attachments=shared)
    assert (alone.text, alone.bundle) == ("1. 公租房\n2. 续租", True)


def changed(before: str, now: str, **more: object) -> dict[str, Any]:
    message = {"type": "message", "user": "U001", "text": now, "ts": "10.1", **more}
    return happened(
        subtype="message_changed",
        ts="11.1",
        message=message,
        previous_message={"text": before, "ts": "10.1"},
    )


def test_a_person_puts_a_message_differently() -> None:
    corrected = event(changed("公租房", "公租房续租", edited={"user": "U001", "ts": "11.1"}), ME)
    assert corrected == Incoming(
        id="Ev1",
        address=Address("slack", "D001"),
        sender="U001",
        text="公租房续租",
        message_id="10.1",
        edited=True,
    )


@pytest.mark.parametrize(
    "payload",
    [
        changed("看 a.example", "看 a.example"),
        changed("同", "同", edited={"user": "U001", "ts": "11.1"}),
        changed("旧", "新", edited={"user": "UBOT", "ts": "11.1"}, bot_id="B1"),
        happened(subtype="channel_join"),
        happened(subtype="message_deleted"),
        happened(subtype="bot_message", bot_id="B2"),
        happened(bot_id="B2"),
        happened(user="UBOT"),
        happened(text=""),
        happened(user=""),
        {"event_id": "Ev1", "event": {"type": "app_mention", "user": "U001", "text": "<@UBOT>"}},
        {"event_id": "Ev1", "event": {"type": "reaction_added", "user": "U001"}},
    ],
    ids=[
        "a link unfolded",
        "nothing changed",
        "by the bot",
        "somebody joined",
        "deleted",
        "a bot",
        "another bot",
        "itself",
        "nothing",
        "nobody",
        "the mention, which comes as a message too",
        "a reaction",
    ],
)
def test_what_no_person_said_is_not_heard(payload: dict[str, Any]) -> None:
    assert event(payload, ME) is None
