"""Two people file where an organisation wants it; a filing that its organisation disowns is held."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0023_two_people"
down_revision = "0022_annual_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisations", sa.Column("two_people", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "filing_holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_filing_holds_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_filing_holds_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_holds")),
    )
    op.create_index(op.f("ix_filing_holds_version_id"), "filing_holds", ["version_id"])


def downgrade() -> None:
    op.drop_table("filing_holds")
    op.drop_column("organisations", "two_people")
