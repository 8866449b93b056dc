"""转办: to an officer or a leader, always a named person (3.4, 6.3)."""

from dataclasses import dataclass

from bot.commands.entitled import held, on_the_staff
from bot.domain.copies import replace
from bot.domain.emergency import with_urgency
from bot.domain.handling import refer
from bot.domain.inquiry import Inquiry
from bot.domain.office import Duty, Officer, OfficerId
from bot.turns.record import record
from bot.turns.turn import Turn


@dataclass(frozen=True)
class ReferInquiry:
    """Hand the inquiry to *to*; *duty* where the catalogue knows it."""

    inquiry: int
    to: OfficerId
    by: OfficerId
    duty: str = ""


def refer_inquiry(command: ReferInquiry, turn: Turn) -> Inquiry:
    """The duty's department is the inquiry's, else the officer's own."""
    inquiry = held(turn, command.inquiry, command.by)
    officer = on_the_staff(turn, command.to)
    duty = turn.work.roster.duty(command.duty or inquiry.duty)
    inquiry = replace(inquiry, meant_for=_meant_for(turn, officer, duty))
    inquiry = with_urgency(inquiry, duty=duty, said=False, at=turn.now, office=turn.under(inquiry))
    after, facts = refer(
        inquiry,
        to=command.to,
        department=officer.department,
        duty=duty,
        by=command.by,
        at=turn.now,
        office=turn.under(inquiry, officer.department),
    )
    return record(turn, after, facts, before=inquiry, undo_by=command.by)


def _meant_for(turn: Turn, officer: Officer, duty: Duty | None) -> tuple[OfficerId, ...]:
    """The absent officer whose deputy it goes to: he hears of it when he is back (10.6)."""
    if duty is None or duty.officer in ("", officer.id):
        return ()
    today = turn.office.hours.today(turn.now)
    return (duty.officer,) if turn.work.roster.acting(duty.officer, today) == officer.id else ()
