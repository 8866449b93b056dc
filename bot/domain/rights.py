"""Who may see and do what (权限): roles and what they see.

What a command or a button asks stands in its row (``bot.dialogs.buttons`` and ``words``), and is
looked up when somebody acts, never when the button was made: roles change while cards stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from bot.domain.errors import NotYourRole
from bot.domain.inquiry import Inquiry
from bot.domain.office import NOBODY, Officer, OfficerId, Role
from bot.domain.roster import Roster


class Scope(IntEnum):
    """Whose inquiries a role may see."""

    OWN = 1  # those one is on, oneself or as deputy in force
    DEPARTMENT = 2  # besides, those of the departments one heads or is in charge of
    ALL = 3


SEES: Mapping[Role, Scope] = {
    Role.CLERK: Scope.OWN,
    Role.OFFICER: Scope.OWN,
    Role.HEAD: Scope.DEPARTMENT,
    Role.LEADER: Scope.DEPARTMENT,
    Role.CHIEF: Scope.ALL,
    Role.SUPERVISOR: Scope.ALL,
    Role.DISCIPLINE: Scope.OWN,
    Role.PERSONNEL: Scope.OWN,
    Role.ADMINISTRATOR: Scope.OWN,
}

EVERYBODY = frozenset(Role)
ABOVE = frozenset({Role.HEAD, Role.LEADER, Role.CHIEF})
OVERSIGHT = ABOVE | {Role.SUPERVISOR, Role.ADMINISTRATOR}
ADMINISTRATION = frozenset({Role.ADMINISTRATOR})


class Subject(StrEnum):
    """What a command or a button is about."""

    CASE = "case"  # an inquiry, which must be seen by who acts
    CASE_OR_NOTHING = "case or nothing"  # the same, but it may also stand beside none
    NOTHING = "nothing"
    PAPERS = "papers"  # inquiries as something owed alone, shown without matter or inquirer


def is_allowed(roles: frozenset[Role], officer: Officer, roster: Roster) -> bool:
    """Tell whether he has one of the *roles*."""
    return roles == EVERYBODY or bool(roles & roles_of(officer, roster))


def must_be_allowed(roles: frozenset[Role], officer: Officer, roster: Roster, name: str) -> None:
    """Refuse with `NotYourRole` whoever has none of the *roles*; *name* is what he wanted."""
    if not is_allowed(roles, officer, roster):
        raise NotYourRole(name, roles)


def roles_of(officer: Officer, roster: Roster) -> frozenset[Role]:
    """The roles of the list, and those that follow from departments he heads or is in charge of."""
    departments = roster.directory.departments.values()
    found = set(officer.roles)
    if any(d.head == officer.id for d in departments):
        found.add(Role.HEAD)
    if any(d.leader == officer.id for d in departments):
        found.add(Role.LEADER)
    return frozenset(found)


def may_see(officer: Officer, inquiry: Inquiry, roster: Roster, today: date) -> bool:
    """Tell whether *officer* may see the inquiry: on it, above it, or by his role."""
    if not officer.active:
        return False
    if _scope(officer, roster) is Scope.ALL:
        return True
    entitled = concerned(inquiry) | _above(inquiry, roster)
    if officer.id in entitled:
        return True
    return any(roster.acting(who, today) == officer.id for who in entitled)


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose inquiries somebody may see, as a store can ask it: the same as `may_see`.

    *people*: himself and those he stands in for; *departments* they are above, and their *staff*.
    """

    people: tuple[OfficerId, ...] = ()
    departments: tuple[str, ...] = ()
    staff: tuple[OfficerId, ...] = ()


def seen_by(officer: Officer, roster: Roster, today: date) -> Seen | None:
    """Return which inquiries *officer* may see; ``None``: all of them."""
    if not officer.active:
        return Seen()
    if _scope(officer, roster) is Scope.ALL:
        return None
    away = {absence.officer for absence in roster.directory.absences.values()}
    acts_for = (who for who in away if roster.acting(who, today) == officer.id)
    people = {officer.id, *acts_for}
    names = [
        name
        for name in roster.directory.departments
        if people & ({roster.head_of(name), roster.leader_of(name)} - {NOBODY})
        and any(_is_above(who, name, roster) for who in people)
    ]
    staff = (o.id for o in roster.directory.officers.values() if o.department in names)
    return Seen(tuple(sorted(people)), tuple(names), tuple(staff))


def _is_above(who: OfficerId, department: str, roster: Roster) -> bool:
    named = who in (roster.head_of(department), roster.leader_of(department))
    return named and _scope(roster.officer(who), roster) > Scope.OWN


def concerned(inquiry: Inquiry) -> frozenset[OfficerId]:
    """Everyone on the inquiry; who handed his part over (交接) is on it no more."""
    registrar = inquiry.registered_by
    if inquiry.followed_by and registrar == inquiry.first_responder:
        registrar = NOBODY
    people = (
        inquiry.follower,
        registrar,
        inquiry.assignee,
        inquiry.director,
        *inquiry.helpers,
    )
    return frozenset(people) - {NOBODY}


def _above(inquiry: Inquiry, roster: Roster) -> set[OfficerId]:
    names = {inquiry.department, roster.officer(inquiry.follower).department} - {""}
    above = {who for name in names for who in (roster.head_of(name), roster.leader_of(name))}
    return {who for who in above if who and _scope(roster.officer(who), roster) > Scope.OWN}


def _scope(officer: Officer, roster: Roster) -> Scope:
    return max((SEES[role] for role in roles_of(officer, roster)), default=Scope.OWN)
