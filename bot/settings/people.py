"""What a ruleset says of kinds of inquiries, classes of visitors, and how people are spoken to."""

import re
from collections.abc import Callable

from bot.domain.clocks import ClockKind
from bot.domain.ruleset import ClassRule, Forbidden, KindRule, LimitRule, WordingRule
from bot.settings.toml import Table

GUIDANCE = ("reception", "telephone", "refer", "papers", "special", "difficult")
"""Steps and situations a ruleset may have guidance for (接待礼仪, 11.4)."""
CALLED = ("in_charge", "coordinator", "on_duty", "reception", "head", "host")
"""Who may be called for a class of visitors; *host*: whom he comes to see."""
_IN_INTRODUCTION = re.compile(r"\{(office|department|title|name|phone|duties)\}")


def kind_rules(
    top: Table, limits: Callable[[Table], dict[ClockKind, LimitRule]], clocks: tuple[str, ...]
) -> dict[str, KindRule]:
    """Read ``[kind."投诉"]``: its own limits, and whether it is a task, a query, a report."""
    tables = top.table("kind")
    tables.only(top.texts("kinds", ()), "kind")
    return {name: _kind(tables.table(name), limits, clocks) for name in tables.values}


def _kind(
    table: Table, limits: Callable[[Table], dict[ClockKind, LimitRule]], clocks: tuple[str, ...]
) -> KindRule:
    table.only(("limits", "task", "query", "report"))
    own = table.table("limits")
    own.only(clocks)
    return KindRule(
        limits=limits(own),
        task=table.flag("task", default=False),
        query=table.flag("query", default=False),
        report=table.flag("report", default=False),
    )


def class_rules(top: Table) -> dict[str, ClassRule]:
    """Read ``[class."零售客户"]``: who is called, and how he is received (11.1)."""
    tables = top.table("class")
    tables.only(top.texts("classes", ()), "class")
    return {name: _class(tables.table(name)) for name in tables.values}


def _class(table: Table) -> ClassRule:
    table.only(("call", "receive"))
    return ClassRule(
        call=table.text("call", "", among=("", *CALLED)), receive=table.text("receive", "")
    )


def wording(table: Table) -> WordingRule:
    """Read how people introduce themselves, what not to say, and the guidance of each step."""
    table.only(("introduction", "forbidden", "guidance"))
    guidance = table.table("guidance")
    guidance.only(GUIDANCE)
    return WordingRule(
        introduction=table.parsed("introduction", _introduction, ""),
        forbidden=tuple(map(_forbidden, table.tables("forbidden"))),
        guidance={step: guidance.text(step) for step in GUIDANCE if step in guidance},
    )


def _forbidden(table: Table) -> Forbidden:
    table.only(("say", "better"))
    return Forbidden(say=table.text("say"), better=table.text("better"))


def _introduction(text: str) -> str:
    if re.search("[{}]", _IN_INTRODUCTION.sub("", text)):
        raise ValueError(
            f'"{text}" may hold {{office}}, {{department}}, {{title}}, {{name}}, {{phone}}'
            " and {duties} in braces"
        )
    return text
