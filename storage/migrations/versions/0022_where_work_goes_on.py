"""Where a handoff that waits goes on: its state, what was wrong with it, what else it waits for."""

import sqlalchemy as sa
from alembic import op

from storage.types import Words

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handoffs", sa.Column("resumes_as", sa.String(16), nullable=True))
    op.add_column("handoffs", sa.Column("resumes_with", Words(), nullable=True))
    op.add_column("handoffs", sa.Column("resumes_wait", sa.String(16), nullable=True))


def downgrade() -> None:
    for name in ("resumes_wait", "resumes_with", "resumes_as"):
        op.drop_column("handoffs", name)
