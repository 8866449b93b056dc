"""Buttons, slash commands, the modal, the App Home tab and the shortcut, through real sockets."""

from collections.abc import AsyncIterator

import pytest

from adapters.slack.adapter import Slack
from bot.chat import Ack, Address, Button, Incoming, Outgoing, Segment, TryLater
from tests.adapters.core import listening
from tests.slack.conftest import SHEET, Core
from tests.slack.fake import Fake, Person

CARD = Outgoing((Segment("text", "1123-07 转办"),), ((Button("签收", "accept:1:2:"),),))


@pytest.fixture
async def li(fake: Fake, slack: Slack, core: Core) -> AsyncIterator[Person]:
    """李明 in front of his direct message, the bot listening."""
    li = fake.person("U002", "李明", email="li@office.example")
    async with listening(slack, core):
        await fake.until(lambda: fake.sockets.open)
        yield li


async def test_a_press_bears_its_payload_and_its_message_and_is_answered_in_passing(
    fake: Fake, slack: Slack, core: Core, li: Person
) -> None:
    core.acks["accept:1:2:"] = Ack("这个按钮已用过，现由<李明>承办。")
    sent = await slack.send(Address("slack", li.dm.id), CARD)
    pressed = li.presses("签收")
    assert await fake.answered(pressed) == {}
    action = pressed.payload["actions"][0]
    assert core.said == [
        Incoming(
            id=f"press/U002/{sent}/{action['action_ts']}",
            address=Address("slack", "D002"),
            sender="U002",
            sender_name="李明",
            press="accept:1:2:",
            message_id=sent,
            email="li@office.example",
        )
    ]
    await fake.until(lambda: fake.whispers)
    words = "这个按钮已用过，现由&lt;李明&gt;承办。"
    assert fake.whispers == [("D002", "U002", words)]


async def test_a_press_delivered_again_is_the_same_delivery(
    fake: Fake, slack: Slack, core: Core, li: Person
) -> None:
    await slack.send(Address("slack", li.dm.id), CARD)
    pressed = li.presses("签收")
    await fake.answered(pressed)
    await fake.answered(fake.again(pressed))
    await fake.answered(li.presses("签收"))
    first, second, third = (incoming.id for incoming in core.said)
    assert first == second != third


async def test_a_press_in_a_channels_thread_names_the_thread(
    fake: Fake, slack: Slack, core: Core, li: Person
) -> None:
    team = fake.channel("C1", "保障股")
    line = await slack.send(Address("slack", "C1"), CARD)
    under = await slack.send(Address("slack", "C1", line), CARD)
    core.acks["accept:1:2:"] = Ack("好")
    await fake.answered(li.presses("签收", channel=team))
    pressed = core.said[0]
    assert (pressed.address, pressed.message_id) == (Address("slack", "C1", line), under)
    assert (pressed.private, team.messages[1].thread) == (False, line)
    await fake.until(lambda: fake.whispers)
    assert fake.called("chat.postEphemeral") == [
        {"channel": "C1", "user": "U002", "text": "好", "thread_ts": line}
    ]


async def test_a_passing_word_that_cannot_be_shown_is_not_owed(
    fake: Fake, slack: Slack, core: Core, li: Person
) -> None:
    core.acks["accept:1:2:"] = Ack("好")
    await slack.send(Address("slack", li.dm.id), CARD)
    fake.fail("chat.postEphemeral", "user_not_in_channel")
    await fake.answered(li.presses("签收"))
    await fake.until(lambda: fake.called("chat.postEphemeral"))
    await fake.answered(li.says("还在"))
    assert core.texts == ["", "还在"]


# ── slash commands ──


async def test_a_command_given_anywhere_is_answered_in_the_direct_message(
    fake: Fake, core: Core, li: Person
) -> None:
    team = fake.channel("C1", "保障股")
    fake.person("U003", "吴婷")
    here = await fake.answered(li.commands("/sw-find", "<@U003|wu> 公租房 &amp; 续租"))
    there = await fake.answered(li.commands("/sw-todo", channel=team))
    assert here == {}
    assert there == {"response_type": "ephemeral", "text": "已在私聊里回复您。"}
    assert [(i.command, i.text, i.address, i.private, i.addressed) for i in core.said] == [
        ("find", "@吴婷 公租房 & 续租", Address("slack", "D002"), True, True),
        ("todo", "", Address("slack", "D002"), True, True),
    ]
    assert fake.called("conversations.open") == [{"users": "U002"}]


async def test_the_register_command_with_words_registers_them(
    fake: Fake, core: Core, li: Person
) -> None:
    await fake.answered(li.commands("/sw-register", "王秀英 公租房没消息"))
    assert [(i.command, i.text) for i in core.said] == [("", "王秀英 公租房没消息")]
    assert fake.modals == []


# ── the modal ──


async def test_the_paper_is_one_modal_made_of_its_declaration(
    fake: Fake, core: Core, li: Person
) -> None:
    assert await fake.answered(li.commands("/sw-register")) == {}
    (view,) = fake.modals
    fields = [
        (b["label"]["text"], b["optional"], b["element"]["type"], b["element"].get("max_length"))
        for b in view["blocks"]
    ]
    assert fields == [
        ("来办什么事", False, "plain_text_input", 500),
        ("怎么来的", False, "static_select", None),
        ("电话", True, "plain_text_input", 40),
    ]
    assert [b["block_id"] for b in view["blocks"]] == [line.key for line in SHEET.lines]
    assert [view[key]["text"] for key in ("title", "submit", "close")] == [
        "首问登记",
        "登记",
        "取消",
    ]
    assert [b["element"].get("multiline") for b in view["blocks"]] == [True, None, False]
    assert view["blocks"][1]["element"]["initial_option"]["value"] == "来访"
    assert core.said == []


