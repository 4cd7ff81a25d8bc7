"""Whether an organisation stands, is being wound up or was dissolved: facts with their day and source."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0036_organisation_status"
down_revision = "0035_ways_of_opening"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation_statuses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_statuses_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_statuses")),
    )
    op.create_index(op.f("ix_organisation_statuses_organisation_id"), "organisation_statuses", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("organisation_statuses")
