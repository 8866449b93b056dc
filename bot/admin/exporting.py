"""The register as a file for spreadsheets (台账), and its counts for the terminal."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.admin.premises import Premises, opened
from bot.app import open_shelf
from bot.clockwork.clock import SystemClock
from bot.domain.inquiry import Attached, FileState, Inquiry
from bot.domain.rules import Office
from bot.ports.store import Shelf, Work
from bot.rendering.ledger import Ledger, LedgerPage, counts, wanted
from bot.rendering.wording import Wording

_ALL = 10_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
Counts = dict[str, dict[str, int]]


async def export_ledger(
    file: Path, config: Path, words: str, *, folder: Path | None = None
) -> tuple[str, ...]:
    """Write what *words* select (「上周 公租房」; nothing: everything), oldest first.

    With a *folder* the materials are copied into it, ``2026-1123-07/01-租房合同.pdf``, and a last column
    names them. Returns the lines for the terminal: how many, and the counts (8.1). The file is
    UTF-8 with a byte order mark, as spreadsheets want it, and replaced as a whole.

    Raises:
        Refused: it is no ``.csv``, or cannot be written.
    """
    async with opened(config) as premises:
        voice = premises.voice
        if file.suffix.lower() != ".csv":
            raise voice.refusal("only_csv", file=file)
        now = SystemClock().now()
        read = await premises.store.run(
            lambda work: _read(work, premises.office, words, now), at=now
        )
        page = read.with_files if folder else read.page
        try:
            copied = _copy(read.found, open_shelf(premises.settings.files.folder), folder)
            _write(file, page)
        except OSError as error:
            where, reason = error.filename or file, error.strerror
            raise voice.refusal("not_written", file=where, reason=reason) from error
        more = (voice.say("export.files", count=copied, folder=folder),) if folder else ()
        return (*_report(premises, file, page, read.counted), *more)


@dataclass(frozen=True, slots=True)
class _Read:
    """The register as it is written: its rows, their counts, and the inquiries themselves."""

    page: LedgerPage
    counted: Counts
    found: tuple[Inquiry, ...]
    heading: str

    @property
    def with_files(self) -> LedgerPage:
        """The same with a column of files."""
        listed = ("；".join(path for _, path in _files(inquiry)) for inquiry in self.found)
        rows = tuple((*row, cell) for row, cell in zip(self.page.rows, listed, strict=True))
        return LedgerPage((*self.page.titles, self.heading), rows)


def _read(work: Work, office: Office, words: str, now: datetime) -> _Read:
    wording = Wording(office)
    book = Ledger(office, work.roster, wording)
    chosen = wanted(words, wording, work.roster, now)
    found = work.inquiries.find(replace(chosen, newest_first=False, at_most=_ALL))
    page = LedgerPage(book.titles, tuple(book.row(inquiry) for inquiry in found))
    heading = wording.pattern("document_name")
    return _Read(page, counts(work.inquiries.tally(chosen), work.roster), tuple(found), heading)


def _files(inquiry: Inquiry) -> Iterator[tuple[Attached, str]]:
    """The kept files of an inquiry, each with its path; the full number is unique over the years."""
    kept = (file for file in inquiry.files if file.state == FileState.KEPT and file.sha)
    for place, file in enumerate(kept, start=1):
        yield file, f"{inquiry.received_at.year}-{inquiry.number}/{place:02}-{file.name}"


def _copy(found: Iterable[Inquiry], shelf: Shelf, folder: Path | None) -> int:
    """Copy the materials; what is missing on the shelf is left out."""
    copied = 0
    for file, path in (each for i in found for each in _files(i)) if folder else ():
        place = Path(folder or "") / path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            place.write_bytes(shelf.read(file.sha))
            copied += 1
    return copied


def _write(file: Path, page: LedgerPage) -> None:
    fresh = file.with_name(f".{file.name}.part")
    try:
        with fresh.open("w", encoding="utf-8-sig", newline="") as opened_file:
            rows = csv.writer(opened_file)
            rows.writerow(page.titles)
            rows.writerows([harmless(cell) for cell in row] for row in page.rows)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def harmless(cell: str) -> str:
    """Keep a spreadsheet from taking what somebody typed for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _report(premises: Premises, file: Path, page: LedgerPage, counted: Counts) -> Iterator[str]:
    voice, wording = premises.voice, Wording(premises.office)
    yield voice.say("export.written", count=len(page.rows), file=file)
    for kind, numbers in counted.items():
        parts = tuple(
            f"{_label(wording, kind, key) or voice.say('export.unknown')} {n}"
            for key, n in numbers.items()
        )
        if parts:
            yield voice.say(f"export.{kind}", counts=voice.listed(parts, at_most=100))


def _label(wording: Wording, kind: str, key: str) -> str:
    return wording.label(kind, key) if kind in ("outcome", "handled") else key
