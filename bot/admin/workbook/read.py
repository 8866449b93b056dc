"""Reading a filled-in workbook: a dry run with every mistake, or entries to be kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.admin.workbook.book import Grid, Unopenable, open_book
from bot.admin.workbook.cells import near
from bot.admin.workbook.checks import Checks, Owed
from bot.admin.workbook.columns import SHEETS, Sheet
from bot.admin.workbook.mistakes import Mistake, Reading, texts
from bot.admin.workbook.rows import Row, Table, read_table
from bot.domain.office import Directory, Entry, Officer, OfficerId, entry_key


def _nothing_owed(_: OfficerId) -> Sequence[str]:
    return ()


def read(path: Path, directory: Directory, *, owed: Owed = _nothing_owed) -> Reading:
    """Read a workbook against what the office has; writes nothing.

    *owed* gives the numbers of the inquiries a person still owes; who owes any cannot leave.
    Every mistake is found in one go, in the order of sheets, rows and columns.
    """
    try:
        grids = open_book(path)
    except Unopenable as error:
        return Reading(mistakes=(Mistake(code=error.code, values={"file": path.name}),))
    return _read(grids, directory, owed)


def _read(grids: tuple[Grid, ...], directory: Directory, owed: Owed) -> Reading:
    by_name = {grid.name: grid for grid in grids}
    tables = {s.part: read_table(s, by_name[s.name]) for s in SHEETS if s.name in by_name}
    checks = Checks(tables, directory)
    mistakes = [mistake for table in tables.values() for mistake in table.mistakes]
    mistakes += _missing_sheets(by_name, directory)
    warnings = [hint for table in tables.values() for hint in table.hints]
    warnings += _extra_sheets(by_name)
    # While a sheet cannot be read, everything that refers to it would look unknown.
    if not any(table.shapeless for table in tables.values()):
        mistakes += checks.mistakes(owed)
        warnings += checks.warnings()
    if not mistakes and not any(table.rows for table in tables.values()):
        mistakes.append(Mistake(code="empty"))
    if mistakes:
        return Reading(mistakes=_sorted(mistakes), warnings=_sorted(warnings))
    return _imported(tables, directory, _sorted(warnings))


def _missing_sheets(by_name: Mapping[str, Grid], directory: Directory) -> Iterator[Mistake]:
    names = {sheet.name for sheet in SHEETS}
    others = tuple(name for name in by_name if name not in names)
    for sheet in SHEETS:
        if sheet.name not in by_name and sheet.must_be_known and not sheet.known(directory):
            yield Mistake(
                code="missing_sheet", values={"value": sheet.name, **near(sheet.name, others)}
            )


def _extra_sheets(by_name: Mapping[str, Grid]) -> Iterator[Mistake]:
    ours = {sheet.name for sheet in SHEETS}
    guides = {texts(language)["guide"]["name"] for language in ("zh", "en")}
    for name, grid in by_name.items():
        if name not in ours | guides and grid.rows:
            yield Mistake(code="extra_sheet", values={"value": name})


def _imported(
    tables: Mapping[str, Table], directory: Directory, warnings: tuple[Mistake, ...]
) -> Reading:
    rows = [row for table in tables.values() for row in table.rows]
    before = [_before(row, directory) for row in rows]
    added = sum(known is None for known in before)
    entries = tuple(_over(row, known) for row, known in zip(rows, before, strict=True))
    same = sum(entry == known for entry, known in zip(entries, before, strict=True))
    return Reading(
        entries=entries,
        warnings=warnings,
        unchanged=tuple(_left_out(tables, directory)),
        added=added,
        updated=len(rows) - added - same,
        same=same,
    )


def _before(row: Row, directory: Directory) -> Entry | None:
    return row.sheet.known(directory).get(entry_key(row.entry))


def _over(row: Row, known: Entry | None) -> Entry:
    """What the workbook has no column for stays as it is known (a department's short name)."""
    if known is None:
        return row.entry
    said = {column.field: getattr(row.entry, column.field) for column in row.sheet.columns}
    return replace(known, **said)


def _left_out(tables: Mapping[str, Table], directory: Directory) -> Iterator[str]:
    for sheet in SHEETS:
        keys = tables[sheet.part].keys if sheet.part in tables else {}
        for key, entry in sheet.known(directory).items():
            if sheet.report_missing and key not in keys and not _gone(entry):
                yield (
                    f"{sheet.name} {key} {entry.name}"
                    if isinstance(entry, Officer)
                    else (f"{sheet.name} {key}")
                )


def _gone(entry: Entry) -> bool:
    return isinstance(entry, Officer) and not entry.active


def _sorted(mistakes: Sequence[Mistake]) -> tuple[Mistake, ...]:
    return tuple(sorted(mistakes, key=_position))


def _position(mistake: Mistake) -> tuple[int, int, int]:
    sheet = next((sheet for sheet in SHEETS if sheet.name == mistake.sheet), None)
    return (_sheet_position(sheet), mistake.row, _column_position(sheet, mistake.column))


def _sheet_position(sheet: Sheet | None) -> int:
    return SHEETS.index(sheet) if sheet else -1


def _column_position(sheet: Sheet | None, heading: str) -> int:
    headings = [column.heading for column in sheet.columns] if sheet else []
    return headings.index(heading) if heading in headings else -1
