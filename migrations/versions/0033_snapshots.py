"""Monthly snapshots of the register with the hashes of their files."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0033_snapshots"
down_revision = "0032_alerts"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("generation", LARGE, nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("withheld_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("month", name=op.f("uq_snapshots_month")),
    )
    op.create_table(
        "snapshot_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", LARGE, nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_snapshot_files_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_files")),
        sa.UniqueConstraint("name", name=op.f("uq_snapshot_files_name")),
    )
    op.create_index(op.f("ix_snapshot_files_snapshot_id"), "snapshot_files", ["snapshot_id"])


def downgrade() -> None:
    op.drop_table("snapshot_files")
    op.drop_table("snapshots")
