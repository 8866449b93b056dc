"""The office and its people as the workbook describes them: plain values, keyed as people key them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

OfficerId = NewType("OfficerId", str)
"""工号: the staff number."""

NOBODY = OfficerId("")
_SECTIONS = "股科室站队所处"
"""What the name of a section ends with: two characters before it tell it from the others."""


class Role(StrEnum):
    """What a person may do beyond the ordinary (角色); the values are the workbook's words."""

    CLERK = "窗口"
    OFFICER = "承办"
    HEAD = "负责人"
    LEADER = "分管"
    CHIEF = "总负责"
    SUPERVISOR = "督查"
    DISCIPLINE = "纪检"
    PERSONNEL = "人事"
    ADMINISTRATOR = "管理员"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A member of staff (工作人员); anyone on the list can be a first responder (8.10)."""

    id: OfficerId
    name: str
    department: str
    title: str = ""  # 职务
    rank: str = ""  # 职级
    status: str = ""  # 身份
    phone: str = ""  # 办公电话, may be told to inquirers
    mobile: str = ""  # 手机, private: never told
    email: str = ""
    room: str = ""  # 办公地点
    roles: tuple[Role, ...] = ()
    deputy: OfficerId = NOBODY  # AB岗
    active: bool = True  # False: 离职


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A section (科室) with its head (负责人) and the leader in charge of it (分管领导)."""

    name: str
    short: str = ""  # 简称, for buttons and channels
    parent: str = ""
    head: OfficerId = NOBODY
    leader: OfficerId = NOBODY

    @property
    def label(self) -> str:
        """What buttons and channels show: the short name, else the name's last characters."""
        return self.short or self.name[-3 if self.name[-1:] in _SECTIONS else -4 :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One paper a duty needs: 名称|份数|要求|出具单位|获取方式."""

    name: str
    copies: str = "1"
    requirement: str = ""
    issuer: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A catalogue entry (职责事项). *promise* is a limit such as ``20wd`` or ``30min``."""

    title: str
    short: str = ""
    keywords: tuple[str, ...] = ()
    department: str = ""
    officer: OfficerId = NOBODY
    promise: str = ""
    answer: str = ""  # 标准答复
    materials: tuple[Material, ...] = ()
    procedure: str = ""
    basis: str = ""
    urgent: bool = False
    on_the_spot: bool = False

    @property
    def name(self) -> str:
        """What channels show: the short name (简称), else the title."""
        return self.short or self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideUnit:
    """Where to send what is not ours (外单位)."""

    name: str
    keywords: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""
    contact: str = ""

    @property
    def label(self) -> str:
        """What buttons show: the everyday name among the keywords, else the name's last characters."""
        short = (word for word in self.keywords if _abbreviates(word, self.name))
        return next(short, self.name[-6:])


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDay:
    """One line of the duty roster (值班表)."""

    day: date
    in_charge: OfficerId = NOBODY
    coordinator: OfficerId = NOBODY
    on_duty: tuple[OfficerId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Away from *first* to *last* inclusive (外出); *deputy* acts meanwhile."""

    officer: OfficerId
    first: date
    last: date
    deputy: OfficerId = NOBODY
    message: str = ""
    set_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person's account on a platform and the private chat he is written to in.

    *preferred*: written to before his other accounts. *since* when, where that is known.
    """

    platform: str
    user: str
    officer: OfficerId
    chat: str = ""
    preferred: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A browser that may come in as a person (设备): *id* is the hash of its cookie's secret."""

    id: str
    officer: OfficerId
    name: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A person's own quiet hours (免打扰), office time; they may go over midnight."""

    officer: OfficerId
    begins: time
    ends: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A department's team channel: chat and topic (``thread``) on a platform."""

    platform: str
    chat: str
    department: str
    thread: str = ""


def _abbreviates(word: str, name: str) -> bool:
    letters = iter(name)
    return len(word) > len(name) // 2 and all(letter in letters for letter in word)


Entry = (
    Officer
    | Department
    | Duty
    | OutsideUnit
    | DutyDay
    | Absence
    | Account
    | Channel
    | Device
    | Quiet
)
"""What the directory keeps."""


def entry_key(entry: Entry) -> str:
    """What tells one entry of its type from another; the same key means "update"."""
    match entry:
        case Officer(id=key) | Department(name=key) | Duty(title=key) | OutsideUnit(name=key):
            return key
        case Device(id=key) | Quiet(officer=key):
            return key
        case DutyDay(day=day):
            return day.isoformat()
        case Absence(officer=officer, first=first):
            return f"{officer}/{first.isoformat()}"
        case Account(platform=platform, user=user):
            return f"{platform}/{user}"
        case Channel(platform=platform, chat=chat, thread=thread):
            return f"{platform}/{chat}/{thread}"


@dataclass(frozen=True, slots=True)
class Directory:
    """All entries by type and key; what the store keeps and the workbook brings."""

    officers: dict[str, Officer] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    units: dict[str, OutsideUnit] = field(default_factory=dict)
    duty_days: dict[str, DutyDay] = field(default_factory=dict)
    absences: dict[str, Absence] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    quiets: dict[str, Quiet] = field(default_factory=dict)
