"""Writing the workbook: empty to be filled in, or with what the office has."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.admin.workbook.cells import DAY, YES_NO
from bot.admin.workbook.columns import DEPARTMENTS, SECTIONS, SHEETS, Column, Sheet
from bot.admin.workbook.mistakes import texts
from bot.domain.office import Directory, Entry

_ROWS = 10_000  # that lists and formats reach down to
_OPTIONS = {
    # A name beginning with "=" is a name; 001 is not 1.
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_HEADER = {"bold": True, "bg_color": "#DCE6F1", "border": 1, "valign": "vcenter", "locked": True}
_NEEDED = {**_HEADER, "bg_color": "#FCE4D6"}
_BODY = {"num_format": "@", "text_wrap": True, "valign": "top"}
_GUIDE_WIDTHS = (12, 16, 8, 64, 40)


def write_template(path: Path, language: str = "zh") -> None:
    """Write the workbook to fill in: headings with comments, lists to choose from, a guide.

    It holds no example rows: whatever stands in a sheet is imported. Examples are in the guide.

    Raises:
        FileExistsError: something is there already, perhaps a filled-in workbook.
        OSError: the place cannot be written to.
    """
    write_workbook(path, Directory(), language)


def write_workbook(path: Path, directory: Directory, language: str = "zh") -> None:
    """Write what the office has as a filled-in workbook; reading it again changes nothing.

    Raises:
        FileExistsError: something is there already.
        OSError: the place cannot be written to.
    """
    with path.open("xb") as file, Workbook(file, _OPTIONS) as book:
        formats = {
            name: book.add_format(properties)
            for name, properties in (
                ("header", _HEADER),
                ("needed", _NEEDED),
                ("body", _BODY),
                ("day", {**_BODY, "num_format": "yyyy-mm-dd"}),
            )
        }
        words = texts(language)
        _write_guide(book.add_worksheet(words["guide"]["name"]), words, formats)
        for sheet in SHEETS:
            page = book.add_worksheet(sheet.name)
            _write_headings(page, sheet, words, formats)
            _write_rows(page, sheet, sheet.known(directory).values(), formats)
        book.get_worksheet_by_name(SHEETS[0].name).activate()


def _write_guide(page: Worksheet, words: Mapping[str, Any], formats: Mapping[str, Format]) -> None:
    guide = words["guide"]
    for column, width in enumerate(_GUIDE_WIDTHS):
        page.set_column(column, column, width)
    for number, line in enumerate(guide["lines"]):
        page.write_string(number, 0, line)
    top = len(guide["lines"]) + 1
    for column, heading in enumerate(guide["headings"]):
        page.write_string(top, column, heading, formats["header"])
    for number, line in enumerate(_guide_lines(words), start=top + 1):
        for column, text in enumerate(line):
            page.write_string(number, column, text, formats["body"])


def _guide_lines(words: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    for sheet in SHEETS:
        for column in sheet.columns:
            needed = words["guide"]["needed"] if column.required else ""
            comment = words["comments"][sheet.name][column.heading]
            yield (sheet.name, column.heading, needed, comment, column.example)


def _write_headings(
    page: Worksheet, sheet: Sheet, words: Mapping[str, Any], formats: Mapping[str, Format]
) -> None:
    page.freeze_panes(1, 1)
    page.set_row(0, 24)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width, _body(column, formats))
        look = formats["needed" if column.required else "header"]
        page.write_string(0, number, column.heading, look)
        comment = words["comments"][sheet.name][column.heading]
        if column.example:
            comment += "\n" + words["guide"]["example"].format(example=column.example)
        page.write_comment(0, number, comment, {"x_scale": 2})
        if choice := _choice(column, words["guide"]["choose"]):
            page.data_validation(1, number, _ROWS, number, choice)


def _choice(column: Column, message: str) -> dict[str, Any]:
    """Offer a list; where several may be given, or the list is still to come, anything goes."""
    if column.kind.options:
        strict = column.kind is YES_NO or not column.kind.several
        return {
            "validate": "list",
            "source": [str(option) for option in column.kind.options],
            "show_error": strict,
            "error_message": message,
        }
    if column.refers == DEPARTMENTS:
        source = f"='{SECTIONS.name}'!$A$2:$A$500"
        return {"validate": "list", "source": source, "show_error": False}
    return {}


def _write_rows(
    page: Worksheet, sheet: Sheet, entries: Iterable[Entry], formats: Mapping[str, Format]
) -> None:
    looks = [_body(column, formats) for column in sheet.columns]
    for number, entry in enumerate(entries, start=1):
        for place, value in enumerate(sheet.values(entry)):
            if text := sheet.columns[place].kind.show(value):
                page.write_string(number, place, text, looks[place])


def _body(column: Column, formats: Mapping[str, Format]) -> Format:
    return formats["day" if column.kind is DAY else "body"]
