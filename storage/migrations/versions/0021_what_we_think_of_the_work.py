"""What a dispatcher thinks of a handoff's work, 1 to 5 and in words."""

import sqlalchemy as sa
from alembic import op

from storage.types import Words

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("rating", sa.Integer(), nullable=True))
    op.add_column("handoffs", sa.Column("rating_note", Words(), nullable=True))
    rated = sa.text("rating IS NOT NULL")
    op.create_index(
        "ix_handoffs_rated",
        "handoffs",
        ["partner_id", "offered_at"],
        sqlite_where=rated,
        postgresql_where=rated,
    )


def downgrade() -> None:
    op.drop_index("ix_handoffs_rated", "handoffs")
    op.drop_column("handoffs", "rating_note")
    op.drop_column("handoffs", "rating")
