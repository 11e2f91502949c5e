"""What a handoff asks of its partner: to go there, or the maker's third line."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("kind", sa.String(16), nullable=False, server_default="field"))


def downgrade() -> None:
    op.drop_column("handoffs", "kind")
