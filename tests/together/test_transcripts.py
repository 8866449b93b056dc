"""The transcripts of PRODUCT.md on both platforms, each in both its ways, masked.

An office of the mainland on platforms abroad: numbers are not typed here, names are
masked, the duty's name stands for the matter.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.offices import demo_office
from tests.slack.fake import Fake as Slack
from tests.slack.office import SlackOffice as OnSlack
from tests.stories.reading import lines
from tests.telegram.fake import Fake as Telegram
from tests.telegram.office import TelegramOffice as OnTelegram

EVERYBODY = ("王丽", "李明", "吴婷", "陈建国", "赵志远", "刘芳", "周强")
LINE = "王秀英 黑石乡 公租房申请一直没消息"
Premises = OnTelegram | OnSlack


@pytest.fixture(params=["telegram polling", "telegram webhook", "slack sockets", "slack http"])
async def office(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Premises]:
    """The office with everybody bound, on one platform."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    strict = replace(demo_office(), mainland=True, demo=False)
    platform, mode = request.param.split()
    made: Premises
    async with AsyncExitStack() as stack:
        if platform == "telegram":
            fake = await stack.enter_async_context(Telegram())
            made = OnTelegram(fake, tmp_path, office=strict, mode=mode)
        else:
            workspace = await stack.enter_async_context(Slack())
            made = OnSlack(workspace, tmp_path, office=strict, http=mode == "http")
        await stack.enter_async_context(made)
        await made.bind(*EVERYBODY)
        yield made


async def referred(office: Premises) -> None:
    await office.say("王丽", LINE)
    for who, label in (("王丽", "李明"), ("王丽", "已离开"), ("李明", "签收")):
        await office.press(who, label)


@pytest.mark.clause("3.1", "4.3")
async def test_a_at_the_window_a_colleagues_matter(office: Premises) -> None:
    team: Any = await office.team("保障股")
    await office.say("王丽", LINE)
    assert office.screen("王丽") == lines("""
        1123-07　来访　王**
        公租房
        [李明 保障股302] [吴婷 保障股302] [另选人]
        [当场答] [缺材料] [不清楚归谁] [更多]
    """)
    await office.press("王丽", "李明")
    assert office.screen("王丽") == lines("""
        1123-07 已转李明，限11月30日（周一）下班前
        请告诉来访人：“由保障股李明办，302室，电话8302，最迟11月30日答复您。我是王丽，电话8001。”
        [带过去了] [在大厅等] [已离开]
        [撤回] [更多]
    """)
    await office.press("王丽", "已离开")
    assert office.screen("李明") == lines("""
        1123-07 转办　限11月30日下班前
        公租房
        王**　已离开　首问 王丽 8001
        [签收] [不是我的] [缺材料] [看全文]
    """)
    await office.press("李明", "签收")
    assert office.screen("李明") == lines("""
        1123-07　已签收　限11月30日下班前
        公租房
        王**　已离开　首问 王丽 8001
        [联系了] [办结] [更多] [看全文]
    """)
    assert office.board(team)[1:] == ["1123-07 王** 公租房　李明　限11-30　→　已签收"]


@pytest.mark.clause("9.2")
async def test_b_on_the_telephone_answered_on_the_spot(office: Premises) -> None:
    await office.say("王丽", "电话 维修资金怎么申请")
    assert office.screen("王丽") == lines("""
        1123-07　来电　住宅专项维修资金使用
        标准答复：业主依法表决通过后，带①申请表②表决结果③工程预算，来302室，20个工作日内拨付。
        [就这样答了] [改一句] [转办]
    """)
    await office.press("王丽", "就这样答了")
    assert office.screen("王丽") == lines("""
        1123-07　已登记，当场答复。
        [撤回]
    """)
    assert (await office.counter.inquiry("1123-07")).state == "closed"


