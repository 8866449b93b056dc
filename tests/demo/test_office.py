"""The demo office is complete, consistent, and holds no real person's number."""

import re
from datetime import time
from importlib import resources
from zoneinfo import ZoneInfo

from bot.demo import demo_directory, demo_past, demo_settings, demo_start
from bot.domain.hours import Limit
from bot.domain.inquiry import Grade, Outcome
from bot.domain.office import Duty, Material, Role

OFFICE = demo_directory()


def test_its_people_are_those_of_the_product() -> None:
    deputies = {
        o.name: OFFICE.officers[o.deputy].name for o in OFFICE.officers.values() if o.deputy
    }
    assert [(o.id, o.name, o.room, o.phone) for o in OFFICE.officers.values()] == [
        ("001", "王丽", "大厅", "8001"),
        ("002", "李明", "302", "8302"),
        ("003", "吴婷", "302", "8303"),
        ("004", "陈建国", "301", "8301"),
        ("005", "周强", "405", "8405"),
        ("006", "赵志远", "501", "8501"),
        ("007", "刘芳", "201", "8201"),
        ("008", "杨文斌", "502", "8502"),
    ]
    assert deputies == {
        "王丽": "刘芳",
        "李明": "吴婷",
        "吴婷": "李明",
        "陈建国": "吴婷",
        "赵志远": "杨文斌",
        "刘芳": "王丽",
        "杨文斌": "赵志远",
    }


def test_every_department_has_a_head_and_the_same_leader() -> None:
    names = {d.name: OFFICE.officers[d.head].name for d in OFFICE.departments.values()}
    assert names == {
        "政务服务窗口": "刘芳",
        "住房保障股": "陈建国",
        "工程质量安全监督站": "周强",
        "办公室": "刘芳",
        "局领导": "杨文斌",
    }
    assert {d.leader for d in OFFICE.departments.values()} == {"006"}
    assert OFFICE.officers["006"].roles == (Role.LEADER,)


def test_its_duties_are_those_of_the_product() -> None:
    duties = [(d.title, d.name, OFFICE.officers[d.officer].name, d.promise) for d in _duties()]
    assert duties == [
        ("公租房申请", "公租房", "李明", "20wd"),
        ("公租房轮候进度", "公租房进度", "吴婷", "5wd"),
        ("公租房续租", "续租", "李明", "10wd"),
        ("农村危房改造补助", "危房改造", "吴婷", "20wd"),
        ("住宅专项维修资金使用", "维修资金", "李明", "20wd"),
        ("物业服务投诉", "物业投诉", "吴婷", "5wd"),
        ("建筑工程施工许可", "施工许可", "周强", "7wd"),
        ("竣工验收备案", "竣工备案", "周强", "5wd"),
        ("工程质量投诉", "质量投诉", "周强", "5wd"),
        ("工地安全隐患", "安全隐患", "周强", "30min"),
    ]
    assert [d.title for d in _duties() if d.urgent] == ["工地安全隐患"]


def test_every_duty_can_be_found_answered_and_kept() -> None:
    for duty in _duties():
        assert duty.keywords
        assert duty.answer
        assert duty.department == OFFICE.officers[duty.officer].department
        assert str(Limit.parse(duty.promise)) == duty.promise


def test_the_papers_of_the_one_time_notice_are_in_its_order() -> None:
    materials = OFFICE.duties["公租房申请"].materials
    assert [m.name for m in materials] == [
        "身份证",
        "户口簿",
        "收入证明",
        "住房情况证明",
        "婚姻证明",
        "申请表",
    ]
    assert materials[2:4] == (
        Material(name="收入证明", requirement="盖章", issuer="单位或社区"),
        Material(name="住房情况证明", issuer="县不动产登记中心", how="城关路12号一楼"),
    )


def test_departments_have_short_names_for_buttons() -> None:
    assert OFFICE.departments["工程质量安全监督站"].label == "质安站"
    assert OFFICE.departments["办公室"].label == "办公室"
    assert OFFICE.units["县城市管理执法局"].label == "城管执法局"


def test_no_number_in_it_can_be_a_persons() -> None:
    folder = resources.files("bot") / "demo"
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert set(re.findall(r"\d{7,}", text)) == {"13800138000"}
    assert {o.mobile for o in OFFICE.officers.values()} == {""}
    assert {u.phone for u in OFFICE.units.values()} == {"12345", "12333", "12366", "95598"}


def test_it_starts_on_a_monday_at_nine_office_time() -> None:
    start = demo_start()
    assert start.isoformat() == "2026-11-23T09:00:00+08:00"
    assert start.utcoffset() == start.astimezone(ZoneInfo(demo_settings()["time_zone"])).utcoffset()


def test_six_things_happened_before_it_starts() -> None:
    past = demo_past()
    times = [line.at for line in past]
    assert len(past) == 6
    assert times == sorted(times)
    assert time(8, 30) <= times[0] <= times[-1] < time(9)
    assert {line.by for line in past} <= set(OFFICE.officers)


def test_what_happened_is_said_in_known_words() -> None:
    steps = [step.split(" ", 2) for line in demo_past() for step in line.then]
    alone = {step[0] for step in steps if len(step) == 1}
    told = {tuple(step[:2]) for step in steps if len(step) > 1 and step[0] != "papers"}
    assert alone == {"answer", "gone", "accept", "contact"}
    assert told == {
        ("refer", "002"),
        ("refer", "003"),
        ("refer", "005"),
        ("conclude", Outcome.ENTERED),
        ("conclude", Outcome.DONE),
        ("grade", Grade.EXCELLENT),
    }


def _duties() -> list[Duty]:
    return list(OFFICE.duties.values())
