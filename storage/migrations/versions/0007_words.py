"""Words, numbers and rights are found by an index; what is open has small indexes of its own."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.words import place_of, written

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

GONE = (
    "alarm",
    "assignee",
    "day",
    "department",
    "first_responder",
    "open",
    "owes",
    "phone",
    "received_at",
)
OPEN = sa.text("open = 1")
NEW = {
    "day": ("day", "id"),
    "received_at": ("received_at", "id"),
    "first_responder": ("first_responder", "received_at", "id"),
    "registered_by": ("registered_by", "day", "received_at"),
    "phone": ("phone", "received_at", "id"),
    "inquirer": ("inquirer", "received_at", "id"),
}
OPEN_ONES = {
    "open": ("id",),
    "owes": ("owes", "received_at"),
    "following": ("first_responder", "received_at", "id"),
    "in_hand": ("assignee", "received_at", "id"),
    "section": ("department", "state", "due"),
}
WORDS = (
    "CREATE VIRTUAL TABLE inquiry_words USING fts5("
    "document, content='', columnsize=0, detail=none, tokenize='ascii')"
)
KEPT = (
    "SELECT office_id, id, phone, department, helpers, matter, inquirer, unit, place, told, number,"
    " first_responder, registered_by, assignee, director FROM inquiry ORDER BY office_id, id"
)


def upgrade() -> None:
    for name in GONE:
        op.drop_index(f"ix_inquiry_{name}", "inquiry")
    for name, columns in NEW.items():
        op.create_index(f"ix_inquiry_{name}", "inquiry", ["office_id", *columns])
    alarms = sa.text("alarm IS NOT NULL")
    op.create_index(
        "ix_inquiry_alarm", "inquiry", ["office_id", "alarm", "id"], sqlite_where=alarms
    )
    for name, some in OPEN_ONES.items():
        op.create_index(f"ix_inquiry_{name}", "inquiry", ["office_id", *some], sqlite_where=OPEN)
    op.add_column("item", sa.Column("recipient", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE item SET recipient = body ->> '$.to'")
    told = ["office_id", "recipient", "not_before"]
    op.create_index("ix_item_recipient", "item", told, sqlite_where=sa.text("told = 0"))
    op.drop_index("ix_post_message", "post")
    message = ["office_id", "platform", "chat", "thread", "message_id", "id"]
    op.create_index("ix_post_message", "post", message, sqlite_where=sa.text("message_id != ''"))
    op.drop_index("ix_journal_kind", "journal")
    op.create_index("ix_journal_kind", "journal", ["office_id", "kind", "at", "by"])
    op.create_table(
        "stale",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("inquiry", sa.Integer(), nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "inquiry", name=op.f("pk_stale")),
        sqlite_with_rowid=False,
    )
    op.execute(WORDS)
    driver: Any = op.get_bind().connection.driver_connection
    driver.executemany(
        "INSERT INTO inquiry_words (rowid, document) VALUES (?, ?)",
        map(_indexed, driver.execute(KEPT)),
    )


def _indexed(row: tuple[Any, ...]) -> tuple[int, str]:
    office, inquiry, phone, section, helpers, *more = row
    said, people = more[:6], (*more[6:], *helpers.split())
    document = written(said, phone=phone, people=people, section=section)
    return place_of(office, inquiry), document


def downgrade() -> None:
    raise NotImplementedError("the way back is the copy that was made before migrating")
