"""What the office's own page asks of the core: who looks, what stood there, codes, particulars."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from typing import TypeVar

import structlog

from bot.app import House, load_adapter
from bot.chat import Adapter, Address, Incoming, Surroundings
from bot.chat.about import Hosted
from bot.chat.page import (
    PAGE,
    Colleague,
    Coming,
    HandedOut,
    History,
    Particulars,
    Place,
    Told,
    Viewer,
    channel_of,
    chat_of,
    is_channel,
)
from bot.commands import do
from bot.commands.accounts import EndDevice
from bot.dialogs import devices, sheets
from bot.dialogs.binding import CODE_LASTS, new_code
from bot.dialogs.talk import Talk
from bot.dialogs.words import COMMANDS
from bot.domain.office import Channel, Officer, Role
from bot.domain.rights import is_allowed
from bot.domain.roster import Roster
from bot.ports.store import Work
from bot.serving.history import stood
from bot.turns.turn import Turn

log = structlog.get_logger()
T = TypeVar("T")

_SEES_ALL = frozenset({Role.CHIEF, Role.SUPERVISOR})
_KEY = "page-key"
_NEXT_ID = "page-next-id"
_RESERVED = 1_000_000_000
"""Message ids a run may use up: more than it ever says."""


class PageOffice:
    """The office behind its page; every question is a turn of its own."""

    def __init__(self, house: House, *, secret: bytes) -> None:
        """Ask nothing yet."""
        self.office = house.office.name
        self.language = house.office.language
        self.secret = secret
        self.keyboard = house.wording.keyboard
        self._house = house

    async def who(self, device: str) -> Viewer | None:
        """Return whose device this is, if it is anybody's."""

        def act(work: Work) -> Viewer | None:
            found = work.roster.device(device)
            return viewer(work.roster, work.roster.officer(found.officer)) if found else None

        return await self._run(act)

    async def enter(self, coming: Coming) -> Viewer | None:
        """Bind the device by its code, and greet its person."""

        def act(turn: Turn) -> Viewer | None:
            found = devices.enter(turn, coming)
            if found is None:
                return None
            officer, first = found
            here = Address(PAGE, chat_of(officer.id))
            talk = Talk(turn, officer, Incoming(id="", address=here, sender=officer.id))
            devices.welcome(talk, first=first)
            return viewer(turn.work.roster, officer)

        entered = await self._house.act(act)
        log.info("device", came_in=bool(entered), officer=entered.key if entered else "")
        return entered

    async def leave(self, device: str) -> None:
        """End the device."""

        def act(turn: Turn) -> None:
            found = turn.work.roster.directory.devices.get(device)
            if found is not None:
                do(EndDevice(found, found.officer), turn)

        await self._house.act(act)

    async def colleagues(self) -> Sequence[Colleague]:
        """Everybody active."""
        return await self._run(lambda work: [colleague(o) for o in work.roster.active()])

    async def stands(self, chat: str) -> bool:
        """Whether there is such a person or department."""
        kind, _, key = chat.partition(":")

        def act(work: Work) -> bool:
            known = work.roster.directory
            return (kind == "p" and key in known.officers) or (
                kind == "c" and key in known.departments
            )

        return await self._run(act)

    async def history(self, chat: str, *, before: str, at_most: int) -> Sequence[Told]:
        """What stood in a chat, from the store."""
        return await history_of(self._house)(chat, before=before, at_most=at_most)

    async def read_up_to(self, person: str, newest: Mapping[str, str]) -> Mapping[str, str]:
        """How far *person* has read; a channel new to him begins with what comes."""

        def act(work: Work) -> Mapping[str, str]:
            found = {}
            for chat, last in newest.items():
                kept = work.kept(_read_key(person, chat))
                if not kept and is_channel(chat):
                    kept = last or "0"
                    work.keep(_read_key(person, chat), kept)
                found[chat] = kept or "0"
            return found

        return await self._run(act)

    async def has_read(self, person: str, chat: str, message: str) -> bool:
        """Keep how far *person* has read *chat*; it only grows."""

        def act(work: Work) -> bool:
            if int(message) <= int(work.kept(_read_key(person, chat)) or 0):
                return False
            work.keep(_read_key(person, chat), message)
            return True

        return await self._run(act)

    async def hand_out(self, by: str, to: str) -> HandedOut | None:
        """Make a one-time code, for an administrator."""
        hours = self._house.office.hours

        def act(work: Work) -> HandedOut | None:
            asks, officer = work.roster.officer(by), work.roster.officer(to)
            may = asks.active and is_allowed(COMMANDS["bind"].roles, asks, work.roster)
            if not (may and officer.active):
                return None
            until = hours.local(work.now + CODE_LASTS)
            return HandedOut(new_code(work, officer.id), officer.name, until)

        return await self._run(act)

    async def open_particulars(self, token: str) -> Particulars | None:
        """Show name, number and place, once."""
        return await self._house.act(lambda turn: sheets.opened(turn, token))

    async def write_particulars(self, token: str, given: Mapping[str, str]) -> Particulars | None:
        """Keep them; the inquiry's cards change everywhere."""
        return await self._house.act(lambda turn: sheets.written(turn, token, given))

    def now(self) -> datetime:
        """The office's time."""
        return self._house.office.hours.local(self._house.clock.now())

    async def _run(self, act: Callable[[Work], T]) -> T:
        return await self._house.store.run(act, at=self._house.clock.now())


