"""Who works on which case, and which officer has an interest in which organisation."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0013_cases"
down_revision = "0012_officer_work"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["people.id"], name=op.f("fk_interests_officer_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_interests_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
    )
    op.create_index(op.f("ix_interests_officer_id"), "interests", ["officer_id"])
    op.create_index(op.f("ix_interests_organisation_id"), "interests", ["organisation_id"])
    op.create_table(
        "case_assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("assigned_at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_case_assignments_statement_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["people.id"], name=op.f("fk_case_assignments_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_assignments")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_case_assignments_statement_id")),
    )
    op.create_index(op.f("ix_case_assignments_officer_id"), "case_assignments", ["officer_id"])


def downgrade() -> None:
    op.drop_table("case_assignments")
    op.drop_table("interests")
