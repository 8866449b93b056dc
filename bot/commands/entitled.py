"""Who may act on an inquiry besides the one who owes the next step, and who must not see it."""

from bot.domain.copies import replace
from bot.domain.errors import HasLeft, NotForYou
from bot.domain.inquiry import Inquiry
from bot.domain.office import Officer, OfficerId
from bot.domain.rights import may_see
from bot.domain.roster import Roster
from bot.turns.turn import Turn


def held(turn: Turn, inquiry: int, by: OfficerId) -> Inquiry:
    """Read an inquiry for *by* to act on; a deputy in force may do what who is away could."""
    found = turn.inquiry(inquiry)
    holders = dict.fromkeys((found.owes, found.follower, found.assignee, found.director))
    away = tuple(who for who in holders if who != by and turn.acts_for(by, who))
    return replace(found, acting_for=away) if away else found


def on_the_staff(turn: Turn, officer: OfficerId) -> Officer:
    """Return who is to take an inquiry over.

    Raises:
        HasLeft: he is no longer on the staff.
    """
    found = turn.work.roster.officer(officer)
    if not found.active:
        raise HasLeft(officer)
    return found


def directs(by: OfficerId, inquiry: Inquiry, roster: Roster) -> bool:
    """Tell whether *by* is above the inquiry: head of its department, leader in charge, chief."""
    department = inquiry.department or roster.officer(inquiry.follower).department
    return by in (roster.head_of(department), roster.leader_of(department), roster.chief)


def must_see(turn: Turn, officer: Officer, inquiry: Inquiry) -> None:
    """Refuse whoever may not see the inquiry, naming whom to ask.

    Raises:
        NotForYou: by the table of rights.
    """
    if not may_see(officer, inquiry, turn.work.roster, turn.office.hours.today(turn.now)):
        raise NotForYou(inquiry.number, inquiry.follower)
