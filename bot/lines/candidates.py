"""Whose is it: a matter's words against the duty catalogue, people with room and whether in (9.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.office import NOBODY, Absence, Duty, OfficerId
from bot.domain.roster import Roster
from bot.lines.routing import Entry, Index, Match

UNIT = "u:"
MOST_SHOWN = 3
_SHARE_BEHIND_CONFIDENT, _SHARE_BEHIND_DOUBTFUL = 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Routed:
    """What the catalogue says of a matter: the best duty, and officers or outside units in order.

    *codes* are officer numbers, or ``u:`` and an outside unit's name.
    """

    duty: str
    confident: bool
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One button of the row of people. *kind*: officer, deputy, away, head, unit.

    *stands_for* is whom a deputy or head acts for; *back* the day an absent officer returns.
    """

    kind: str
    code: str
    stands_for: OfficerId = NOBODY
    back: date | None = None


class Router:
    """The catalogue's index, built anew when the directory has changed."""

    def __init__(self) -> None:
        """Start without a catalogue."""
        self._roster: Roster | None = None
        self._index = Index(())

    def route(
        self, matter: str, *, roster: Roster, recent: Sequence[tuple[str, OfficerId]]
    ) -> Routed:
        """Rank whose the matter is; *recent* = the clerk's last choices, (duty, officer), newest first."""
        if roster is not self._roster:
            self._roster, self._index = roster, Index(_entries(roster))
        found = _worth_showing(self._index.rank(matter, at_most=MOST_SHOWN + 2))
        duties = [roster.directory.duties[m.key] for m in found if not m.key.startswith(UNIT)]
        confident = bool(found) and found[0].confident and not found[0].key.startswith(UNIT)
        best = duties[0] if duties else None
        codes: list[str] = []
        if best and confident:
            codes += [officer for title, officer in recent if title == best.title]
        for match in found:
            if match.key.startswith(UNIT):
                codes.append(match.key)
            else:
                codes.append(officer_of(roster.directory.duties[match.key], roster))
        if confident and best:
            codes += [roster.officer(officer_of(best, roster)).deputy]
        unique = tuple(dict.fromkeys(code for code in codes if code))
        return Routed(best.title if best and confident else "", confident, unique[:MOST_SHOWN])


def _worth_showing(found: tuple[Match, ...]) -> list[Match]:
    """Leave out what is far behind the best; beside a doubtful best only its equals are of use."""
    if not found:
        return []
    share = _SHARE_BEHIND_CONFIDENT if found[0].confident else _SHARE_BEHIND_DOUBTFUL
    return [match for match in found if match.score >= share * found[0].score]


def officer_of(duty: Duty, roster: Roster) -> OfficerId:
    """The duty's officer, else the head of its department: always a person (3.4)."""
    if duty.officer and roster.officer(duty.officer).active:
        return duty.officer
    return roster.head_of(duty.department)


def describe(codes: Sequence[str], roster: Roster, today: date) -> tuple[Candidate, ...]:
    """Put room and absence on the buttons: a deputy before him who is away, with his return."""
    shown: list[Candidate] = []
    for code in codes:
        for candidate in _candidates(code, roster, today):
            if all(candidate.code != other.code for other in shown):
                shown.append(candidate)
    return tuple(shown[:MOST_SHOWN])


def _candidates(code: str, roster: Roster, today: date) -> tuple[Candidate, ...]:
    if code.startswith(UNIT):
        return (Candidate("unit", code),)
    officer = OfficerId(code)
    absence = roster.absence(officer, today)
    if absence is None:
        return (Candidate("officer", code),)
    acting = roster.acting(officer, today)
    if not acting:
        return (_away(code, absence),)
    deputy = absence.deputy or roster.officer(officer).deputy
    if acting == deputy:
        return (Candidate("deputy", acting, stands_for=officer), _away(code, absence))
    return (Candidate("head", acting, stands_for=officer),)


def _away(code: str, absence: Absence) -> Candidate:
    return Candidate("away", code, back=absence.last)


def _entries(roster: Roster) -> list[Entry]:
    duties = [
        Entry(duty.title, duty.title, (duty.short, *duty.keywords), duty.department)
        for duty in roster.directory.duties.values()
    ]
    units = [
        Entry(UNIT + unit.name, unit.name, unit.keywords)
        for unit in roster.directory.units.values()
    ]
    return [*duties, *units]
