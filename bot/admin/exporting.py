"""The register as a file for spreadsheets (台账), and its counts for the terminal."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.admin.premises import Premises, opened
from bot.app import open_shelf
from bot.clockwork.clock import SystemClock
from bot.domain.inquiry import Attached, FileState, Inquiry
from bot.domain.rules import Office
from bot.ports.store import Shelf, Work
from bot.rendering.ledger import Ledger, counts, wanted
from bot.rendering.wording import Wording

if TYPE_CHECKING:
    import _csv

_ALL = 10_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported where; without a *folder* no materials are copied."""

    file: Path
    words: str
    folder: Path | None
    shelf: Shelf
    office: Office
    now: datetime


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows and materials were written, and the counts of the register."""

    rows: int
    copied: int
    counted: Counts


async def export_ledger(
    file: Path, config: Path, words: str, *, folder: Path | None = None
) -> tuple[str, ...]:
    """Write what *words* select (「上周 公租房」; nothing: everything), oldest first.

    With a *folder* the materials are copied into it, ``2026-1123-07/01-租房合同.pdf``, and a last column
    names them. Returns the lines for the terminal: how many, and the counts (8.1). The file is
    UTF-8 with a byte order mark, as spreadsheets want it, and replaced as a whole. It is written
    row by row beside the running office, which goes on.

    Raises:
        Refused: it is no ``.csv``, or cannot be written.
    """
    async with opened(config) as premises:
        voice = premises.voice
        if file.suffix.lower() != ".csv":
            raise voice.refusal("only_csv", file=file)
        shelf, now = open_shelf(premises.settings.files.folder), SystemClock().now()
        export = Export(file, words, folder, shelf, premises.office, now)
        try:
            written = await premises.store.read(partial(write_register, export=export), at=now)
        except OSError as error:
            where, reason = error.filename or file, error.strerror
            raise voice.refusal("not_written", file=where, reason=reason) from error
        copied = voice.say("export.files", count=written.copied, folder=folder) if folder else ""
        return (*_report(premises, file, written), *((copied,) if folder else ()))


def write_register(work: Work, export: Export) -> Exported:
    """Write the file beside its place, and put it there when it is whole."""
    wording = Wording(export.office)
    book = Ledger(export.office, work.roster, wording)
    chosen = wanted(export.words, wording, work.roster, export.now)
    found = work.inquiries.each(replace(chosen, newest_first=False, at_most=_ALL))
    heading = (wording.pattern("document_name"),) if export.folder else ()
    fresh = export.file.with_name(f".{export.file.name}.part")
    try:
        with fresh.open("w", encoding="utf-8-sig", newline="") as opened_file:
            rows = csv.writer(opened_file)
            rows.writerow((*book.titles, *heading))
            copied = [_row(rows, book, inquiry, export) for inquiry in found]
        fresh.replace(export.file)
    finally:
        fresh.unlink(missing_ok=True)
    counted = counts(work.inquiries.tally(chosen), work.roster)
    return Exported(len(copied), sum(copied), counted)


def _row(rows: "_csv.Writer", book: Ledger, inquiry: Inquiry, export: Export) -> int:
    """Write one, and copy its materials; return how many."""
    files = tuple(_files(inquiry)) if export.folder else ()
    named = ("；".join(path for _, path in files),) if export.folder else ()
    rows.writerow([harmless(cell) for cell in (*book.row(inquiry), *named)])
    return sum(_is_copied(file, path, export) for file, path in files)


def _files(inquiry: Inquiry) -> Iterator[tuple[Attached, str]]:
    """The kept files of an inquiry, each with its path; the full number is unique over the years."""
    kept = (file for file in inquiry.files if file.state == FileState.KEPT and file.sha)
    for place, file in enumerate(kept, start=1):
        yield file, f"{inquiry.received_at.year}-{inquiry.number}/{place:02}-{file.name}"


def _is_copied(file: Attached, path: str, export: Export) -> bool:
    """Copy one of the materials; what is missing on the shelf is left out."""
    place = Path(export.folder or "") / path
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        place.write_bytes(export.shelf.read(file.sha))
        return True
    return False


def harmless(cell: str) -> str:
    """Keep a spreadsheet from taking what somebody typed for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _report(premises: Premises, file: Path, written: Exported) -> Iterator[str]:
    voice, wording = premises.voice, Wording(premises.office)
    yield voice.say("export.written", count=written.rows, file=file)
    for kind, numbers in written.counted.items():
        parts = tuple(
            f"{_label(wording, kind, key) or voice.say('export.unknown')} {n}"
            for key, n in numbers.items()
        )
        if parts:
            yield voice.say(f"export.{kind}", counts=voice.listed(parts, at_most=100))


def _label(wording: Wording, kind: str, key: str) -> str:
    return wording.label(kind, key) if kind in ("outcome", "handled") else key
