"""A ruleset (制度) as values: the numbers, lists, ladders and words of one rule document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.domain.clocks import ClockKind
from bot.domain.hours import Limit

REGISTRATION, SELF_REFERRAL = "registration", "refer-itself"
"""What a step may count from besides another step, and the step that refers by itself."""
CLIMB = ("head", "responsible", "leader", "chief")
"""Who may stand above an assignee: 科室负责人, 具体负责人, 分管领导, 主要领导."""


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One limit. *cap* cuts a longer promise of a duty to it; *given* has its date from a person."""

    limit: Limit | None  # None: "given"
    cap: bool = False
    urgent: bool = False
    own: str = ""  # what starts the clock where the first responder keeps the matter himself
    begins: str = ""  # what starts it: "registration", or empty for what usually does


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: when, with which words (*view*), to whom.

    *tell* are told at that moment, *listed* find it in their list of the next opening. Both name
    parts: owner, assignee, first_responder, and those of `CLIMB`. *at* counts from the due date, or
    from when the step named by *after* was really taken: until then this one is never reached.
    """

    at: str
    view: str
    tell: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    every: Limit | None = None
    urgent: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class UrgeRule:
    """Who urges (*by*: first_responder or head), and when the bot does it in his place.

    *at_most* a working day, at least *apart* of opening time between two, *most* in all (0: any).
    """

    by: str = "first_responder"
    fallback: Limit | None = None
    at_most: int = 1
    apart: Limit | None = None
    most: int = 0


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """延期: how often, by how much at most, and who of `CLIMB` grants it."""

    longest: Limit
    most: int = 1
    by: str = "leader"


@dataclass(frozen=True, slots=True)
class PapersRule:
    """一次性告知: its heading, and whether papers completed restart the clock (补正)."""

    title: str = "一次性告知书"
    restart: bool = True
    receipt: bool = True  # with the inquirer's receipt (回执) on the same sheet


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """结案 *by* ``grade`` (after the follow-up) or ``told`` (once the inquirer was told)."""

    by: str = "grade"
    attempts: int = 3


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A phrase not to be said to an inquirer (服务忌语) and the better one."""

    say: str
    better: str


@dataclass(frozen=True, slots=True)
class WordingRule:
    """How people are spoken to: *introduction* with {name} {department} {title} {phone}.

    *guidance* by step: reception, telephone, refer, special …
    """

    introduction: str = ""
    forbidden: tuple[Forbidden, ...] = ()
    guidance: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KindRule:
    """What is particular about a kind of inquiry: limits of its own, and what it is.

    *task*: set from above, without inquirer, ended by plan or report (10.5). *query*: asks how far
    a running one is (4.1). *report*: may be anonymous or confidential (6.6).
    """

    limits: Mapping[ClockKind, LimitRule] = field(default_factory=dict)
    task: bool = False
    query: bool = False
    report: bool = False


@dataclass(frozen=True, slots=True)
class ClassRule:
    """How a class of visitors is received: who is called (a part), and how (*receive*, 11.1)."""

    call: str = ""
    receive: str = ""


@dataclass(frozen=True, slots=True)
class DutyRule:
    """值班: post the roster each ``morning``, where it is ``changed``, or never (empty)."""

    post: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the register: a key of the ledger's values and its heading."""

    key: str
    title: str


