"""In which way a document was opened; drafts' documents have no version yet."""

import sqlalchemy as sa
from alembic import op

revision = "0035_ways_of_opening"
down_revision = "0034_plan_agencies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document_accesses") as batch:
        batch.alter_column("version_id", existing_type=sa.Uuid(), nullable=True)
        batch.add_column(sa.Column("way", sa.String(length=64), nullable=False, server_default="office"))
    with op.batch_alter_table("document_accesses") as batch:
        batch.alter_column("way", existing_type=sa.String(length=64), server_default=None)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM document_accesses WHERE version_id IS NULL"))
    with op.batch_alter_table("document_accesses") as batch:
        batch.drop_column("way")
        batch.alter_column("version_id", existing_type=sa.Uuid(), nullable=False)
