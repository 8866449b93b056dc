"""The workbook: what is written can be read, and what people write is understood."""

import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.admin.workbook import Reading, read, report, write_template, write_workbook
from bot.admin.workbook.columns import SHEETS
from bot.admin.workbook.mistakes import texts
from bot.domain.office import Duty, Material, Officer, OfficerId, Role
from tests.admin.workbook_paper import DEMO, NOTHING, changed, duty, officer, put

DUTY_HEADINGS = (
    "事项 简称 关键词 科室 承办人工号 承诺时限 标准答复 所需材料 办理流程 依据 紧急 当场可办"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.xlsx"


# ── what is written ──


def test_the_template_has_the_sheets_and_columns_of_the_format_and_no_rows(path: Path) -> None:
    write_template(path)
    book = load_workbook(path)
    sheets = {s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book.worksheets}
    del sheets["说明"]
    assert {name: [" ".join(map(str, row)) for row in rows] for name, rows in sheets.items()} == {
        "科室": ["科室名称 上级科室 负责人工号 分管领导工号"],
        "人员": [
            "工号 姓名 科室 职务 职级 身份 办公电话 手机 邮箱 办公地点 角色 AB岗工号 状态",
        ],
        "职责事项": [DUTY_HEADINGS],
        "外单位": ["单位 事项关键词 地址 电话 联系人"],
        "值班表": ["日期 负责人工号 协调人工号 值班人员工号"],
    }


def test_the_template_offers_lists_keeps_zeros_and_explains_each_heading(path: Path) -> None:
    write_template(path)
    staff = load_workbook(path)["人员"]
    lists = {str(v.sqref): v.formula1 for v in staff.data_validations.dataValidation}
    assert lists == {
        "C2:C10001": "'科室'!$A$2:$A$500",
        "K2:K10001": '"' + ",".join(Role) + '"',
        "M2:M10001": '"在职,离职"',
    }
    assert [round(staff.column_dimensions[key].width) for key in "ABC"] == [11, 13, 25]
    assert staff.freeze_panes == "B2"
    assert [cell.comment is not None for cell in staff[1]] == [True] * 13


def test_an_existing_workbook_is_never_overwritten(path: Path) -> None:
    path.write_text("filled in")
    with pytest.raises(FileExistsError):
        write_template(path)
    assert path.read_text() == "filled in"


def test_every_column_is_explained_in_both_languages() -> None:
    headings = {sheet.name: [c.heading for c in sheet.columns] for sheet in SHEETS}
    for language in ("zh", "en"):
        comments = texts(language)["comments"]
        assert {sheet: list(lines) for sheet, lines in comments.items()} == headings


def test_both_languages_have_the_same_sentences() -> None:
    for part in ("place", "mistakes", "report"):
        assert list(texts("zh")[part]) == list(texts("en")[part])


# ── round trips ──


def test_the_exported_office_reads_back_unchanged(path: Path) -> None:
    write_workbook(path, DEMO)
    reading = read(path, DEMO)
    assert reading == Reading(entries=reading.entries, same=30)
    assert set(reading.entries) == {
        entry for sheet in SHEETS for entry in sheet.known(DEMO).values()
    }


def test_an_empty_office_gets_everything(path: Path) -> None:
    write_workbook(path, DEMO, "en")
    assert report(read(path, NOTHING), "en") == ("30 added, 0 updated, 0 as before.",)


def test_importing_again_updates(path: Path) -> None:
    reading = read(changed(path, put("人员", G3="8399", J3="305")), DEMO)
    assert (reading.added, reading.updated, reading.same) == (0, 1, 29)
    assert officer(reading, "002") == replace(
        DEMO.officers[OfficerId("002")], phone="8399", room="305"
    )


def test_rows_the_file_leaves_out_are_kept_and_reported(path: Path) -> None:
    def leave_out(book: Workbook) -> None:
        book["人员"].delete_rows(6)
        book["值班表"].delete_rows(2)
        book["科室"].delete_rows(2)
        del book["外单位"]

    reading = read(changed(path, leave_out), DEMO)
    assert reading.mistakes == ()
    assert reading.unchanged == (
        "科室 政务服务窗口",
        "人员 005 周强",
        "外单位 县不动产登记中心",
        "外单位 县劳动保障监察大队",
        "外单位 县城市管理执法局",
        "外单位 县税务局",
        "外单位 县供电公司",
    )


# ── how people write ──


def test_cells_are_read_as_people_write_them(path: Path) -> None:
    def write(book: Workbook) -> None:
        staff, duties, days = book["人员"], book["职责事项"], book["值班表"]
        staff["A10"], staff["B10"], staff["C10"] = 9, "李　晓 明", " 办公室\u3000"
        staff["A10"].number_format = "000"
        staff["G10"], staff["J10"], staff["K10"] = 8202.0, "２０２", "督查，纪检;窗口"
        staff["D10"] = "=1+1"
        duties["A12"], duties["C12"], duties["D12"] = "测试事项", "甲，乙; 丙\n甲", "办公室"
        duties["F12"], duties["H12"] = 5, "身份证\n\n照片｜２份||照相馆"
        duties["K12"], duties["L12"] = True, "√"
        days["A4"] = datetime(2026, 12, 5)  # noqa: DTZ001 - a spreadsheet has no time zones
        days["B4"], days["D4"] = "006", "００１ 002/003"

    path = changed(path, write)
    calculate(path, "D10", "顾问")
    reading = read(path, DEMO)
    assert reading.mistakes == ()
    assert officer(reading, "009") == Officer(
        id=OfficerId("009"),
        name="李晓明",
        department="办公室",
        title="顾问",
        phone="8202",
        room="202",
        roles=(Role.SUPERVISOR, Role.DISCIPLINE, Role.CLERK),
    )
    assert duty(reading, "测试事项") == Duty(
        title="测试事项",
        keywords=("甲", "乙", "丙"),
        department="办公室",
        promise="5wd",
        materials=(Material(name="身份证"), Material(name="照片", copies="2", issuer="照相馆")),
        urgent=True,
        on_the_spot=True,
    )
    assert [e.day for e in reading.entries if hasattr(e, "day")][-1] == date(2026, 12, 5)


def calculate(path: Path, cell: str, value: str) -> None:
    """Give a formula of the sheet 人员 the value a spreadsheet program would have kept."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet3.xml"
    formula = f'<c r="{cell}"'.encode()
    before, after = parts[name].split(formula, 1)
    inside, rest = after.split(b"</f>", 1)
    rest = rest.removeprefix(b"<v></v>").removeprefix(b"<v />").removeprefix(b"<v/>")
    kept = b"</f><v>" + value.encode() + b"</v>"
    parts[name] = before + formula + b' t="str"' + inside + kept + rest
    with zipfile.ZipFile(path, "w") as book:
        for part, content in parts.items():
            book.writestr(part, content)


@pytest.mark.parametrize(
    ("written", "promise"),
    [
        ("", ""),
        ("5", "5wd"),
        (7, "7wd"),
        ("５个工作日", "5wd"),
        ("20 工作日", "20wd"),
        ("30分钟", "30min"),
        ("2小时", "2h"),
        ("2h", "2h"),
    ],
)
def test_a_limit_may_be_written_in_words(path: Path, written: str, promise: str) -> None:
    reading = read(changed(path, put("职责事项", F2=written)), DEMO)
    assert duty(reading, "公租房申请").promise == promise


@pytest.mark.parametrize(
    "written", ["2026-12-05", "2026/12/5", "2026年12月5日", "2026.12.05", "20261205"]
)
def test_a_date_may_be_written_as_text(path: Path, written: str) -> None:
    reading = read(changed(path, put("值班表", A2=written)), NOTHING)
    days = [entry.day for entry in reading.entries if hasattr(entry, "day")]
    assert days == [date(2026, 12, 5), date(2026, 11, 29)]


def test_a_title_above_the_headings_remarks_and_the_order_of_columns_do_no_harm(path: Path) -> None:
    def rearrange(book: Workbook) -> None:
        units = book["外单位"]
        units.move_range("A1:A6", cols=6)
        units["G1"] = "* 单 位（必填）"
        units.insert_rows(1, 2)
        units["A1"] = "云岭县住房和城乡建设局"
        units.merge_cells("A1:G1")

    reading = read(changed(path, rearrange), DEMO)
    assert (reading.mistakes, reading.same) == ((), 30)


def test_a_value_merged_over_several_rows_counts_for_each(path: Path) -> None:
    def merge(book: Workbook) -> None:
        book["人员"].merge_cells("C3:C5")

    reading = read(changed(path, merge), DEMO)
    assert (reading.mistakes, reading.same) == ((), 30)


def test_blank_rows_are_passed_over(path: Path) -> None:
    def open_gaps(book: Workbook) -> None:
        book["人员"].insert_rows(4, 3)
        book["人员"]["D5"] = "  "

    assert read(changed(path, open_gaps), DEMO).same == 30
