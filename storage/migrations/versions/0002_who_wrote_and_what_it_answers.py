"""Who wrote a mail, what it answers, under which number, and by which ways it came."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ancestors",
        sa.Column("key", sa.String(512), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_ancestors_ticket")),
        sa.PrimaryKeyConstraint("key", "ticket", name=op.f("pk_ancestors")),
    )
    op.create_table(
        "their_numbers",
        sa.Column("party", sa.String(320), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_their_numbers_ticket")),
        sa.PrimaryKeyConstraint("party", "key", "ticket", name=op.f("pk_their_numbers")),
    )
    op.create_index("ix_their_numbers_ticket", "their_numbers", ["ticket", "party"])
    op.create_table(
        "copies",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("mails", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_copies")),
    )
    op.add_column("entries", sa.Column("identity", sa.String(16), nullable=True))


def downgrade() -> None:
    op.drop_column("entries", "identity")
    op.drop_table("copies")
    op.drop_index("ix_their_numbers_ticket", table_name="their_numbers")
    op.drop_table("their_numbers")
    op.drop_table("ancestors")
