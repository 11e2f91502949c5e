"""Parties that a dispatcher has muted for a ticket, and for which party a delivery is."""

import sqlalchemy as sa
from alembic import op

from storage.types import Label

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("muted", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("deliveries", sa.Column("party", Label(128), nullable=True))
    # What has not left yet may still be muted; what has is of interest to nobody.
    op.execute(
        "UPDATE deliveries SET party = 'customer'"
        " WHERE audience = 'customer' AND state IN ('pending', 'sending')"
    )
    op.execute(
        "UPDATE deliveries SET party = (SELECT 'partner:' || handoffs.partner_id FROM handoffs"
        " WHERE handoffs.ticket = deliveries.ticket AND handoffs.seq = deliveries.handoff)"
        " WHERE audience = 'partner' AND state IN ('pending', 'sending')"
    )


def downgrade() -> None:
    op.drop_column("deliveries", "party")
    op.drop_column("tickets", "muted")
