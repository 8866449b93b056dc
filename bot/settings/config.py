"""What the operator chose: config.toml and the environment, read into frozen settings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import partial as bound
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.chat.about import web_address
from bot.domain.calendar import Calendar
from bot.domain.hours import OfficeHours
from bot.domain.rules import ENDINGS, FileRule, Office
from bot.settings.adapters import Adapters, read_adapters
from bot.settings.calendars import load_notices
from bot.settings.rulesets import load_ruleset, load_section, names
from bot.settings.toml import Document, Place, Table, hint, read_document, read_text
from bot.settings.values import (
    area_code,
    listening,
    quiet_hours,
    session,
    time_within,
    time_zone,
)

PREFIX = "SHOUWEN__"
"""What the environment's variables begin with: SHOUWEN__SERVER__LISTEN."""

Sessions = tuple[tuple[time, time], ...]

_OFFICE = (
    "name", "short", "time_zone", "hours", "ruleset", "sections", "mainland", "language", "area_code",
    "calendar", "quiet", "digest",
)  # fmt: skip
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
    quiet: tuple[time, time] | None = None  # 免打扰, from and until
    digest: time | None = None  # when the digest is posted; None: at opening
    sections: Mapping[str, str] = field(default_factory=dict)  # sections with rules of their own


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """The office's one HTTP server; *public_url* is how it is reached from outside.

    *proxies* are addresses whose word on the client's address and scheme counts (a reverse proxy).
    """

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    proxies: str = "127.0.0.1,::1"

    @property
    def url(self) -> str:
        """Where it is reached, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """The names a request may call it by (DNS rebinding)."""
        outside = urlsplit(self.public_url).hostname
        own = () if self.host in ("0.0.0.0", "::") else (self.host,)  # noqa: S104 - compared
        return frozenset({"localhost", "127.0.0.1", "::1", *own, *([outside] if outside else ())})


@dataclass(frozen=True, kw_only=True)
class FilesSettings:
    """Materials: where they are kept, how large one may be (MB), how long after closing (days)."""

    folder: Path
    largest: int = 20
    keep_days: int = 0  # 0: for good
    endings: tuple[str, ...] = tuple(ENDINGS)

    @property
    def rule(self) -> FileRule:
        """The same for the domain."""
        keep = timedelta(days=self.keep_days) if self.keep_days else None
        return FileRule(self.largest * 2**20, frozenset(self.endings), keep)


@dataclass(frozen=True, kw_only=True)
class StorageSettings:
    """Where everything is kept; the address of a PostgreSQL server holds its password."""

    url: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The whole configuration. *adapters*: of each one wanted its keys and values, secrets too."""

    office: OfficeSettings
    storage: StorageSettings
    server: ServerSettings
    files: FilesSettings
    adapters: Adapters = field(repr=False)


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
    top.only(("office", "storage", "server", "files", "adapters"), "table")
    server = _server(top.table("server"))
    settings = Settings(
        office=_office(top.table("office", needed=not partial), folder, needed=not partial),
        storage=_storage(top.table("storage"), folder),
        server=server,
        files=_files(top.table("files"), folder),
        adapters=read_adapters(top.table("adapters"), public_url=server.public_url),
    )
    document.must_be_right()
    return settings


def build_office(settings: Settings) -> Office:
    """Put the office together with its ruleset and its calendar.

    Raises:
        WrongFile: the ruleset is wrong.
        NoticeError: a holiday notice is wrong.
    """
    office, rules = settings.office, load_ruleset(settings.office.ruleset)
    notices = load_notices()
    if office.calendar:
        notices += load_notices(folder=office.calendar)  # an imported year replaces a shipped one
    return Office(
        name=office.name,
        short=office.short,
        hours=OfficeHours(office.time_zone, office.hours, Calendar.of(notices)),
        rules=rules,
        sections={name: load_section(file, rules) for name, file in office.sections.items()},
        mainland=office.mainland,
        language=office.language,
        area_code=office.area_code,
        quiet=office.quiet,
        digest=office.digest,
        files=settings.files.rule,
    )


def _lay_environment_over(document: Document, environ: Mapping[str, str]) -> None:
    for variable, value in sorted(environ.items()):
        if variable.startswith(PREFIX):
            keys = tuple(variable.removeprefix(PREFIX).lower().split("__"))
            document.lay_over(keys, value, Place(variable))


def _office(table: Table, folder: Path, *, needed: bool) -> OfficeSettings:
    table.only(_OFFICE)
    name = table.text("name", None if needed else "")
    hours = _hours(table)
    return OfficeSettings(
        name=name,
        short=table.text("short", "") or name,
        time_zone=table.parsed("time_zone", time_zone, ZoneInfo(_ZONE)),
        hours=hours,
        ruleset=table.parsed("ruleset", bound(_ruleset, folder=folder), "pudong-tobacco"),
        sections=_sections(table.table("sections"), folder),
        # Not said means careful: names and numbers are kept off platforms abroad.
        mainland=table.flag("mainland", default=True),
        language=table.text("language", "zh", among=("zh", "en")),
        area_code=table.parsed("area_code", area_code, ""),
        calendar=table.parsed("calendar", bound(_calendar, folder=folder), None),
        quiet=table.parsed("quiet", quiet_hours, None),
        digest=table.parsed("digest", bound(time_within, sessions=hours), None),
    )


def _hours(table: Table) -> Sessions:
    said = table.texts("hours", _HOURS)
    found = [table.attempt("hours", session, text, None, n) for n, text in enumerate(said)]
    sessions = tuple(session for session in found if session)
    if all(found):
        try:
            OfficeHours(ZoneInfo(_ZONE), sessions, Calendar.of(()))
        except ValueError as error:
            table.note("hours", f'"hours": {error}')
    return sessions


def _sections(table: Table, folder: Path) -> dict[str, str]:
    read = bound(_ruleset, folder=folder)
    return {name: table.parsed(name, read, "") for name in table.values}


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


def _storage(table: Table, folder: Path) -> StorageSettings:
    table.only(("url",))
    usual = _database(f"{_SQLITE}data/shouwen.db", folder)
    return StorageSettings(url=table.parsed("url", bound(_database, folder=folder), usual))


def _server(table: Table) -> ServerSettings:
    table.only(("listen", "public_url", "proxies"))
    host, port = table.parsed("listen", listening, ("127.0.0.1", 8000))
    return ServerSettings(
        host=host,
        port=port,
        public_url=table.parsed("public_url", web_address, "").rstrip("/"),
        proxies=table.text("proxies", "127.0.0.1,::1"),
    )


def _files(table: Table, folder: Path) -> FilesSettings:
    table.only(("folder", "largest_mb", "keep_days", "endings"))
    return FilesSettings(
        folder=folder / table.text("folder", "data/files"),
        largest=table.number("largest_mb", 20, least=1),
        keep_days=table.number("keep_days", 0),
        endings=tuple(e.lstrip(".").lower() for e in table.texts("endings", tuple(ENDINGS))),
    )


def _database(text: str, folder: Path) -> str:
    """Make the path of an SQLite file absolute."""
    if text.startswith(_SQLITE) and len(text) > len(_SQLITE):
        return _SQLITE + str(folder / text.removeprefix(_SQLITE))
    if not re.match(r"postgresql(\+psycopg)?://.", text):
        # What was said is not repeated: it may hold a password.
        raise ValueError('expected "sqlite:///data/shouwen.db" or "postgresql://…"')
    return text
