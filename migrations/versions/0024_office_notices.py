"""Notices of the office: late, incomplete, concern."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0024_office_notices"
down_revision = "0023_two_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=True),
        sa.Column("statement_id", sa.Uuid(), nullable=True),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", UtcDateTime(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("answer_by", UtcDateTime(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_by", sa.Uuid(), nullable=True),
        sa.Column("replied_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_office_notices_organisation_id")
        ),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligations.id"], name=op.f("fk_office_notices_obligation_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_office_notices_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_notices")),
    )
    op.create_index(op.f("ix_office_notices_organisation_id"), "office_notices", ["organisation_id"])
    op.create_index(op.f("ix_office_notices_state"), "office_notices", ["state"])


def downgrade() -> None:
    op.drop_table("office_notices")
