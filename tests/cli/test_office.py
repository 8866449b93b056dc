"""An office of one's own: five questions, the workbook, what is amiss, the register as a file."""

import asyncio
import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from adapters.console import Console
from bot.admin.checking import Subject, check, look_over
from bot.admin.exporting import harmless
from bot.admin.workbook import write_workbook
from bot.app import House, open_shelf, open_store
from bot.chat import Address, Attachment, Incoming
from bot.chat.about import Hosted
from bot.clockwork.clock import DemoClock
from bot.demo import demo_directory, demo_start
from bot.demo.office import demo_office
from bot.domain.office import (
    Absence,
    Account,
    Department,
    Directory,
    Duty,
    Officer,
    OfficerId,
    entry_key,
)
from bot.domain.roster import Roster
from tests.shell import OFFICE, Shouwen, shouwen

__all__ = ["shouwen"]

DAY = date(2026, 11, 23)
ANSWERS = "云岭县住房和城乡建设局\nAsia/Shanghai 08:30-12:00 14:00-17:30\n\n是\n\n\n"


@pytest.fixture
def office(shouwen: Shouwen) -> Shouwen:
    """An office configured in the folder the commands run in."""
    Path("config.toml").write_text(OFFICE, "utf-8")
    return shouwen


def people(directory: Directory | None = None) -> str:
    write_workbook(Path("people.xlsx"), directory or demo_directory())
    return "people.xlsx"


def test_five_questions_make_an_office(shouwen: Shouwen) -> None:
    answer = shouwen("init", typed=ANSWERS)
    assert (answer.code, answer.err) == (0, "")
    assert Path("config.toml").read_text("utf-8") == (
        "[office]\n"
        'name = "云岭县住房和城乡建设局"\n'
        'time_zone = "Asia/Shanghai"\n'
        'hours = ["08:30-12:00", "14:00-17:30"]\n'
        'ruleset = "pudong-tobacco"\n'
        "mainland = true\n"
        'language = "zh"\n'
        "\n[adapters.web]\n"
    )
    assert Path("config.toml").stat().st_mode & 0o777 == 0o600
    assert [line[:2] for line in answer.out.splitlines()[-3:]] == ["1.", "2.", "3."]


def test_an_answer_that_cannot_be_used_is_asked_again(shouwen: Shouwen) -> None:
    typed = '县"住建\\局\nAsia/Shanghia\nAsia/Shanghai 8点\n\npudong\n\n也许\n否\nno.xlsx\n\n\n'
    answer = shouwen("init", typed=typed)
    assert answer.code == 0
    assert 'did you mean "Asia/Shanghai"?' in answer.out
    assert 'expected a session such as "08:30-12:00", not "8点"' in answer.out
    assert 'unknown ruleset "pudong"' in answer.out
    assert "请答“是”或“否”。" in answer.out
    assert "没有no.xlsx。直接回车，以后再导入。" in answer.out
    assert shouwen("check").code == 1  # nobody is listed, but it can be read
    assert 'name = "县\\"住建\\\\局"' in Path("config.toml").read_text("utf-8")


def test_the_workbook_named_at_the_start_is_taken_in(shouwen: Shouwen) -> None:
    typed = ANSWERS.removesuffix("\n\n") + f"{people()}\n123:abc\n"
    answer = shouwen("init", typed=typed)
    assert "新增" in answer.out
    assert (answer.code, '[adapters.telegram]\ntoken = "123:abc"\n' in _config()) == (0, True)
    assert shouwen("bind", "王丽").code == 0


def test_what_is_configured_is_never_overwritten(office: Shouwen) -> None:
    answer = office("init", typed=ANSWERS)
    assert (answer.code, _config()) == (1, OFFICE)
    assert answer.err == (
        "已有config.toml，没有改动。要重来请先把它移走，或用 --config 另写一份。\n"
    )


