"""Finding an officer by the little that is typed of him."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lines.names import find_people, readings, surname_of

_PEOPLE = {
    "001": "王丽",
    "002": "李明",
    "003": "吴婷",
    "004": "陈建国",
    "006": "赵志远",
    "007": "刘芳",
    "011": "单雄信",
    "012": "曾国藩",
    "013": "仇英",
    "014": "查良镛",
    "015": "区志强",
    "016": "解小东",
    "017": "尉迟恭",
    "018": "吕布",
    "019": "李明华",
    "020": "乐嘉",
    "021": "欧阳娜",
    "022": "林梅",
}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("李明", "李明"),
        ("交给李明办", "李明"),
        ("李明华", "李明华"),
        ("002", "李明"),
        ("liming", "李明"),
        ("Li Ming", "李明"),
        ("lm", "李明 林梅"),
        ("limingh", "李明华"),
        ("lmh", "李明华"),
        ("chen", "陈建国"),
        ("chenj", "陈建国"),
        ("li", "李明 李明华"),
        ("陈股长", "陈建国"),
        ("请陈股长看一下", "陈建国"),
        ("赵局", "赵志远"),
        ("老陈", "陈建国"),
        ("小李", "李明 李明华"),
        ("王", "王丽"),
        ("建国", "陈建国"),
        ("黎明", "李明"),
        ("刘方", "刘芳"),
        ("shanxiongxin", "单雄信"),
        ("sxx", "单雄信"),
        ("zengguofan", "曾国藩"),
        ("qiuying", "仇英"),
        ("zhaliangyong", "查良镛"),
        ("ouzhiqiang", "区志强"),
        ("xiexiaodong", "解小东"),
        ("yuchigong", "尉迟恭"),
        ("ycg", "尉迟恭"),
        ("lvbu", "吕布"),
        ("lubu", "吕布"),
        ("yuejia", "乐嘉"),
        ("lejia", "乐嘉"),
        ("ouyangna", "欧阳娜"),
        ("oyn", "欧阳娜"),
        ("danxiongxin", ""),
        ("xyz", ""),
        ("公租房", ""),
        ("", ""),
        ("  ", ""),
        ("8", ""),
    ],
)
def test_people_are_found_by_name_title_number_or_sound(text: str, names: str) -> None:
    found = find_people(text, _PEOPLE.items())
    assert [_PEOPLE[key] for key in found] == names.split()


def test_namesakes_are_all_found() -> None:
    assert find_people("李明", [("1", "李明"), ("2", "李明")]) == ("1", "2")


def test_a_surname_is_read_as_a_surname() -> None:
    assert {way[0] for way in readings("仇英")} == {"qiu"}


def test_a_compound_surname_is_one_surname() -> None:
    assert (surname_of("欧阳娜"), surname_of("王丽"), surname_of("")) == ("欧阳", "王", "")


@given(st.text(max_size=12))
def test_whatever_is_typed_only_known_people_are_found(text: str) -> None:
    assert set(find_people(text, _PEOPLE.items())) <= set(_PEOPLE)