async def add_own_page(house: House, around: Surroundings) -> None:
    """Serve the office's own page; cards abroad lead to it where it is reached from outside."""
    office = await page_office(house)
    house.add(await load_page(house, around, asks=office, entrance=office), Hosted.HOME)
    house.views.reach = replace(house.views.reach, page=around.public_url)


async def load_page(house: House, around: Surroundings, **more: object) -> Adapter:
    """Load the page with message ids that no earlier run has used."""
    page = import_module(f"adapters.{PAGE}")
    first = await reserved_ids(house, at_least=page.first_message_id())
    return load_adapter(PAGE, {}, around, first_id=first, **more)


async def page_office(house: House) -> PageOffice:
    """Make the page's office, with its secret; departments without a channel on the page get one."""

    def act(work: Work) -> str:
        known = work.roster
        for department in known.directory.departments:
            if all(channel.platform != PAGE for channel in known.channels_of(department)):
                channel = Channel(platform=PAGE, chat=channel_of(department), department=department)
                work.put(channel)
        return _kept_secret(work)

    secret = await house.store.run(act, at=house.clock.now())
    return PageOffice(house, secret=bytes.fromhex(secret))


def history_of(house: House) -> History:
    """Ask a house's store what stood in a chat."""
    hours = house.office.hours

    async def history(chat: str, *, before: str, at_most: int) -> Sequence[Told]:
        def act(work: Work) -> list[Told]:
            return stood(work, chat, before=before, at_most=at_most, hours=hours)

        return await house.store.run(act, at=house.clock.now())

    return history


async def reserved_ids(house: House, *, at_least: int) -> int:
    """Reserve the message ids of a run; those of the next are larger whatever its clock says."""

    def act(work: Work) -> int:
        first = max(at_least, int(work.kept(_NEXT_ID) or 0))
        work.keep(_NEXT_ID, str(first + _RESERVED))
        return first

    return await house.store.run(act, at=house.clock.now())


def viewer(roster: Roster, officer: Officer) -> Viewer:
    """Say which chats are *officer*'s to see: his own, and the channels of his departments."""
    channels = (
        Place(channel_of(name), roster.department(name).label)
        for name in departments_of(roster, officer)
    )
    return Viewer(
        key=officer.id,
        name=officer.name,
        department=officer.department,
        places=(Place(chat_of(officer.id), ""), *channels),
        administrator=Role.ADMINISTRATOR in officer.roles,
    )


def departments_of(roster: Roster, officer: Officer) -> tuple[str, ...]:
    """Departments whose channel is his: his own, those he heads, leads or has duties in.

    Supervisor and chief see all; his own come first.
    """
    known = roster.directory.departments
    if _SEES_ALL.intersection(officer.roles):
        own: tuple[str, ...] = (officer.department, *known)
    else:
        duties = (d.department for d in roster.directory.duties.values() if d.officer == officer.id)
        led = (*roster.headed_by(officer.id), *roster.led_by(officer.id))
        own = (officer.department, *led, *duties)
    return tuple(name for name in dict.fromkeys(own) if name in known)


def colleague(officer: Officer) -> Colleague:
    """Show somebody of the office as the page lists him."""
    line = "".join(officer.roles[:1])
    return Colleague(
        officer.id, officer.name, officer.title, officer.department, officer.room, line
    )


def _kept_secret(work: Work) -> str:
    kept = work.kept(_KEY)
    if not kept:
        kept = secrets.token_hex(32)
        work.keep(_KEY, kept)
    return kept


def _read_key(person: str, chat: str) -> str:
    return f"read/{person}/{chat}"
