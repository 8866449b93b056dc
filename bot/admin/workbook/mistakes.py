"""What is wrong in a workbook, and the sentence that says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.office import Entry
from bot.rendering.word_file import word_file

_AT_ONCE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing to put right, or to know; *row* counts as the spreadsheet does, 0: none.

    Carries values only; its words are templates/<lang>/workbook.toml, ``[mistakes]``.
    """

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A workbook as read. With any mistake there are no entries: nothing is half imported."""

    entries: tuple[Entry, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    warnings: tuple[Mistake, ...] = ()
    unchanged: tuple[str, ...] = ()  # sheet and key of what the file leaves out
    added: int = 0
    updated: int = 0
    same: int = 0


def say(mistake: Mistake, language: str = "zh") -> str:
    """Say where it is and what to do about it."""
    words = texts(language)
    place = words["place"][_place(mistake)]
    where = place.format(sheet=mistake.sheet, row=mistake.row, column=mistake.column)
    sentence = str(words["mistakes"][mistake.code]).format_map(mistake.values)
    if "near" in mistake.values:
        sentence += str(words["near"]).format_map(mistake.values)
    return f"{where}{sentence}"


def report(reading: Reading, language: str = "zh") -> tuple[str, ...]:
    """Tell the whole reading, a line each: mistakes, warnings, what was left out, the counts."""
    words = texts(language)["report"]
    lines = [say(mistake, language) for mistake in reading.mistakes + reading.warnings]
    if reading.mistakes:
        return (*lines, words["refused"].format(count=len(reading.mistakes)))
    if reading.unchanged:
        names = words["comma"].join(reading.unchanged[:_AT_ONCE])
        names += words["more"] if len(reading.unchanged) > _AT_ONCE else ""
        lines.append(words["unchanged"].format(count=len(reading.unchanged), names=names))
    counts = {"added": reading.added, "updated": reading.updated, "same": reading.same}
    return (*lines, words["counts"].format(**counts))


def texts(language: str) -> dict[str, Any]:
    """Everything the workbook says in a language."""
    return word_file(language, "workbook")


def _place(mistake: Mistake) -> str:
    row = "row" if mistake.row else ""
    column = "column" if mistake.column else ""
    sheet = "sheet" if mistake.sheet else "file"
    return "_".join(part for part in (row, column) if part) or sheet
