"""What no single cell can show: unknown and departed people, circles, work left behind."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.admin.workbook.cells import near
from bot.admin.workbook.columns import (
    DEPARTMENTS,
    DUTIES,
    DUTY_DAYS,
    OFFICERS,
    SECTIONS,
    STAFF,
    Column,
)
from bot.admin.workbook.mistakes import Mistake
from bot.admin.workbook.rows import Row, Table
from bot.domain.office import (
    Department,
    Directory,
    Duty,
    Entry,
    Officer,
    OfficerId,
    entry_key,
)

Owed = Callable[[OfficerId], Sequence[str]]
"""The numbers of the inquiries a person still owes something on."""

_SUGGESTED = 50  # looking for the nearest word is slow among thousands
_MOBILE = re.compile(r"(?:\+?86)?1[3-9][0-9]{9}")
_UNKNOWN = {OFFICERS: "unknown_officer", DEPARTMENTS: "unknown_department"}


@dataclass(frozen=True)
class Checks:
    """The file's rows against each other and what the office has."""

    tables: Mapping[str, Table]  # by Sheet.part; those of the file
    directory: Directory

    def mistakes(self, owed: Owed) -> Iterator[Mistake]:
        """Everything that keeps the file from being imported."""
        yield from self._references()
        for row in self._rows:
            yield from self._about(row, owed)

    def warnings(self) -> Iterator[Mistake]:
        """Tell what is imported all the same, and should be known."""
        for row in self._rows:
            if isinstance(row.entry, Officer):
                if _MOBILE.fullmatch(re.sub(r"[\s-]", "", row.entry.phone)):
                    yield _at(row, "phone", "mobile_as_office", value=row.entry.phone)
                if not row.entry.active:
                    yield from self._still_named(row, row.entry)

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return tuple(row for table in self.tables.values() for row in table.rows)

    @cached_property
    def _officers(self) -> Mapping[str, Officer]:
        return self._with_file(OFFICERS, self.directory.officers)

    @cached_property
    def _departments(self) -> Mapping[str, Department]:
        return self._with_file(DEPARTMENTS, self.directory.departments)

    def _with_file(self, part: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
        rows = self.tables[part].rows if part in self.tables else ()
        return {**known, **{entry_key(row.entry): row.entry for row in rows}}

    def _references(self) -> Iterator[Mistake]:
        suggested = 0
        for row, column, key in self._named():
            if self._is_known(column.refers, key):
                if self._has_left(row, column, key):
                    yield _at(row, column.field, "left", value=key, name=self._officers[key].name)
                continue
            near_word = self._near(column.refers, key) if suggested < _SUGGESTED else {}
            suggested += 1
            yield _at(row, column.field, _UNKNOWN[column.refers], value=key, **near_word)

    def _named(self) -> Iterator[tuple[Row, Column, str]]:
        for row in self._rows:
            for column in row.sheet.columns:
                if column.refers:
                    for key in _keys(row.entry, column):
                        yield row, column, key

    def _is_known(self, part: str, key: str) -> bool:
        in_file = part in self.tables and key in self.tables[part].keys
        return in_file or key in getattr(self.directory, part)

    def _has_left(self, row: Row, column: Column, key: str) -> bool:
        if column.refers != OFFICERS or row.sheet is DUTY_DAYS or key not in self._officers:
            return False  # days gone by keep the names of those who have left
        gone = isinstance(row.entry, Officer) and not row.entry.active
        return not gone and not self._officers[key].active

    def _near(self, part: str, key: str) -> dict[str, str]:
        """Look among numbers and, as people write those instead, among names."""
        if part == DEPARTMENTS:
            return near(key, tuple(self._departments))
        for officer in self._officers.values():
            if officer.name == key:
                return {"near": officer.id}
        return near(key, tuple(self._officers))

    def _about(self, row: Row, owed: Owed) -> Iterator[Mistake]:
        match row.entry:
            case Officer(id=me, deputy=deputy, active=True) if me == deputy:
                yield _at(row, "deputy", "own_deputy")
            case Duty(department="", officer=""):
                yield _at(row, "officer", "nobody_responsible")
            case Department(name=name) if self._in_a_circle(name):
                yield _at(row, "parent", "circle", value=name)
            case Officer(active=False, id=me, name=name) if numbers := tuple(owed(me)):
                values = {"name": name, "count": str(len(numbers))}
                yield _at(row, "active", "still_owes", numbers="、".join(numbers), **values)

    def _in_a_circle(self, name: str) -> bool:
        above, seen = self._parent(name), {""}
        while above not in seen and above != name:
            seen.add(above)
            above = self._parent(above)
        return above == name

    def _parent(self, name: str) -> str:
        found = self._departments.get(name)
        return found.parent if found else ""

    def _still_named(self, row: Row, gone: Officer) -> Iterator[Mistake]:
        for sheet in (SECTIONS, STAFF, DUTIES):
            in_file = self.tables[sheet.part].keys if sheet.part in self.tables else {}
            for key, entry in sheet.known(self.directory).items():
                for column in sheet.columns:
                    names_him = column.refers == OFFICERS and gone.id in _keys(entry, column)
                    if names_him and key not in in_file:
                        values = {"name": gone.name, "where": sheet.name, "key": key}
                        yield _at(row, "active", "still_named", what=column.heading, **values)


def _keys(entry: Entry, column: Column) -> tuple[str, ...]:
    value = getattr(entry, column.field)
    keys = value if isinstance(value, tuple) else (value,)
    return tuple(key for key in keys if key)


def _at(row: Row, field: str, code: str, **values: str) -> Mistake:
    heading = next(column.heading for column in row.sheet.columns if column.field == field)
    return Mistake(code=code, sheet=row.sheet.name, row=row.number, column=heading, values=values)
