"""What the requester was asked before a card can go."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("asked", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("tickets", sa.Column("asked_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("tickets", "asked_at")
    op.drop_column("tickets", "asked")
