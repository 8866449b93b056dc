"""The office itself as a tenant: its hours, what files it takes, and the rules it chose."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.domain.hours import OfficeHours
from bot.domain.ruleset import Ruleset

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
class FileRule:
    """Which files are taken: at most *largest* bytes, of these *endings*; how long they are kept.

    *keep* is counted from the end of their inquiry; ``None``: for good.
    """

    largest: int = 20 * 2**20
    endings: frozenset[str] = frozenset(ENDINGS)
    keep: timedelta | None = None


@dataclass(frozen=True)
class Rulebook:
    """The office's ruleset and those of sections with rules of their own (8.14), by section.

    *id* names this very wording for good: an inquiry keeps the one it began under.
    """

    id: str
    rules: Ruleset
    sections: Mapping[str, Ruleset] = field(default_factory=dict)

    def of(self, section: str) -> Ruleset:
        """The rules that apply in a section."""
        return self.sections.get(section, self.rules)


@dataclass(frozen=True, eq=False)
class Office:
    """The office (单位) a dispatcher serves; compared by identity, so caches may hang on it.

    *rules* are those of today; *former* the rulebooks that running inquiries began under, by id.
    """

    name: str
    short: str
    hours: OfficeHours
    rules: Ruleset
    mainland: bool = False
    language: str = "zh"
    area_code: str = ""
    quiet: tuple[time, time] | None = None  # 免打扰: from and until, office time
    digest: time | None = None  # when the digest (日清) is posted, office time; None: at opening
    files: FileRule = FileRule()
    demo: bool = False
    book: str = ""  # id of today's rulebook
    sections: Mapping[str, Ruleset] = field(default_factory=dict)
    former: Mapping[str, Rulebook] = field(default_factory=dict)
    _views: dict[tuple[str, str, str], "Office"] = field(default_factory=dict, init=False)

    def digest_at(self, day: date) -> datetime:
        """When the digest of *day* is posted; aware, in the office's zone."""
        return self.hours.at(day, self.digest) if self.digest else self.hours.opening(day)

    def has_rules(self, section: str) -> bool:
        """Tell whether a section has rules of its own, today or in a former rulebook."""
        books = self.former.values()
        return section in self.sections or any(section in book.sections for book in books)

    def under(self, book: str, section: str = "", kind: str = "") -> "Office":
        """The office under the rules of a rulebook, a section and a kind; always the same object.

        A rulebook nobody knows means today's.
        """
        found = self._views.get((book, section, kind))
        if found is None:
            former = self.former.get(book)
            rules = former.of(section) if former else self.sections.get(section, self.rules)
            rules = rules.under(kind)
            found = self if rules is self.rules else replace(self, rules=rules)
            self._views[book, section, kind] = found
        return found
