"""The register as a file for spreadsheets (台账), and its counts for the terminal."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.rules import Office
from bot.ledger import Ledger, counts, wanted
from bot.opening import Premises, opened
from bot.ports import Work
from bot.queries import LedgerPage
from bot.wording import Wording

_ALL = 10_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
Counts = dict[str, dict[str, int]]


async def export_ledger(file: Path, config: Path, words: str) -> tuple[str, ...]:
    """Write what *words* select (「上周 公租房」; nothing: everything), oldest first.

    Returns the lines for the terminal: how many, and the counts (8.1). The file is UTF-8 with a
    byte order mark, as spreadsheets want it, and replaced as a whole.

    Raises:
        Refused: it is no ``.csv``, or cannot be written.
    """
    async with opened(config) as premises:
        if file.suffix.lower() != ".csv":
            raise premises.voice.refusal("only_csv", file=file)
        now = SystemClock().now()
        page, counted = await premises.store.run(
            lambda work: _read(work, premises.office, words, now), at=now
        )
        try:
            _write(file, page)
        except OSError as error:
            reason = error.strerror
            raise premises.voice.refusal("not_written", file=file, reason=reason) from error
        return tuple(_report(premises, file, page, counted))


def _read(work: Work, office: Office, words: str, now: datetime) -> tuple[LedgerPage, Counts]:
    wording = Wording(office)
    book = Ledger(office, work.roster, wording)
    chosen = wanted(words, wording, work.roster, now)
    found = work.inquiries.find(replace(chosen, newest_first=False, at_most=_ALL))
    page = LedgerPage(book.titles, tuple(book.row(inquiry) for inquiry in found))
    return page, counts(found, work.roster)


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
