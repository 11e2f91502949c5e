"""Since when a ticket waits, and when somebody was last reminded of it.

What waits already is as if it began now: each of them is looked at once, and reminded of in its time.
"""

import time

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_tickets = sa.table(
    "tickets",
    sa.column("state", sa.String),
    sa.column("waits_since", sa.BigInteger),
    sa.column("look_at", sa.BigInteger),
)


def upgrade() -> None:
    for name in ("waits_since", "chased_at"):
        op.add_column("tickets", sa.Column(name, sa.BigInteger(), nullable=True))
    now = time.time_ns() // 1000  # microseconds since 1970, as every moment is kept
    waiting = _tickets.update().where(_tickets.c.state == "waiting")
    op.execute(waiting.values(waits_since=now, look_at=sa.func.coalesce(_tickets.c.look_at, now)))


def downgrade() -> None:
    for name in ("chased_at", "waits_since"):
        op.drop_column("tickets", name)
