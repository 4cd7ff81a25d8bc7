"""What was typed and not saved: by somebody in a section, and in a form that came when its sender was signed out."""

import sqlalchemy as sa
from alembic import op

from statements.db import JsonDocument, UtcDateTime

revision = "0014_unsaved"
down_revision = "0013_cases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsaved_sections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("typed", JsonDocument, nullable=False),
        sa.Column("seen", sa.String(length=16), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_unsaved_sections_draft_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_unsaved_sections_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsaved_sections")),
        sa.UniqueConstraint(
            "draft_id", "section", "person_id", name=op.f("uq_unsaved_sections_draft_id_section_person_id")
        ),
    )
    op.create_table(
        "parked_forms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fields", JsonDocument, nullable=False),
        sa.Column("parked_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_forms")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_parked_forms_token_hash")),
    )
    op.create_index(op.f("ix_parked_forms_parked_at"), "parked_forms", ["parked_at"])


def downgrade() -> None:
    op.drop_table("parked_forms")
    op.drop_table("unsaved_sections")
