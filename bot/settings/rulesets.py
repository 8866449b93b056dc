"""Rulesets (制度): one rule document a file, its numbers, lists and ladders read strictly."""

from collections.abc import Callable
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.domain.ruleset import Ruleset, loosened
from bot.settings.extending import lay_under
from bot.settings.reading import CLOCKS, COLUMNS, OUTCOMES, TERMS, ruleset
from bot.settings.toml import Document, Mistake, WrongFile, hint, read_document, read_text

__all__ = [
    "CLOCKS",
    "COLUMNS",
    "OUTCOMES",
    "TERMS",
    "load_ruleset",
    "load_section",
    "names",
    "parse_ruleset",
]


@cache
def names() -> tuple[str, ...]:
    """Name every ruleset shipped with the bot."""
    files = (file.name for file in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


def load_ruleset(name_or_path: str) -> Ruleset:
    """Read a shipped ruleset by its name, or an office's own by a path ending in ``.toml``.

    Raises:
        WrongFile: there is none of that name, or something in it is wrong.
    """
    return _read(_document(name_or_path, Path()))


def load_section(name_or_path: str, office: Ruleset) -> Ruleset:
    """Read a section's own ruleset, which may ask more than the *office*'s, never less (8.14).

    Raises:
        WrongFile: as `load_ruleset`, and where a limit is looser than the office's.
    """
    document = _document(name_or_path, Path())
    rules = _read(document)
    for keys, problem in loosened(rules, office):
        document.note(keys, f"looser than the office: {problem}")
    document.must_be_right()
    return rules


def parse_ruleset(text: str, file: str, folder: Path | None = None) -> Ruleset:
    """Read one ruleset; *file* is how its mistakes call it, *folder* where what it extends lies.

    Raises:
        WrongFile: with everything that is wrong in it.
    """
    return _read(_extended(read_document(text, file), folder or Path(), (file,)))


def _read(document: Document) -> Ruleset:
    read = ruleset(document.root)
    document.must_be_right()
    return read


def _document(name_or_path: str, folder: Path, chain: tuple[str, ...] = ()) -> Document:
    if name_or_path.endswith(".toml"):
        path = folder / name_or_path
        document = read_document(read_text(path), path.name)
        return _extended(document, path.parent, (*chain, str(path.resolve())))
    if name_or_path not in names():
        problem = f'unknown ruleset "{name_or_path}"; {hint(name_or_path, names())}'
        raise WrongFile((Mistake("", 0, problem),))
    file = _folder() / f"{name_or_path}.toml"
    document = read_document(read_text(file), file.name)
    return _extended(document, Path(), (*chain, name_or_path))


def _extended(document: Document, folder: Path, chain: tuple[str, ...]) -> Document:
    """Put what a ruleset extends below it; one that leads back to itself extends nothing."""
    base = document.values.get("extend")
    if not isinstance(base, str):
        return document
    problem = _problem_of(base, folder, chain)
    if problem:
        document.note(("extend",), problem)
        return document
    lay_under(document, _document(base, folder, chain))
    return document


def _problem_of(base: str, folder: Path, chain: tuple[str, ...]) -> str:
    if base.endswith(".toml"):
        known: Callable[[], bool] = (folder / base).is_file
        found, called = known(), str((folder / base).resolve())
        missing = f'"extend": there is no file "{base}"'
    else:
        found, called = base in names(), base
        missing = f'"extend": unknown ruleset "{base}"; {hint(base, names())}'
    if not found:
        return missing
    return f'"extend": "{base}" extends this file itself' if called in chain else ""


def _folder() -> Traversable:
    return resources.files("bot") / "rulesets"
