"""The inquiry (首问事项): what is known of it, who holds it, which clocks run."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.clocks import Clock, ClockKind
from bot.domain.inquirer import UNKNOWN, Inquirer
from bot.domain.office import NOBODY, OfficerId


class State(StrEnum):
    """Where an inquiry stands. ``CLOSED`` and ``VOID`` are the ends."""

    REGISTERED = "registered"  # with the first responder
    RAISED = "raised"  # with a leader or head, who directs (批办)
    REFERRED = "referred"  # told to the assignee (转办)
    ACCEPTED = "accepted"  # signed for (签收)
    AWAITING = "awaiting"  # papers awaited (等补件)
    CONCLUDED = "concluded"  # answered; the follow-up is owed (回访)
    CLOSED = "closed"
    VOID = "void"  # taken back (作废); keeps its number


ENDED = frozenset({State.CLOSED, State.VOID})
WITH_ASSIGNEE = frozenset({State.REFERRED, State.ACCEPTED})


class Presence(StrEnum):
    """Where the inquirer is now."""

    TAKEN = "taken"  # 带过去了
    HALL = "hall"  # 在大厅等
    GONE = "gone"  # 已离开


class Outcome(StrEnum):
    """The seven results of PRODUCT.md (办理结果)."""

    ANSWERED = "answered"  # 当场答复
    DONE = "done"  # 已办成
    ENTERED = "entered"  # 已收件进入审批
    REFUSED = "refused"  # 依规不能办
    OUTSIDE = "outside"  # 外单位
    WITHDRAWN = "withdrawn"  # 来访人撤回
    UNREACHED = "unreached"  # 联系不上


class Grade(StrEnum):
    """The five grades (好差评), and how an inquiry closes without one."""

    EXCELLENT = "5"
    GOOD = "4"
    FAIR = "3"
    POOR = "2"
    BAD = "1"
    DECLINED = "declined"  # 不评价
    NONE = "none"  # 未评
    UNREACHABLE = "unreachable"  # 无法回访


BAD_GRADES = frozenset({Grade.POOR, Grade.BAD})


class UrgeKind(StrEnum):
    """How somebody was urged (催办)."""

    BOT = "bot"
    PHONE = "phone"
    FORMAL = "formal"  # by a formal notice (催办通知书)


@dataclass(frozen=True, slots=True, kw_only=True)
class Urge:
    """One urging (催办). *by* empty: the bot in the first responder's place (系统代催)."""

    number: int
    by: OfficerId
    at: datetime
    of: OfficerId = NOBODY  # who was urged
    how: UrgeKind = UrgeKind.BOT
    document: str = ""  # 文号 of a 催办通知书
    answered_at: datetime | None = None
    reason: str = ""
    promised: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One sending back (退回) with its reason."""

    by: OfficerId
    at: datetime
    reason: str
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """A one-time notice (一次性告知书): what is missing, told once and completely."""

    at: datetime
    by: OfficerId
    duty: str
    missing: tuple[str, ...]
    brought: tuple[str, ...] = ()
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something added or corrected later; *field* empty for a remark, *former* what stood before."""

    at: datetime
    by: OfficerId
    text: str
    field: str = ""
    former: str = ""


