"""The office's people from the command line: the workbook taken in, a code handed out."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import segno

from bot.admin.premises import Premises, opened
from bot.admin.workbook import Reading, read, report
from bot.app import load_adapter
from bot.chat.page import PAGE
from bot.clockwork.clock import SystemClock
from bot.commands.accounts import close_accounts
from bot.dialogs.binding import CODE_LASTS, new_code
from bot.domain.handover import is_on
from bot.domain.office import Directory, Officer
from bot.domain.rights import concerned
from bot.ports.store import Work
from bot.ports.values import Filter
from bot.rendering.voice import Refused
from bot.rendering.wording import Wording
from bot.settings.adapters import about

LINK_SECONDS = 3.0
"""How long a platform may take to tell the bot's name for the link."""
_ALL = 1_000_000
Owed = Mapping[str, list[str]]


async def import_people(file: Path, config: Path, *, dry_run: bool) -> tuple[str, ...]:
    """Take the workbook in, or with *dry_run* only say what would happen.

    Raises:
        Refused: with every mistake a line; nothing is imported then.
    """
    async with opened(config) as premises:
        now = SystemClock().now()
        directory, owed = await premises.store.run(_known, at=now)
        reading = read(file, directory, owed=lambda officer: owed.get(officer, ()))
        lines = report(reading, premises.office.language)
        if reading.mistakes:
            raise Refused("\n".join(lines))
        if dry_run:
            return (*lines, premises.voice.say("import.dry_run"))
        await premises.store.run(lambda work: _take_in(work, reading), at=now)
        return lines


async def bind_person(staff_number: str, config: Path, *, qr: bool = False) -> tuple[str, ...]:
    """Make a one-time code; with the links that carry it, and *qr*: the first as a picture.

    Raises:
        Refused: nobody active has this number or name.
    """
    async with opened(config) as premises:
        now = SystemClock().now()

        def act(work: Work) -> tuple[str, str] | None:
            officer = work.roster.named(staff_number)
            return (officer.name, new_code(work, officer.id)) if officer else None

        made = await premises.store.run(act, at=now)
        if made is None:
            raise premises.voice.refusal("no_such_person", asked=staff_number)
        name, code = made
        wording, ends = Wording(premises.office), now + CODE_LASTS
        until = f"{wording.day(ends)} {wording.time(ends)}"
        links = {"page": _page_link(premises, code), "link": await _link(premises, code)}
        found = {key: link for key, link in links.items() if link} or {"code": ""}
        said = {"name": name, "code": code, "until": until}
        lines = [
            premises.voice.say(f"bind.{key}", link=link, **said) for key, link in found.items()
        ]
        return (*lines, *([_picture(next(iter(found.values())) or code)] if qr else ()))


def _known(work: Work) -> tuple[Directory, Owed]:
    """The directory, and the open inquiries each person owes or follows anything on (1.15)."""
    owed: dict[str, list[str]] = defaultdict(list)
    for inquiry in work.inquiries.find(Filter(open=True, newest_first=False, at_most=_ALL)):
        for officer in concerned(inquiry):
            if is_on(inquiry, officer):
                owed[officer].append(inquiry.number)
    return work.roster.directory, owed


def _take_in(work: Work, reading: Reading) -> None:
    """Keep it; whoever has left owes nothing, or the workbook had been refused."""
    work.put(*reading.entries)
    for entry in reading.entries:
        if isinstance(entry, Officer) and not entry.active:
            close_accounts(work, entry.id)


def _page_link(premises: Premises, code: str) -> str:
    """The entrance of the office's own page, the code where no proxy logs it."""
    settings = premises.settings
    if PAGE not in settings.adapters:
        return ""
    server = settings.server
    return f"{server.url}/enter#{code}"


def _picture(text: str) -> str:
    """Draw a QR code of half-high blocks, for a terminal of either colour."""
    drawn = StringIO()
    segno.make(text, error="m").terminal(drawn, border=2, compact=True)
    return drawn.getvalue().rstrip("\n")


async def _link(premises: Premises, code: str) -> str:
    given = premises.settings.adapters
    name = next((name for name in given if about(name).links), "")
    if not name:
        return ""
    link = ""
    # Whatever keeps the platform from answering, the code is good without the link.
    with contextlib.suppress(Exception):
        adapter = load_adapter(name, given[name])
        try:
            # Its name is known once it has identified itself; an adapter without one has no links.
            await asyncio.wait_for(adapter.identify(), LINK_SECONDS)  # type: ignore[attr-defined]
            link = adapter.link(code)
        finally:
            await adapter.close()
    return link
