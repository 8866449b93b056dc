"""Who is who, who is away and where they are reached: questions asked of the office's directory."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.domain.office import (
    NOBODY,
    Absence,
    Account,
    Channel,
    Department,
    Device,
    Directory,
    Duty,
    Officer,
    OfficerId,
    OutsideUnit,
    Quiet,
    Role,
)


@dataclass(frozen=True)
class Roster:
    """Answers from one reading of the directory; a changed directory is a new roster."""

    directory: Directory = field(default_factory=Directory)

    def officer(self, officer: str) -> Officer:
        """Return the person; one unknown to the directory appears under his number, inactive."""
        found = self.directory.officers.get(officer)
        return found or Officer(id=OfficerId(officer), name=officer, department="", active=False)

    def named(self, name: str) -> Officer | None:
        """Return the active person with exactly this name or number, ``None`` if none or several."""
        found = [o for o in self.active() if name in (o.name, o.id)]
        return found[0] if len(found) == 1 else None

    def active(self) -> Iterator[Officer]:
        """Everyone who has not left."""
        return (o for o in self.directory.officers.values() if o.active)

    def by_account(self, platform: str, user: str) -> Officer | None:
        """Return the active person this platform account is bound to."""
        account = self.directory.accounts.get(f"{platform}/{user}")
        officer = self.directory.officers.get(account.officer) if account else None
        return officer if officer and officer.active else None

    def accounts(self, officer: OfficerId) -> tuple[Account, ...]:
        """The preferred account, then the one bound last first; who has left is written to no more."""
        return self._accounts.get(officer, ()) if self.officer(officer).active else ()

    def bound(self, officer: OfficerId) -> tuple[Account, ...]:
        """Every account bound to the person, also to one who has left; in the same order."""
        return self._accounts.get(officer, ())

    def anybody(self, name: str) -> Officer | None:
        """The person of that name or number, on the staff or not; ``None`` if none or several."""
        everyone = self.directory.officers.values()
        found = [o for o in everyone if name in (o.name, o.id)]
        return found[0] if len(found) == 1 else self.named(name)

    def account_on(self, officer: OfficerId, platform: str) -> Account | None:
        """The person's account on *platform*, for mentions."""
        return next((a for a in self.accounts(officer) if a.platform == platform), None)

    def department(self, name: str) -> Department:
        """Return the department, an empty one of that name if unknown."""
        return self.directory.departments.get(name) or Department(name=name)

    def head_of(self, department: str) -> OfficerId:
        """The department's head, else the nearest head above it."""
        seen: set[str] = set()
        while department and department not in seen:
            seen.add(department)
            found = self.department(department)
            if found.head and self.officer(found.head).active:
                return found.head
            department = found.parent
        return NOBODY

    def leader_of(self, department: str) -> OfficerId:
        """The leader in charge (分管领导), else the chief."""
        found = self.department(department).leader
        return found if found and self.officer(found).active else self.chief

    @cached_property
    def chief(self) -> OfficerId:
        """The one person with overall responsibility (总负责)."""
        return self._first_with(Role.CHIEF)

    @cached_property
    def administrator(self) -> OfficerId:
        """The first administrator, else the chief."""
        return self._first_with(Role.ADMINISTRATOR) or self.chief

    def headed_by(self, officer: OfficerId) -> tuple[str, ...]:
        """The departments this person heads."""
        return tuple(d.name for d in self.directory.departments.values() if d.head == officer)

    def led_by(self, officer: OfficerId) -> tuple[str, ...]:
        """The departments this leader is in charge of."""
        return tuple(d.name for d in self.directory.departments.values() if d.leader == officer)

    def absence(self, officer: OfficerId, day: date) -> Absence | None:
        """Return the absence in force on *day*, the one set last if several."""
        for absence in reversed(self._absences.get(officer, ())):
            if absence.first <= day <= absence.last:
                return absence
        return None

    def acting(self, officer: OfficerId, day: date) -> OfficerId:
        """Who acts for *officer* on *day*: himself, his deputy, else his head (``""``: nobody in)."""
        absence = self.absence(officer, day)
        if absence is None:
            return officer
        deputy = absence.deputy or self.officer(officer).deputy
        if deputy and self.officer(deputy).active and not self.absence(deputy, day):
            return deputy
        head = self.head_of(self.officer(officer).department)
        return head if head and head != officer and not self.absence(head, day) else NOBODY

    def acts_for(self, who: OfficerId, officer: OfficerId, day: date) -> bool:
        """Tell whether *who* is *officer* himself, or his deputy in force on *day*; nobody is neither."""
        return bool(who and officer) and who in (officer, self.acting(officer, day))

    def duty(self, title: str) -> Duty | None:
        """Return the catalogue entry by title or short name."""
        return self.directory.duties.get(title) or self._duties_by_short.get(title)

    def unit(self, name: str) -> OutsideUnit | None:
        """Return the outside unit."""
        return self.directory.units.get(name)

    def channels_of(self, department: str) -> tuple[Channel, ...]:
        """The department's team channels."""
        return self._channels.get(department, ())

    def channel_at(self, platform: str, chat: str, thread: str = "") -> Channel | None:
        """The channel bound to this chat and topic."""
        return self.directory.channels.get(f"{platform}/{chat}/{thread}")

    def _first_with(self, role: Role) -> OfficerId:
        return next((o.id for o in self.active() if role in o.roles), NOBODY)

    @cached_property
    def _accounts(self) -> dict[OfficerId, tuple[Account, ...]]:
        found: dict[OfficerId, tuple[Account, ...]] = {}
        for account in self.directory.accounts.values():
            found[account.officer] = (account, *found.get(account.officer, ()))
        return {who: _preferred_first(listed) for who, listed in found.items()}

    @cached_property
    def _absences(self) -> dict[OfficerId, tuple[Absence, ...]]:
        found: dict[OfficerId, list[Absence]] = defaultdict(list)
        for absence in self.directory.absences.values():
            found[absence.officer].append(absence)
        return {who: tuple(listed) for who, listed in found.items()}

    @cached_property
    def _channels(self) -> dict[str, tuple[Channel, ...]]:
        found: dict[str, list[Channel]] = defaultdict(list)
        for channel in self.directory.channels.values():
            found[channel.department].append(channel)
        return {name: tuple(listed) for name, listed in found.items()}

    def devices(self, officer: OfficerId) -> tuple[Device, ...]:
        """The browsers that may come in as this person, the oldest first."""
        return tuple(d for d in self.directory.devices.values() if d.officer == officer)

    def device(self, secret: str) -> Device | None:
        """The device of that hash; ``None`` if it is revoked or its person has left."""
        found = self.directory.devices.get(secret)
        return found if found and self.officer(found.officer).active else None

    def quiet(self, officer: OfficerId) -> Quiet | None:
        """The person's own quiet hours."""
        return self.directory.quiets.get(officer)

    @cached_property
    def _duties_by_short(self) -> dict[str, Duty]:
        return {d.short: d for d in self.directory.duties.values() if d.short}


def _preferred_first(accounts: tuple[Account, ...]) -> tuple[Account, ...]:
    return tuple(sorted(accounts, key=lambda account: not account.preferred))
