"""The only door to spreadsheet files: a path in, sheets of plain cells out."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol, cast
from zipfile import ZipFile, is_zipfile

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, range_boundaries

from bot.admin.workbook.cells import shown

IS_DATE = "became_date"
_AT_MOST_BYTES = 300_000_000  # unpacked; 100,000 rows of people take a tenth
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MERGE = re.compile(rb'<mergeCell ref="([A-Z0-9:]+)"')
# A formula whose result is an empty text is kept as such: t="str".
_NEVER_CALCULATED = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"(?![^>]* t="str")[^>]*>'
    rb"<f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>"
)


class Cell(NamedTuple):
    """What a cell shows; *trouble* is a mistake's code, or `IS_DATE`."""

    text: str
    trouble: str = ""


BLANK = Cell("")


class Merge(NamedTuple):
    """Merged cells, counted from 1, inclusive; only the first holds the value."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: row 1 is ``rows[0]``; rows end with their last cell."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merges: tuple[Merge, ...] = ()


@dataclass(eq=False)
class Unopenable(Exception):
    """The file is no workbook; *code* names the sentence."""

    code: str


class _Raw(Protocol):
    """What is used of openpyxl's read-only cell; its format is looked up when asked for."""

    value: object
    data_type: str

    @property
    def number_format(self) -> str: ...


class _Sheet(Protocol):
    """What is used of openpyxl's read-only sheet."""

    title: str
    _worksheet_path: str

    def reset_dimensions(self) -> None: ...

    def iter_rows(self) -> Iterator[tuple[_Raw, ...]]: ...


def open_book(path: Path) -> tuple[Grid, ...]:
    """Read every sheet, formulas by the value last calculated.

    Raises:
        Unopenable: missing, not xlsx, protected by a password, damaged or enormous.
    """
    _must_be_a_workbook(path)
    # A damaged file raises whatever its damage happens to hit.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on parts of the file that are not read here
            return tuple(_grids(path))
    except Unopenable:
        raise
    except Exception as error:
        raise Unopenable(code="damaged") from error


def _must_be_a_workbook(path: Path) -> None:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Unopenable(code="no_file") from error
    except OSError as error:
        raise Unopenable(code="unreadable") from error
    if content.startswith(_OLE):
        raise Unopenable(code="password" if _ENCRYPTED in content else "old_format")
    if not is_zipfile(path):
        raise Unopenable(code="not_xlsx")


def _grids(path: Path) -> Iterator[Grid]:
    with ZipFile(path) as parts:
        if "xl/workbook.xml" not in parts.namelist():
            raise Unopenable(code="not_xlsx")
        if sum(part.file_size for part in parts.infolist()) > _AT_MOST_BYTES:
            raise Unopenable(code="too_large")
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            for sheet in cast("list[_Sheet]", book.worksheets):
                # Merges and formulas without value are in no read-only interface of openpyxl.
                content = parts.read(sheet._worksheet_path.lstrip("/"))  # noqa: SLF001
                yield _grid(sheet, content)
        finally:
            book.close()


def _grid(sheet: _Sheet, content: bytes) -> Grid:
    sheet.reset_dimensions()  # some programs write wrong ones, and rows would be lost
    rows = [tuple(_cell(raw) for raw in row) for row in sheet.iter_rows()]
    for letters, number in _NEVER_CALCULATED.findall(content):
        _mark(rows, int(number) - 1, column_index_from_string(letters.decode()) - 1)
    merges = tuple(Merge(*range_boundaries(found.decode())) for found in _MERGE.findall(content))
    return Grid(sheet.title.strip(), tuple(rows), merges)


def _cell(raw: _Raw) -> Cell:
    value = raw.value
    if value is None:
        return BLANK
    if raw.data_type == "e":
        return Cell(str(value), "formula_error")
    if isinstance(value, date | time | timedelta):
        return Cell(shown(value, ""), IS_DATE)
    numeric = isinstance(value, int | float)
    return Cell(shown(value, raw.number_format if numeric else ""))


def _mark(rows: list[tuple[Cell, ...]], row: int, column: int) -> None:
    cells = rows[row]
    rows[row] = (*cells[:column], Cell("", "never_calculated"), *cells[column + 1 :])
