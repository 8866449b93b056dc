"""What may leave of a free text: no number however it is written, no address, a surname at most."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lines.veil import veiled, without_numbers

NUMBERS = (
    "13911113333",
    "139 1111 3333",
    "139-1111-3333",
    "139.1111.3333",
    "+8613911113333",
    "+86 139 1111 3333",
    "0086-139-1111-3333",
    "１３９１１１１３３３３",
    "１３９　１１１１　３３３３",
    "一三九一一一一三三三三",
    "幺三九幺幺幺幺三三三三",
    "壹叁玖壹壹壹壹叁叁叁叁",
    "139一一一一3333",
    "139\u200b1111\u200b3333",
    "(0871) 6712 3456",
    "（0871）67123456转801",
    "0871-67123456",
    "67123456",
    "6712 3456",
    "400-810-1234",
    "4008101234",
    "+852 9123 4567",
    "+85291234567",
    "6222021234567890123",
    "6222 0212 3456 7890 123",
    "11010119900101123X",
    "110101199001011234",
    "110101 19900101 1234",
    "QQ123456789",
    "E12345678",
    "①③⑨①①①①③③③③",
)
STAYS = (
    "2026-11-23",
    "2026-11-23 09:30",
    "2026年11月23日",
    "11月20日20:00经过",
    "20261123",
    "1123-07",
    "云住建首〔2026〕1123-07",
    "二〇二六年十一月",
    "5人3天2次",
    "150平方米，月租1200元",
)
ADDRESSES = (
    "城关路12号",
    "城关路12号3栋502室",
    "人民大道一百二十号",
    "金桂小区3栋2单元501",
    "3号楼2单元501室",
    "大坪村3组",
    "幸福里12-3号",
)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "around", ["{}", "打{}没人接", "1123-07 {}", "2026-11-23 09:30 {} 说", "{}，谢谢"]
)
def test_no_number_leaves_however_it_is_written(number: str, around: str) -> None:
    shown = without_numbers(around.format(number))
    assert longest_run(shown, but=around) < 5, shown


@pytest.mark.parametrize("text", STAYS)
def test_dates_amounts_and_inquiry_numbers_stay(text: str) -> None:
    assert without_numbers(text) == text
    assert veiled(f"说好{text}办的") == f"说好{text}办的"


def test_a_number_beside_an_inquirys_number_goes_alone() -> None:
    assert without_numbers("1123-07 13911113333") == "1123-07 ***"
    assert without_numbers("13911113333 1123-07") == "*** 1123-07"
    assert without_numbers("2026-11-23 139 1111 3333") == "2026-11-23 ***"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_leaves(address: str) -> None:
    assert veiled(f"我家在{address}漏水") in ("我家在***漏水", "***漏水", "我***漏水")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王秀英的申请", "王**的申请"),
        ("我叫马国庆，公租房", "我叫马**，公租房"),
        ("何桂兰女士来问", "何**女士来问"),
        ("张小红 公租房", "张** 公租房"),
        ("公租房申请一直没消息", "公租房申请一直没消息"),
        ("黑石乡政府说要公证", "***政府说要公证"),
    ],
)
def test_names_keep_their_surnames_and_known_particulars_go_whole(text: str, shown: str) -> None:
    assert veiled(text, names=("王秀英",), secrets=("黑石乡", "")) == shown


@given(
    st.lists(st.sampled_from("0123456789０１２３４５６７８９一二三四五六七八九零〇幺"), min_size=7),
    st.lists(st.sampled_from(["", " ", "-", "　", ".", " - ", "\u200b", "·"]), min_size=60),
)
def test_seven_digits_in_a_row_never_leave(digits: list[str], between: list[str]) -> None:
    text = "".join(d + b for d, b in zip(digits, between, strict=False))
    shown = without_numbers(f"打{text}没人接")
    if not re.search(r"20\d\d|19\d\d|\d{4}-\d\d|:", unicodedata.normalize("NFKC", text)):
        assert longest_run(shown) < 7, shown


def longest_run(text: str, *, but: str = "") -> int:
    """The most digits in a row, whatever stands between them, beside those of *but*."""
    own = re.sub(r"\{\}", "", but)
    for kept in re.findall(r"[\d:-]+", own):
        text = text.replace(kept, "")
    normal = unicodedata.normalize("NFKC", text)
    runs = re.findall(
        r"[\d零〇一二三四五六七八九幺壹叁玖][\d零〇一二三四五六七八九幺壹叁玖 .·-]*", normal
    )
    return max((len(re.sub(r"[ .·-]", "", run)) for run in runs), default=0)
