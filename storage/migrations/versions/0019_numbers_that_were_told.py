"""When somebody said under which number another house has a ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("their_numbers", sa.Column("told_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("their_numbers", "told_at")
