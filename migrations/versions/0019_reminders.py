"""Reminders of obligations, and private addresses of calendars."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0019_reminders"
down_revision = "0018_blind_readings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligations.id"], name=op.f("fk_reminders_obligation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("obligation_id", "step", name=op.f("uq_reminders_obligation_id_step")),
    )
    op.create_table(
        "calendar_addresses",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("renewed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calendar_addresses_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_addresses")),
    )
    op.create_index("ix_obligations_due_on", "obligations", ["due_on"])


def downgrade() -> None:
    op.drop_index("ix_obligations_due_on", "obligations")
    op.drop_table("calendar_addresses")
    op.drop_table("reminders")
