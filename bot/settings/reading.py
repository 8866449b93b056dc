"""From a ruleset's tables to its values; whatever is wrong is noted with its line."""

import re
from collections.abc import Iterable

from bot.domain.clocks import ClockKind
from bot.domain.hours import Limit, Offset
from bot.domain.ruleset import (
    CLIMB,
    REGISTRATION,
    ClosingRule,
    Column,
    DutyRule,
    ExtensionRule,
    LimitRule,
    PapersRule,
    Ruleset,
    Rung,
    UrgeRule,
)
from bot.settings.people import class_rules, kind_rules, wording
from bot.settings.toml import Table

CLOCKS = {
    ClockKind.REFER: "reception",
    ClockKind.URGENT: "reception",
    ClockKind.CONTACT: "refer",
    ClockKind.FINISH: "refer",
    ClockKind.DIRECT: "raise",
    ClockKind.FOLLOW_UP: "conclude",
    ClockKind.REDO: "reopen",
    ClockKind.SUPPLEMENT: "notice",
    ClockKind.HALL: "presence",
    ClockKind.PROMISE: "answer",
    ClockKind.CALL: "arrival",
    ClockKind.HELP: "not_at_desk",
    ClockKind.EXTENSION: "request",
    ClockKind.APPOINTMENT: "agreement",
}
"""Every clock a ruleset may limit, and what starts it."""

COLUMNS = (
    "number", "received", "channel", "kind", "inquirer", "phone", "unit", "class", "matter",
    "first_responder", "first_handler", "second_responsible", "assignee", "department", "handled",
    "state", "due", "paused", "outcome", "told", "grade", "rules",
)  # fmt: skip
"""What a column of the register (台账) may show."""

OUTCOMES = ("done", "entered", "refused", "outside", "withdrawn", "unreached", "answered")
"""The results an inquiry may end with, in the order of their buttons."""

TERMS = (
    "office", "department", "head", "responsible", "leader", "chief", "inquirer",
    "first_responder", "first_handler", "second_responsible", "assignee",
)  # fmt: skip
"""Whom and what a ruleset may call by words of its own."""

_PARTS = ("owner", "assignee", "deputy", "first_responder", *CLIMB)
_TOP = (
    "name", "extend", "title", "version", "shown_as", "document", "terms", "channels", "kinds",
    "classes", "outcomes", "words", "numbers", "limits", "climb", "urge", "extension", "papers",
    "closing", "wording", "kind", "class", "duty", "ladder", "columns",
)  # fmt: skip
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_A_DAY = re.compile(r"([1-9][0-9]?)/wd", re.ASCII)
_IN_NUMBER = re.compile(r"\{(office|year|short|n)(?:(?<=n):0[1-9])?\}")
_ONE_DAY = Limit(1, "wd")


def ruleset(top: Table) -> Ruleset:
    """Read a whole ruleset."""
    top.only(_TOP)
    top.need("name")
    numbers, limits = top.table("numbers"), top.table("limits", needed=True)
    numbers.only(("registration", "formal", "notice"))
    limits.only((*CLOCKS, "count_first_day"))
    limits.need(ClockKind.REFER, ClockKind.FINISH)
    return Ruleset(
        name=top.parsed("name", _slug, ""),
        title=top.text("title"),
        version=top.text("version"),
        shown_as=top.text("shown_as", ""),
        document=top.text("document", ""),
        terms=_terms(top.table("terms")),
        channels=_channels(top),
        kinds=top.texts("kinds", ()),
        classes=top.texts("classes", ()),
        outcomes=_allowed(top, "outcomes", OUTCOMES) or OUTCOMES,
        columns=_columns(top),
        limits=read_limits(limits),
        ladders=_ladders(top.table("ladder")),
        climb=_allowed(top, "climb", CLIMB) or Ruleset.climb,
        urge=_urge(top.table("urge")),
        extension=_extension(top),
        papers=_papers(top.table("papers")),
        closing=_closing(top.table("closing")),
        wording=wording(top.table("wording")),
        kind_rules=kind_rules(top, read_limits, tuple(CLOCKS)),
        class_rules=class_rules(top),
        duty=_duty(top.table("duty")),
        count_first_day=limits.flag("count_first_day", default=False),
        registration_number=numbers.parsed("registration", _number, ""),
        formal_number=numbers.parsed("formal", _number, ""),
        notice_number=numbers.parsed("notice", _number, ""),
        words=_words(top),
    )


def read_limits(table: Table) -> dict[ClockKind, LimitRule]:
    """Read the limits of a table, by clock."""
    return {clock: _limit(table, clock) for clock in CLOCKS if clock in table}


def _limit(limits: Table, clock: ClockKind) -> LimitRule:
    if not isinstance(limits.values[clock], dict):
        return LimitRule(_length(limits, clock, clock))
    table = limits.table(clock)
    table.only(("limit", "from", "own", "cap", "urgent"))
    may_begin = (CLOCKS[clock], *(("registration",) if clock is ClockKind.FINISH else ()))
    begins = table.text("from", CLOCKS[clock], among=may_begin)
    own = table.text("own", "", among=("registration",))
    if own and clock is not ClockKind.FINISH:
        table.note("own", f'"own" is only for "finish", not for "{clock}"')
    return LimitRule(
        limit=_length(table, "limit", clock),
        cap=table.flag("cap", default=False),
        urgent=table.flag("urgent", default=False),
        own=own,
        begins=begins if begins != CLOCKS[clock] else "",
    )


