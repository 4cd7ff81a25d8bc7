"""What the machine read of a draft, as advice to the people of its organisation."""

import sqlalchemy as sa
from alembic import op

from statements.db import JsonDocument, UtcDateTime

revision = "0015_draft_readings"
down_revision = "0014_unsaved"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_readings",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("asked_hash", sa.String(64), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("body", JsonDocument, nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_draft_readings_draft_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft_readings")),
    )


def downgrade() -> None:
    op.drop_table("draft_readings")
