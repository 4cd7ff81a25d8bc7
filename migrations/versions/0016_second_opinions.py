"""What one officer asks another about a finding."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0016_second_opinions"
down_revision = "0015_draft_readings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_opinions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_of", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_second_opinions_finding_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_second_opinions_asked_by")),
        sa.ForeignKeyConstraint(["asked_of"], ["people.id"], name=op.f("fk_second_opinions_asked_of")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_opinions")),
    )
    op.create_index(op.f("ix_second_opinions_finding_id"), "second_opinions", ["finding_id"])
    op.create_index(op.f("ix_second_opinions_asked_of"), "second_opinions", ["asked_of"])


def downgrade() -> None:
    op.drop_table("second_opinions")
