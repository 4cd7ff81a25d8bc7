"""Annual reports of the Plan of Action and their frozen versions."""

import sqlalchemy as sa
from alembic import op

from statements.db import JsonDocument, UtcDateTime

revision = "0022_annual_reports"
down_revision = "0021_succession"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annual_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("content", JsonDocument, nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_reports")),
        sa.UniqueConstraint("plan", "year", name=op.f("uq_annual_reports_plan_year")),
    )
    op.create_table(
        "annual_report_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", JsonDocument, nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=False),
        sa.Column("frozen_at", UtcDateTime(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["annual_reports.id"], name=op.f("fk_annual_report_versions_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report_versions")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_annual_report_versions_report_id_number")),
    )


def downgrade() -> None:
    op.drop_table("annual_report_versions")
    op.drop_table("annual_reports")
