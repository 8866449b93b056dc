"""登记: any line of speech becomes an inquiry with a number and a clock (1.1, 3.1)."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.copies import replace
from bot.domain.emergency import with_urgency
from bot.domain.facts import CatalogueGap
from bot.domain.handling import register
from bot.domain.inquirer import UNKNOWN, Inquirer
from bot.domain.inquiry import Inquiry, State
from bot.domain.office import OfficerId
from bot.ports.values import Undo
from bot.turns.turn import Turn


@dataclass(frozen=True, kw_only=True)
class RegisterInquiry:
    """What was said; only the matter is needed. *received* is when, if not just now."""

    by: OfficerId
    matter: str
    channel: str = ""
    kind: str = ""
    inquirer: Inquirer = UNKNOWN
    duty: str = ""
    received: datetime | None = None
    first_responder: OfficerId | None = None
    doubts: tuple[str, ...] = ()
    origin: str = ""
    urgent: bool = False  # its words say so
    found: bool = True  # False: the catalogue did not know whose it is


def register_inquiry(command: RegisterInquiry, turn: Turn) -> Inquiry:
    """Number it, keep it, start its refer clock; whoever registers was asked first (3.1)."""
    blank = _blank(command, turn)
    begun, before_its_id = register(blank, office=turn.under(blank))
    begun = with_urgency(
        begun,
        duty=turn.work.roster.duty(command.duty),
        said=command.urgent,
        at=turn.now,
        office=turn.under(blank),
    )
    kept = turn.work.inquiries.add(begun)
    facts = tuple(replace(fact, inquiry=kept.id) for fact in before_its_id)
    if not command.found:
        gap = CatalogueGap(inquiry=kept.id, at=turn.now, by=command.by, matter=command.matter)
        facts = (*facts, gap)
    turn.work.journal.append(facts)
    turn.registered(kept)
    turn.work.undos.put(
        Undo(inquiry=kept.id, by=command.by, at=turn.now, step=kept.step, before=None)
    )
    return kept


def _blank(command: RegisterInquiry, turn: Turn) -> Inquiry:
    number, full = _numbers(turn)
    received = command.received or turn.now
    return Inquiry(
        id=0,
        number=number,
        full=full,
        state=State.REGISTERED,
        matter=command.matter,
        channel=command.channel or turn.office.rules.channels[0],
        kind=command.kind,
        inquirer=command.inquirer,
        doubts=command.doubts,
        duty=command.duty,
        received_at=min(received, turn.now),
        registered_at=turn.now,
        registered_by=command.by,
        first_responder=command.first_responder or command.by,
        ruleset=turn.office.book,
        origin=command.origin,
    )


def _numbers(turn: Turn) -> tuple[str, str]:
    day = turn.office.hours.today(turn.now)
    short = f"{day:%m%d}-{turn.work.next_number(f'inquiry/{day.isoformat()}'):02d}"
    full = turn.office.rules.registration_number.format(
        office=turn.office.short, year=day.year, short=short
    )
    return short, full
