"""登记: any line of speech becomes an inquiry with a number and a clock (1.1, 3.1)."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.emergency import with_urgency
from bot.domain.facts import CatalogueGap
from bot.domain.handling import register
from bot.domain.inquiry import Inquiry, State
from bot.domain.office import OfficerId
from bot.ports.values import Undo
from bot.turns.turn import Desk


@dataclass(frozen=True, kw_only=True)
class RegisterInquiry:
    """What was said; only the matter is needed. *received* is when, if not just now."""

    by: OfficerId
    matter: str
    channel: str = ""
    kind: str = ""
    inquirer: str = ""
    unit: str = ""
    phone: str = ""
    place: str = ""
    inquirer_class: str = ""
    duty: str = ""
    received: datetime | None = None
    first_responder: OfficerId | None = None
    doubts: tuple[str, ...] = ()
    origin: str = ""
    urgent: bool = False  # its words say so
    found: bool = True  # False: the catalogue did not know whose it is


def register_inquiry(command: RegisterInquiry, desk: Desk) -> Inquiry:
    """Number it, keep it, start its refer clock; whoever registers was asked first (3.1)."""
    blank = _blank(command, desk)
    begun, before_its_id = register(blank, office=desk.under(blank))
    begun = with_urgency(
        begun,
        duty=desk.work.roster.duty(command.duty),
        said=command.urgent,
        at=desk.now,
        office=desk.under(blank),
    )
    kept = desk.work.inquiries.add(begun)
    facts = tuple(replace(fact, inquiry=kept.id) for fact in before_its_id)
    if not command.found:
        gap = CatalogueGap(inquiry=kept.id, at=desk.now, by=command.by, matter=command.matter)
        facts = (*facts, gap)
    desk.work.journal.append(facts)
    desk.touched.add(kept.number)
    desk.work.undos.put(
        Undo(inquiry=kept.id, by=command.by, at=desk.now, step=kept.step, before=None)
    )
    return kept


def _blank(command: RegisterInquiry, desk: Desk) -> Inquiry:
    number, full = _numbers(desk)
    received = command.received or desk.now
    return Inquiry(
        id=0,
        number=number,
        full=full,
        state=State.REGISTERED,
        matter=command.matter,
        channel=command.channel or desk.office.rules.channels[0],
        kind=command.kind,
        inquirer=command.inquirer,
        unit=command.unit,
        phone=command.phone,
        place=command.place,
        inquirer_class=command.inquirer_class,
        doubts=command.doubts,
        duty=command.duty,
        received_at=min(received, desk.now),
        registered_at=desk.now,
        registered_by=command.by,
        first_responder=command.first_responder or command.by,
        ruleset=desk.office.book,
        origin=command.origin,
    )


def _numbers(desk: Desk) -> tuple[str, str]:
    day = desk.office.hours.today(desk.now)
    short = f"{day:%m%d}-{desk.work.next_number(f'inquiry/{day.isoformat()}'):02d}"
    full = desk.office.rules.registration_number.format(
        office=desk.office.short, year=day.year, short=short
    )
    return short, full
