"""What the operator chose: config.toml and the environment, read into frozen settings."""

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import partial as bound
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.adapter_keys import ADAPTERS, EITHER, Key
from bot.calendar_files import load_notices
from bot.checked_toml import Document, Place, Table, hint, nearest, read_document, read_text
from bot.domain.calendar import Calendar
from bot.domain.hours import OfficeHours
from bot.domain.rules import Office
from bot.rulesets import load_ruleset, names

PREFIX = "SHOUWEN__"
"""What the environment's variables begin with: SHOUWEN__ADAPTERS__TELEGRAM__TOKEN."""

Sessions = tuple[tuple[time, time], ...]

_OFFICE = (
    "name", "short", "time_zone", "hours", "ruleset", "mainland", "language", "area_code",
    "calendar",
)  # fmt: skip
_SESSION = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_ZONE = "Asia/Shanghai"
_HOURS = ("08:30-12:00", "13:30-17:30")
_SQLITE = "sqlite:///"


@dataclass(frozen=True, kw_only=True)
class OfficeSettings:
    """The office (单位) as configured; *ruleset* is a name or an absolute path."""

    name: str
    short: str
    time_zone: ZoneInfo
    hours: Sessions
    ruleset: str
    mainland: bool
    language: str
    area_code: str
    calendar: Path | None = None  # a folder of own holiday notices


