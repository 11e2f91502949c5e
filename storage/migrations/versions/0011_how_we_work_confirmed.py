"""A partner's chat gets jobs once somebody in it has confirmed how we work."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chats", sa.Column("confirmed_at", sa.BigInteger(), nullable=True))
    op.add_column("chats", sa.Column("confirmed_by", sa.BigInteger(), nullable=True))
    # Who has worked with us until now knows how.
    op.execute("UPDATE chats SET confirmed_at = bound_at WHERE role = 'partner'")


def downgrade() -> None:
    op.drop_column("chats", "confirmed_by")
    op.drop_column("chats", "confirmed_at")
