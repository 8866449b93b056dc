"""An office of the mainland on a platform abroad: the matter and a masked surname, no number."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.offices import demo_office
from tests.telegram.fake import Fake
from tests.telegram.house import Premises

HINT = "号码已存单位库"


@pytest.fixture
async def office(fake: Fake, tmp_path: Path) -> AsyncIterator[Premises]:
    strict = replace(demo_office(), mainland=True, demo=False)
    async with Premises(fake, tmp_path, office=strict) as office:
        await office.bind("王丽", "李明", "吴婷", "陈建国", "赵志远", "刘芳")
        yield office


def hints(office: Premises, who: str) -> int:
    """How often somebody was told that numbers belong on the office's page."""
    return sum(text.startswith(HINT) for text in office.screens(who))


async def test_a_card_shows_the_matter_and_a_masked_surname_and_never_a_number(
    office: Premises,
) -> None:
    await office.group("保障股")
    await office.say("王丽", "王秀英 13800138000 黑石乡 公租房申请没消息，也可打13800138001")
    assert hints(office, "王丽") == 1
    await office.say("王丽", "王秀英 13800138001 公租房续租")
    await office.press("王丽", "李明")
    heading = "1123-08 转办　限11月30日下班前\n公租房续租\n王**"
    assert office.screen("李明").startswith(heading)
    await office.say("王丽", "查 王秀英")
    await office.say("陈建国", "1123-08")
    for label in ("签收", "办结", "已办成"):
        await office.press("李明", label)
    await office.say("李明", "已讲清", reply_to=office.card("李明"))
    await office.wind("2026-12-01 10:31")
    assert hints(office, "王丽") == 1
    kept = await office.counter.inquiry("1123-07")
    assert (kept.phone, kept.inquirer) == ("13800138000", "王秀英")
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
    office: Premises, line: str, leak: str
) -> None:
    await office.say("王丽", line)
    for asked in ("查 公租房", "待办", "1123-07"):
        await office.say("王丽", asked)
    await office.say("刘芳", "台账")
    assert [text for text in office.written() if leak in text] == []


async def test_a_number_is_not_asked_for_in_chat_but_on_the_offices_page(office: Premises) -> None:
    office.house.views.page = "https://office.example"
    await office.say("王丽", "王秀英 公租房申请没消息")
    await office.press("王丽", "李明")
    await office.press("王丽", "已离开")
    asked = "1123-07 的姓名、号码、地址，在本单位网页上看和填：\nhttps://office.example/s#"
    assert office.screen("王丽").startswith(asked)
    await office.press("李明", "签收")
    await office.press("李明", "号码")
    assert office.screen("李明").startswith(asked)


async def test_the_paper_has_no_lines_for_numbers_and_units(office: Premises) -> None:
    for said in ("登记", "公租房申请没消息", "来电", "王秀英"):
        await office.say("王丽", said)
    assert office.screen("王丽").startswith("1123-07　来电　王**")