async def test_a_filled_in_modal_closes_and_is_one_message(
    fake: Fake, core: Core, li: Person
) -> None:
    await fake.answered(li.commands("/sw-register"))
    filled = li.submits(fake.modals[0], {"来办什么事": " 公租房没消息 ", "怎么来的": "来电"})
    assert await fake.answered(filled) == {}
    (paper,) = core.said
    assert (paper.form, dict(paper.answers), paper.address, paper.message_id) == (
        "registration",
        {"matter": "公租房没消息", "channel": "来电"},
        Address("slack", "D002"),
        "",
    )


async def test_what_is_wrong_stands_beside_its_field_until_it_is_put_right(
    fake: Fake, core: Core, li: Person
) -> None:
    errors = {"phone": "号码少1位。", "unit": "太长。", "": "请重填。"}
    core.acks["registration"] = Ack(errors=errors)
    await fake.answered(li.commands("/sw-register"))
    answers = {"来办什么事": "公租房", "怎么来的": "来电", "电话": "1380013800"}
    wrong = await fake.answered(li.submits(fake.modals[0], answers))
    again = await fake.answered(li.submits(fake.modals[0], answers))
    core.acks.clear()
    right = await fake.answered(li.submits(fake.modals[0], {**answers, "电话": "13800138000"}))
    assert wrong == again
    assert wrong == {
        "response_action": "errors",
        "errors": {"phone": "号码少1位。", "matter": "太长。\n请重填。"},
    }
    assert right == {}
    assert [paper.answers["phone"] for paper in core.said] == ["1380013800", "13800138000"]


async def test_the_same_paper_sent_twice_is_the_same_delivery(
    fake: Fake, core: Core, li: Person
) -> None:
    for _ in range(2):
        await fake.answered(li.commands("/sw-register"))
    answers = {"来办什么事": "公租房", "怎么来的": "来电"}
    for view in (fake.modals[0], fake.modals[0], fake.modals[1]):
        await fake.answered(li.submits(view, answers))
    first, second, third = (paper.id for paper in core.said)
    assert first == second != third


async def test_where_no_modal_opens_in_time_the_paper_is_asked_for_line_by_line(
    fake: Fake, core: Core, li: Person
) -> None:
    fake.fail("views.open", "expired_trigger_id")
    await fake.answered(li.commands("/sw-register"))
    assert [(i.command, i.text) for i in core.said] == [("register", "")]


async def test_without_a_direct_message_nothing_is_received(
    fake: Fake, core: Core, li: Person
) -> None:
    fake.fail("conversations.open", "internal_error", status=500)
    asked = li.commands("/sw-todo")
    await fake.until(lambda: fake.called("conversations.open"))
    assert await fake.answered(fake.again(asked)) == {}
    assert (asked.answers, [i.command for i in core.said]) == ([], ["todo"])


# ── home, shortcut ──


async def test_the_home_tab_is_asked_for_and_shown_in_place(
    fake: Fake, slack: Slack, core: Core, li: Person
) -> None:
    opened = li.opens_home()
    await fake.answered(opened)
    await fake.answered(li.opens_home("messages"))
    home = Address("slack", "U002", "home")
    assert [(i.id, i.command, i.address, i.private) for i in core.said] == [
        (opened.payload["event_id"], "home", home, True)
    ]
    assert await slack.send(home, CARD) == "home"
    assert await slack.send(home, Outgoing(CARD.segments), edit="home") == "home"
    assert fake.homes["U002"].shown == "1123-07 转办"
    await slack.send(home, Outgoing((), wipe=True), edit="home")
    assert fake.homes["U002"].shown == "…"


async def test_a_press_on_the_home_tab_is_answered_in_the_direct_message(
    fake: Fake, slack: Slack, core: Core, li: Person
) -> None:
    core.acks["accept:1:2:"] = Ack("已签收")
    home = Address("slack", "U002", "home")
    await slack.send(home, CARD)
    await fake.answered(li.presses_at_home("签收"))
    (pressed,) = core.said
    assert (pressed.press, pressed.address, pressed.message_id, pressed.private) == (
        "accept:1:2:",
        Address("slack", "D002"),
        "",
        True,
    )
    await fake.until(lambda: fake.whispers)
    assert fake.whispers == [("D002", "U002", "已签收")]


async def test_a_home_tab_holds_what_a_message_cannot(fake: Fake, slack: Slack, li: Person) -> None:
    long = Outgoing((Segment("text", "1123-07 公租房\n" * 900),), CARD.rows)
    await slack.send(Address("slack", "U002", "home"), long)
    shown = fake.homes["U002"]
    assert shown.text.startswith("1123-07 公租房\n1123-07 公租房\n")
    assert shown.labels == [["签收"]]
    fake.fail("views.publish", "internal_error", status=500)
    with pytest.raises(TryLater):
        await slack.send(Address("slack", "U002", "home"), long)


async def test_a_message_taken_up_is_one_matter_of_whoever_took_it(
    fake: Fake, core: Core, li: Person
) -> None:
    taken = li.takes_up("两件事：\n1. 公租房 &amp; 续租\n2. <https://a.example|网页>")
    assert await fake.answered(taken) == {}
    await fake.answered(li.takes_up("别的应用", callback="other"))
    (matter,) = core.said
    assert (matter.text, matter.bundle, matter.address, matter.sender) == (
        "两件事：\n1. 公租房 & 续租\n2. 网页 https://a.example",
        True,
        Address("slack", "D002"),
        "U002",
    )
