"""What Slack has and others have not, with the whole office behind it: paper, home, files, threads."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.slack.fake import Fake
from tests.slack.office import SlackOffice
from tests.slack.world import Stored
from tests.stories.reading import lines

LINE = "王秀英 13800138000 黑石乡 公租房申请一直没消息"
PAPER = {"来办什么事": "公租房申请一直没消息", "怎么来的": "来电", "姓名": "王秀英"}
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
async def office(fake: Fake, tmp_path: Path) -> AsyncIterator[SlackOffice]:
    async with SlackOffice(fake, tmp_path) as office:
        await office.bind("王丽", "李明", "刘芳")
        yield office


async def referred(office: SlackOffice) -> None:
    await office.say("王丽", LINE)
    await office.press("王丽", "李明")


async def test_the_paper_is_filled_in_at_once(office: SlackOffice) -> None:
    wang = office.person("王丽")
    await office.done(wang.commands("/sw-register"))
    (view,) = office.fake.modals
    labels = [(b["label"]["text"], b["optional"]) for b in view["blocks"]]
    assert (view["title"]["text"], labels) == (
        "首问登记",
        [
            ("来办什么事", False),
            ("怎么来的", False),
            ("姓名", True),
            ("电话", True),
            ("单位及住址", True),
        ],
    )
    answer = await office.done(wang.submits(view, PAPER | {"电话": "13800138000"}))
    assert answer == {}
    assert office.screen("王丽") == lines("""
        1123-07　来电　王秀英　13800138000
        公租房申请一直没消息
        [李明 保障股302] [吴婷 保障股302] [另选人]
        [当场答] [缺材料] [不清楚归谁] [更多]
    """)


async def test_what_is_wrong_in_the_paper_stands_beside_its_line(office: SlackOffice) -> None:
    wang = office.person("王丽")
    await office.done(wang.commands("/sw-register"))
    (view,) = office.fake.modals
    answer = await office.done(wang.submits(view, PAPER | {"电话": "没有"}))
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == ["phone"]
    assert len(office.screens("王丽")) == 1
    assert await office.done(wang.submits(view, PAPER)) == {}
    assert office.screen("王丽").startswith("1123-07　来电　王秀英")


async def test_home_shows_what_i_owe_and_follow_and_goes_along(office: SlackOffice) -> None:
    wang = office.person("王丽")
    await office.done(wang.opens_home())
    assert office.fake.homes[wang.id].shown == "您没有在手事项。"
    await referred(office)
    await office.say("王丽", "电话 何桂兰 13800138001 公租房续租要什么手续")
    await office.done(wang.opens_home())
    assert office.fake.homes[wang.id].shown == lines("""
        我该做的1件

        1123-08　公租房续租要什么手续　待转办　还有2天

        我首问的1件

        1123-07　公租房申请一直没消息　李明　待签收　还有5天
        [1123-08 看]
        [1123-07 看]
    """)
    await office.press("李明", "签收")
    assert "李明　已签收　还有5天" in office.fake.homes[wang.id].text
    await office.done(wang.presses_at_home("1123-08 看"))
    assert office.screen("王丽").splitlines()[0] == "1123-08　来电　何桂兰　13800138001"
    await office.say("王丽", "待办")
    assert office.screen("王丽").startswith("我该做的1件")


async def test_a_message_put_differently_corrects_what_it_registered(office: SlackOffice) -> None:
    wang = office.person("王丽")
    said = wang.says(LINE)
    await office.done(said)
    await office.done(wang.edits(said, LINE.replace("王秀英", "王秀兰")))
    assert office.screen("王丽").splitlines()[0].startswith("1123-07　来访　王秀兰")
    assert len(office.screens("王丽")) == 2


async def test_a_paper_handed_over_reaches_the_officer(office: SlackOffice) -> None:
    given = Stored("F1", "收入证明.pdf", "application/pdf", PDF)
    office.fake.files["F1"] = given
    await office.say("王丽", LINE, files=[given])
    await office.press("王丽", "李明")
    (sent,) = [file for file in office.fake.files.values() if file.shared]
    assert (sent.name, sent.content, sent.shared) == (
        "收入证明.pdf",
        PDF,
        [(office.person("李明").dm.id, "")],
    )
    assert "材料：收入证明.pdf" in office.screens("李明")[1].splitlines()


async def test_the_first_word_at_home_binds_by_e_mail_and_opens_the_way(
    office: SlackOffice,
) -> None:
    wu = office.fake.person("U003", "吴婷", email="wu@office.example")
    found = await office.work(lambda work: work.roster.officer(office.people["吴婷"]))
    await office.work(lambda work: work.put(replace(found, email="wu@office.example")))
    await office.done(wu.opens_home())
    await office.say("王丽", LINE)
    await office.press("王丽", "吴婷")
    assert office.screen("吴婷").startswith("1123-07 转办")
    await office.press("吴婷", "签收")
    assert office.screen("吴婷").startswith("1123-07　已签收")


async def test_what_people_say_under_a_digest_is_theirs_unless_the_bot_is_called(
    office: SlackOffice,
) -> None:
    team = await office.team("保障股")
    await office.hear("王丽", f"<@{office.fake.user}> 今日", channel=team)
    stood = len(team.messages)
    under = team.messages[-1].ts
    await office.say("李明", "下午一起看", channel=team, thread=under)
    assert len(team.messages) == stood
    await office.hear("李明", f"<@{office.fake.user}> 下午一起看", channel=team, thread=under)
    assert team.messages[-1].text == "请私聊我登记；群里可写“今日”。"


async def test_a_reply_under_the_line_in_a_channel_is_a_remark(office: SlackOffice) -> None:
    team = await office.team("保障股")
    await referred(office)
    line = team.messages[-1]
    await office.say("李明", "已约明天来", channel=team, thread=line.ts)
    assert [n.text for n in (await office.counter.inquiry("1123-07")).notes] == ["已约明天来"]
    told = [(m.text, m.thread) for m in team.messages[2:]]
    assert told == [("1123-07　已补记。", line.ts)]
    await office.say("刘芳", "我也看一下", channel=team, thread=line.ts)
    assert len((await office.counter.inquiry("1123-07")).notes) == 1
    assert team.messages[-1].text == "1123-07　已补记。"
