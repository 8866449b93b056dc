"""Who may act on an inquiry besides the one who owes the next step, and who may see it."""

from dataclasses import replace

from bot.desk import Desk
from bot.domain.errors import HasLeft, NotForYou
from bot.domain.inquiry import Inquiry
from bot.domain.office import NOBODY, Officer, OfficerId, Role
from bot.domain.roster import Roster

_SEES_ALL = frozenset({Role.CHIEF, Role.SUPERVISOR})


def held(desk: Desk, inquiry: int, by: OfficerId) -> Inquiry:
    """Read an inquiry for *by* to act on; a deputy in force may act for who owes the next step."""
    found = desk.dirty.get(inquiry) or desk.work.inquiries.get(inquiry)
    if found.owes in (by, NOBODY):
        return found
    acting = desk.work.roster.acting(found.owes, desk.office.hours.today(desk.now))
    return replace(found, stand_ins=(by,)) if acting == by else found


def on_the_staff(desk: Desk, officer: OfficerId) -> Officer:
    """Return who is to take an inquiry over.

    Raises:
        HasLeft: he is no longer on the staff.
    """
    found = desk.work.roster.officer(officer)
    if not found.active:
        raise HasLeft(officer)
    return found


def directs(by: OfficerId, inquiry: Inquiry, roster: Roster) -> bool:
    """Tell whether *by* is above the inquiry: head of its department, leader in charge, chief."""
    department = inquiry.department or roster.officer(inquiry.first_responder).department
    return by in (roster.head_of(department), roster.leader_of(department), roster.chief)


def may_see(
    officer: Officer, inquiry: Inquiry, roster: Roster, acting_for: tuple[OfficerId, ...]
) -> bool:
    """Tell whether *officer* is on the case; *acting_for* are those he is deputy of today."""
    concerned = {
        inquiry.first_responder,
        inquiry.registered_by,
        inquiry.assignee,
        inquiry.director,
        *inquiry.helpers,
    }
    if officer.id in concerned or concerned.intersection(acting_for):
        return True
    if _SEES_ALL.intersection(officer.roles):
        return True
    departments = {inquiry.department, roster.officer(inquiry.first_responder).department}
    return any(
        officer.id in (roster.head_of(name), roster.leader_of(name)) for name in departments if name
    )


def must_see(desk: Desk, officer: Officer, inquiry: Inquiry) -> None:
    """Refuse whoever is not on the case, naming whom to ask."""
    today = desk.office.hours.today(desk.now)
    roster = desk.work.roster
    acting_for = tuple(
        who
        for who in {inquiry.first_responder, inquiry.assignee} - {NOBODY}
        if roster.acting(who, today) == officer.id
    )
    if not may_see(officer, inquiry, roster, acting_for):
        raise NotForYou(inquiry.number, inquiry.first_responder)
