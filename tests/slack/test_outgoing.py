"""How messages are written in Block Kit, within every limit there is."""

import json

from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.outgoing import blocks, edited, posts, split
from bot.chat import Button, Outgoing, Segment
from tests.slack.block_kit import check_message
from tests.slack.world import Message

PEOPLE = {"U002"}
PART = "（{n}/{all}）"
KINDS = st.sampled_from(["text", "b", "i", "code", "a", "at"])
REFS = st.sampled_from(["", "U002", "https://a.example/?a=1", "javascript:alert(1)", "李明"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.just("公租房\n" * 40)
SEGMENTS = st.lists(st.builds(Segment, KINDS, TEXTS, REFS), max_size=30)
ROWS = st.lists(
    st.lists(st.builds(Button, st.text(min_size=1, max_size=90), st.just("to:1:2:003")), max_size=9)
    .filter(bool)
    .map(tuple),
    max_size=60,
).map(tuple)


def read(parts: list[dict[str, object]]) -> list[Message]:
    return [Message("1", part["blocks"]) for part in parts]  # type: ignore[arg-type]


def bare(text: str) -> str:
    return "".join(text.split())


@given(SEGMENTS, ROWS)
def test_whatever_is_said_slack_takes(segments: list[Segment], rows: tuple[object, ...]) -> None:
    message = Outgoing(tuple(segments), rows)  # type: ignore[arg-type]
    for part in [*posts(message, PART), edited(message)]:
        check_message(part["blocks"], PEOPLE)
        assert 1 <= len(part["text"]) <= 40_000


@given(SEGMENTS, st.integers(min_value=200, max_value=2_000))
def test_parts_lose_nothing_but_blanks(segments: list[Segment], room: int) -> None:
    parts = split(segments, room=room)
    whole = "".join(segment.text for segment in segments)
    assert bare("".join(s.text for part in parts for s in part)) == bare(whole)


def test_each_kind_of_words_has_its_element_and_nothing_is_read_as_a_mark() -> None:
    segments = (
        Segment("b", "1123-07"),
        Segment("text", "王 *不是粗体* _x_ :smile: <@U002> & "),
        Segment("i", "（暂定）"),
        Segment("code", "KQ7-4MD"),
        Segment("a", "看", "https://office.example/?a=1&b=2"),
        Segment("a", "不是网页", "javascript:alert(1)"),
        Segment("at", "李明", "U002"),
        Segment("at", "吴婷"),
        Segment("text", "\n\n"),
    )
    (block,) = blocks(Outgoing(segments))
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "1123-07", "style": {"bold": True}},
        {"type": "text", "text": "王 *不是粗体* _x_ :smile: <@U002> & "},
        {"type": "text", "text": "（暂定）", "style": {"italic": True}},
        {"type": "text", "text": "KQ7-4MD", "style": {"code": True}},
        {"type": "link", "url": "https://office.example/?a=1&b=2", "text": "看"},
        {"type": "text", "text": "不是网页"},
        {"type": "user", "user_id": "U002"},
        {"type": "text", "text": "吴婷"},
    ]
    (part,) = posts(Outgoing((Segment("text", "<!channel> & 好"),)), PART)
    assert part["text"] == "&lt;!channel&gt; &amp; 好"


def test_each_row_of_buttons_is_a_block_of_its_own() -> None:
    rows = (
        (Button("李明 保障股302", "to:1:0:002"), Button("另选人", "face:1:0:people")),
        tuple(Button(str(n), f"p:{n}") for n in range(7)),
    )
    made = blocks(Outgoing((Segment("text", "1123-07"),), rows))
    labels = [[b["text"]["text"] for b in block["elements"]] for block in made[1:]]
    assert labels == [["李明 保障股302", "另选人"], ["0", "1", "2", "3", "4"], ["5", "6"]]
    assert made[1]["elements"][0] == {
        "type": "button",
        "action_id": "press0.0",
        "text": {"type": "plain_text", "text": "李明 保障股302", "emoji": False},
        "value": "to:1:0:002",
    }


def test_a_long_text_comes_in_numbered_parts_cut_at_line_ends_the_last_with_the_buttons() -> None:
    lines = [f"{n:04} 王** 公租房 超2天\n" for n in range(400)]
    digest = Outgoing(
        tuple(Segment("text", line) for line in lines), ((Button("我的待办", "mytodo"),),)
    )
    parts = read(posts(digest, PART))
    assert [m.labels for m in parts] == [[], [], [["我的待办"]]]
    assert [m.text[:5] for m in parts] == ["（1/3）", "（2/3）", "（3/3）"]
    assert "\n".join(m.text[5:] for m in parts) + "\n" == "".join(lines)
    assert [len(json.dumps(m.blocks)) < 13_000 for m in parts] == [True] * 3


def test_a_mention_is_not_torn_even_in_a_line_too_long() -> None:
    line = [Segment("text", "甲" * 90), Segment("at", "李明", "U002"), Segment("text", "乙" * 90)]
    assert split(line, room=600) == [[line[0]], [line[1]], [line[2]]]


def test_an_edit_rings_nobody_and_keeps_its_end() -> None:
    line = (Segment("text", "1123-07 王** "), Segment("at", "李明", "U002"), Segment("text", "\n"))
    (short,) = read([edited(Outgoing(line))])
    assert (short.text, short.mentions) == ("1123-07 王** 李明", [])
    (long,) = read([edited(Outgoing(line * 900, ((Button("看", "where:1:0:"),),)))])
    assert long.text.startswith("…\n1123-07 王** 李明\n")
    assert long.text.endswith("1123-07 王** 李明")
    assert long.labels == [["看"]]


def test_more_buttons_than_slack_takes_are_left_out_from_the_end() -> None:
    row = tuple(Button(f"第{n}件", f"where:{n}:0:") for n in range(200))
    (shown,) = read(posts(Outgoing((Segment("text", "1123-07"),), (row,)), PART))
    flat = [label for row in shown.labels for label in row]
    assert flat == [f"第{n}件" for n in range(len(flat))]
    assert 50 <= len(flat) < 100
