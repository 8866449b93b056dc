"""Sending, editing and wiping over real HTTP, and how Telegram's refusals reach the core."""

import pytest
from structlog.testing import capture_logs
from telegram.error import BadRequest

from adapters.telegram import Pace, connect
from adapters.telegram.adapter import Telegram
from bot.chat import (
    Address,
    Button,
    Moved,
    Outgoing,
    Segment,
    Surroundings,
    TryLater,
    Undeliverable,
)
from tests.telegram.conftest import Core
from tests.telegram.fake import Chat, Fake

WANG = Address("telegram", "7")
TEAM = Address("telegram", "-1001")


@pytest.fixture(autouse=True)
def chats(fake: Fake) -> None:
    fake.person(7, "王丽").says("/start")
    fake.group(-1001, "保障股群", topics=(5,))


def words(text: str, **more: object) -> Outgoing:
    return Outgoing((Segment("text", text),), **more)  # type: ignore[arg-type]


async def test_a_card_stands_there_with_its_words_and_buttons(
    fake: Fake, telegram: Telegram
) -> None:
    card = Outgoing(
        (
            Segment("b", "1123-07"),
            Segment("text", " 来访 <王秀英> & 子 "),
            Segment("a", "看", 'https://office.example/?a=1&b="2"'),
            Segment("code", "8302"),
            Segment("i", "（暂定）"),
        ),
        rows=((Button("李明 保障股302", "a:1"), Button("另选人", "b:1")), (Button("撤回", "c:1"),)),
    )
    sent = await telegram.send(WANG, card)
    message = fake.chat(7).messages[0]
    assert str(message.id) == sent
    assert message.text == "1123-07 来访 <王秀英> & 子 看8302（暂定）"
    assert [(e.tag, e.text, e.href) for e in message.entities] == [
        ("b", "1123-07", ""),
        ("a", "看", 'https://office.example/?a=1&b="2"'),
        ("code", "8302", ""),
        ("i", "（暂定）", ""),
    ]
    assert message.labels == [["李明 保障股302", "另选人"], ["撤回"]]
    assert not message.silent


async def test_a_line_in_a_topic_is_silent_and_rings_its_officer(
    fake: Fake, telegram: Telegram
) -> None:
    fake.person(8, "李明")
    line = Outgoing(
        (Segment("text", "1123-07 王** "), Segment("at", "李明", "8"), Segment("at", "吴婷")),
        silent=True,
    )
    await telegram.send(Address("telegram", "-1001", "5"), line)
    message = fake.chat(-1001).messages[0]
    assert (message.text, message.thread, message.silent) == ("1123-07 王** 李明吴婷", 5, True)
    assert message.mentions == [8]


async def test_the_fixed_keyboard_is_kept_under_the_field_unless_there_are_buttons(
    fake: Fake, telegram: Telegram
) -> None:
    keyboard = (("待办", "查"), ("外出", "更多"))
    await telegram.send(WANG, words("您好", keyboard=keyboard))
    await telegram.send(WANG, words("1123-07", keyboard=keyboard, rows=((Button("签", "a"),),)))
    first, second = fake.chat(7).messages
    assert (first.keyboard, first.labels) == ([["待办", "查"], ["外出", "更多"]], [])
    assert (second.keyboard, second.labels) == ([], [["签"]])


async def test_long_rows_are_wrapped_and_a_hundred_buttons_are_the_most(
    fake: Fake, telegram: Telegram
) -> None:
    row = tuple(Button(str(n), f"p:{n}") for n in range(60))
    await telegram.send(WANG, words("选", rows=(row, row)))
    labels = fake.chat(7).messages[0].labels
    assert [len(row) for row in labels] == [8] * 7 + [4] + [8] * 5
    assert labels[7] == ["56", "57", "58", "59"]


