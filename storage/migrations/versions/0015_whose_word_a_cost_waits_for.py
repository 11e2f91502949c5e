"""A cost above a cap goes up the chain, and may wait for the customer's word."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NEW: tuple[sa.Column[Any], ...] = (
    sa.Column("cost_passed", sa.Boolean(), server_default="0", nullable=False),
    sa.Column("cost_since", sa.BigInteger(), nullable=True),
    sa.Column("cap", sa.Text(), nullable=True),
    sa.Column("price_asked", sa.Text(), nullable=True),
)


def upgrade() -> None:
    for column in _NEW:
        op.add_column("handoffs", column._copy())


def downgrade() -> None:
    for column in reversed(_NEW):
        op.drop_column("handoffs", column.name)
