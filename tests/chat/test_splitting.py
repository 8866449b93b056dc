"""Long texts are cut where it hurts least: nothing lost, nothing torn that fits, numbered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Segment
from bot.chat.splitting import Size, parts

NUMBER = "（{n}/{all}）"
KINDS = st.sampled_from(["text", "b", "i", "code", "a", "at"])
TEXTS = st.text(st.sampled_from("王a𠮷<& \n"), max_size=30)
SEGMENTS = st.lists(st.builds(Segment, KINDS, TEXTS, st.sampled_from(["", "8"])), max_size=20)
LIMITS = st.integers(min_value=12, max_value=60)


def characters(segment: Segment) -> int:
    return len(segment.text)


UNITS = st.sampled_from(
    [
        characters,
        lambda segment: len(segment.text.encode()),
        lambda segment: len(segment.text.encode("utf-16-le")) // 2,
        lambda segment: characters(segment) + len(segment.kind),
    ]
)


def said(segments: tuple[Segment, ...]) -> str:
    return "".join(segment.text for segment in segments)


def visible(text: str) -> str:
    return "".join(text.split())


@given(SEGMENTS, LIMITS, UNITS)
def test_parts_fit_keep_their_order_and_lose_nothing_but_blank_parts(
    segments: list[Segment], limit: int, size: Size
) -> None:
    found = parts(segments, limit=limit, size=size)
    assert [part for part in found if sum(map(size, part)) > limit] == []
    assert visible("".join(map(said, found))) == visible(said(tuple(segments)))


@given(st.lists(st.text("王a𠮷<&", min_size=1, max_size=11), min_size=1), LIMITS)
def test_where_every_line_fits_with_its_end_no_character_is_lost(
    lines: list[str], limit: int
) -> None:
    text = "\n".join(lines)
    found = parts([Segment("text", text)], limit=limit, size=characters)
    assert "".join(map(said, found)) == text
    assert [part for part in found[:-1] if not said(part).endswith("\n")] == []


@given(SEGMENTS, LIMITS, UNITS)
def test_numbered_parts_fit_with_their_numbers(
    segments: list[Segment], limit: int, size: Size
) -> None:
    limit += size(Segment("text", NUMBER.format(n=99, all=99)))
    found = parts(segments, limit=limit, size=size, number=NUMBER)
    assert [part for part in found if sum(map(size, part)) > limit] == []
    if len(found) > 1:
        heads = [NUMBER.format(n=n, all=len(found)) for n in range(1, len(found) + 1)]
        assert [part[0] for part in found] == [Segment("text", head) for head in heads]
        assert visible("".join(said(part[1:]) for part in found)) == visible(said(tuple(segments)))


@given(SEGMENTS, LIMITS)
def test_no_mention_link_or_code_is_torn_that_fits_into_a_part(
    segments: list[Segment], limit: int
) -> None:
    found = parts(segments, limit=limit, size=characters)
    whole = [s for s in segments if s.kind in ("at", "a", "code") and len(s.text) <= limit]
    kept = [segment for part in found for segment in part]
    assert [s for s in whole if s.text.strip() and s not in kept] == []


@given(SEGMENTS, LIMITS, st.integers(min_value=1, max_value=4))
def test_no_part_has_more_formatted_runs_than_the_platform_shows(
    segments: list[Segment], limit: int, most: int
) -> None:
    found = parts(segments, limit=limit, size=characters, most_entities=most)
    assert [part for part in found if sum(s.kind != "text" for s in part) > most] == []
    assert visible("".join(map(said, found))) == visible(said(tuple(segments)))


def test_a_text_that_fits_stays_as_it_is() -> None:
    short = (Segment("b", "1123-07"), Segment("text", "\n\n "))
    assert parts(short, limit=10, size=characters, number=NUMBER) == [short]


def test_lines_stay_together_and_the_number_stands_before_them() -> None:
    found = parts(
        [Segment("text", "一一一\n二二二\n三三三\n四四")], limit=13, size=characters, number=NUMBER
    )
    assert [said(part) for part in found] == ["（1/2）一一一\n二二二\n", "（2/2）三三三\n四四"]


def test_room_is_left_for_numbers_of_two_digits() -> None:
    text = "".join(f"{n:03}\n" for n in range(36))
    found = parts([Segment("text", text)], limit=12, size=characters, number=NUMBER)
    assert [said(part) for part in found[:2]] == ["（1/36）000\n", "（2/36）001\n"]
    assert said(found[-1]) == "（36/36）035\n"


@pytest.mark.parametrize("kind", ["code", "a", "at"])
def test_a_run_with_a_line_end_in_it_is_not_cut_there(kind: str) -> None:
    run = Segment(kind, "一\n二", "8")
    found = parts(
        [Segment("text", "零零零"), run, Segment("text", "三三")], limit=6, size=characters
    )
    assert found == [(Segment("text", "零零零"), run), (Segment("text", "三三"),)]


def test_a_single_character_larger_than_a_part_is_still_said() -> None:
    found = parts([Segment("text", "王王")], limit=2, size=lambda s: 3 * characters(s))
    assert [said(part) for part in found] == ["王", "王"]