async def test_a_payload_above_64_bytes_is_a_defect_and_never_sent(
    fake: Fake, telegram: Telegram
) -> None:
    await telegram.send(WANG, words("好", rows=((Button("签", "验" * 21),),)))
    before = len(fake.calls)
    with capture_logs() as logs:
        for payload, size in (("验" * 22, 66), ("", 0)):
            with pytest.raises(Undeliverable) as refused:
                await telegram.send(WANG, words("好", rows=((Button("签", payload),),)))
            assert refused.value.reason == f"payload of {size} bytes"
    assert len(fake.calls) == before
    assert [(log["log_level"], log["event"]) for log in logs] == [("error", "defect: payload")] * 2


async def test_a_long_text_comes_in_parts_cut_at_line_ends_the_last_with_the_buttons(
    fake: Fake, telegram: Telegram
) -> None:
    lines = [f"{n:04} 王** 公租房 超2天\n" for n in range(400)]
    digest = Outgoing(
        tuple(Segment("text", line) for line in lines), rows=((Button("我的待办", "todo"),),)
    )
    sent = await telegram.send(TEAM, digest)
    parts = fake.chat(-1001).messages
    assert [m.labels for m in parts] == [[], [["我的待办"]]]
    assert sent == str(parts[-1].id)
    assert "\n".join(m.text for m in parts) + "\n" == "".join(lines)


async def test_the_parts_of_a_long_text_are_numbered_in_the_words_of_the_office(
    fake: Fake, core: Core
) -> None:
    around = Surroundings(words={"part": "（{n}/{all}）"})
    settings = {"token": fake.token, "base_url": fake.base_url}
    numbered = connect(settings, around, pace=Pace(pause=core.pause))
    digest = Outgoing(tuple(Segment("text", f"{n:04} 王** 公租房 超2天\n") for n in range(400)))
    try:
        await numbered.send(TEAM, digest)
    finally:
        await numbered.close()
    texts = [m.text for m in fake.chat(-1001).messages]
    assert [text[:9] for text in texts] == ["（1/2）0000", "（2/2）0240"]
    assert max(map(len, texts)) <= 4096


async def test_an_edit_changes_words_and_buttons_in_place(fake: Fake, telegram: Telegram) -> None:
    sent = await telegram.send(WANG, words("已转", rows=((Button("签收", "a"),),)))
    assert await telegram.send(WANG, words("已签收"), edit=sent) == sent
    message = fake.chat(7).messages[0]
    assert (message.text, message.labels, message.edits) == ("已签收", [], 1)


async def test_an_edit_that_changes_nothing_has_succeeded(fake: Fake, telegram: Telegram) -> None:
    sent = await telegram.send(WANG, words("已转"))
    assert await telegram.send(WANG, words("已转"), edit=sent) == sent
    assert fake.chat(7).messages[0].edits == 0


async def test_an_edit_grown_too_long_keeps_its_end(fake: Fake, telegram: Telegram) -> None:
    sent = await telegram.send(WANG, words("头"))
    await telegram.send(WANG, words("一二三四\n" * 1000 + "最后一行"), edit=sent)
    text = fake.chat(7).messages[0].text
    assert text.startswith("…\n一二三四\n")
    assert text.endswith("一二三四\n最后一行")


async def test_a_message_gone_or_with_a_fixed_keyboard_cannot_be_edited(
    telegram: Telegram,
) -> None:
    kept = await telegram.send(WANG, words("您好", keyboard=(("待办",),)))
    for message, reason in (
        ("999", "Message to edit not found"),
        (kept, "Message can't be edited"),
    ):
        with pytest.raises(Undeliverable) as refused:
            await telegram.send(WANG, words("改"), edit=message)
        assert refused.value.reason == reason


async def test_a_line_taken_back_is_deleted(fake: Fake, telegram: Telegram) -> None:
    sent = await telegram.send(TEAM, words("1123-07 王** @李明"))
    assert await telegram.send(TEAM, words("1123-07", wipe=True), edit=sent) == sent
    assert fake.chat(-1001).messages == []
    assert await telegram.send(TEAM, words("1123-07", wipe=True), edit=sent) == sent
    assert await telegram.send(TEAM, words("1123-07", wipe=True)) == ""


