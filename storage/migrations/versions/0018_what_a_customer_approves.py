"""Whether a customer is asked before the work goes above the cap."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contracts", sa.Column("customer_approval", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("contracts", "customer_approval")
