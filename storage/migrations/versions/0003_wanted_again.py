"""What was parked and is to be sent once more by the running office."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    wanted = sa.text("state = 'again'")
    op.create_index("ix_post_again", "post", ["office_id", "id"], sqlite_where=wanted)


def downgrade() -> None:
    raise NotImplementedError("the way back is the copy that was made before migrating")
