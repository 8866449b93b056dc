"""Rulesets (制度): one rule document a file, its numbers, lists and ladders read strictly."""

import re
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.checked_toml import Mistake, Table, WrongFile, hint, read_document, read_text
from bot.domain.hours import Limit, Offset
from bot.domain.rules import Column, LimitRule, Ruleset, Rung, UrgeRule

CLOCKS = {
    "refer": "reception",
    "contact": "refer",
    "finish": "refer",
    "direct": "raise",
    "follow_up": "conclude",
    "redo": "reopen",
    "supplement": "notice",
    "hall": "presence",
    "promise": "answer",
}
"""Every clock a ruleset may limit, and what starts it."""

COLUMNS = (
    "number", "received", "channel", "kind", "inquirer", "phone", "unit", "class", "matter",
    "first_responder", "assignee", "department", "handled", "state", "due", "outcome", "told",
    "grade",
)  # fmt: skip
"""What a column of the register (台账) may show."""

_PARTS = ("owner", "assignee", "first_responder", "head", "leader", "chief")
_TOP = (
    "name", "title", "version", "shown_as", "channels", "kinds", "classes", "words", "numbers",
    "limits", "urge", "ladder", "columns",
)  # fmt: skip
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_A_DAY = re.compile(r"([1-9][0-9]?)/wd", re.ASCII)
_IN_NUMBER = re.compile(r"\{(office|year|short|n)(?:(?<=n):0[1-9])?\}")
_ONE_DAY = Limit(1, "wd")


@cache
def names() -> tuple[str, ...]:
    """Name every ruleset shipped with the bot."""
    files = (file.name for file in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


def load_ruleset(name_or_path: str) -> Ruleset:
    """Read a shipped ruleset by its name, or an office's own by a path ending in ``.toml``.

    Raises:
        WrongFile: there is none of that name, or something in it is wrong.
    """
    if name_or_path.endswith(".toml"):
        path = Path(name_or_path)
        return parse_ruleset(read_text(path), path.name)
    if name_or_path not in names():
        problem = f'unknown ruleset "{name_or_path}"; {hint(name_or_path, names())}'
        raise WrongFile((Mistake("", 0, problem),))
    file = _folder() / f"{name_or_path}.toml"
    return parse_ruleset(read_text(file), file.name)


def parse_ruleset(text: str, file: str) -> Ruleset:
    """Read one ruleset; *file* is how its mistakes call it.

    Raises:
        WrongFile: with everything that is wrong in it.
    """
    document = read_document(text, file)
    ruleset = _ruleset(document.root)
    document.must_be_right()
    return ruleset


def _ruleset(top: Table) -> Ruleset:
    top.only(_TOP)
    top.need("name")
    numbers, limits = top.table("numbers"), top.table("limits", needed=True)
    numbers.only(("registration", "formal"))
    return Ruleset(
        name=top.parsed("name", _slug, ""),
        title=top.text("title"),
        version=top.text("version"),
        shown_as=top.text("shown_as", ""),
        channels=_channels(top),
        kinds=top.texts("kinds", ()),
        classes=top.texts("classes", ()),
        columns=_columns(top),
        limits=_limits(limits),
        ladders=_ladders(top.table("ladder")),
        urge=_urge(top.table("urge")),
        count_first_day=limits.flag("count_first_day", default=False),
        registration_number=numbers.parsed("registration", _number, ""),
        formal_number=numbers.parsed("formal", _number, ""),
        words=_words(top),
    )


def _folder() -> Traversable:
    return resources.files("bot") / "rulesets"


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


def _limits(table: Table) -> dict[str, LimitRule]:
    table.only((*CLOCKS, "count_first_day"))
    table.need("refer", "finish")
    return {clock: _limit(table, clock) for clock in CLOCKS if clock in table}


def _limit(limits: Table, clock: str) -> LimitRule:
    if not isinstance(limits.values[clock], dict):
        return LimitRule(_length(limits, clock, clock))
    table = limits.table(clock)
    table.only(("limit", "from", "own", "cap", "urgent"))
    table.text("from", CLOCKS[clock], among=(CLOCKS[clock],))  # fixed: said for the reader only
    own = table.text("own", "", among=("registration",))
    if own and clock != "finish":
        table.note("own", f'"own" is only for "finish", not for "{clock}"')
    return LimitRule(
        limit=_length(table, "limit", clock),
        cap=table.flag("cap", default=False),
        urgent=table.flag("urgent", default=False),
        own=own,
    )


def _length(table: Table, key: str, clock: str) -> Limit | None:
    """Read a limit; ``None`` where a person gives the date."""
    if table.values.get(key) != "given":
        table.need(key)
        return table.parsed(key, Limit.parse, _ONE_DAY)
    if clock != "promise":
        table.note(key, '"given" is only for "promise", whose date a person gives')
    return None


def _urge(table: Table) -> UrgeRule:
    table.only(("by", "fallback", "at_most"))
    usual = UrgeRule()
    return UrgeRule(
        by=table.text("by", usual.by, among=(usual.by,)),
        fallback=table.parsed("fallback", Limit.parse, None),
        at_most=table.parsed("at_most", _a_day, usual.at_most),
    )


def _ladders(table: Table) -> dict[str, tuple[Rung, ...]]:
    """Read a ladder a clock; an empty one is silence, a missing one the usual ladder."""
    table.only(CLOCKS, "clock")
    return {clock: tuple(map(_rung, table.tables(clock))) for clock in CLOCKS if clock in table}


def _rung(table: Table) -> Rung:
    table.only(("at", "as", "tell", "list", "every", "urgent"))
    table.need("at", "as")
    if not table.values.get("tell") and not table.values.get("list"):
        table.note("tell", 'a rung needs "tell" or "list", or nobody hears it')
    return Rung(
        at=table.parsed("at", _offset, "due"),
        view=table.parsed("as", _slug, ""),
        tell=_parts(table, "tell"),
        listed=_parts(table, "list"),
        every=table.parsed("every", Limit.parse, None),
        urgent=table.flag("urgent", default=False),
    )


def _parts(table: Table, key: str) -> tuple[str, ...]:
    parts = table.texts(key, ())
    for n, part in enumerate(parts):
        table.allow(key, part, _PARTS, n)
    return parts


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
