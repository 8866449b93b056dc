"""A few words of a matter find the duty, and say when they do not."""

import tomllib
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lines.routing import Entry, Index

_TABLE = tomllib.loads(Path(__file__).with_name("routing.toml").read_text(encoding="utf-8"))


def entry(title: str, said: dict[str, str]) -> Entry:
    words = tuple(said["words"].split())
    return Entry(title, title, words, said.get("department", ""))


_INDEX = Index(entry(title, said) for title, said in _TABLE["catalogue"].items())


def best(text: str) -> list[str]:
    return [match.key for match in _INDEX.rank(text)]


def test_of_the_queries_all_but_one_are_right_in_the_first_three() -> None:
    wrong = [q for q, title in _TABLE["queries"].items() if title not in best(q)]
    assert len(_TABLE["queries"]) >= 40
    assert len(wrong) <= 1, wrong


def test_most_are_right_at_once() -> None:
    first = [q for q, title in _TABLE["queries"].items() if best(q)[:1] == [title]]
    assert len(first) >= 0.9 * len(_TABLE["queries"])


def test_confidence_is_never_misplaced() -> None:
    sure = {q: m[0].key for q in _TABLE["queries"] if (m := _INDEX.rank(q)) and m[0].confident}
    assert {q: key for q, key in sure.items() if key != _TABLE["queries"][q]} == {}
    assert len(sure) >= len(_TABLE["queries"]) // 3


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("公租房申请一直没消息", "公租房申请"),
        ("维修资金怎么申请", "住宅专项维修资金使用"),
        ("公租房续租要什么手续", "公租房续租"),
        ("危房改造补助没到账", "农村危房改造补助"),
        ("房产证什么时候能办", "县不动产登记中心"),
    ],
)
def test_a_matter_named_outright_is_certain(text: str, title: str) -> None:
    first, *others = _INDEX.rank(text)
    assert (first.key, first.confident) == (title, True)
    assert [match for match in others if match.confident] == []


@pytest.mark.parametrize(
    "text", ["金桂小区旁半夜打桩谁管", "我家漏水楼上不管", "公租房", "怎么申请", "投诉", "工程"]
)
def test_a_matter_that_may_be_several_is_not_certain(text: str) -> None:
    assert [match for match in _INDEX.rank(text) if match.confident] == []


def test_a_doubtful_matter_shows_whoever_may_be_in_charge() -> None:
    assert {"工地安全隐患", "县城市管理执法局"} <= set(best("金桂小区旁半夜打桩谁管"))


@pytest.mark.parametrize("text", ["", "怎么办", "请问一下", "???", "12:30"])
def test_what_says_nothing_finds_nobody(text: str) -> None:
    assert best(text) == []


def test_the_last_choice_comes_first_among_equals_but_proves_nothing() -> None:
    preferred = _INDEX.rank("公租房", prefer={"公租房续租": 0.5})
    assert next((m.key, m.confident) for m in preferred) == ("公租房续租", False)


def test_the_last_choice_does_not_outdo_what_is_said() -> None:
    assert (
        _INDEX.rank("维修资金怎么申请", prefer={"公租房申请": 0.5})[0].key == "住宅专项维修资金使用"
    )


def test_a_department_weighs_less_than_a_duty() -> None:
    index = Index([Entry("a", "合同备案", department="房屋租赁股"), Entry("b", "房屋租赁登记")])
    assert [match.key for match in index.rank("房屋租赁")] == ["b", "a"]


def test_no_more_are_given_than_asked_for() -> None:
    assert len(_INDEX.rank("公租房申请", at_most=1)) == 1


def test_an_empty_catalogue_ranks_nothing() -> None:
    assert Index(()).rank("公租房") == ()


def test_fifty_entries_are_ranked_in_a_fraction_of_a_millisecond() -> None:
    entries = [
        Entry(f"{n}{t}", t, tuple(said["words"].split()))
        for n in range(3)
        for t, said in _TABLE["catalogue"].items()
    ]
    index = Index(entries[:50])
    began = process_time()
    for _ in range(300):
        index.rank("金桂小区旁半夜打桩谁管")
    assert (process_time() - began) / 300 < 0.000_8  # measured 0.03 ms; room for a busy machine


@given(st.text(max_size=40))
def test_whatever_is_said_scores_fall_and_at_most_the_first_is_certain(text: str) -> None:
    matches = _INDEX.rank(text, at_most=5)
    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert [match for match in matches[1:] if match.confident] == []
