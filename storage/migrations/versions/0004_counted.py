"""What rights and counts ask of an inquiry becomes columns."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FROM_BODIES = """
UPDATE inquiry SET
  asked = coalesce(json_extract(body, '$.first_responder'), first_responder),
  helpers = coalesce((
    SELECT ' ' || group_concat(value, ' ') || ' ' FROM json_each(inquiry.body, '$.helpers')
  ), ''),
  handled = CASE
    WHEN coalesce(json_extract(body, '$.outside'), '') <> '' THEN 'guided'
    WHEN assignee = '' OR assignee = json_extract(body, '$.first_responder') THEN 'self'
    WHEN assignee = first_responder AND EXISTS (
      SELECT 1 FROM json_each(inquiry.body, '$.holders')
      WHERE value = json_extract(inquiry.body, '$.first_responder')
    ) THEN 'self'
    ELSE 'guided'
  END
"""


def upgrade() -> None:
    for name in ("asked", "helpers", "handled"):
        op.add_column("inquiry", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.execute(FROM_BODIES)


def downgrade() -> None:
    raise NotImplementedError("the way back is the copy that was made before migrating")
