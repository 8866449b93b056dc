"""Three people on three platforms carry one inquiry from registration to closing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.pictures import picture
from tests.stories.reading import lines
from tests.together.office import Person, Together

PHOTO = picture("PNG")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Together]:
    async with Together(tmp_path) as office:
        yield office


async def where(office: Together, *by: Person) -> str:
    """What 去向 answers, the same to each of *by* wherever he is."""
    told = []
    for person in by or (office.clerk, office.leader):
        await person.says("去向 1123-01")
        told.append(await person.screen())
    assert told == [told[0]] * len(told)
    return told[0]


async def test_a_clerk_a_leader_and_an_officer_each_where_he_is(office: Together) -> None:
    clerk, leader, officer = office.clerk, office.leader, office.officer
    await clerk.says("电话 马国庆 13800138002 金桂小区旁半夜打桩谁管")
    await clerk.presses("不清楚归谁")
    assert await leader.screen() == lines("""
        请批办　1123-01　限11月24日下班前
        金桂小区旁半夜打桩谁管　马国庆（来电）　首问王丽
        [交周强] [交城管执法局] [另选人]
        [会办] [我来答复]
    """)
    await leader.presses("交周强")
    assert await clerk.screen() == lines("""
        1123-01 赵志远批：周强承办，405室，8405，限11月30日。请回电马国庆 13800138002。
        [已回电]
    """)
    assert await officer.screen() == lines("""
        1123-01 转办　限11月30日下班前
        金桂小区旁半夜打桩谁管
        马国庆 13800138002　首问 王丽 8001
        [签收] [不是我的] [缺材料]
    """)
    await clerk.presses("已回电")
    assert "现在：周强（质安站405，8405），待签收" in await where(office)

    await clerk.sends_photo(PHOTO, "补 1123-01 现场照片")
    assert await officer.files() == [PHOTO]
    await officer.presses("签收")
    await officer.presses("联系了")
    told = await where(office)
    assert "现在：周强（质安站405，8405），已签收" in told
    assert "材料：照片1张" in told

    await office.wind("2026-12-01 10:31")
    assert await officer.screen() == lines("""
        催办（第1次）　1123-01　超1个工作日　系统代王丽催　请今天下班前回复。
        [今天办结] [回复原因]
    """)
    told = await where(office)
    assert "期限：11月30日（周一）下班前，超1天" in told
    assert "催办1次" in told

    for label in ("办结", "已办成"):
        await officer.presses(label)
    await officer.says("已责令停工，补齐许可后才复工")
    assert await clerk.screen() == lines("""
        1123-01 周强已办结（已办成）：已责令停工，补齐许可后才复工
        请回访马国庆 13800138002。
        [非常满意] [满意] [基本满意]
        [不满意] [非常不满意] [没打通] [不评价]
    """)
    assert "现在：王丽（窗口大厅，8001），已办结，待回访" in await where(office, leader)
    await clerk.presses("满意")
    assert await where(office) == lines("""
        1123-01　金桂小区旁半夜打桩谁管
        马国庆（来电，11月23日 09:00）　云住建首〔2026〕1123-01
        首问：王丽 8001
        现在：已结案，12月1日
        经过：11月23日转周强，11月23日签收，11月23日联系，催办1次，材料：照片1张
        结果：已办成，已责令停工，补齐许可后才复工　满意
    """)
    assert await where(office, officer) == await where(office, leader)
    assert (await office.counter.inquiry("1123-01")).state == "closed"
