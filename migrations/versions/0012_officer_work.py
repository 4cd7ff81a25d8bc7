"""What officers need beside the findings: hard cases, revisions, answers to a return, recalled notices, shared sentences."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0012_officer_work"
down_revision = "0011_proposed_organisations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment_flags",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("flag", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_assessment_flags_assessment_id")),
        sa.PrimaryKeyConstraint("assessment_id", "flag", name=op.f("pk_assessment_flags")),
    )
    op.create_table(
        "sentence_uses",
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("filer_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "filer_id", name=op.f("pk_sentence_uses")),
    )
    op.add_column("assessments", sa.Column("current", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("findings", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("reviews", sa.Column("answer", sa.Text(), nullable=False, server_default=""))
    op.add_column("reviews", sa.Column("answered_by", sa.Uuid(), nullable=True))
    op.add_column("reviews", sa.Column("answered_at", UtcDateTime(), nullable=True))
    op.add_column("notices", sa.Column("recalled_at", UtcDateTime(), nullable=True))
    op.add_column("notices", sa.Column("recall_reason", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for table, columns in (
        ("notices", ("recall_reason", "recalled_at")),
        ("reviews", ("answered_at", "answered_by", "answer")),
        ("findings", ("revision",)),
        ("assessments", ("current",)),
    ):
        for column in columns:
            op.drop_column(table, column)
    op.drop_table("sentence_uses")
    op.drop_table("assessment_flags")