def test_errors_speak_the_operators_language(
    shouwen: Shouwen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert shouwen("check").err == (
        "There is no config.toml: make one with shouwen init, or name one with --config.\n"
    )


def test_a_mistake_in_the_configuration_is_said_with_its_line(office: Shouwen) -> None:
    Path("config.toml").write_text(OFFICE + "[adapters.telegram]\ntokn = 'x'\n", "utf-8")
    answer = office("check")
    assert answer.code == 1
    assert 'config.toml:6: unknown key "tokn"; did you mean "token"?' in answer.err.splitlines()


def test_the_template_is_written_once(shouwen: Shouwen) -> None:
    assert shouwen("template", "people.xlsx").code == 0
    assert shouwen("template", "people.xlsx").err == "已有people.xlsx，没有改动。请换个文件名。\n"


def test_a_dry_run_imports_nothing(office: Shouwen) -> None:
    answer = office("import", people(), "--dry-run")
    assert (answer.code, answer.out.splitlines()[-1]) == (
        0,
        "只是试读，没有导入。去掉 --dry-run 即导入。",
    )
    assert office("bind", "001").code == 1
    assert office("import", "people.xlsx").code == 0
    assert office("bind", "001").code == 0


def test_mistakes_are_listed_and_nothing_is_half_imported(office: Shouwen) -> None:
    directory = demo_directory()
    directory.officers["009"] = Officer(id=OfficerId("009"), name="新人", department="没有的科")
    answer = office("import", people(directory))
    assert (answer.code, answer.out) == (1, "")
    assert "人员" in answer.err
    assert office("bind", "001").code == 1


def test_whoever_still_owes_something_cannot_leave(office: Shouwen) -> None:
    office("import", people())
    _register("王秀英 13800138000 公租房申请一直没消息")
    gone = demo_directory()
    Path("people.xlsx").unlink()
    gone.officers["001"] = replace(gone.officers["001"], active=False)
    answer = office("import", people(gone))
    assert answer.code == 1
    assert "1123-01" in answer.err


def test_without_telegram_the_code_alone_is_handed_out(office: Shouwen) -> None:
    office("import", people())
    answer = office("bind", "002")
    assert re.fullmatch(
        r"李明的绑定码：[2-9a-z]{4}-[2-9a-z]{4}（11月.*日.* \d\d:\d\d前有效，只用一次）。.*\n",
        answer.out,
    )
    assert office("bind", "777").err == (
        "名册里没有“777”。请写工号；名册用 shouwen import 更新。\n"
    )


def test_the_register_is_a_file_for_spreadsheets_with_its_counts(office: Shouwen) -> None:
    office("import", people())
    _register("王秀英 13800138000 =1+1 公租房申请一直没消息")
    answer = office("export", "ledger.csv")
    assert Path("ledger.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with Path("ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        titles, *rows = csv.reader(file)
    assert titles[:2] == ["编号", "接待时间"]
    assert [dict(zip(titles, row, strict=True))["首问责任人"] for row in rows] == ["王丽"]
    assert answer.out.splitlines()[0] == "已写入ledger.csv，共1件。"
    assert "首问责任人身份：聘用 1" in answer.out.splitlines()
    assert office("export", "ledger.csv", "没有这样的").out.splitlines()[0].endswith("共0件。")
    assert office("export", "ledger.xls").code == 1


def test_the_materials_are_exported_beside_the_register(office: Shouwen) -> None:
    office("import", people())
    _register(
        "王秀英 13800138000 公租房申请一直没消息", {"租房合同.pdf": b"%PDF-1", "b.exe": b"MZ"}
    )
    answer = office("export", "ledger.csv", "--files", "materials")
    path = "2026-1123-01/01-租房合同.pdf"
    assert (Path("materials") / path).read_bytes() == b"%PDF-1"
    assert [each.name for each in Path("materials").rglob("*.*")] == ["01-租房合同.pdf"]
    with Path("ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        titles, row = csv.reader(file)
    assert (titles[-1], row[-1]) == ("材料", path)
    assert answer.out.splitlines()[-1] == "材料1件已放进materials。"


def test_what_somebody_typed_never_becomes_a_formula() -> None:
    typed = ["=1+1", "+86", "-1", "@a", "\tx", " =x", "＝x", "平常"]
    assert [harmless(cell) for cell in typed] == [
        *("'=1+1", "'+86", "'-1", "'@a", "'\tx", "' =x", "'＝x"),
        "平常",
    ]


def test_the_check_says_what_is_amiss_and_what_to_do(office: Shouwen) -> None:
    Path("config.toml").write_text(OFFICE + "[adapters.telegram]\ntoken = '1:a'\n", "utf-8")
    directory = demo_directory()
    directory.officers["003"] = replace(directory.officers["003"], phone="138 0013 8000")
    office("import", people(directory))
    fine, findings = asyncio.run(check(Path("config.toml"), demo_start()))
    everybody = "、".join(f"{o.name}（{o.id}）" for o in directory.officers.values())
    assert len(fine) == 2
    assert [f.what for f in findings] == [
        "2027年的放假安排还没有公布，跨年的日期标“暂定”。",
        "5个科室还没有群：政务服务窗口、住房保障股、工程质量安全监督站、办公室、局领导。",
        f"8人还没有聊天账号：{everybody}。",
        "1人没有代岗：周强（005）。",
        "1人的办公电话是手机号，会告诉来访人：吴婷（003）。",
    ]
    assert [(f.serious, bool(f.do)) for f in findings] == [(False, True)] * 5


def test_what_will_go_wrong_is_serious() -> None:
    directory = demo_directory()
    directory.officers["002"] = replace(directory.officers["002"], active=False)
    directory.departments["工程质量安全监督站"] = Department(name="工程质量安全监督站")
    directory.duties["无主"] = Duty(title="无主", department="工程质量安全监督站")
    directory.duties["股里"] = Duty(title="股里", department="住房保障股")
    out = (Absence(officer=OfficerId(o), first=DAY, last=DAY) for o in ("004", "003"))
    directory.absences.update({entry_key(absence): absence for absence in out})
    subject = Subject(Roster(directory), demo_office(), DAY.replace(year=2028), ())
    assert [(f.code, f.serious) for f in look_over(subject)] == [
        ("no_platform", True),
        ("this_year", True),
        ("next_year", False),
        ("no_head", True),
        ("duty_unowned", True),
        ("duty_to_head", False),
        ("duty_left", True),
        ("no_deputy", False),
    ]
    today = replace(subject, today=DAY, platforms=("web",))
    assert [f.names for f in look_over(today) if f.code == "both_out"] == [("陈建国（004）",)]


def test_nobody_listed_is_serious(office: Shouwen) -> None:
    answer = office("check")
    assert answer.code == 1
    assert "须处理　名册里没有人。" in answer.out.splitlines()


def test_a_database_that_is_no_record_is_left_as_it_is(office: Shouwen) -> None:
    Path("data").mkdir()
    Path("data/shouwen.db").write_bytes(b"something else" * 100)
    answer = office("check")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert "文件没有改动" in answer.err
    assert Path("data/shouwen.db").read_bytes() == b"something else" * 100


def test_the_version_is_told(shouwen: Shouwen) -> None:
    assert re.fullmatch(r"shouwen \d+\.\d+\.\d+\n", shouwen("--version").out)
    assert shouwen("nonsense").code == 2


def _register(line: str, files: Mapping[str, bytes] | None = None) -> None:
    """Let 王丽 register an inquiry, with *files*, in the office's own record."""

    async def register() -> None:
        store = open_store("sqlite:///data/shouwen.db", demo_office().hours.zone)
        shelf = open_shelf(Path("data/files"))
        house = House(demo_office(), store, DemoClock(demo_start(), running=False), shelf=shelf)
        account = Account(platform="console", user="1", officer=OfficerId("001"), chat="p:1")
        await store.run(lambda work: work.put(account), at=demo_start())
        house.add(Console(files=dict(files or {})), Hosted.HOME)
        given = tuple(Attachment(kind="document", handle=n, name=n) for n in files or ())
        there = Address("console", "p:1")
        said = Incoming(id="1", address=there, sender="1", text=line, attachments=given)
        await house.dispatcher.receive(said)
        await house.settled()
        await house.close()

    asyncio.run(register())


def _config() -> str:
    return Path("config.toml").read_text("utf-8")