@dataclass(frozen=True, kw_only=True)
class StorageSettings:
    """Where everything is kept; the address of a PostgreSQL server holds its password."""

    url: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The whole configuration. *adapters*: of each one wanted its keys and values, secrets too."""

    office: OfficeSettings
    storage: StorageSettings
    adapters: Mapping[str, Mapping[str, str]] = field(repr=False)


def load(path: Path, environ: Mapping[str, str], *, partial: bool = False) -> Settings:
    """Read config.toml; what the environment says stands above it.

    A *partial* file need not name its office: the demo has its own. Relative paths count from
    the file's folder.

    Raises:
        WrongFile: with everything that is wrong, file and line or variable.
    """
    document = read_document(read_text(path), path.name)
    _lay_environment_over(document, environ)
    top, folder = document.root, path.resolve().parent
    top.only(("office", "storage", "adapters"), "table")
    settings = Settings(
        office=_office(top.table("office", needed=not partial), folder, needed=not partial),
        storage=_storage(top.table("storage"), folder),
        adapters=_adapters(top.table("adapters")),
    )
    document.must_be_right()
    return settings


def build_office(settings: Settings) -> Office:
    """Put the office together with its ruleset and its calendar.

    Raises:
        WrongFile: the ruleset is wrong.
        NoticeError: a holiday notice is wrong.
    """
    office = settings.office
    notices = load_notices()
    if office.calendar:
        notices += load_notices(folder=office.calendar)  # an imported year replaces a shipped one
    return Office(
        name=office.name,
        short=office.short,
        hours=OfficeHours(office.time_zone, office.hours, Calendar.of(notices)),
        rules=load_ruleset(office.ruleset),
        mainland=office.mainland,
        language=office.language,
        area_code=office.area_code,
    )


def _lay_environment_over(document: Document, environ: Mapping[str, str]) -> None:
    for variable, value in sorted(environ.items()):
        if variable.startswith(PREFIX):
            keys = tuple(variable.removeprefix(PREFIX).lower().split("__"))
            document.lay_over(keys, value, Place(variable))


def _office(table: Table, folder: Path, *, needed: bool) -> OfficeSettings:
    table.only(_OFFICE)
    name = table.text("name", None if needed else "")
    return OfficeSettings(
        name=name,
        short=table.text("short", "") or name,
        time_zone=table.parsed("time_zone", _zone, ZoneInfo(_ZONE)),
        hours=_hours(table),
        ruleset=table.parsed("ruleset", bound(_ruleset, folder=folder), "pudong-tobacco"),
        # Not said means careful: names and numbers are kept off platforms abroad.
        mainland=table.flag("mainland", default=True),
        language=table.text("language", "zh", among=("zh", "en")),
        area_code=table.parsed("area_code", _area_code, ""),
        calendar=table.parsed("calendar", bound(_calendar, folder=folder), None),
    )


def _hours(table: Table) -> Sessions:
    said = table.texts("hours", _HOURS)
    found = [table.attempt("hours", _session, text, None, n) for n, text in enumerate(said)]
    sessions = tuple(session for session in found if session)
    if all(found):
        try:
            OfficeHours(ZoneInfo(_ZONE), sessions, Calendar.of(()))
        except ValueError as error:
            table.note("hours", f'"hours": {error}')
    return sessions


def _session(text: str) -> tuple[time, time] | None:
    match = _SESSION.fullmatch(text)
    if match is None:
        raise ValueError(f'expected a session such as "08:30-12:00", not "{text}"')
    opens, closes = (int(match[1]), int(match[2])), (int(match[3]), int(match[4]))
    return time(*opens), time(*closes)


def _zone(text: str) -> ZoneInfo:
    # A folder of zones is an OSError, a path a ValueError, anything else unknown a KeyError.
    try:
        return ZoneInfo(text)
    except (KeyError, OSError, ValueError) as error:
        near = nearest(text, zoneinfo.available_timezones()) or _ZONE
        raise ValueError(f'unknown time zone "{text}"; did you mean "{near}"?') from error


def _ruleset(text: str, folder: Path) -> str:
    if text.endswith(".toml"):
        file = folder / text
        if not file.is_file():
            raise ValueError(f"there is no file {text}")
        return str(file)
    if text not in names():
        raise ValueError(f'unknown ruleset "{text}"; {hint(text, names())}')
    return text


def _calendar(text: str, folder: Path) -> Path:
    if not (folder / text).is_dir():
        raise ValueError(f"there is no folder {text}")
    return folder / text


def _area_code(text: str) -> str:
    if not re.fullmatch(r"(0[1-9][0-9]{1,2})?", text, re.ASCII):
        raise ValueError(f'expected an area code such as "021" or "0556", not "{text}"')
    return text


def _storage(table: Table, folder: Path) -> StorageSettings:
    table.only(("url",))
    usual = _database(f"{_SQLITE}data/shouwen.db", folder)
    return StorageSettings(url=table.parsed("url", bound(_database, folder=folder), usual))


def _database(text: str, folder: Path) -> str:
    """Make the path of an SQLite file absolute."""
    if text.startswith(_SQLITE) and len(text) > len(_SQLITE):
        return _SQLITE + str(folder / text.removeprefix(_SQLITE))
    if not re.match(r"postgresql(\+psycopg)?://.", text):
        # What was said is not repeated: it may hold a password.
        raise ValueError('expected "sqlite:///data/shouwen.db" or "postgresql://…"')
    return text


def _adapters(table: Table) -> dict[str, dict[str, str]]:
    table.only(ADAPTERS, "adapter")
    return {name: _adapter(table.table(name), name) for name in ADAPTERS if name in table}


def _adapter(table: Table, name: str) -> dict[str, str]:
    keys = ADAPTERS[name]
    table.only(key.name for key in keys)
    values = {key.name: _value(table, key) for key in keys}
    for key in keys:
        wanting = key.needed_when and values.get(key.needed_when[0]) == key.needed_when[1]
        if wanting and not values[key.name]:
            table.note(key.name, f'"{key.name}" is needed with {_equation(key)}')
    for one, other in EITHER.get(name, ()):
        if bool(values[one]) == bool(values[other]):
            table.note(one, f'give either "{one}" or "{other}"')
    return {key: value for key, value in values.items() if value}


def _value(table: Table, key: Key) -> str:
    value = table.text(key.name, key.default, among=key.among)
    if not value:
        return value
    return table.attempt(key.name, key.read, value, value)


def _equation(key: Key) -> str:
    return '{} = "{}"'.format(*key.needed_when)
