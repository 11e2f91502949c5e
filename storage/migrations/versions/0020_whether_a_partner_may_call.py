"""Whether a partner may call the customer itself: of a contract."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kind = sa.String(length=16)
    op.add_column("contracts", sa.Column("partner_may_contact", kind, nullable=False, server_default="yes"))


def downgrade() -> None:
    op.drop_column("contracts", "partner_may_contact")
