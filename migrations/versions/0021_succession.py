"""Organisations merged and moved, corrections of the register told openly, files withheld after a take-down."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0021_succession"
down_revision = "0020_plan_progress"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisations") as batch:
        batch.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_organisations_merged_into_id"), "organisations", ["merged_into_id"], ["id"])
        batch.create_index(op.f("ix_organisations_merged_into_id"), ["merged_into_id"])
    op.add_column("documents", sa.Column("withheld_at", UtcDateTime(), nullable=True))
    op.create_table(
        "former_addresses",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_former_addresses_organisation_id")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_former_addresses")),
    )
    op.create_index(op.f("ix_former_addresses_organisation_id"), "former_addresses", ["organisation_id"])
    op.create_table(
        "correction_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_correction_notes_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_notes")),
    )
    op.create_index(op.f("ix_correction_notes_organisation_id"), "correction_notes", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("correction_notes")
    op.drop_table("former_addresses")
    with op.batch_alter_table("documents") as batch:
        batch.drop_column("withheld_at")
    with op.batch_alter_table("organisations") as batch:
        batch.drop_index(op.f("ix_organisations_merged_into_id"))
        batch.drop_constraint(op.f("fk_organisations_merged_into_id"), type_="foreignkey")
        batch.drop_column("merged_into_id")
