"""No post waits for a clock: what a clock owes is told or dropped in the turn that ends it."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("post", "guard")


def downgrade() -> None:
    raise NotImplementedError("the way back is the copy that was made before migrating")
