"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _answered()
    _daily()
    _draft()
    _entry()
    _inquiry()
    _item()
    _journal()
    _post()
    _series()
    _setting()
    _undo()
    _post_about()


def downgrade() -> None:
    raise NotImplementedError("the way back is the copy that was made before migrating")


def _answered() -> None:
    op.create_table(
        "answered",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "platform", "delivery", name="pk_answered"),
        sqlite_with_rowid=False,
    )


def _daily() -> None:
    op.create_table(
        "daily",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "kind", "audience", "day", name="pk_daily"),
        sqlite_with_rowid=False,
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(
            "office_id", "platform", "chat", "thread", "officer", name="pk_draft"
        ),
        sqlite_with_rowid=False,
    )


def _entry() -> None:
    op.create_table(
        "entry",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "kind", "key", name="pk_entry"),
    )


def _inquiry() -> None:
    op.create_table(
        "inquiry",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("full", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("registered_by", sa.String(), nullable=False),
        sa.Column("first_responder", sa.String(), nullable=False),
        sa.Column("inquirer", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("owes", sa.String(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=False),
        sa.Column("director", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("concluded_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("alarm", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", name="pk_inquiry"),
    )
    op.create_index(
        "ix_inquiry_alarm",
        "inquiry",
        ["office_id", "alarm"],
        sqlite_where=sa.text("alarm IS NOT NULL"),
    )
    op.create_index("ix_inquiry_assignee", "inquiry", ["office_id", "assignee", "received_at"])
    op.create_index(
        "ix_inquiry_concluded",
        "inquiry",
        ["office_id", "department", "concluded_at"],
        sqlite_where=sa.text("concluded_at IS NOT NULL"),
    )
    op.create_index("ix_inquiry_day", "inquiry", ["office_id", "day"])
    op.create_index(
        "ix_inquiry_department", "inquiry", ["office_id", "department", "open", "received_at"]
    )
    op.create_index(
        "ix_inquiry_first_responder", "inquiry", ["office_id", "first_responder", "received_at"]
    )
    op.create_index("ix_inquiry_full", "inquiry", ["office_id", "full"], unique=True)
    op.create_index("ix_inquiry_number", "inquiry", ["office_id", "number", "id"])
    op.create_index("ix_inquiry_open", "inquiry", ["office_id", "open", "received_at"])
    op.create_index("ix_inquiry_owes", "inquiry", ["office_id", "owes", "received_at"])
    op.create_index("ix_inquiry_phone", "inquiry", ["office_id", "phone", "received_at"])
    op.create_index("ix_inquiry_received_at", "inquiry", ["office_id", "received_at"])


def _item() -> None:
    op.create_table(
        "item",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", name="pk_item"),
    )
    op.create_index("ix_item_key", "item", ["office_id", "key"], unique=True)
    op.create_index(
        "ix_item_ready", "item", ["office_id", "not_before"], sqlite_where=sa.text("told = 0")
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("inquiry", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "seq", name="pk_journal"),
    )
    op.create_index("ix_journal_inquiry", "journal", ["office_id", "inquiry", "seq"])
    op.create_index("ix_journal_kind", "journal", ["office_id", "kind", "at"])
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER journal_no_{verb.lower()} BEFORE {verb} ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )


def _post() -> None:
    op.create_table(
        "post",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("guard", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", name="pk_post"),
    )
    op.create_index("ix_post_chat", "post", ["office_id", "platform", "chat", "thread", "id"])
    op.create_index(
        "ix_post_key",
        "post",
        ["office_id", "key"],
        unique=True,
        sqlite_where=sa.text("\"key\" != ''"),
    )
    op.create_index(
        "ix_post_message", "post", ["office_id", "platform", "chat", "thread", "message_id", "id"]
    )
    op.create_index(
        "ix_post_owed",
        "post",
        ["office_id", "id"],
        sqlite_where=sa.text("state = 'owed' AND shown < wanted"),
    )
    op.create_index(
        "ix_post_parked", "post", ["office_id", "id"], sqlite_where=sa.text("state = 'parked'")
    )


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "name", name="pk_series"),
        sqlite_with_rowid=False,
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "key", name="pk_setting"),
        sqlite_with_rowid=False,
    )


def _undo() -> None:
    op.create_table(
        "undo",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("inquiry", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "inquiry", name="pk_undo"),
    )
    op.create_index("ix_undo_officer", "undo", ["office_id", "officer", "place"])
    op.create_index("ix_undo_place", "undo", ["office_id", "place"])


def _post_about() -> None:
    op.create_table(
        "post_about",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("inquiry", sa.Integer(), nullable=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "post"],
            ["post.office_id", "post.id"],
            name="fk_post_about_office_id_post",
        ),
        sa.PrimaryKeyConstraint("office_id", "inquiry", "post", name="pk_post_about"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_post_about_post", "post_about", ["office_id", "post"])
