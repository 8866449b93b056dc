"""TOML read strictly: every mistake of a file is found at once, with its line."""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar, cast

from bot.settings.toml_lines import Keys, key_lines

_T = TypeVar("_T")
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_UNQUOTED = re.compile(r"\s*([^\s\"'#=\[]*[^\x00-\x7f][^\s\"'=]*)\s*=")
_KINDS = {
    str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list",
    dict: "a table",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A file and a line counted from 1; 0: no line, or an environment variable as the *file*."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        """Write it as compilers do."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to put right in a file; *file* is empty where none is meant."""

    file: str
    line: int
    problem: str

    def __str__(self) -> str:
        """One line for the operator."""
        return f"{Place(self.file, self.line)}: {self.problem}" if self.file else self.problem


@dataclass(eq=False)
class WrongFile(Exception):
    """A file cannot be used; carries all that is wrong in it, in the order of its lines."""

    mistakes: tuple[Mistake, ...]

    def __str__(self) -> str:
        """Every mistake on a line of its own."""
        return "\n".join(str(mistake) for mistake in self.mistakes)


class Spoken(str):
    """A value from the environment: text standing for whatever type its key wants."""

    __slots__ = ()


@dataclass
class Document:
    """A file as read, and the mistakes found in it so far."""

    file: str
    values: dict[str, Any]
    places: dict[Keys, Place]
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def root(self) -> "Table":
        """The file's outermost table."""
        return Table(self, (), self.values)

    def lay_over(self, keys: tuple[str, ...], value: str, place: Place) -> None:
        """Let *value* stand instead of the file's own, keeping where it came from."""
        table = self.values
        for depth, key in enumerate(keys[:-1], start=1):
            table = table.setdefault(key, {})
            if not isinstance(table, dict):
                return  # its own type is wrong already and will be said
            self.places.setdefault(keys[:depth], place)
        table[keys[-1]] = Spoken(value)
        kept = {known: at for known, at in self.places.items() if known[: len(keys)] != keys}
        self.places = {**kept, keys: place}

    def note(self, keys: Keys, problem: str) -> None:
        """Remember a mistake at the innermost of *keys* whose place is known."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        place = self.places.get(keys, Place(self.file))
        self.mistakes.append(Mistake(place.file, place.line, problem))

    def must_be_right(self) -> None:
        """Stop here where anything was wrong.

        Raises:
            WrongFile: with every mistake noted.
        """
        if self.mistakes:
            found = dict.fromkeys(self.mistakes)
            raise WrongFile(tuple(sorted(found, key=lambda m: (m.file != self.file, m.line))))


@dataclass(frozen=True)
class Table:
    """One table of a document. A getter notes what is wrong and gives a value of its type back."""

    document: Document
    path: Keys
    values: Mapping[str, Any]
    given: bool = True  # where the table itself is missing, nothing is missing in it

    def __contains__(self, key: str) -> bool:
        """Tell whether the key is given."""
        return key in self.values

    def only(self, known: Iterable[str], noun: str = "key") -> None:
        """Note every key not among *known*, with the nearest right one."""
        known = tuple(known)
        for key in self.values:
            if key not in known:
                self.note(key, f'unknown {noun} "{key}"; {hint(key, known)}')

    def need(self, *keys: str) -> None:
        """Note every one of *keys* that is missing."""
        for key in keys:
            if key not in self.values and self.given:
                self.note(key, self._lacks(f'"{key}"'))

    def text(self, key: str, default: str | None = None, among: Iterable[str] = ()) -> str:
        """Read a text, one of *among* where given; without *default* it is there and not empty."""
        value = self._get(key, str, default)
        among = tuple(among)
        if among and isinstance(self.values.get(key), str):
            self.allow(key, str(value), among)
        elif value == "" and default is None and key in self.values:
            self.note(key, f'"{key}" is empty')
        return str(value or "")

    def flag(self, key: str, *, default: bool) -> bool:
        """Read true or false."""
        said = self.values.get(key)
        if isinstance(said, Spoken) and said in ("true", "false"):
            return said == "true"
        value = self._get(key, bool, default)
        return default if value is None else value

    def number(self, key: str, default: int, *, least: int = 0) -> int:
        """Read a whole number, *least* or more."""
        said = self.values.get(key)
        spoken = isinstance(said, Spoken) and said.isdecimal()
        value = int(str(said)) if spoken else self._get(key, int, default) or 0
        if value < least:
            self.note(key, f'"{key}" must be {least} or more')
        return max(value, least)

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Read a list of texts, none of them twice; from the environment, separated by commas."""
        said = self.values.get(key)
        if isinstance(said, Spoken):
            return tuple(part.strip() for part in said.split(","))
        found = self._get(key, list, None if default is None else list(default)) or []
        for n, part in enumerate(found):
            if not isinstance(part, str):
                self.note(key, f'"{key}" must hold texts only, not {_kind(part)}', n)
            elif part in found[:n]:
                self.note(key, f'"{part}" stands twice in "{key}"', n)
        return tuple(part for part in found if isinstance(part, str))

    def table(self, key: str, *, needed: bool = False) -> "Table":
        """Read a table; an empty one where it is missing."""
        found = self._get(key, dict, None if needed else {}) or {}
        given = isinstance(self.values.get(key), dict)
        return Table(self.document, (*self.path, key), found, given)

    def tables(self, key: str) -> tuple["Table", ...]:
        """Read a list of tables (``[[key]]``); none where it is missing."""
        found = self._get(key, list, []) or []
        for n, part in enumerate(found):
            if not isinstance(part, dict):
                self.note(key, f'"{key}" must hold tables only, not {_kind(part)}', n)
        path = (*self.path, key)
        return tuple(
            Table(self.document, (*path, n), part)
            for n, part in enumerate(found)
            if isinstance(part, dict)
        )

    def parsed(self, key: str, read: Callable[[str], _T], default: _T) -> _T:
        """Read a text with *read*, whose ValueError says what was expected; else *default*."""
        if key not in self.values:
            return default
        text = self._get(key, str, None)
        return default if text is None else self.attempt(key, read, str(text), default)

    def attempt(
        self, key: str, read: Callable[[str], _T], text: str, default: _T, *inside: int
    ) -> _T:
        """Apply *read* to a text of that key, noting its ValueError."""
        try:
            return read(text)
        except ValueError as error:
            self.note(key, f'"{key}": {error}', *inside)
            return default

    def allow(self, key: str, value: str, among: Iterable[str], *inside: int) -> None:
        """Note a value that is not among those allowed."""
        among = tuple(among)
        if value not in among:
            self.note(key, f'"{value}" is not allowed for "{key}"; {hint(value, among)}', *inside)

    def note(self, key: str, problem: str, *inside: int) -> None:
        """Remember a mistake at a key of this table, or at a place of the list there."""
        self.document.note((*self.path, key, *inside), problem)

    def _get(self, key: str, kind: type[_T], default: _T | None) -> _T | None:
        if key not in self.values:
            if default is None and self.given:
                self.note(key, self._lacks(f"[{key}]" if kind is dict else f'"{key}"'))
            return default
        value = self.values[key]
        # A boolean is a number to Python: only exactly this type, or text of the environment.
        if type(value) is kind or (kind is str and isinstance(value, Spoken)):
            return cast("_T", value)
        self.note(key, f'"{key}" must be {_KINDS[kind]}, not {_kind(value)}')
        return default

    def _lacks(self, called: str) -> str:
        keys = ".".join(key for key in self.path if isinstance(key, str))
        return f"[{keys}] lacks {called}" if keys else f"{called} is missing"


def read_document(text: str, file: str) -> Document:
    """Read TOML; *file* is how its mistakes call it.

    Raises:
        WrongFile: it is not TOML.
    """
    text = text.replace("\r\n", "\n")
    try:
        values = tomllib.loads(text)
        lines = key_lines(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongFile((_syntax(str(error), text, file),)) from error
    except RecursionError as error:
        raise WrongFile((Mistake(file, 0, "lists or tables nested too deeply"),)) from error
    return Document(file, values, {keys: Place(file, line) for keys, line in lines.items()})


def read_text(path: Traversable | Path) -> str:
    """Read a file written on any system, with or without a byte order mark.

    Raises:
        WrongFile: it is missing, a folder, unreadable or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise WrongFile((Mistake(str(path), 0, problem),)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise WrongFile((Mistake(path.name, line, "not UTF-8; save the file as UTF-8"),)) from error


def nearest(word: str, known: Iterable[str]) -> str:
    """Find the known word most like this one, capitals aside; empty where none is like it."""
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), folded, n=1)
    return folded[near[0]] if near else ""


def hint(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word, or list them all."""
    known = tuple(known)
    near = nearest(word, known)
    return f'did you mean "{near}"?' if near else "known: " + ", ".join(known)


def _kind(value: object) -> str:
    # Never the value itself: it may be a secret in the wrong place.
    return _KINDS.get(str if isinstance(value, str) else type(value), "a date or time")


def _syntax(said: str, text: str, file: str) -> Mistake:
    where = _WHERE.search(said)
    lines = text.split("\n")
    line = int(where[1] or len(lines)) if where else 0
    unquoted = _UNQUOTED.match(lines[line - 1]) if line else None
    if unquoted:
        return Mistake(file, line, f'put the key in quotes: "{unquoted[1]}"')
    if line and re.search("[“”‘’＝]", lines[line - 1]):
        return Mistake(file, line, "not valid TOML; quotes and the equals sign must be ASCII")
    reason = _WHERE.sub("", said)
    return Mistake(file, line, f"not valid TOML: {reason[:1].lower()}{reason[1:]}")
