"""Progress on the Plan of Action: stages and next steps of notes, questions about them, measures, readings of pages."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0020_plan_progress"
down_revision = "0019_reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("progress_notes", sa.Column("stage", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("progress_notes", sa.Column("next_steps", sa.Text(), nullable=False, server_default=""))
    op.add_column("progress_notes", sa.Column("corrected_at", UtcDateTime(), nullable=True))
    op.add_column("progress_notes", sa.Column("correction_reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("progress_notes", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "note_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["note_id"], ["progress_notes.id"], name=op.f("fk_note_questions_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_questions")),
    )
    op.create_index("ix_note_questions_note_id", "note_questions", ["note_id"], unique=False)
    op.create_table(
        "measure_values",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=500), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("counts_people", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_measure_values_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_values")),
    )
    op.create_index("ix_measure_values_plan_action", "measure_values", ["plan", "action"], unique=False)
    op.create_table(
        "page_readings",
        sa.Column("page", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("page", "day", name=op.f("pk_page_readings")),
    )


def downgrade() -> None:
    op.drop_table("page_readings")
    op.drop_index("ix_measure_values_plan_action", table_name="measure_values")
    op.drop_table("measure_values")
    op.drop_index("ix_note_questions_note_id", table_name="note_questions")
    op.drop_table("note_questions")
    for column in ("revision", "correction_reason", "corrected_at", "next_steps", "stage"):
        op.drop_column("progress_notes", column)
