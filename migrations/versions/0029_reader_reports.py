"""What readers say is wrong with a statement."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0029_reader_reports"
down_revision = "0028_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reader_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_reader_reports_statement_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_reader_reports_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_reports")),
    )
    op.create_index(op.f("ix_reader_reports_statement_id"), "reader_reports", ["statement_id"])
    op.create_index("ix_reader_reports_state_received_at", "reader_reports", ["state", "received_at"])


def downgrade() -> None:
    op.drop_table("reader_reports")
