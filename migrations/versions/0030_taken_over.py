"""Which answers of a draft were taken over from an earlier statement and not looked at yet."""

import sqlalchemy as sa
from alembic import op

from statements.db import JsonDocument

revision = "0030_taken_over"
down_revision = "0029_reader_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("drafts") as batch:
        batch.add_column(sa.Column("carried", JsonDocument, nullable=False, server_default="{}"))
    with op.batch_alter_table("drafts") as batch:
        batch.alter_column("carried", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("drafts") as batch:
        batch.drop_column("carried")
