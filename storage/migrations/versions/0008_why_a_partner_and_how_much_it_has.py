"""Why a job went to a partner, and an index by which a partner's week is counted."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("because", sa.String(length=16), nullable=True))
    op.create_index("ix_handoffs_week", "handoffs", ["partner_id", "offered_at", "state"])


def downgrade() -> None:
    op.drop_index("ix_handoffs_week", table_name="handoffs")
    op.drop_column("handoffs", "because")