class FileState(StrEnum):
    """What became of a file that was handed over (材料)."""

    OWED = "owed"  # to be fetched from its platform
    KEPT = "kept"  # on the shelf
    REFUSED = "refused"  # too large, of no wanted type, gone
    GOING = "going"  # its time is over: a download whose content is still to be deleted
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """Something handed over in chat (材料): a photo, document, voice, or a location's *text*.

    *id* is its number in the office; *sha* its name on the shelf, *reason* why it was refused.
    *size* in bytes.
    """

    id: int
    at: datetime
    by: OfficerId
    kind: str
    name: str = ""
    mime: str = ""
    size: int = 0
    text: str = ""
    sha: str = ""
    state: FileState = FileState.OWED
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """One inquiry; all moments UTC-aware. *step* grows whenever who-owes-what changes."""

    id: int
    number: str  # 1123-07
    full: str  # 云住建首〔2026〕1123-07
    state: State
    step: int = 1
    version: int = 0
    matter: str
    channel: str = ""
    kind: str = ""
    inquirer: Inquirer = UNKNOWN
    doubts: tuple[str, ...] = ()
    duty: str = ""
    department: str = ""
    received_at: datetime
    registered_at: datetime
    registered_by: OfficerId
    first_responder: OfficerId
    followed_by: OfficerId = NOBODY  # who took his part over (交接); empty: himself
    first_handler: OfficerId = NOBODY
    assignee: OfficerId = NOBODY
    director: OfficerId = NOBODY  # the leader or head it lies with, or lay with last
    helpers: tuple[OfficerId, ...] = ()  # 会办
    holders: tuple[OfficerId, ...] = ()  # everyone who ever was assignee, in order
    meant_for: tuple[OfficerId, ...] = ()  # absent officers whose deputy it went to instead
    acting_for: tuple[OfficerId, ...] = ()  # for whom who acts stands in today
    presence: Presence | None = None
    clocks: tuple[Clock, ...] = ()
    urges: tuple[Urge, ...] = ()
    returns: tuple[Return, ...] = ()
    papers: tuple[Papers, ...] = ()
    notes: tuple[Note, ...] = ()
    files: tuple[Attached, ...] = ()
    attempts: tuple[datetime, ...] = ()  # to reach the inquirer for the follow-up
    referred_at: datetime | None = None
    accepted_at: datetime | None = None
    contacted_at: datetime | None = None
    concluded_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    told: str = ""  # what the inquirer was told
    basis: str = ""  # for REFUSED
    outside: str = ""  # the outside unit for OUTSIDE
    receipt: str = ""  # 收件号 for ENTERED
    grade: Grade | None = None
    grade_reason: str = ""
    graded_by: OfficerId = NOBODY
    redone: int = 0
    call_back: bool = False  # the first responder still owes the inquirer a call (批办结果)
    told_new_date: bool = True  # False: the date answered to an urge is still to be told
    ruleset: str = ""
    in_hand_of: OfficerId = NOBODY  # who said last that he deals with the emergency (我在处理)
    in_hand_at: datetime | None = None
    released: bool = False  # the first responder lets its words go abroad, veiled (文字可发)
    origin: str = ""  # the message that registered it: platform/chat/message

    @property
    def is_open(self) -> bool:
        """Something is still owed."""
        return self.state not in ENDED

    @property
    def with_assignee(self) -> bool:
        """Somebody it was referred to owes the answer."""
        return self.state in WITH_ASSIGNEE

    @property
    def plain_urges(self) -> tuple[Urge, ...]:
        """The urgings (催办) that were no formal notice."""
        return tuple(urge for urge in self.urges if urge.how is not UrgeKind.FORMAL)

    @property
    def formal_urges(self) -> tuple[Urge, ...]:
        """The formal notices (催办通知书)."""
        return tuple(urge for urge in self.urges if urge.how is UrgeKind.FORMAL)

    def clock(self, kind: ClockKind) -> Clock | None:
        """The running clock of this kind."""
        return next((c for c in self.clocks if c.kind == kind and c.running), None)

    @property
    def follower(self) -> OfficerId:
        """Who follows it to the end: the first responder, or his successor (交接, 1.15)."""
        return self.followed_by or self.first_responder

    @property
    def handled(self) -> str:
        """``self`` or ``guided`` to another (5.2); given to an outside unit is guided too."""
        own = self.assignee in (NOBODY, self.first_responder)
        kept = self.assignee == self.follower and self.first_responder in self.holders
        return "self" if (own or kept) and not self.outside else "guided"

    @property
    def owes(self) -> OfficerId:
        """The one person who owes the next step; ``""`` once ended (clause 1.2)."""
        match self.state:
            case State.REGISTERED | State.AWAITING | State.CONCLUDED:
                return self.follower
            case State.RAISED:
                return self.director
            case State.REFERRED | State.ACCEPTED:
                return self.assignee
        return NOBODY

    @property
    def main_clock(self) -> Clock | None:
        """The running clock whose date the inquirer or the next step goes by."""
        for kind in _MAIN[self.state]:
            if found := self.clock(kind):
                return found
        return None

    @property
    def due(self) -> datetime | None:
        """When the next step is due."""
        clock = self.main_clock
        return clock.due if clock else None


_MAIN: dict[State, tuple[ClockKind, ...]] = {
    State.REGISTERED: (ClockKind.URGENT, ClockKind.REFER),
    State.RAISED: (ClockKind.URGENT, ClockKind.DIRECT),
    State.REFERRED: (ClockKind.URGENT, ClockKind.PROMISE, ClockKind.REDO, ClockKind.FINISH),
    State.ACCEPTED: (ClockKind.URGENT, ClockKind.PROMISE, ClockKind.REDO, ClockKind.FINISH),
    State.AWAITING: (ClockKind.SUPPLEMENT,),
    State.CONCLUDED: (ClockKind.FOLLOW_UP,),
    State.CLOSED: (),
    State.VOID: (),
}
