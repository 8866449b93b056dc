"""What has happened (办理留痕): frozen values the journal keeps for ever, in the words of the glossary."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.clocks import ClockKind
from bot.domain.inquiry import UrgeKind
from bot.domain.office import OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that happened to one inquiry; *by* empty means the bot itself."""

    inquiry: int
    at: datetime
    by: OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Fact):
    """登记."""

    first_responder: OfficerId
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided(Fact):
    """A registration taken back (作废)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Fact):
    """Something added (补记), or a correction keeping what stood before (1.1)."""

    text: str
    field: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsReleased(Fact):
    """The inquiry's words may be shown on platforms abroad, veiled (文字可发)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred(Fact):
    """转办; *taken_up* is true where the first responder keeps it himself (我来办)."""

    to: OfficerId
    duty: str
    department: str
    taken_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(Fact):
    """移交, by the assignee, a head or a leader."""

    to: OfficerId
    former: OfficerId
    department: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceTold(Fact):
    """Where the inquirer is now."""

    presence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Fact):
    """签收 (阅知); *face_to_face* where the inquirer had been taken or was waiting."""

    face_to_face: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted(Fact):
    """First contact with the inquirer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBack(Fact):
    """退回, always with a reason (9.4); *to* owes the next step."""

    reason: str
    to: OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised(Fact):
    """请示 to a leader or head, who owes a direction."""

    to: OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Directed(Fact):
    """批办: the leader named who is to do it."""

    to: OfficerId
    helpers: tuple[OfficerId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersMissing(Fact):
    """The one-time notice was given (一次性告知)."""

    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersCompleted(Fact):
    """The missing papers came (补齐)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted(Fact):
    """An attempt to reach somebody failed: *whom* = inquirer or an officer's number."""

    whom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded(Fact):
    """办结 with its outcome and what the inquirer was told."""

    outcome: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledBack(Fact):
    """The first responder told the inquirer what had been decided or promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded(Fact):
    """The inquirer's grade; *own_work* where who recorded it did the work (2.3)."""

    grade: str
    reason: str = ""
    own_work: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Fact):
    """结案."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Fact):
    """重办 after a bad grade."""

    to: OfficerId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Urged(Fact):
    """催办; *by* empty is 系统代催. *how*: bot, phone, formal."""

    number: int
    how: UrgeKind
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgeNeglected(Fact):
    """The first responder did not urge in time: his miss (4.6)."""

    owner: OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgeAnswered(Fact):
    """The assignee gave the reason and a new date; the miss stays (2.2)."""

    reason: str
    promised: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RungReached(Fact):
    """A ladder was heard: *rung* of *clock*, for the *occurrence*-th time."""

    clock: ClockKind
    rung: str
    place: int
    occurrence: int
    due: datetime
    owner: OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed(Fact):
    """A clock passed its due date: *owner*'s miss."""

    clock: ClockKind
    owner: OfficerId
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesMoved(Fact):
    """A newly published calendar moved a provisional date."""

    clock: ClockKind
    former: datetime
    due: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone(Fact):
    """撤回 of the presser's own last step."""

    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueGap(Fact):
    """The catalogue did not find whose it is: for the administrator (9.3)."""

    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDropped(Fact):
    """A held notice was not sent: its clock had stopped, moved or changed hands."""

    view: str
    to: OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialsAdded(Fact):
    """Files handed over (材料), by their number and name."""

    files: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialsKept(Fact):
    """Files were fetched and stand on the shelf under their hashes."""

    files: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialRefused(Fact):
    """A file cannot be kept: too large, of no wanted type, gone."""

    file: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialsMoved(Fact):
    """Files that were attached here by mistake belong to another inquiry."""

    files: tuple[int, ...]
    to: str  # its number


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialsDeleted(Fact):
    """Files were deleted because their time was over (保存期满)."""

    files: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Fact):
    """交接 (1.15): everything *former* owed here goes to *to*."""

    former: OfficerId
    to: OfficerId


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDelivered(Fact):
    """A notice could not be delivered to *to*; *told* was told instead."""

    to: OfficerId
    told: OfficerId
    reason: str


Facts = tuple[Fact, ...]
