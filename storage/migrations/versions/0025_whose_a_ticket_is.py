"""Which dispatcher answers for a ticket, by id: names change, and two may have the same.

Who is the only one of that name is known; other tickets are their owner's by name until somebody is assigned.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Label

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_KNOWN = """
    UPDATE tickets SET owner_id = (
        SELECT 'tg:' || CAST(min(people.user_id) AS VARCHAR(32)) FROM people
        WHERE people.role = 'dispatcher' AND people.name = tickets.owner HAVING count(*) = 1
    ) WHERE owner IS NOT NULL
"""


def upgrade() -> None:
    op.add_column("tickets", sa.Column("owner_id", Label(340), nullable=True))
    op.execute(_KNOWN)


def downgrade() -> None:
    op.drop_column("tickets", "owner_id")
