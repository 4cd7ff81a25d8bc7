"""The first tables of action plan."""

import sqlalchemy as sa
from alembic import op

from statements.db import JsonDocument, UtcDateTime

revision = "0008_action_plan"
down_revision = "0007_suppliers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "progress_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("delay_reason", sa.Text(), nullable=False),
        sa.Column("mitigation", sa.Text(), nullable=False),
        sa.Column("links", JsonDocument, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_progress_notes_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_notes")),
    )
    op.create_index("ix_progress_notes_plan_action", "progress_notes", ["plan", "action"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_progress_notes_plan_action", table_name="progress_notes")
    op.drop_table("progress_notes")
