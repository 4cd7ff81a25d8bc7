"""The first tables of suppliers."""

import sqlalchemy as sa
from alembic import op

from statements.db import JsonDocument, UtcDateTime

revision = "0007_suppliers"
down_revision = "0006_moderation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplier_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("filename", sa.String(length=500), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.String(length=500), nullable=False),
        sa.Column("header_row", sa.Integer(), nullable=False),
        sa.Column("columns", JsonDocument, nullable=False),
        sa.Column("problems", JsonDocument, nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_supplier_lists_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_lists")),
    )
    op.create_index(op.f("ix_supplier_lists_organisation_id"), "supplier_lists", ["organisation_id"], unique=False)
    op.create_table(
        "procurement_returns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("lines", JsonDocument, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("filed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_procurement_returns_organisation_id")
        ),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_procurement_returns_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procurement_returns")),
        sa.UniqueConstraint(
            "organisation_id", "period_end", name=op.f("uq_procurement_returns_organisation_id_period_end")
        ),
    )
    op.create_table(
        "supplier_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("identifier", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=500), nullable=False),
        sa.Column("spend", sa.Numeric(precision=18, scale=2, asdecimal=False), nullable=True),
        sa.Column("given", JsonDocument, nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("chosen_by", sa.Uuid(), nullable=True),
        sa.Column("candidates", JsonDocument, nullable=False),
        sa.Column("reasons", JsonDocument, nullable=False),
        sa.Column("risk_tier", sa.String(length=64), nullable=False),
        sa.Column("risk_reasons", JsonDocument, nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["supplier_lists.id"], name=op.f("fk_supplier_lines_list_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_supplier_lines_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_lines")),
        sa.UniqueConstraint("list_id", "row", name=op.f("uq_supplier_lines_list_id_row")),
    )
    op.create_index("ix_supplier_lines_list_outcome", "supplier_lines", ["list_id", "outcome"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_supplier_lines_list_outcome", table_name="supplier_lines")
    op.drop_table("supplier_lines")
    op.drop_table("procurement_returns")
    op.drop_index(op.f("ix_supplier_lists_organisation_id"), table_name="supplier_lists")
    op.drop_table("supplier_lists")