@pytest.mark.clause("9.3")
async def test_c_nobody_knows_whose_it_is(office: Premises) -> None:
    await office.say("王丽", "电话 马国庆 金桂小区旁半夜打桩谁管")
    assert office.screen("王丽") == lines("""
        1123-07　来电　马**　目录里没有把握
        其他事项
        [周强 质安站405] [外：城管执法局] [另选人]
        [当场答] [缺材料] [不清楚归谁] [更多]
    """)
    await office.press("王丽", "不清楚归谁")
    assert office.screen("王丽") == lines("""
        1123-07　其他事项
        已报赵志远批办，限11月24日下班前。请告诉来电人：“我已报请领导确定承办人，明天下班前给您回话。我是王丽，8001。”
        [撤回]
    """)
    assert office.screen("赵志远") == lines("""
        请批办　1123-07　限11月24日下班前
        其他事项　马**（来电）　首问王丽
        [交周强] [交城管执法局] [另选人]
        [会办] [我来答复] [看全文]
    """)
    await office.press("赵志远", "交周强")
    assert office.screen("王丽") == lines("""
        1123-07 赵志远批：周强承办，405室，8405，限11月30日。请回电马**。
        [已回电] [看全文]
    """)
    assert office.screen("周强") == lines("""
        1123-07 转办　限11月30日下班前
        其他事项
        马**　首问 王丽 8001
        [签收] [不是我的] [缺材料] [看全文]
    """)
    await office.press("王丽", "已回电")
    assert office.screen("王丽") == "1123-07 赵志远批：周强承办，已回电。"


async def test_d_out_with_a_deputy(office: Premises) -> None:
    for name in ("张伟", "刘洋", "陈静"):
        await office.say("王丽", f"{name} 公租房申请一直没消息")
        await office.press("王丽", "李明")
    await office.say("李明", "外出 明天到周三 开会")
    assert office.screen("李明") == lines("""
        11月24日至25日外出，代岗吴婷。手上3件：
        [都交吴婷] [逐件选] [不交，我跟]
    """)
    await office.press("李明", "都交吴婷")
    assert {(await office.counter.inquiry(f"1123-0{n}")).assignee for n in (7, 8, 9)} == {"003"}
    await office.wind("2026-11-24 09:00")
    await office.say("王丽", "何桂兰 13800138001 公租房续租要什么手续")
    assert "[吴婷 代李明302] [李明 26日回] [另选人]" in office.bearing("王丽", "吴婷 代")
    await office.wind("2026-11-26 08:31")
    assert office.screen("李明").startswith("您外出期间吴婷代办3件")


async def test_e_papers_missing_told_once_and_completely(office: Premises) -> None:
    await office.say("王丽", "王秀英 黑石乡 公租房申请")
    for label in ("缺材料", "收入证明", "住房情况证明"):
        await office.press("王丽", label)
    assert office.screen("王丽") == lines("""
        公租房申请　共6件，点没带的：
        [身份证] [户口簿] [缺 收入证明]
        [缺 住房情况证明] [婚姻证明] [申请表]
        [出告知书] [返回]
    """)
    await office.press("王丽", "出告知书")
    assert office.screen("王丽") == lines("""
        一次性告知书　1123-07
        请告诉来访人：
        “还缺2件：1. 收入证明1份，单位或社区出，盖章；2. 住房情况证明1份，县不动产登记中心出，城关路12号一楼。
        备齐来3号窗找王丽，8001，当天收件，20个工作日内公示。若再要您补这2件以外的，请打8201。”
        等来访人补件，12月7日未到提醒您回电。
        [完成] [已补齐] [撤回]
    """)
    assert len(office.screens("王丽")) == 2  # one card, changed in its place


@pytest.mark.clause("2.2", "4.6")
async def test_f_overdue_urged_and_explained(office: Premises) -> None:
    team: Any = await office.team("保障股")
    await referred(office)
    await office.wind("2026-11-27 08:30")
    assert office.screen("李明") == lines("""
        1123-07 下个工作日（11月30日）到期。
        [办结] [联系了] [更多]
    """)
    await office.wind("2026-12-01 08:30")
    assert office.screen("王丽") == lines("""
        1123-07 昨日到期未办结，承办李明（8302）。10:30前不点，系统代催并记录。
        [催办] [已打电话催]
    """)
    await office.press("王丽", "催办")
    assert office.screen("李明") == lines("""
        催办（第1次）　1123-07　超1个工作日　王丽催　请今天下班前回复。
        [今天办结] [回复原因]
    """)
    assert office.board(team)[1] == "1123-07 王** 公租房　李明　限11-30　→　已催1次"
    await office.press("李明", "回复原因")
    await office.press("李明", "等外单位")
    assert office.screen("李明") == lines("""
        1123-07　等外单位。哪天办结？
        [12月2日] [12月4日] [12月7日] [其他]
        [返回]
    """)
    await office.press("李明", "12月4日")
    assert office.screen("李明").startswith(
        "1123-07　已回复王丽：等外单位，12月4日办结。原期限11月30日的超期记录保留。"
    )
    assert office.screen("王丽") == lines("""
        李明答复1123-07：等外单位，12月4日办结。请告诉来访人：“需等外单位回函，最迟12月4日给您答复，让您久等了。”
        [已告诉]
    """)


