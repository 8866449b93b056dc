"""An office of the mainland on a platform abroad: the duty's name and a masked surname, no number."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.offices import demo_office
from tests.telegram.fake import Fake
from tests.telegram.office import TelegramOffice

HINT = "号码和原话已存单位库"


@pytest.fixture
async def office(fake: Fake, tmp_path: Path) -> AsyncIterator[TelegramOffice]:
    strict = replace(demo_office(), mainland=True, demo=False)
    async with TelegramOffice(fake, tmp_path, office=strict) as office:
        await office.bind("王丽", "李明", "吴婷", "陈建国", "赵志远", "刘芳")
        yield office


def hints(office: TelegramOffice, who: str) -> int:
    """How often somebody was told that numbers belong on the office's page."""
    return sum(text.startswith(HINT) for text in office.screens(who))


async def test_a_card_shows_the_duty_and_a_masked_surname_and_never_a_number(
    office: TelegramOffice,
) -> None:
    await office.group("保障股")
    await office.say("王丽", "王秀英 13800138000 黑石乡 公租房申请没消息，也可打13800138001")
    assert hints(office, "王丽") == 1
    await office.say("王丽", "王秀英 13800138001 公租房续租")
    await office.press("王丽", "李明")
    heading = "1123-08 转办　限11月30日下班前\n续租\n王**"
    assert office.screen("李明").startswith(heading)
    await office.say("王丽", "查 王秀英")
    await office.say("陈建国", "1123-08")
    for label in ("签收", "办结", "已办成"):
        await office.press("李明", label)
    await office.say("李明", "已讲清", reply_to=office.card("李明"))
    await office.wind("2026-12-01 10:31")
    assert hints(office, "王丽") == 1
    kept = await office.counter.inquiry("1123-07")
    assert (kept.inquirer.phone, kept.inquirer.name) == ("13800138000", "王秀英")
    leaks = ("王秀英", "13800138000", "8000", "13800138001", "黑石乡")
    assert [text for text in office.written() for leak in leaks if leak in text] == []


@pytest.mark.parametrize(
    ("line", "leak"),
    [
        ("王秀英 13800138000 公租房打13800138001没人接", "1380013"),
        ("王秀英 13800138000 公租房打0690-6123456没人接", "6123456"),
    ],
    ids=["a mobile cut short in a list", "a landline in the matter"],
)
async def test_no_piece_of_a_number_inside_the_matter_is_shown(
    office: TelegramOffice, line: str, leak: str
) -> None:
    await office.say("王丽", line)
    for asked in ("查 公租房", "待办", "1123-07"):
        await office.say("王丽", asked)
    await office.say("刘芳", "台账")
    assert [text for text in office.written() if leak in text] == []


async def test_a_number_is_not_asked_for_in_chat_but_on_the_offices_page(
    office: TelegramOffice,
) -> None:
    views = office.house.views
    views.reach = replace(views.reach, page="https://office.example")
    await office.say("王丽", "王秀英 公租房申请没消息")
    await office.press("王丽", "李明")
    await office.press("王丽", "已离开")
    asked = "1123-07 的全文和姓名、号码、地址，在本单位网页上看和填：\nhttps://office.example/s#"
    assert office.screen("王丽").startswith(asked)
    await office.press("李明", "签收")
    await office.press("李明", "看全文")
    assert office.screen("李明").startswith(asked)


async def test_the_paper_has_no_lines_for_numbers_and_units(office: TelegramOffice) -> None:
    for said in ("登记", "公租房申请没消息", "来电", "王秀英"):
        await office.say("王丽", said)
    assert office.screen("王丽").startswith("1123-07　来电　王**")


HOSTILE = (
    "王秀英 13800138000 黑石乡 公租房申请没消息，身份证11010119900101123X，也可打139 1111 3333，"
    "家住城关路12号3栋779室，卡号6222 0212 3456 7890 123"
)
LEAKS = (
    "王秀英",
    "1380013",
    "黑石",
    "1101011990",
    "139 1111",
    "1111 3333",
    "城关路",
    "502",
    "6222",
)


async def test_words_leave_only_when_released_and_then_veiled(office: TelegramOffice) -> None:
    await office.say("王丽", HOSTILE)
    assert office.screens("王丽")[-2].startswith("1123-07　来访　王**　目录里没有把握\n其他事项\n")
    await office.press("王丽", "李明")
    await office.press("王丽", "更多")
    await office.press("王丽", "文字可发")
    released = "公租房申请没消息，身份证***，也可打***，***，卡号***"
    assert released in office.screen("李明")
    await office.say("王丽", "补 1123-07 何桂兰女士说再打0871-67123456")
    assert "何**女士说再打***" in office.screen("李明")
    assert [text for text in office.written() for leak in LEAKS if leak in text] == []
    assert "WordsReleased" in await office.counter.facts("1123-07")


async def test_what_was_released_stays_so_when_a_step_is_taken_back(office: TelegramOffice) -> None:
    await office.say("王丽", HOSTILE)
    await office.press("王丽", "李明")
    await office.press("王丽", "更多")
    await office.press("王丽", "文字可发")
    await office.say("王丽", "撤回")
    inquiry = await office.counter.inquiry("1123-07")
    assert (inquiry.state, inquiry.released) == ("registered", True)


async def test_nobody_but_the_first_responder_releases_words(office: TelegramOffice) -> None:
    await office.say("王丽", HOSTILE)
    await office.press("王丽", "李明")
    await office.press("李明", "签收")
    await office.press("李明", "更多")
    assert "文字可发" not in office.screen("李明")
    assert "公租房申请没消息" not in "".join(office.written())
