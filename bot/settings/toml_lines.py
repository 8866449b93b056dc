"""On which line each key of a TOML file stands: ``tomllib`` reads the values only."""

import re
import tomllib
from dataclasses import dataclass, field

Keys = tuple[str | int, ...]
"""Where a value stands: keys from the outside in, a number for a place in a list (from 0)."""

_TOKEN = re.compile(
    r'''(?P<skip>[ \t]+|\#[^\n]*)
    |(?P<text>"""(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<mark>[\[\]{}=,.\n])
    |(?P<bare>[^\s\[\]{}=,.\#"']+)''',
    re.VERBOSE | re.DOTALL,
)


def key_lines(text: str) -> dict[Keys, int]:
    """Find the line, from 1, of every key, table and list member of a file ``tomllib`` accepts."""
    scanner = _Scanner(_tokens(text))
    scanner.file()
    return scanner.lines


@dataclass(frozen=True, slots=True)
class _Token:
    said: str
    line: int


def _tokens(text: str) -> list[_Token]:
    tokens = []
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            tokens.append(_Token(match[0], line))
        line += match[0].count("\n")
    return [*tokens, _Token("\n", line)]


@dataclass
class _Scanner:
    tokens: list[_Token]
    lines: dict[Keys, int] = field(default_factory=dict)
    at: int = 0
    lengths: dict[Keys, int] = field(default_factory=dict)  # of lists of tables, so far

    def file(self) -> None:
        table: Keys = ()
        while self._skip("\n"):
            if self._next("["):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Keys:
        repeated = self._next("[")
        line = self.tokens[self.at].line
        keys: Keys = ()
        names = self._names()
        for n, name in enumerate(names, start=1):
            keys = (*keys, name)
            if repeated and n == len(names):
                self.lengths[keys] = self.lengths.get(keys, 0) + 1
            self.lines.setdefault(keys, line)
            if keys in self.lengths:
                keys = (*keys, self.lengths[keys] - 1)
                self.lines.setdefault(keys, line)
        self.at += 1 + repeated
        return keys

    def _pair(self, table: Keys) -> None:
        line = self.tokens[self.at].line
        for name in self._names():
            table = (*table, name)
            self.lines.setdefault(table, line)
        self.at += 1  # the equals sign
        self._value(table)

    def _names(self) -> list[str]:
        names = [self._name()]
        while self._next("."):
            names.append(self._name())
        return names

    def _name(self) -> str:
        said = self.tokens[self.at].said
        self.at += 1
        return str(tomllib.loads(f"name = {said}")["name"]) if said[0] in "\"'" else said

    def _value(self, keys: Keys) -> None:
        self.lines.setdefault(keys, self.tokens[self.at].line)
        if self._next("["):
            self._members(keys, "]")
        elif self._next("{"):
            self._members(keys, "}")
        else:
            while self.tokens[self.at].said not in (",", "]", "}", "\n"):
                self.at += 1

    def _members(self, keys: Keys, end: str) -> None:
        place = 0
        while self._skip("\n", ",") and not self._next(end):
            if end == "}":
                self._pair(keys)
            else:
                self._value((*keys, place))
            place += 1

    def _next(self, mark: str) -> bool:
        """Step over *mark* if it comes next."""
        found = self.tokens[self.at].said == mark
        self.at += found
        return found

    def _skip(self, *marks: str) -> bool:
        """Step over any of *marks*; tell whether anything is left."""
        while self.at < len(self.tokens) and self.tokens[self.at].said in marks:
            self.at += 1
        return self.at < len(self.tokens)
