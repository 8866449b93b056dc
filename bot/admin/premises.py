"""Opening an office's own record for a command: configuration, calendar, ruleset, database."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app import Unfit, open_store
from bot.clockwork.clock import SystemClock
from bot.domain.rules import Office
from bot.ports.store import Store
from bot.rendering.voice import Refused, Voice
from bot.settings.calendars import NoticeError
from bot.settings.config import Settings, build_office, load
from bot.settings.toml import WrongFile
from bot.turns.rulebooks import with_former


@dataclass(frozen=True, slots=True)
class Premises:
    """An office as configured, its record open."""

    settings: Settings
    office: Office
    store: Store
    voice: Voice


@asynccontextmanager
async def opened(config: Path) -> AsyncIterator[Premises]:
    """Open what *config* describes, and close it again.

    Raises:
        Refused: the configuration is missing or wrong, or the database is unfit.
    """
    settings = settings_of(config)
    voice = Voice(settings.office.language)
    office = office_of(settings)
    store = store_of(settings.storage.url, office, voice)
    try:
        office = await with_former(office, store, SystemClock().now())
        yield Premises(settings, office, store, voice)
    finally:
        await store.close()


def settings_of(config: Path, *, partial: bool = False) -> Settings:
    """Read the configuration.

    Raises:
        Refused: with everything wrong in it, a line each.
    """
    if not config.is_file():
        raise Voice.of(os.environ).refusal("no_config", file=config)
    try:
        return load(config, os.environ, partial=partial)
    except WrongFile as error:
        raise Refused(str(error)) from error


def office_of(settings: Settings) -> Office:
    """Put the office together.

    Raises:
        Refused: its ruleset or a holiday notice is wrong.
    """
    try:
        return build_office(settings)
    except (WrongFile, NoticeError) as error:
        raise Refused(str(error)) from error


def store_of(url: str, office: Office, voice: Voice) -> Store:
    """Open the database.

    Raises:
        Refused: it cannot be this office's record.
    """
    try:
        return open_store(url, zone=office.hours.zone)
    except Unfit as error:
        raise voice.refusal(
            f"database.{error.why}", where=error.where, found=error.found
        ) from error
    except OSError as error:
        raise voice.refusal("database.place", where=error.filename, found=error.strerror) from error
