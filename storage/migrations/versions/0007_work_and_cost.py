"""Hours, parts and expenses of a job, and what may be spent above its cap."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("work", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("handoffs", sa.Column("cost_asked", sa.String(length=32), nullable=True))
    op.add_column("handoffs", sa.Column("approved_cost", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("handoffs", "approved_cost")
    op.drop_column("handoffs", "cost_asked")
    op.drop_column("handoffs", "work")
