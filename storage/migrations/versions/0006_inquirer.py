"""Who came is one value of the inquiry, and each of his fields has one name."""

import json
from collections.abc import Callable
from typing import Any

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FIELDS = {"inquirer": "name", "phone": "phone", "unit": "unit", "place": "place",
          "inquirer_class": "class_"}  # fmt: skip
"""What stood in the inquiry itself, and what it is called as a field of its inquirer."""


def upgrade() -> None:
    _rewrite("inquiry", _inquiry)
    _rewrite("undo", lambda body: _inquiry(body["before"]) if body["before"] else None)
    _rewrite("draft", lambda body: _answers(body["answers"]))


def _inquiry(body: dict[str, Any]) -> None:
    body["inquirer"] = {new: body.pop(old, "") for old, new in FIELDS.items()}
    for note in body["notes"]:
        note["field"] = FIELDS.get(note["field"], note["field"])


def _answers(given: dict[str, str]) -> None:
    if "inquirer" in given:
        given["name"] = given.pop("inquirer")


def _rewrite(table: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the bodies of a table as SQLite goes through it: none is held but the one at hand."""

    def changed(text: str) -> str:
        body = json.loads(text)
        change(body)
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))

    driver: Any = op.get_bind().connection.driver_connection
    driver.create_function("changed", 1, changed, deterministic=True)
    op.execute(f"UPDATE {table} SET body = changed(body)")  # noqa: S608 - the names above


def downgrade() -> None:
    raise NotImplementedError("the way back is the copy that was made before migrating")
