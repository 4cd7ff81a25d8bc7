"""Sampled second readings, blind to the first."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0018_blind_readings"
down_revision = "0017_return_reasons"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blind_readings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("picked_at", UtcDateTime(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_blind_readings_assessment_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["people.id"], name=op.f("fk_blind_readings_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_readings")),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_blind_readings_assessment_id")),
    )
    op.create_index(op.f("ix_blind_readings_officer_id"), "blind_readings", ["officer_id"])
    op.create_table(
        "blind_levels",
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(length=8), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["reading_id"], ["blind_readings.id"], name=op.f("fk_blind_levels_reading_id")),
        sa.PrimaryKeyConstraint("reading_id", "criterion", name=op.f("pk_blind_levels")),
    )


def downgrade() -> None:
    op.drop_table("blind_levels")
    op.drop_table("blind_readings")
