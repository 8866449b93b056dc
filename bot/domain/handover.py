"""Change of post (交接, 1.15): what somebody owes or is named for, and how it changes hands. Pure.

Nothing of the record changes: who was asked first, who held it and every date stay as they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.copies import replace
from bot.domain.facts import HandedOver
from bot.domain.hands import Step
from bot.domain.inquiry import Inquiry, State
from bot.domain.office import (
    NOBODY,
    Absence,
    Department,
    Directory,
    Duty,
    DutyDay,
    Entry,
    Officer,
    OfficerId,
    entry_key,
)


@dataclass(frozen=True, slots=True)
class Debt:
    """One thing to hand over. *kind*: inquiry, draft, or what he is named as in the directory.

    *key* is the inquiry's id, the chat of the draft, or the entry's key.
    """

    kind: str
    key: str

    @property
    def code(self) -> str:
        """What tells it from all others."""
        return f"{self.kind}/{self.key}"

    @property
    def inquiry(self) -> int:
        """The inquiry's id; 0 for anything else."""
        return int(self.key) if self.kind == "inquiry" else 0


def parts_in(inquiry: Inquiry, officer: OfficerId) -> tuple[str, ...]:
    """What he is on an open inquiry: follower, assignee, director, helper."""
    if not inquiry.is_open:
        return ()
    parts = {
        "follower": inquiry.follower == officer,
        "assignee": inquiry.assignee == officer,
        "director": inquiry.state is State.RAISED and inquiry.director == officer,
        "helper": officer in inquiry.helpers,
    }
    return tuple(name for name, his in parts.items() if his)


def is_on(inquiry: Inquiry, officer: OfficerId) -> bool:
    """Tell whether he owes or follows anything there."""
    return bool(parts_in(inquiry, officer))


def named_in(directory: Directory, officer: OfficerId, today: date) -> Iterator[Debt]:
    """Where the directory still names him: sections, duties, deputies, absences, days on duty."""
    for department in directory.departments.values():
        for kind in ("head", "leader"):
            if getattr(department, kind) == officer:
                yield Debt(kind, department.name)
    yield from (Debt("duty", d.title) for d in directory.duties.values() if d.officer == officer)
    for person in directory.officers.values():
        if person.active and person.deputy == officer:
            yield Debt("deputy", person.id)
    for absence in directory.absences.values():
        if absence.deputy == officer and absence.last >= today:
            yield Debt("absence", entry_key(absence))
    for day in directory.duty_days.values():
        if day.day >= today and officer in (day.in_charge, day.coordinator, *day.on_duty):
            yield Debt("day", day.day.isoformat())


def hand_on(
    inquiry: Inquiry, *, former: OfficerId, to: OfficerId, by: OfficerId, at: datetime
) -> Step:
    """Put *to* in the place of *former* wherever he owes or follows; no date moves."""
    helpers = tuple(dict.fromkeys(_swap(who, former, to) for who in inquiry.helpers))
    assignee = _swap(inquiry.assignee, former, to)
    follower = _swap(inquiry.follower, former, to)
    clocks = tuple(
        replace(c, owner=to) if c.stopped is None and c.owner == former else c
        for c in inquiry.clocks
    )
    handed = replace(
        inquiry,
        step=inquiry.step + 1,
        followed_by=follower if follower != inquiry.first_responder else NOBODY,
        assignee=assignee,
        holders=(*inquiry.holders, to) if inquiry.assignee == former else inquiry.holders,
        director=_swap(inquiry.director, former, to) if inquiry.state is State.RAISED
        else inquiry.director,
        helpers=tuple(who for who in helpers if who != assignee),
        clocks=clocks,
    )  # fmt: skip
    return handed, (HandedOver(inquiry=inquiry.id, at=at, by=by, former=former, to=to),)


def renamed(entry: Entry, kind: str, former: OfficerId, to: OfficerId) -> Entry:
    """Return the directory's entry with *to* in his place."""
    match entry:
        case Department():
            return replace(entry, head=to) if kind == "head" else replace(entry, leader=to)
        case Duty():
            return replace(entry, officer=to)
        case Officer():
            return replace(entry, deputy=to if entry.id != to else NOBODY)
        case Absence():
            return replace(entry, deputy=to if entry.officer != to else NOBODY)
        case DutyDay():
            on_duty = tuple(dict.fromkeys(_swap(who, former, to) for who in entry.on_duty))
            return replace(
                entry,
                in_charge=_swap(entry.in_charge, former, to),
                coordinator=_swap(entry.coordinator, former, to),
                on_duty=on_duty,
            )
    return entry


def _swap(who: OfficerId, former: OfficerId, to: OfficerId) -> OfficerId:
    return to if who == former else who
