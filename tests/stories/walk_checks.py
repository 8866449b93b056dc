"""What must hold after every step of a walk, whatever people have done."""

import re
import sys
import traceback
import unicodedata
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.chat import Address, Button, Outgoing
from bot.domain.inquiry import Inquiry
from bot.domain.office import OfficerId, Role
from bot.domain.roster import Roster
from bot.ports.store import Work
from bot.ports.values import Filter, JournalLine, Post
from bot.rendering.faces import SAME
from bot.rendering.markup import Renderer

OPENS = {
    "papers": ("papers", "which-duty"),
    "duty": ("papers",),
    "own": ("answer",),
    "because": ("dates",),
    "grade": ("bad",),
    "why": ("redo",),
    "lead": ("helpers",),
    "notin": ("not-in",),
    "settled": ("settled",),
    "handall": ("handed",),
    "handeach": ("chosen",),
}
"""What a button opens that is no plain menu."""
_SECRETS = re.compile(r"暗\d+号")


def width(label: str) -> float:
    """How many Chinese characters wide a label is: ASCII counts half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.5 for c in label)


@dataclass
class Faults:
    """What the house logged as its own fault, with the traceback."""

    found: list[str] = field(default_factory=list)

    def hear(self, _: Any, method: str, event: MutableMapping[str, Any]) -> Any:  # noqa: ANN401
        """Keep what is an error; say nothing."""
        if method in ("error", "exception", "critical"):
            told = traceback.format_exc() if sys.exc_info()[0] else ""
            self.found.append(f"{event}\n{told}")
        raise structlog.DropEvent


@contextmanager
def listening() -> Iterator[Faults]:
    """Hear every error that is logged while it lasts."""
    faults, former = Faults(), structlog.get_config()
    structlog.configure(processors=[faults.hear], cache_logger_on_first_use=False)
    try:
        yield faults
    finally:
        structlog.configure(**former)


@dataclass
class Seen:
    """Everything that was ever sent, checked as it goes out."""

    stale: list[tuple[Address, str, str]] = field(default_factory=list)
    sent: list[tuple[Address, str, Outgoing]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def hear(self, to: Address, number: str, message: Outgoing, edited: bool) -> None:
        """Check what every message must keep, and remember it."""
        self.sent.append((to, number, message))
        if len(message.text) > 4096:
            self.wrong.append(f"{len(message.text)} characters: {message.text[:200]}")
        for button in buttons(message):
            if len(button.payload.encode()) > 64:
                self.wrong.append(f"payload too long: {button}")
            # How long a paper's name is, is the catalogue's business.
            if width(button.label) > 8 and not button.payload.startswith("tick:"):
                self.wrong.append(f"label too wide: {button} in\n{message.text[:200]}")
            if button.payload.partition(":")[0] != "field" and not button.label.strip():
                self.wrong.append(f"label empty: {button}")
            self.stale.append((to, number, button.payload))


def buttons(message: Outgoing) -> Iterator[Button]:
    """All buttons of a message."""
    return (button for row in message.rows for button in row)


def check_all(work: Work, seen: Seen, renderer: Renderer) -> None:
    """Every inquiry is in order, everything owed was sent, nobody saw too much."""
    inquiries = work.inquiries.find(Filter(at_most=9999, newest_first=False))
    for inquiry in inquiries:
        _check_clocks(inquiry)
    assert not work.posts.owed(work.now), "something is owed that could have been sent"
    for address, number, message in seen.sent:
        _check_menus(work.posts.at(address, number), message, renderer)
        if address.chat.startswith("p:"):
            _check_private(work, address.chat[2:], message.text, inquiries)
            continue
        assert "暗" not in message.text, f"{address.chat} sees {message.text}"
        phones = {i.inquirer.phone for i in inquiries if len(i.inquirer.phone) > 6}
        assert not any(p in message.text for p in phones), message.text


def _check_menus(post: Post | None, message: Outgoing, renderer: Renderer) -> None:
    """Every button that opens a menu has one to open."""
    views: dict[int, set[str]] = {}
    for part in post.parts if post else ():
        views.setdefault(part.inquiry, set()).add(part.view)
    for button in buttons(message):
        verb, inquiry, _, arg = button.payload.split(":", 3)
        menus = (arg.partition(":")[0],) if verb == "face" else OPENS.get(verb, ())
        for menu in menus if int(inquiry) in views else ():
            faces = [f"{view}/{menu}" for view in views[int(inquiry)]]
            shown = [f"views/{SAME.get(face, face)}" for face in faces]
            known = not menu or any(renderer.knows(view) for view in shown)
            assert known, f"[{button.label}] opens nothing: {shown}"


def _check_private(work: Work, who: str, text: str, inquiries: list[Inquiry]) -> None:
    for secret in set(_SECRETS.findall(text)):
        bearing = [i for i in inquiries if secret in f"{i.matter} {i.told} {i.notes}"]
        allowed = [
            _concerned(inquiry, work.journal.of(inquiry.id), work.roster) for inquiry in bearing
        ]
        assert any(who in people for people in allowed), f"{who} sees {text}"


def check_record(work: Work) -> None:
    """The chain is whole, numbers are gapless, and nobody has half an inquiry."""
    assert work.journal.broken_at() is None
    inquiries = work.inquiries.find(Filter(at_most=9999, newest_first=False))
    by_day: dict[str, list[int]] = {}
    for inquiry in inquiries:
        year = inquiry.full.partition("〔")[2][:4]
        day, _, count = inquiry.number.partition("-")
        by_day.setdefault(year + day, []).append(int(count))
        facts = [line.fact for line in work.journal.of(inquiry.id)]
        assert type(facts[0]).__name__ == "Registered", (inquiry.number, facts[0])
    for day, counts in by_day.items():
        assert sorted(counts) == list(range(1, len(counts) + 1)), (day, counts)


def _check_clocks(inquiry: Inquiry) -> None:
    if not inquiry.is_open:
        left = [c.kind for c in inquiry.clocks if c.stopped is None or c.alarm]
        assert not left, f"{inquiry.number} {inquiry.state}: {left} still run"
        return
    clock = inquiry.main_clock
    assert clock is not None, f"{inquiry.number} {inquiry.state}: no clock runs"
    assert clock.owner == inquiry.owes, (
        f"{inquiry.number} {inquiry.state}: {clock.kind} runs for {clock.owner},"
        f" {inquiry.owes} owes"
    )
    running = [c.kind for c in inquiry.clocks if c.running]
    assert len(running) == len(set(running)), f"{inquiry.number}: doubled clocks {running}"


_OFFICES = frozenset({Role.CHIEF, Role.SUPERVISOR, Role.ADMINISTRATOR})


def _concerned(
    inquiry: Inquiry, journal: Iterable[JournalLine], roster: Roster
) -> set[OfficerId | str]:
    """Everyone it ever lay with, those above them, and whoever stands in for any of these."""
    people: set[str] = {inquiry.first_responder, inquiry.registered_by, *inquiry.helpers}
    for line in journal:
        fact = line.fact
        people |= {getattr(fact, "to", ""), line.by, *getattr(fact, "helpers", ())}
    departments = {roster.officer(who).department for who in people} | {inquiry.department}
    for name in departments:
        people |= {roster.head_of(name), roster.leader_of(name)}
        people |= {roster.department(name).head, roster.department(name).leader}
    people |= {o.id for o in roster.directory.officers.values() if _OFFICES & set(o.roles)}
    deputies = {roster.officer(who).deputy for who in people}
    deputies |= {a.deputy for a in roster.directory.absences.values() if a.officer in people}
    return {*people, *deputies}
