"""What an office chose: its ruleset (制度) as values, and the office itself as a tenant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta

from bot.domain.hours import Limit, OfficeHours

ENDINGS = [
    "jpg",
    "jpeg",
    "png",
    "webp",
    "gif",
    "heic",
    "heif",
    "bmp",
    "tif",
    "tiff",
    "pdf",
    "ofd",
    "doc",
    "docx",
    "xls",
    "xlsx",
    "ppt",
    "pptx",
    "wps",
    "et",
    "dps",
    "odt",
    "ods",
    "rtf",
    "txt",
    "csv",
    "ogg",
    "oga",
    "opus",
    "mp3",
    "m4a",
    "amr",
    "wav",
    "aac",
    "mp4",
    "mov",
]
"""Endings of the files an office takes unless it says otherwise: pictures, papers, sound, film."""


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One limit. *cap* cuts a longer promise of a duty to it; *given* has its date from a person."""

    limit: Limit | None  # None: "given"
    cap: bool = False
    urgent: bool = False
    own: str = ""  # what starts the clock where the first responder keeps the matter himself


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: when, with which words (*view*), to whom.

    *tell* are told at that moment, *listed* find it in their list of the next opening. Both name
    parts: owner, assignee, first_responder, head, leader, chief.
    """

    at: str
    view: str
    tell: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    every: Limit | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class UrgeRule:
    """Who urges, after how much opening time the bot does it in his place, and how often a day."""

    by: str = "first_responder"
    fallback: Limit | None = None
    at_most: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the register: a key of the ledger's values and its heading."""

    key: str
    title: str


@dataclass(frozen=True)
class Ruleset:
    """The numbers, lists and words of one rule document; *version* names what an inquiry began under."""

    name: str
    title: str
    version: str
    shown_as: str = ""
    channels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    limits: Mapping[str, LimitRule] = field(default_factory=dict)
    ladders: Mapping[str, tuple[Rung, ...]] = field(default_factory=dict)
    urge: UrgeRule = UrgeRule()
    count_first_day: bool = False
    registration_number: str = ""
    formal_number: str = ""
    words: Mapping[str, str] = field(default_factory=dict)  # channel and kind words people say

    def ladder(self, clock: str) -> tuple[Rung, ...]:
        """The clock's own ladder, else the usual one: remind its owner, then tell his head."""
        return self.ladders.get(clock, _USUAL)


_USUAL = (
    Rung("-1wd", "remind", tell=("owner",)),
    Rung("+1wd", "overdue", tell=("head",)),
)


@dataclass(frozen=True, slots=True)
class FileRule:
    """Which files are taken: at most *largest* bytes, of these *endings*; how long they are kept.

    *keep* is counted from the end of their inquiry; ``None``: for good.
    """

    largest: int = 20 * 2**20
    endings: frozenset[str] = frozenset(ENDINGS)
    keep: timedelta | None = None


@dataclass(frozen=True, eq=False)
class Office:
    """The office (单位) a dispatcher serves; compared by identity, so caches may hang on it."""

    name: str
    short: str
    hours: OfficeHours
    rules: Ruleset
    mainland: bool = False
    language: str = "zh"
    area_code: str = ""
    quiet: tuple[time, time] | None = None  # 免打扰: from and until, office time
    files: FileRule = FileRule()
    demo: bool = False
