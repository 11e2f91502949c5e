"""Who supplies parts, who handles warranty claims, where replaced parts go: of a contract."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_NAMES = ("parts_by", "claim_by", "return_to")


def upgrade() -> None:
    for name in _NAMES:
        op.add_column("contracts", sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    for name in reversed(_NAMES):
        op.drop_column("contracts", name)
