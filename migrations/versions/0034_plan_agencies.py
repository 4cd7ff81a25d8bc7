"""Notes entered from published documents, and the agencies that policy staff make responsible for an action."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0034_plan_agencies"
down_revision = "0033_snapshots"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("progress_notes") as batch:
        batch.alter_column("organisation_id", existing_type=sa.Uuid(), nullable=True)
        batch.alter_column("written_by", existing_type=sa.Uuid(), nullable=True)
        batch.add_column(sa.Column("agency", sa.String(length=64), nullable=False, server_default=""))
        batch.add_column(sa.Column("document", sa.String(length=64), nullable=False, server_default=""))
        batch.add_column(sa.Column("entry", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("paragraphs", sa.String(length=500), nullable=False, server_default=""))
        batch.add_column(sa.Column("reading", sa.Text(), nullable=False, server_default=""))
        batch.create_unique_constraint(op.f("uq_progress_notes_document_entry"), ["document", "entry"])
    op.create_table(
        "action_agencies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=False),
        sa.Column("assigned_at", UtcDateTime(), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("end_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_action_agencies_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_agencies")),
    )
    op.create_index("ix_action_agencies_plan_action", "action_agencies", ["plan", "action"])


def downgrade() -> None:
    op.drop_index("ix_action_agencies_plan_action", table_name="action_agencies")
    op.drop_table("action_agencies")
    op.execute("DELETE FROM progress_notes WHERE organisation_id IS NULL")
    with op.batch_alter_table("progress_notes") as batch:
        batch.drop_constraint(op.f("uq_progress_notes_document_entry"), type_="unique")
        for column in ("reading", "paragraphs", "entry", "document", "agency"):
            batch.drop_column(column)
        batch.alter_column("written_by", existing_type=sa.Uuid(), nullable=False)
        batch.alter_column("organisation_id", existing_type=sa.Uuid(), nullable=False)
