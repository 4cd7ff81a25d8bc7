"""Who opened which document; events found by whoever acted."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0028_audit"
down_revision = "0027_outbox"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_accesses",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_document_accesses")),
    )
    op.create_index("ix_document_accesses_sha256_at", "document_accesses", ["sha256", "at"])
    op.create_index("ix_events_actor_number", "events", ["actor", "number"])


def downgrade() -> None:
    op.drop_index("ix_events_actor_number", "events")
    op.drop_table("document_accesses")
