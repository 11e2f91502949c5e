"""Who pays what no line says otherwise of, of a contract; and the price that the customer has said yes to."""

import sqlalchemy as sa
from alembic import op

from storage.types import Words

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contracts", sa.Column("payer", sa.String(16), nullable=True))
    op.add_column("handoffs", sa.Column("price_agreed", Words(), nullable=True))


def downgrade() -> None:
    op.drop_column("handoffs", "price_agreed")
    op.drop_column("contracts", "payer")
