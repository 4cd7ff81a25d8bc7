"""Why a statement is late, as an officer or the organisation said."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0038_lateness_reasons"
down_revision = "0037_kept_figures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lateness_reasons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_office", sa.Boolean(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.Column("shown_from", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_lateness_reasons_obligation_id_obligations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lateness_reasons")),
        sa.UniqueConstraint("obligation_id", "place", name=op.f("uq_lateness_reasons_obligation_id_place")),
    )


def downgrade() -> None:
    op.drop_table("lateness_reasons")
