"""A request to act may describe an organisation that is not in the register yet."""

import sqlalchemy as sa
from alembic import op

from statements.db import JsonDocument

revision = "0011_proposed_organisations"
down_revision = "0010_obligation_lateness"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("memberships") as table:
        table.add_column(sa.Column("proposed", JsonDocument, nullable=False, server_default="{}"))
    with op.batch_alter_table("memberships") as table:
        table.alter_column("proposed", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("memberships") as table:
        table.drop_column("proposed")
