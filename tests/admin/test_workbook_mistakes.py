"""What is wrong in a workbook is told by sheet, row and column, and nothing is half imported."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.admin.workbook import Mistake, Reading, read, report, say, write_template, write_workbook
from tests.admin.workbook_paper import DEMO, NOTHING, Change, changed, officer, places, put


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.xlsx"


# ── mistakes, each by sheet, row and column ──

MISTAKES: list[tuple[str, Change, tuple[str, str, int, str]]] = [
    ("blank name", put("人员", B3=None), ("required", "人员", 3, "姓名")),
    ("blank key", put("职责事项", A2=" "), ("required", "职责事项", 2, "事项")),
    ("too long", put("职责事项", B2="长" * 21), ("too_long", "职责事项", 2, "简称")),
    (
        "a room turned date",
        put("人员", J3=date(2026, 3, 2)),
        ("became_date", "人员", 3, "办公地点"),
    ),
    ("formula error", put("人员", D3="#REF!"), ("formula_error", "人员", 3, "职务")),
    ("formula never run", put("人员", D3='="科"&"员"'), ("never_calculated", "人员", 3, "职务")),
    ("unknown role", put("人员", K3="承办、负责"), ("role", "人员", 3, "角色")),
    ("limit in days", put("职责事项", F2="5天"), ("limit", "职责事项", 2, "承诺时限")),
    ("limit of nothing", put("职责事项", F2=0), ("limit", "职责事项", 2, "承诺时限")),
    ("six parts", put("职责事项", H2="a|1|b|c|d|e"), ("material", "职责事项", 2, "所需材料")),
    ("nameless paper", put("职责事项", H2="|1|原件"), ("material", "职责事项", 2, "所需材料")),
    ("neither yes nor no", put("职责事项", K2="不急"), ("yes_no", "职责事项", 2, "紧急")),
    ("unknown status", put("人员", M3="退休"), ("status", "人员", 3, "状态")),
    ("no such day", put("值班表", A2="2026-02-30"), ("day", "值班表", 2, "日期")),
    ("no day at all", put("值班表", A2="周六"), ("day", "值班表", 2, "日期")),
    ("no mail", put("人员", I3="li.ming"), ("mail", "人员", 3, "邮箱")),
    (
        "same number",
        put("人员", A10="003", B10="钱进", C10="办公室"),
        ("twice", "人员", 10, "工号"),
    ),
    ("unknown head", put("科室", C3="099"), ("unknown_officer", "科室", 3, "负责人工号")),
    ("unknown leader", put("科室", D3="099"), ("unknown_officer", "科室", 3, "分管领导工号")),
    ("unknown deputy", put("人员", L3="099"), ("unknown_officer", "人员", 3, "AB岗工号")),
    (
        "unknown officer",
        put("职责事项", E2="099"),
        ("unknown_officer", "职责事项", 2, "承办人工号"),
    ),
    (
        "one of several",
        put("值班表", D2="001、99"),
        ("unknown_officer", "值班表", 2, "值班人员工号"),
    ),
    ("unknown section", put("人员", C3="住房股"), ("unknown_department", "人员", 3, "科室")),
    ("unknown parent", put("科室", B3="住房股"), ("unknown_department", "科室", 3, "上级科室")),
    ("own deputy", put("人员", L3="002"), ("own_deputy", "人员", 3, "AB岗工号")),
    (
        "nobody responsible",
        put("职责事项", D2=None, E2=None),
        ("nobody_responsible", "职责事项", 2, "承办人工号"),
    ),
    ("above itself", put("科室", B3="住房保障股"), ("circle", "科室", 3, "上级科室")),
    (
        "wide merge",
        lambda book: book["人员"].merge_cells("D3:E3"),
        ("merged", "人员", 3, "职务"),
    ),
    ("renamed column", put("人员", G1="联系电话"), ("missing_column", "人员", 0, "办公电话")),
    ("doubled column", put("人员", N1="姓名"), ("doubled_column", "人员", 0, "姓名")),
    (
        "no headings",
        lambda book: book["外单位"].delete_rows(1),
        ("no_header", "外单位", 0, ""),
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES]
)
def test_each_mistake_is_found_alone_and_nothing_is_imported(
    path: Path, change: Change, expected: tuple[str, str, int, str]
) -> None:
    reading = read(changed(path, change), DEMO)
    assert places(reading) == [expected]
    assert reading.entries == ()


def test_every_mistake_of_a_file_is_told_in_the_order_of_the_sheets(path: Path) -> None:
    def spoil(book: Workbook) -> None:
        put("职责事项", F2="快", E3="李明")(book)
        put("人员", M3="退休", C4="保障股")(book)
        put("科室", C3="4")(book)

    assert report(read(changed(path, spoil), DEMO)) == (
        "科室 第3行「负责人工号」：人员表里没有工号「4」，请核对。是不是「004」？",
        "人员 第3行「状态」：「退休」看不明白。请填 在职 或 离职。",
        "人员 第4行「科室」：科室表里没有「保障股」，请核对。是不是「住房保障股」？",
        "职责事项 第2行「承诺时限」：「快」看不明白。请填 5、5个工作日、30分钟 或 2小时，要大于0。",
        "职责事项 第3行「承办人工号」：人员表里没有工号「李明」，请核对。是不是「002」？",
        "共5处要改，改好后重新导入。现有数据没有变动。",
    )


def test_a_circle_is_told_at_each_of_its_departments(path: Path) -> None:
    reading = read(changed(path, put("科室", B2="办公室", B5="局领导", B6="政务服务窗口")), DEMO)
    assert [(m.code, m.row) for m in reading.mistakes] == [
        ("circle", 2),
        ("circle", 5),
        ("circle", 6),
    ]


def test_an_unreadable_row_does_not_make_its_person_unknown(path: Path) -> None:
    reading = read(changed(path, put("人员", M5="退休")), NOTHING)
    assert places(reading) == [("status", "人员", 5, "状态")]


# ── leaving ──


def leaving(book: Workbook) -> None:
    put("人员", M3="离职", L4="004", L3=None)(book)
    put("职责事项", E2="003", E4="003", E6="003")(book)
    put("值班表", D2="001、002")(book)


def test_who_owes_nothing_may_leave_and_stays_in_past_duty_days(path: Path) -> None:
    reading = read(changed(path, leaving), DEMO)
    assert reading.mistakes == ()
    assert not officer(reading, "002").active


def test_who_owes_something_cannot_leave(path: Path) -> None:
    owed = {"002": ("1123-07", "1124-05")}
    reading = read(changed(path, leaving), DEMO, owed=lambda who: owed.get(who, ()))
    assert [say(mistake) for mistake in reading.mistakes] == [
        "人员 第3行「状态」：李明手上还有2件：1123-07、1124-05。请先在聊天里发“交接 李明 接手人”，再改为离职。"
    ]


def test_a_row_cannot_name_someone_who_has_left(path: Path) -> None:
    reading = read(changed(path, put("人员", M4="离职")), DEMO)
    assert places(reading) == [
        ("left", "人员", 3, "AB岗工号"),
        ("left", "人员", 5, "AB岗工号"),
        ("left", "职责事项", 3, "承办人工号"),
        ("left", "职责事项", 5, "承办人工号"),
        ("left", "职责事项", 7, "承办人工号"),
    ]


def test_what_a_leaver_holds_outside_the_file_is_a_warning(path: Path) -> None:
    def only_the_leaver(book: Workbook) -> None:
        leaving(book)
        book["职责事项"].delete_rows(2)
        del book["科室"]

    reading = read(changed(path, only_the_leaver), DEMO)
    assert [say(warning) for warning in reading.warnings] == [
        "人员 第3行「状态」：李明离职后，还是职责事项「公租房申请」的承办人工号，请尽快换人。"
    ]


# ── hints ──


def test_a_private_mobile_as_office_telephone_is_a_warning(path: Path) -> None:
    reading = read(changed(path, put("人员", G3="138 0013-8000")), DEMO)
    assert reading.warnings == (
        Mistake(
            code="mobile_as_office",
            sheet="人员",
            row=3,
            column="办公电话",
            values={"value": "138 0013-8000"},
        ),
    )
    assert len(reading.entries) == 30


def test_columns_and_sheets_of_ones_own_are_passed_over_with_a_hint(path: Path) -> None:
    def add(book: Workbook) -> None:
        book["人员"]["N1"], book["人员"]["N3"] = "生日", "保密"
        book.create_sheet("花名册")["A1"] = "草稿"

    reading = read(changed(path, add), DEMO)
    assert [say(warning) for warning in reading.warnings] == [
        "模板里没有工作表「花名册」，已略过。",
        "人员「生日」：模板里没有这一列，已略过。",
    ]
    assert reading.same == 30


def test_a_renamed_column_is_guessed(path: Path) -> None:
    reading = read(changed(path, put("人员", G1="办公室电话")), DEMO)
    (mistake,) = reading.mistakes
    assert say(mistake, "en") == (
        "人员 “办公电话”: This column is missing. Add its heading as in the template; its cells may"
        " stay empty. Did you mean “办公室电话”?"
    )


# ── files ──


def test_a_missing_sheet_matters_only_while_nothing_of_it_is_known(path: Path) -> None:
    def only_duties(book: Workbook) -> None:
        for name in ("科室", "人员", "外单位", "值班表"):
            del book[name]

    changed(path, only_duties)
    assert read(path, DEMO).same == 10
    assert [say(mistake) for mistake in read(path, NOTHING).mistakes][:2] == [
        "缺少工作表「科室」，请按模板补上。",
        "缺少工作表「人员」，请按模板补上。",
    ]


def test_an_empty_template_is_not_an_import(path: Path) -> None:
    write_template(path)
    assert report(read(path, NOTHING))[0] == "五张表都还没有内容，请先填写。"


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xe5\xb7\xa5\xe5\x8f\xb7,name\n001,x\n", "not_xlsx"),
        (b"", "not_xlsx"),
        (OLE + b"\0" * 512, "old_format"),
        (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_a_file_that_is_no_workbook_is_named(path: Path, content: bytes, code: str) -> None:
    path.write_bytes(content)
    reading = read(path, DEMO)
    assert reading == Reading(mistakes=(Mistake(code=code, values={"file": "people.xlsx"}),))


def test_a_missing_file_a_folder_and_a_foreign_archive_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("letter.txt", "hello")
    files = [tmp_path / "no.xlsx", tmp_path, tmp_path / "a.zip"]
    assert [read(file, DEMO).mistakes[0].code for file in files] == [
        "no_file",
        "unreadable",
        "not_xlsx",
    ]


def test_a_damaged_workbook_is_named(path: Path) -> None:
    write_workbook(path, DEMO)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/worksheets/sheet3.xml"] = parts["xl/worksheets/sheet3.xml"][:900]
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    assert say(read(path, DEMO).mistakes[0]) == (
        "people.xlsx 内容已损坏。请用 Excel 或 WPS 打开，另存一份。"
    )