@dataclass(frozen=True)
class Ruleset:
    """One rule document; *version* names what an inquiry began under."""

    name: str
    title: str
    version: str
    shown_as: str = ""
    document: str = ""  # the paper it is taken from
    terms: Mapping[str, str] = field(default_factory=dict)  # how people and sections are called
    channels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    limits: Mapping[ClockKind, LimitRule] = field(default_factory=dict)
    ladders: Mapping[ClockKind, tuple[Rung, ...]] = field(default_factory=dict)
    climb: tuple[str, ...] = ("head", "leader", "chief")
    urge: UrgeRule = UrgeRule()
    extension: ExtensionRule | None = None
    papers: PapersRule = PapersRule()
    closing: ClosingRule = ClosingRule()
    wording: WordingRule = WordingRule()
    kind_rules: Mapping[str, KindRule] = field(default_factory=dict)
    class_rules: Mapping[str, ClassRule] = field(default_factory=dict)
    duty: DutyRule = DutyRule()
    count_first_day: bool = False
    registration_number: str = ""
    formal_number: str = ""
    notice_number: str = ""
    words: Mapping[str, str] = field(default_factory=dict)  # channel and kind words people say

    def ladder(self, clock: ClockKind) -> tuple[Rung, ...]:
        """The clock's own ladder, else the usual one: remind its owner, then tell his head.

        An emergency has a usual one of its own, in minutes.
        """
        return self.ladders.get(clock, _IN_MINUTES if clock == ClockKind.URGENT else _USUAL)

    def kind(self, name: str) -> KindRule:
        """What is particular about a kind; nothing, for most."""
        return self.kind_rules.get(name, _USUAL_KIND)

    def under(self, kind: str) -> "Ruleset":
        """The same rules with the limits of a kind of inquiry laid over."""
        own = self.kind(kind).limits
        return replace(self, limits={**self.limits, **own}) if own else self


def loosened(
    own: Ruleset, office: Ruleset, day: int = 480
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Say where a section's *own* ruleset asks less than its office's (8.14): keys, and what.

    *day* is the length of a working day in minutes, for limits in different units.
    """
    for clock, rule in office.limits.items():
        its = own.limits.get(clock)
        if its is None:
            yield ("limits", clock), f'"{clock}" is missing; the office has {rule.limit or "given"}'
        elif rule.limit and its.limit and _minutes(its.limit, day) > _minutes(rule.limit, day):
            yield (
                ("limits", clock),
                f'"{clock}" is {its.limit}, longer than the office\'s {rule.limit}',
            )
        elif rule.cap and not its.cap:
            yield ("limits", clock), f'"{clock}" does not cut longer promises, as the office does'
    if office.count_first_day and not own.count_first_day:
        yield ("limits", "count_first_day"), '"count_first_day" is true in the office'
    wait, its_wait = office.urge.fallback, own.urge.fallback
    if wait and (its_wait is None or _minutes(its_wait, day) > _minutes(wait, day)):
        yield ("urge", "fallback"), f'"fallback" is longer than the office\'s {wait}'
    yield from _loosened_extension(own.extension, office.extension, day)
    kept = {phrase.say for phrase in own.wording.forbidden}
    for phrase in office.wording.forbidden:
        if phrase.say not in kept:
            yield ("wording", "forbidden"), f'"{phrase.say}" is forbidden in the office'


def _loosened_extension(
    own: ExtensionRule | None, office: ExtensionRule | None, day: int
) -> Iterator[tuple[tuple[str, ...], str]]:
    if own is None:
        return
    if office is None:
        yield ("extension",), "the office has no extension"
    elif own.most > office.most or _minutes(own.longest, day) > _minutes(office.longest, day):
        yield (
            ("extension",),
            f"the office extends {office.most} time(s) by {office.longest} at most",
        )


def _minutes(limit: Limit, day: int) -> int:
    return limit.amount * {"wd": day, "h": 60, "min": 1}[limit.unit]


_USUAL_KIND = KindRule()
_IN_MINUTES = (
    Rung("+5min", SELF_REFERRAL, tell=("first_responder",), urgent=True, after=REGISTRATION),
    Rung("due", "emergency", tell=("assignee", "deputy"), urgent=True),
    Rung("+15min", "emergency", tell=("head",), urgent=True),
    Rung("+30min", "emergency", tell=("leader",), urgent=True),
    Rung("+60min", "emergency", tell=("chief",), urgent=True),
)
_USUAL = (
    Rung("-1wd", "remind", tell=("owner",)),
    Rung("+1wd", "overdue", tell=("head",)),
)