@pytest.mark.clause("4.6")
async def test_f_unanswered_the_formal_notice_and_the_head(office: Premises) -> None:
    await referred(office)
    await office.wind("2026-12-01 08:30")
    await office.press("王丽", "催办")
    await office.wind("2026-12-02 08:30")
    notice = (
        "催办通知书　云住建首催〔2026〕1号\n"
        "李明同志：1123-07（公租房）应于11月30日办结，已超2个工作日，催办1次未复。"
        "请于12月2日下班前办结，或说明原因和办结日期。\n"
    )
    assert office.screen("李明") == f"{notice}[今天办结] [回复原因]"
    assert office.screen("陈建国") == f"{notice}陈建国：\n[我过问] [换吴婷办] [看经过]"
    await office.press("陈建国", "换吴婷办")
    assert office.screen("吴婷") == lines("""
        1123-07 转办　限11月30日下班前
        公租房
        王**　已离开　首问 王丽 8001
        [签收] [不是我的] [缺材料] [看全文]
    """)


@pytest.mark.clause("2.3")
async def test_g_called_back_and_not_satisfied(office: Premises) -> None:
    await office.say("王丽", "王秀英 13800138000 公租房申请没消息")
    await office.press("王丽", "吴婷")
    for label in ("签收", "办结", "已办成"):
        await office.press("吴婷", label)
    told = "收入已核对，排第37位，预计明年3月配租"
    await office.reply("吴婷", told)
    first, _, *rows = office.screen("王丽").splitlines()
    assert first == "1123-07 吴婷已办结（已办成）：（全文在本单位网页）"
    assert rows == [
        "[非常满意] [满意] [基本满意]",
        "[不满意] [非常不满意] [没打通] [不评价] [看全文]",
    ]
    await office.press("王丽", "不满意")
    assert office.bearing("王丽", "没讲清") == lines("""
        1123-07　不满意，因为：
        [太慢] [没办成] [态度]
        [没讲清] [其他] [返回]
    """)
    await office.press("王丽", "没讲清")
    assert office.bearing("王丽", "我再解释") == lines("""
        1123-07　不满意：没讲清
        [退吴婷重办] [我再解释] [返回]
    """)
    await office.press("王丽", "退吴婷重办")
    assert office.screen("吴婷").startswith("1123-07 重办　不满意：没讲清　限11月30日下班前\n")


async def test_h_at_half_past_eight_the_digest(office: Premises) -> None:
    team: Any = await office.team("保障股")
    await referred(office)
    await office.wind("2026-11-24 09:00")
    await office.say("王丽", "何桂兰 公租房续租一直没消息")
    await office.press("王丽", "李明")
    await office.wind("2026-12-01 08:30")
    digest = """
        保障股　12月1日
        超期1　1123-07 王** 公租房　李明　超1天　{}
        今天到期1　1124-01 何** 续租　李明
        在办2，昨日办结0。
        [我的待办]
    """
    posted = len(office.board(team))
    assert office.board(team)[-1] == lines(digest.format("待催"))
    assert team.messages[-1].mentions == [office.person("李明").id]
    await office.press("王丽", "催办")
    assert office.board(team)[-1] == lines(digest.format("已催"))
    assert len(office.board(team)) == posted
    await office.press_in(team, "李明", "我的待办")
    assert office.screen("李明").splitlines()[0] == "我该做的2件"
