"""Sentences that are nearly the same: their words, the keys by which they are found, where they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0025_near_copies"
down_revision = "0024_office_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sentence_words",
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sentence_words")),
    )
    op.create_table(
        "sentence_bands",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("key", "digest", name=op.f("pk_sentence_bands")),
    )
    op.create_table(
        "sentence_places",
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_sentence_places_version_id")),
        sa.PrimaryKeyConstraint("digest", "version_id", name=op.f("pk_sentence_places")),
    )


def downgrade() -> None:
    op.drop_table("sentence_places")
    op.drop_table("sentence_bands")
    op.drop_table("sentence_words")
