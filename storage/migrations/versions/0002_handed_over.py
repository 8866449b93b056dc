"""Files handed over, and what was said on platforms without a memory."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "download",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sha", sa.String(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", name="pk_download"),
    )
    op.create_index("ix_download_state", "download", ["office_id", "state", "not_before"])
    op.create_index(
        "ix_download_sha", "download", ["office_id", "sha"], sqlite_where=sa.text("sha != ''")
    )
    op.create_table(
        "heard",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "place", name="pk_heard"),
    )
    op.create_index("ix_heard_chat", "heard", ["office_id", "platform", "chat", "thread", "place"])


def downgrade() -> None:
    raise NotImplementedError("the way back is the copy that was made before migrating")
