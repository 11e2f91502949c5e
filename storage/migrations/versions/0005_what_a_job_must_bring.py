"""What a job must bring before it is done, and what it has brought."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contracts", sa.Column("evidence", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("handoffs", sa.Column("evidence", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("handoffs", sa.Column("waived", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("handoffs", "waived")
    op.drop_column("handoffs", "evidence")
    op.drop_column("contracts", "evidence")
