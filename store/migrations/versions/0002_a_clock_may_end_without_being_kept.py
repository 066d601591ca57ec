"""A clock may end without being kept: returned, merged, dismissed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("clocks") as table:
        table.add_column(sa.Column("ended", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("clocks") as table:
        table.drop_column("ended")
