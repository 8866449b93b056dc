"""Texts in Telegram's HTML and limits, without a network."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.outgoing import TEXT_UNITS, html, split
from bot.chat import Segment
from tests.telegram.markup import parse

KINDS = st.sampled_from(["text", "b", "i", "code", "a", "at"])
TEXTS = st.text(st.sampled_from("王<>&\"'\n 𠮷a…"), max_size=30)
SEGMENTS = st.lists(st.builds(Segment, KINDS, TEXTS, st.sampled_from(["", "8", 'x"&'])))


@given(SEGMENTS)
def test_whatever_is_said_telegram_reads_the_same_words(segments: list[Segment]) -> None:
    text, _ = parse(html(segments))
    assert text == "".join(segment.text for segment in segments).strip()


@given(SEGMENTS, st.integers(min_value=8, max_value=60))
def test_parts_fit_and_lose_nothing_but_blank_ones(segments: list[Segment], units: int) -> None:
    parts = split(segments, units=units)
    joined = ["".join(segment.text for segment in part) for part in parts]
    assert [text for text in joined if len(text.encode("utf-16-le")) // 2 > units] == []
    whole = "".join(segment.text for segment in segments)
    assert "".join("".join(joined).split()) == "".join(whole.split())


def test_a_mention_is_not_torn_even_in_a_line_too_long() -> None:
    line = [Segment("text", "甲" * 30), Segment("at", "李明", "8"), Segment("text", "乙" * 30)]
    assert split(line, units=31) == [[line[0]], [line[1]], [line[2]]]


def test_more_formatted_runs_than_telegram_shows_go_into_the_next_part() -> None:
    lines = [s for n in range(150) for s in (Segment("at", f"p{n}", str(n)), Segment("text", "\n"))]
    assert [sum(s.kind == "at" for s in part) for part in split(lines)] == [100, 50]


def test_a_single_line_longer_than_a_message_is_cut() -> None:
    parts = split([Segment("text", "字" * 5000)])
    assert [[len(s.text) for s in part] for part in parts] == [[TEXT_UNITS], [5000 - TEXT_UNITS]]


def test_a_person_without_an_account_and_a_link_without_an_address_are_plain() -> None:
    segments = [Segment("at", "<李明>"), Segment("at", "吴婷", "U9'"), Segment("a", "看")]
    assert html(segments) == "&lt;李明&gt;吴婷看"