@pytest.mark.parametrize(("rest", "shown"), [("1123-07", "1123-07"), ("", "…")])
async def test_a_line_too_old_to_be_deleted_is_reduced(
    rest: str, shown: str, fake: Fake, telegram: Telegram
) -> None:
    sent = await telegram.send(TEAM, words("1123-07 王** @李明"))
    fake.chat(-1001).messages[0].too_old = True
    assert await telegram.send(TEAM, words(rest, wipe=True), edit=sent) == sent
    assert [m.text for m in fake.chat(-1001).messages] == [shown]


async def test_too_many_requests_means_later_by_so_many_seconds(
    fake: Fake, telegram: Telegram
) -> None:
    fake.fail("sendMessage", 429, "Too Many Requests: retry after 9", retry_after=9)
    with pytest.raises(TryLater) as busy:
        await telegram.send(WANG, words("好"))
    assert busy.value.after_seconds == 9
    await telegram.send(WANG, words("好"))
    assert [m.text for m in fake.chat(7).messages] == ["好"]


async def test_a_broken_connection_or_a_broken_server_means_later(
    fake: Fake, telegram: Telegram
) -> None:
    fake.drop("sendMessage")
    fake.fail("sendMessage", 502, "Bad Gateway")
    fake.fail("sendMessage", 401, "Unauthorized")
    for _ in range(3):
        with pytest.raises(TryLater) as broken:
            await telegram.send(WANG, words("好"))
        assert broken.value.after_seconds is None


@pytest.mark.parametrize(
    ("chat", "reason"),
    [
        (7, "Forbidden: bot was blocked by the user"),
        (8, "Forbidden: bot can't initiate conversation with a user"),
        (9, "Chat not found"),
    ],
)
async def test_who_cannot_be_written_to_is_undeliverable_with_telegrams_words(
    chat: int, reason: str, fake: Fake, telegram: Telegram
) -> None:
    fake.person(7).blocks()
    fake.person(8, "从未开始")
    with pytest.raises(Undeliverable) as never:
        await telegram.send(Address("telegram", str(chat)), words("好"))
    assert never.value.reason == reason


async def test_a_topic_that_is_gone_or_closed_is_undeliverable_and_the_general_one_is_none(
    fake: Fake, telegram: Telegram
) -> None:
    for thread, reason in (("6", "Message thread not found"), ("5", "Topic_closed")):
        fake.chat(-1001).closed = {5}
        with pytest.raises(Undeliverable) as never:
            await telegram.send(Address("telegram", "-1001", thread), words("好"))
        assert never.value.reason == reason
    await telegram.send(TEAM, words("好"))
    assert "message_thread_id" not in fake.called("sendMessage")[-1]


async def test_a_group_that_became_a_supergroup_tells_its_new_id(
    fake: Fake, telegram: Telegram
) -> None:
    old = fake.group(-5, "旧群")
    fake.migrate(old, -1000000000005)
    with pytest.raises(Moved) as moved:
        await telegram.send(Address("telegram", "-5"), words("好"))
    assert moved.value.chat == "-1000000000005"
    await telegram.send(Address("telegram", moved.value.chat), words("好"))
    assert [m.text for m in fake.chat(-1000000000005).messages] == ["好"]


async def test_the_fake_itself_refuses_broken_markup(fake: Fake, telegram: Telegram) -> None:
    for text in ("<x>a</x>", "a & b", "<b>a", "a</b>", "1 < 2", '<a href="x"'):
        fields = {"chat_id": "7", "text": text, "parse_mode": "HTML"}
        with pytest.raises(BadRequest, match="Can't parse entities"):
            await telegram._api.call("sendMessage", fields)
    assert fake.chat(7) == Chat(7, "private")
