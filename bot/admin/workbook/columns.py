"""The workbook as data: five sheets, their columns in the order of the paper.

Template, export and import all read this; comments stand in templates/<lang>/workbook.toml.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from bot.admin.workbook.cells import (
    CODE,
    CODES,
    DAY,
    LIMIT,
    LINE,
    MAIL,
    MATERIALS,
    NAME,
    ROLES,
    STATUS,
    TEXT,
    WORDS,
    YES_NO,
    Kind,
)
from bot.domain.office import (
    Department,
    Directory,
    Duty,
    DutyDay,
    Entry,
    Officer,
    OutsideUnit,
)

OFFICERS, DEPARTMENTS = "officers", "departments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. *field* is the entry's attribute; *refers* the sheet its keys must be in."""

    heading: str
    field: str
    kind: Kind = LINE
    width: int = 12
    required: bool = False
    refers: str = ""
    example: str = ""
    at_most: int = 100  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet; its first column is the key. *part* is its place in the directory."""

    name: str
    part: str
    entry: Callable[..., Entry]
    columns: tuple[Column, ...]
    must_be_known: bool = False  # an office without any is no office yet
    report_missing: bool = True  # rows a later file leaves out

    @property
    def key(self) -> Column:
        """The column that says which row it is."""
        return self.columns[0]

    def known(self, directory: Directory) -> Mapping[str, Entry]:
        """Give what the directory has of this sheet, by key."""
        found: Mapping[str, Entry] = attrgetter(self.part)(directory)
        return found

    def values(self, entry: Entry) -> tuple[Any, ...]:
        """Give the entry's values in the order of the columns."""
        return tuple(getattr(entry, column.field) for column in self.columns)


def _staff(heading: str, field: str, example: str = "", *, kind: Kind = CODE) -> Column:
    return Column(
        heading=heading, field=field, kind=kind, width=14, refers=OFFICERS, example=example
    )


SECTIONS = Sheet(
    name="科室",
    part=DEPARTMENTS,
    entry=Department,
    must_be_known=True,
    columns=(
        Column(
            heading="科室名称",
            field="name",
            kind=NAME,
            width=24,
            required=True,
            example="住房保障股",
        ),
        Column(heading="上级科室", field="parent", kind=NAME, width=24, refers=DEPARTMENTS),
        _staff("负责人工号", "head", "004"),
        _staff("分管领导工号", "leader", "006"),
    ),
)

STAFF = Sheet(
    name="人员",
    part=OFFICERS,
    entry=Officer,
    must_be_known=True,
    columns=(
        Column(heading="工号", field="id", kind=CODE, width=10, required=True, example="002"),
        Column(heading="姓名", field="name", kind=NAME, required=True, example="李明"),
        Column(
            heading="科室",
            field="department",
            kind=NAME,
            width=24,
            required=True,
            refers=DEPARTMENTS,
            example="住房保障股",
        ),
        Column(heading="职务", field="title", width=14, example="科员"),
        Column(heading="职级", field="rank", width=14, example="一级科员"),
        Column(heading="身份", field="status", example="公务员"),
        Column(heading="办公电话", field="phone", example="8302"),
        Column(heading="手机", field="mobile", width=14),
        Column(heading="邮箱", field="email", kind=MAIL, width=22),
        Column(heading="办公地点", field="room", example="302"),
        Column(heading="角色", field="roles", kind=ROLES, width=18, example="承办"),
        _staff("AB岗工号", "deputy", "003"),
        Column(heading="状态", field="active", kind=STATUS, width=8, example="在职"),
    ),
)

DUTIES = Sheet(
    name="职责事项",
    part="duties",
    entry=Duty,
    must_be_known=True,
    columns=(
        Column(heading="事项", field="title", width=24, required=True, example="公租房申请"),
        Column(heading="简称", field="short", at_most=20, example="公租房"),
        Column(
            heading="关键词",
            field="keywords",
            kind=WORDS,
            width=30,
            at_most=1000,
            example="公租房、公共租赁住房、廉租房",
        ),
        Column(
            heading="科室",
            field="department",
            kind=NAME,
            width=24,
            refers=DEPARTMENTS,
            example="住房保障股",
        ),
        _staff("承办人工号", "officer", "002"),
        Column(heading="承诺时限", field="promise", kind=LIMIT, example="20个工作日"),
        Column(
            heading="标准答复",
            field="answer",
            kind=TEXT,
            width=40,
            at_most=1000,
            example="带身份证、户口簿和收入证明到302室申请。",
        ),
        Column(
            heading="所需材料",
            field="materials",
            kind=MATERIALS,
            width=40,
            at_most=5000,
            example="身份证|1|原件和复印件\n收入证明|1|盖章|单位或社区",
        ),
        Column(
            heading="办理流程",
            field="procedure",
            kind=TEXT,
            width=30,
            at_most=1000,
            example="当天收件，20个工作日内公示",
        ),
        Column(
            heading="依据",
            field="basis",
            kind=TEXT,
            width=24,
            at_most=500,
            example="《公共租赁住房管理办法》",
        ),
        Column(heading="紧急", field="urgent", kind=YES_NO, width=8, example="否"),
        Column(heading="当场可办", field="on_the_spot", kind=YES_NO, width=10, example="否"),
    ),
)

UNITS = Sheet(
    name="外单位",
    part="units",
    entry=OutsideUnit,
    columns=(
        Column(heading="单位", field="name", width=24, required=True, example="县城市管理执法局"),
        Column(
            heading="事项关键词",
            field="keywords",
            kind=WORDS,
            width=36,
            at_most=1000,
            example="城管执法局、夜间施工、噪声、占道",
        ),
        Column(heading="地址", field="address", width=24, example="云岭大道8号"),
        Column(heading="电话", field="phone", width=14, example="12345"),
        Column(heading="联系人", field="contact"),
    ),
)

DUTY_DAYS = Sheet(
    name="值班表",
    part="duty_days",
    entry=DutyDay,
    report_missing=False,  # days gone by are no loss
    columns=(
        Column(
            heading="日期", field="day", kind=DAY, width=14, required=True, example="2026-11-28"
        ),
        _staff("负责人工号", "in_charge", "006"),
        _staff("协调人工号", "coordinator", "007"),
        _staff("值班人员工号", "on_duty", "001、002", kind=CODES),
    ),
)

SHEETS = (SECTIONS, STAFF, DUTIES, UNITS, DUTY_DAYS)
