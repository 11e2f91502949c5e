"""When the technician comes, as the requester knows it, and when a part does."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("eta", "eta_end", "eta_told"):
        op.add_column("handoffs", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("handoffs", sa.Column("parts_on", sa.Date(), nullable=True))


def downgrade() -> None:
    for name in ("parts_on", "eta_told", "eta_end", "eta"):
        op.drop_column("handoffs", name)
