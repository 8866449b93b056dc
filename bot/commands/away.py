"""外出 and 回来: dates, deputy, message; what is in hand goes to the deputy or stays (10.6)."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.copies import replace
from bot.domain.inquiry import WITH_ASSIGNEE, Inquiry
from bot.domain.office import NOBODY, Absence, OfficerId
from bot.ports.values import Filter
from bot.turns.turn import Turn


@dataclass(frozen=True)
class GoAway:
    """Away from *first* to *last*; the deputy is the AB岗 unless named."""

    officer: OfficerId
    first: date
    last: date
    message: str = ""
    deputy: OfficerId = NOBODY


def gone_away(command: GoAway, turn: Turn) -> Absence:
    """Set the absence; a later one of the same first day replaces it."""
    person = turn.work.roster.officer(command.officer)
    absence = Absence(
        officer=command.officer,
        first=command.first,
        last=command.last,
        deputy=command.deputy or person.deputy,
        message=command.message,
        set_at=turn.now,
    )
    turn.work.put(absence)
    return absence


@dataclass(frozen=True)
class ComeBack:
    """回来 before the last day, or before it has begun."""

    officer: OfficerId


def come_back(command: ComeBack, turn: Turn) -> Absence | None:
    """End the absence in force, else call off the next; ``None`` if there was none."""
    today = turn.office.hours.today(turn.now)
    absence = turn.work.roster.absence(command.officer, today) or _next(command, turn, today)
    if absence is None:
        return None
    turn.work.drop(absence)
    if absence.first < today:
        turn.work.put(replace(absence, last=today - timedelta(days=1)))
    return absence


def in_hands_of(turn: Turn, officer: OfficerId) -> list[Inquiry]:
    """What the officer is assignee of."""
    states = tuple(state.value for state in WITH_ASSIGNEE)
    wanted = Filter(open=True, assignee=officer, states=states, newest_first=False)
    return turn.work.inquiries.find(wanted)


def _next(command: ComeBack, turn: Turn, today: date) -> Absence | None:
    absences = turn.work.roster.directory.absences.values()
    ahead = [a for a in absences if a.officer == command.officer and a.first > today]
    return min(ahead, key=lambda a: a.first, default=None)
