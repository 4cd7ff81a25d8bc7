"""Mail about what is new for readers; a message of the outbox may go to a reader who is no person of the register."""

import sqlalchemy as sa
from alembic import op

from statements.db import JsonDocument, UtcDateTime

revision = "0032_alerts"
down_revision = "0031_frozen_packs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("wanted", JsonDocument, nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("seen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_alerts_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_address", "alerts", ["address"])
    with op.batch_alter_table("outbox") as table:
        table.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("reader_id", sa.Uuid(), nullable=True))
        table.create_index(op.f("ix_outbox_reader_id"), ["reader_id"])


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE person_id IS NULL")
    with op.batch_alter_table("outbox") as table:
        table.drop_index(op.f("ix_outbox_reader_id"))
        table.drop_column("reader_id")
        table.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("alerts")
