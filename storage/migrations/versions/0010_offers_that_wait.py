"""An index of the offers that nobody has answered."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    offered = sa.text("state = 'offered'")
    op.create_index(
        "ix_handoffs_offered",
        "handoffs",
        ["ticket", "offered_at"],
        sqlite_where=offered,
        postgresql_where=offered,
    )


def downgrade() -> None:
    op.drop_index("ix_handoffs_offered", table_name="handoffs")