def _length(table: Table, key: str, clock: ClockKind) -> Limit | None:
    """Read a limit; ``None`` where a person gives the date."""
    if table.values.get(key) != "given":
        table.need(key)
        return table.parsed(key, Limit.parse, _ONE_DAY)
    if clock not in (ClockKind.PROMISE, ClockKind.APPOINTMENT):
        table.note(key, '"given" is only for "promise" and "appointment", whose dates people give')
    return None


def _terms(table: Table) -> dict[str, str]:
    table.only(TERMS)
    return {term: table.text(term) for term in TERMS if term in table}


def _channels(top: Table) -> tuple[str, ...]:
    if top.values.get("channels") == []:
        top.note("channels", '"channels" is empty; the first is meant where none is said')
    return top.texts("channels")


def _words(top: Table) -> dict[str, str]:
    table = top.table("words")
    meant = (*top.texts("channels", ()), *top.texts("kinds", ()))
    return {word: table.text(word, among=meant) for word in table.values}


def _columns(top: Table) -> tuple[Column, ...]:
    columns: list[Column] = []
    for table in top.tables("columns"):
        table.only(("key", "title"))
        column = Column(key=table.text("key", among=COLUMNS), title=table.text("title"))
        if column.key in [earlier.key for earlier in columns]:
            table.note("key", f'column "{column.key}" stands twice')
        columns.append(column)
    return tuple(columns)


def _urge(table: Table) -> UrgeRule:
    table.only(("by", "fallback", "at_most", "apart", "most"))
    usual = UrgeRule()
    return UrgeRule(
        by=table.text("by", usual.by, among=(usual.by, "head")),
        fallback=table.parsed("fallback", Limit.parse, None),
        at_most=table.parsed("at_most", _a_day, usual.at_most),
        apart=table.parsed("apart", Limit.parse, None),
        most=table.number("most", usual.most),
    )


def _extension(top: Table) -> ExtensionRule | None:
    """Read 延期; a ruleset that does not speak of it, or says ``most = 0``, has none."""
    table = top.table("extension")
    table.only(("longest", "most", "by"))
    most = table.number("most", 1)
    if "extension" not in top or not most:
        return None
    table.need("longest")
    return ExtensionRule(
        longest=table.parsed("longest", Limit.parse, _ONE_DAY),
        most=most,
        by=table.text("by", "leader", among=CLIMB),
    )


def _papers(table: Table) -> PapersRule:
    table.only(("title", "restart", "receipt"))
    usual = PapersRule()
    return PapersRule(
        title=table.text("title", usual.title),
        restart=table.flag("restart", default=usual.restart),
        receipt=table.flag("receipt", default=usual.receipt),
    )


def _closing(table: Table) -> ClosingRule:
    table.only(("by", "attempts"))
    usual = ClosingRule()
    return ClosingRule(
        by=table.text("by", usual.by, among=("grade", "told")),
        attempts=table.number("attempts", usual.attempts, least=1),
    )


def _duty(table: Table) -> DutyRule:
    table.only(("post",))
    return DutyRule(post=table.text("post", "", among=("", "morning", "changed")))


def _ladders(table: Table) -> dict[ClockKind, tuple[Rung, ...]]:
    """Read a ladder a clock; an empty one is silence, a missing one the usual ladder."""
    table.only(CLOCKS, "clock")
    return {clock: _ladder(table.tables(clock)) for clock in CLOCKS if clock in table}


def _ladder(tables: Iterable[Table]) -> tuple[Rung, ...]:
    rungs: list[Rung] = []
    for table in tables:
        rungs.append(_rung(table, [rung.view for rung in rungs]))
    return tuple(rungs)


def _rung(table: Table, earlier: list[str]) -> Rung:
    table.only(("at", "after", "as", "tell", "list", "every", "urgent"))
    table.need("at", "as")
    after = table.text("after", "")
    if after and after not in (*earlier, REGISTRATION):
        table.note("after", f'"after" names no earlier step of this ladder: "{after}"')
    if not table.values.get("tell") and not table.values.get("list"):
        table.note("tell", 'a rung needs "tell" or "list", or nobody hears it')
    return Rung(
        at=table.parsed("at", _offset, "due"),
        view=table.parsed("as", _slug, ""),
        tell=_allowed(table, "tell", _PARTS),
        listed=_allowed(table, "list", _PARTS),
        every=table.parsed("every", Limit.parse, None),
        urgent=table.flag("urgent", default=False),
        after=after,
    )


def _allowed(table: Table, key: str, among: tuple[str, ...]) -> tuple[str, ...]:
    found = table.texts(key, ())
    for n, part in enumerate(found):
        table.allow(key, part, among, n)
    return found


def _offset(text: str) -> str:
    Offset.parse(text)
    return text


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError(f'expected a name such as "formal-urge", not "{text}"')
    return text


def _a_day(text: str) -> int:
    match = _A_DAY.fullmatch(text)
    if match is None:
        raise ValueError(f'expected so many a working day such as "1/wd", not "{text}"')
    return int(match[1])


def _number(text: str) -> str:
    """Check the pattern of an official number; what tells two numbers apart must be in it."""
    if re.search("[{}]", _IN_NUMBER.sub("", text)):
        raise ValueError(f'"{text}" may hold {{office}}, {{year}}, {{short}} and {{n}} in braces')
    if not {"short", "n"} & set(_IN_NUMBER.findall(text)):
        raise ValueError(f'"{text}" needs {{short}} or {{n}}, or every number would be the same')
    return text
