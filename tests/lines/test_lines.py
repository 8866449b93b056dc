"""A line of speech, as it is typed, dictated, pasted, and what it says."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lines import Line, is_pleasantry, is_question, looks_like_visitor, parse, split

_NOW = datetime(2026, 11, 23, 14, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday


_TABLE = tomllib.loads(Path(__file__).with_name("lines.toml").read_text(encoding="utf-8"))


def line_of(said: dict[str, Any]) -> Line:
    received = said.get("received")
    moment = datetime.fromisoformat(received).replace(tzinfo=_NOW.tzinfo) if received else None
    return Line(**said | {"received": moment, "doubts": tuple(said.get("doubts", ()))})


@pytest.mark.parametrize("text", _TABLE["said"])
def test_a_line_is_read_as_it_was_meant(text: str) -> None:
    assert parse(text, now=_NOW, area_code="0871") == line_of(_TABLE["said"][text])


@pytest.mark.parametrize("text", _TABLE["nothing_but"]["matters"])
def test_a_matter_alone_stays_as_it_was_said(text: str) -> None:
    assert parse(text, now=_NOW, area_code="0871") == Line(text)


def test_a_place_of_the_office_is_known_without_an_ending() -> None:
    line = parse("王秀英13800138000马鞍山公租房没消息", now=_NOW, places=("马鞍山",))
    assert line == Line("公租房没消息", name="王秀英", phone="13800138000", place="马鞍山")


def test_the_ruleset_chooses_the_words_of_channels_and_kinds() -> None:
    words, kinds = {"热线": "市民热线"}, {"表扬": "表扬"}
    line = parse("热线 表扬 窗口王丽态度好", now=_NOW, channels=words, kinds=kinds)
    assert line == Line("窗口王丽态度好", channel="市民热线", kind="表扬")


def test_without_an_area_code_a_local_number_stays_as_it_is() -> None:
    assert parse("张伟 8304567 危房补助", now=_NOW).phone == "8304567"


@pytest.mark.parametrize("text", ["下午 张伟 13800138000 公租房", "刚才 张伟 13800138000 公租房"])
def test_what_was_received_just_now_has_no_time_of_its_own(text: str) -> None:
    assert parse(text, now=_NOW) == Line("公租房", name="张伟", phone="13800138000")


def test_several_lines_are_several_inquiries_when_each_has_a_visitor() -> None:
    lines = ("王秀英 13800138000 公租房", "电话 维修资金怎么申请", "同上 还问续租")
    assert split("\n\n".join(lines), now=_NOW) == lines


def test_lines_of_one_report_are_one_inquiry() -> None:
    text = "王秀英 13800138000\n公租房申请一直没消息\n材料都交了"
    assert split(text, now=_NOW) == (text,)


@pytest.mark.parametrize(
    ("text", "visitor"),
    [
        ("同上 还问维修资金", True),
        ("电话 维修资金怎么申请", True),
        ("举报 工地夜间施工", True),
        ("王秀英 13800138000 公租房", True),
        ("收入证明开不出来", False),
        ("电话已告知来访人", False),
        ("来访人不同意", False),
        ("投诉处理完了", False),
        ("13800138000", False),
        ("电话", False),
        ("排第37位，明年3月", False),
        ("12月4日", False),
    ],
)
def test_a_new_visitor_is_told_from_an_answer(text: str, visitor: bool) -> None:
    assert looks_like_visitor(text) is visitor


@pytest.mark.parametrize(
    "text",
    [
        "好的",
        "收到",
        "谢谢",
        "在吗",
        "好的，谢谢！",
        "收到，辛苦了",
        "你好，在吗？",
        "OK",
        "嗯嗯",
        "谢谢王丽",
        "👍",
        "。。。",
        "",
    ],
)
def test_courtesies_are_never_registered(text: str) -> None:
    assert is_pleasantry(text)


@pytest.mark.parametrize(
    "text",
    ["公租房", "你好，公租房怎么申请", "好的我去办公租房", "谢谢，还想问续租", "收到停水通知"],
)
def test_a_matter_among_courtesies_is_a_matter(text: str) -> None:
    assert not is_pleasantry(text)


@pytest.mark.parametrize(
    ("matter", "question"),
    [
        ("维修资金怎么申请", True),
        ("公租房续租要什么手续", True),
        ("公租房排到哪了", True),
        ("能不能代办", True),
        ("契税要交多少", True),
        ("公租房申请一直没消息", False),
        ("怎么还没人来修", False),
        ("说了没什么用", False),
        ("物业乱收费", False),
    ],
)
def test_a_question_is_told_from_a_reproach(matter: str, question: bool) -> None:
    assert is_question(matter) is question


_PIECES = st.sampled_from(
    [
        "王秀英",
        "13800138000",
        "1380013800",
        "8304567",
        "0871-",
        "黑石乡",
        "电话",
        "同上",
        "举报",
        "昨天下午",
        "周五",
        "11月31日",
        "25:61",
        "公租房",
        "问",
        "答",
        "，",
        " ",
        "：",
        "【",
        "】",
        "\n",
        "女士",
        "一三八零零",
        "金桂小区",
        "半",
        "十",
        "三点半",
        "我是",
        "住",
    ]
)


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=12).map("".join)))
def test_whatever_is_said_the_matter_is_not_lost(text: str) -> None:
    line = parse(text, now=_NOW, area_code="0871")
    assert bool(line.matter) is bool(text.translate(dict.fromkeys(map(ord, _UNSEEN))).strip())
    assert line.received is None or line.received < _NOW
    assert " ".join(split(text, now=_NOW)).split() == text.split()


_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\x00"


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_a_matter_read_again_loses_nothing_of_weight(text: str) -> None:
    matter = parse(text, now=_NOW).matter
    assert bool(parse(matter, now=_NOW).matter) is bool(matter)
