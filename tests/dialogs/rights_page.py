"""docs/rights.md is printed from the tables: ``python -m tests.dialogs.rights_page`` writes it anew."""

import re
from collections.abc import Iterator

from bot.dialogs.buttons import BUTTONS, Button
from bot.dialogs.words import COMMANDS, Command
from bot.domain.office import Role
from bot.domain.rights import EVERYBODY, SEES, Scope
from tests.places import ROOT

PAGE = ROOT / "docs" / "rights.md"
SCOPES = {Scope.OWN: "own", Scope.DEPARTMENT: "own, and the departments'", Scope.ALL: "all"}


def printed(page: str) -> str:
    """The page with its words as they are and its two tables as they must be."""
    tables = iter(("\n".join(_whose()), "\n".join(_what())))
    return re.sub(r"^\|.*(\n\|.*)*", lambda _: next(tables), page, flags=re.MULTILINE)


def _whose() -> Iterator[str]:
    yield from ("| role | sees |", "|---|---|")
    for role, scope in SEES.items():
        yield f"| {role.name.lower()} | {SCOPES[scope]} |"


def _what() -> Iterator[str]:
    yield from ("| what | who | about |", "|---|---|---|")
    for kind, table in (("typed", COMMANDS), ("button", BUTTONS)):
        for name, row in table.items():
            yield f"| `{name} ({kind})` | {_roles(row)} | {row.about} |"


def _roles(row: Command | Button) -> str:
    if row.roles == EVERYBODY:
        return "everybody"
    return ", ".join(role.name.lower() for role in Role if role in row.roles)


if __name__ == "__main__":
    PAGE.write_text(printed(PAGE.read_text("utf-8")), "utf-8")
