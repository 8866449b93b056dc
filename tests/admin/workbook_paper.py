"""A workbook as a person changes it: the demo office's, with other things in its cells."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook

from bot.admin.workbook import Reading, write_workbook
from bot.demo import demo_directory
from bot.domain.office import Directory, Duty, Officer

Value = str | float | bool | date | None
Change = Callable[[Workbook], None]
DEMO = demo_directory()
NOTHING = Directory()


def changed(path: Path, change: Change, directory: Directory = DEMO) -> Path:
    """Write the office's workbook and change it as a person would."""
    write_workbook(path, directory)
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def put(sheet: str, **cells: Value) -> Change:
    def change(book: Workbook) -> None:
        for place, value in cells.items():
            book[sheet][place] = value

    return change


def places(reading: Reading) -> list[tuple[str, str, int, str]]:
    return [(m.code, m.sheet, m.row, m.column) for m in reading.mistakes]


def officer(reading: Reading, number: str) -> Officer:
    return next(e for e in reading.entries if isinstance(e, Officer) and e.id == number)


def duty(reading: Reading, title: str) -> Duty:
    return next(e for e in reading.entries if isinstance(e, Duty) and e.title == title)
