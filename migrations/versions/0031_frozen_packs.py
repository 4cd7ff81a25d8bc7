"""Compliance packs that were frozen, and their files."""

import sqlalchemy as sa
from alembic import op

from statements.db import JsonDocument, UtcDateTime

revision = "0031_frozen_packs"
down_revision = "0030_taken_over"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "frozen_packs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("as_at", UtcDateTime(), nullable=False),
        sa.Column("counted_by", JsonDocument, nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=True),
        sa.Column("frozen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_packs")),
        sa.UniqueConstraint("number", name=op.f("uq_frozen_packs_number")),
        sa.UniqueConstraint("job_id", name=op.f("uq_frozen_packs_job_id")),
    )
    op.create_index("ix_frozen_packs_year", "frozen_packs", ["year"])
    op.create_table(
        "pack_files",
        sa.Column("pack_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["frozen_packs.id"], name=op.f("fk_pack_files_pack_id")),
        sa.PrimaryKeyConstraint("pack_id", "name", name=op.f("pk_pack_files")),
    )


def downgrade() -> None:
    op.drop_table("pack_files")
    op.drop_index("ix_frozen_packs_year", "frozen_packs")
    op.drop_table("frozen_packs")
