"""An obligation knows from when its lateness may be shown, and is found by its statement."""

import sqlalchemy as sa
from alembic import op

from statements.db import UtcDateTime

revision = "0010_obligation_lateness"
down_revision = "0009_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("obligations") as table:
        table.add_column(sa.Column("lateness_public_from", UtcDateTime(), nullable=True))
        table.create_index("ix_obligations_statement_id", ["statement_id"])


def downgrade() -> None:
    with op.batch_alter_table("obligations") as table:
        table.drop_index("ix_obligations_statement_id")
        table.drop_column("lateness_public_from")
