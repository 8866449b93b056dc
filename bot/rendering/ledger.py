"""The ledger's core (台账): which inquiries, in the ruleset's columns, counted."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.inquiry import Inquiry
from bot.domain.office import OfficerId
from bot.domain.roster import Roster
from bot.domain.rules import Office
from bot.ports.store import Work
from bot.ports.values import Filter, Tally
from bot.rendering.wording import Wording

MOST_OFFERED = 5
"""Inquiries somebody is offered to choose one from."""
_NUMBER = re.compile(r"\d{4}-\d{2,}")


def newest_of(officer: OfficerId, work: Work) -> tuple[Inquiry, ...]:
    """The open inquiries somebody may mean, the newest first."""
    find = work.inquiries.find
    listed = (
        *find(Filter(open=True, first_responder=officer, at_most=MOST_OFFERED)),
        *find(Filter(open=True, assignee=officer, at_most=MOST_OFFERED)),
    )
    newest = sorted({i.id: i for i in listed}.values(), key=lambda i: -i.id)
    return tuple(newest[:MOST_OFFERED])


def wanted(text: str, wording: Wording, roster: Roster, now: datetime) -> Filter:
    """Read 「上周 住房保障股 公租房」: a period, a department, words; nothing means all."""
    today = wording.office.hours.today(now)
    spoken = [word for word in text.split() if word.casefold() in wording.periods]
    named = wording.periods[spoken[0].casefold()] if spoken else ""
    since, until = _period(named, today) if named else (None, None)
    words = " ".join(word for word in text.split() if word not in spoken[:1])
    department = next((name for name in roster.directory.departments if name in words), None)
    if department:
        words = words.replace(department, "").strip()
    if _NUMBER.fullmatch(words):
        return Filter(number=words)
    return Filter(since=since, until=until, department=department, words=words)


@dataclass(frozen=True)
class Ledger:
    """Rows of the register in the columns the ruleset prescribes (1.1, 8.1)."""

    office: Office
    roster: Roster
    wording: Wording

    @property
    def titles(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(column.title for column in self.office.rules.columns)

    def row(self, inquiry: Inquiry) -> tuple[str, ...]:
        """One inquiry's cells, in the order of the headings."""
        return tuple(self._cell(column.key, inquiry) for column in self.office.rules.columns)

    def _cell(self, key: str, inquiry: Inquiry) -> str:
        read = _CELLS.get(key)
        return read(self, inquiry) if read else str(getattr(inquiry, key, ""))

    def moment(self, at: datetime | None) -> str:
        """Office time to the minute; empty for never."""
        return f"{self.office.hours.local(at):%Y-%m-%d %H:%M}" if at else ""

    def given(self, text: str) -> str:
        """The text, or 未提供."""
        return text or self.wording.pattern("not_given")

    def label(self, kind: str, value: StrEnum | None) -> str:
        """The label of a state, outcome or grade."""
        return self.wording.label(kind, value.value) if value else ""

    def name(self, officer: OfficerId) -> str:
        """A person's name."""
        return self.roster.officer(officer).name if officer else ""


_CELLS: dict[str, Callable[[Ledger, Inquiry], str]] = {
    "received": lambda book, i: book.moment(i.received_at),
    "due": lambda book, i: book.moment(i.due)[:10],
    "first_responder": lambda book, i: book.name(i.first_responder),
    "assignee": lambda book, i: book.name(i.assignee),
    "state": lambda book, i: book.label("state", i.state),
    "outcome": lambda book, i: book.label("outcome", i.outcome),
    "grade": lambda book, i: book.label("grade", i.grade),
    "handled": lambda book, i: book.wording.label("handled", i.handled),
    "unit": lambda book, i: book.given(
        " ".join(t for t in (i.inquirer.unit, i.inquirer.place) if t)
    ),
    "inquirer": lambda book, i: book.given(i.inquirer.name),
    "phone": lambda book, i: book.given(i.inquirer.phone),
    "class": lambda _, i: i.inquirer.class_,
}


def counts(tallies: Iterable[Tally], roster: Roster) -> dict[str, dict[str, int]]:
    """Counts by outcome (open ones by state), department, 身份 of the first responder, and way."""
    found: dict[str, Counter[str]] = {
        "outcome": Counter(), "department": Counter(), "status": Counter(), "handled": Counter()
    }  # fmt: skip
    for each in tallies:
        found["outcome"][each.outcome] += each.count
        found["status"][roster.officer(each.first_responder).status] += each.count
        found["handled"][each.handled] += each.count
        if each.department:
            found["department"][each.department] += each.count
    return {name: dict(counted.most_common()) for name, counted in found.items()}


def _period(word: str, today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    last_month = (first - timedelta(days=1)).replace(day=1)
    return {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "this_week": (monday, today),
        "last_week": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "this_month": (first, today),
        "last_month": (last_month, first - timedelta(days=1)),
        "this_year": (today.replace(month=1, day=1), today),
    }[word]
