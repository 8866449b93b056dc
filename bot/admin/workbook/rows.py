"""A sheet of cells read into entries, each with its row, and what cannot be read."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.admin.workbook.book import BLANK, IS_DATE, Cell, Grid, Merge
from bot.admin.workbook.cells import DAY, BadCell, near
from bot.admin.workbook.columns import Column, Sheet
from bot.admin.workbook.mistakes import Mistake
from bot.domain.office import Entry

_HEADER_WITHIN = 10  # rows: people put a title above the headings
_HEADINGS_AT_LEAST = 2
_REMARK = re.compile(r"\(.*?\)|\*|\s")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry and where it stands."""

    sheet: Sheet
    number: int
    entry: Entry


@dataclass(slots=True)
class Table:
    """A sheet as read. *keys* has those of unreadable rows too, so that one mistake stays one."""

    sheet: Sheet
    rows: list[Row] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    hints: list[Mistake] = field(default_factory=list)
    shapeless: bool = False  # headings missing: the rows were not read

    def mistake(self, code: str, row: int = 0, column: str = "", **values: str) -> None:
        """Write one down."""
        self.mistakes.append(
            Mistake(code=code, sheet=self.sheet.name, row=row, column=column, values=values)
        )


def read_table(sheet: Sheet, grid: Grid) -> Table:
    """Read one sheet to its end, whatever is wrong in it."""
    table = Table(sheet)
    if not any(cell.text for row in grid.rows for cell in row):
        return table
    header = _header(sheet, grid)
    if header is None:
        table.mistake("no_header", first=sheet.key.heading)
    else:
        places = _places(table, [_plain(cell.text) for cell in grid.rows[header]])
        if not table.mistakes:
            _read_rows(table, grid, header, places)
            return table
    table.shapeless = True
    return table


def _header(sheet: Sheet, grid: Grid) -> int | None:
    known = {column.heading for column in sheet.columns}
    for number, row in enumerate(grid.rows[:_HEADER_WITHIN]):
        if len(known & {_plain(cell.text) for cell in row}) >= _HEADINGS_AT_LEAST:
            return number
    return None


def _plain(heading: str) -> str:
    """``* 工号（必填）`` is still 工号."""
    return _REMARK.sub("", unicodedata.normalize("NFKC", heading))


def _places(table: Table, headings: list[str]) -> dict[str, int]:
    """Find each column's place; say which are missing, doubled or unknown."""
    known = tuple(column.heading for column in table.sheet.columns)
    missing = tuple(heading for heading in known if heading not in headings)
    extra = tuple(heading for heading in headings if heading and heading not in known)
    for heading in missing:
        table.mistake("missing_column", 0, heading, **near(heading, extra))
    for heading, times in Counter(headings).items():
        if heading in known and times > 1:
            table.mistake("doubled_column", column=heading)
    table.hints += [
        Mistake(code="extra_column", sheet=table.sheet.name, column=heading) for heading in extra
    ]
    return {heading: number for number, heading in enumerate(headings) if heading in known}


def _read_rows(table: Table, grid: Grid, header: int, places: Mapping[str, int]) -> None:
    merges = [merge for merge in grid.merges if merge.first_row > header + 1]
    _refuse_wide(table, merges, places)
    for number, cells in enumerate(_filled(grid, merges), start=1):
        if number > header + 1 and any(cell != BLANK for cell in cells):
            picked = {name: cells[at] if at < len(cells) else BLANK for name, at in places.items()}
            if any(cell != BLANK for cell in picked.values()):
                _read_row(table, number, picked)


def _refuse_wide(table: Table, merges: list[Merge], places: Mapping[str, int]) -> None:
    headings = {at + 1: heading for heading, at in places.items()}
    for merge in merges:
        if merge.first_column != merge.last_column and merge.first_column in headings:
            table.mistake("merged", merge.first_row, headings[merge.first_column])


def _filled(grid: Grid, merges: list[Merge]) -> Iterator[tuple[Cell, ...]]:
    """Repeat a value merged over several rows in each of them that says anything else."""
    rows = list(grid.rows)
    for column, first, last_column, last in merges:
        if column == last_column and first <= len(rows):
            value = rows[first - 1][column - 1 : column]
            for number in range(first, min(last, len(rows))):
                rows[number] = _with(rows[number], column - 1, value)
    return iter(rows)


def _with(cells: tuple[Cell, ...], at: int, value: tuple[Cell, ...]) -> tuple[Cell, ...]:
    if all(cell == BLANK for cell in cells):
        return cells
    padded = cells + (BLANK,) * (at - len(cells))
    return (*padded[:at], *value, *padded[at + 1 :])


def _read_row(table: Table, number: int, cells: Mapping[str, Cell]) -> None:
    values: dict[str, Any] = {}
    bad = False
    for column in table.sheet.columns:
        try:
            values[column.field] = _value(column, cells[column.heading])
        except BadCell as error:
            table.mistake(error.code, number, column.heading, **error.values)
            bad = True
    if table.sheet.key.field in values:
        bad |= _doubled(table, number, str(values[table.sheet.key.field]))
    if not bad:
        table.rows.append(Row(table.sheet, number, table.sheet.entry(**values)))


def _value(column: Column, cell: Cell) -> object:
    if cell.trouble and not (cell.trouble == IS_DATE and column.kind is DAY):
        raise BadCell(code=cell.trouble, values={"value": cell.text})
    if column.required and not cell.text:
        raise BadCell(code="required")
    if len(cell.text) > column.at_most:
        raise BadCell(
            code="too_long", values={"at_most": str(column.at_most), "length": str(len(cell.text))}
        )
    return column.kind.read(cell.text)


def _doubled(table: Table, number: int, key: str) -> bool:
    first = table.keys.setdefault(key, number)
    if first != number:
        table.mistake("twice", number, table.sheet.key.heading, value=key, first=str(first))
    return first != number
