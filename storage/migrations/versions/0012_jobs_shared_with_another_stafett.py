"""Jobs that another Stafett shares with us, and whose signed copies are believed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.String(255), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("handoff", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("desk", sa.JSON(), nullable=False),
        sa.Column("job", sa.JSON(), nullable=True),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("heard", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("seen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("told", sa.String(64), nullable=True),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_links_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index("ix_links_ticket", "links", ["ticket"])
    op.create_table(
        "link_keys",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("role", sa.String(80), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("waiting", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_keys")),
        sa.UniqueConstraint("fingerprint", "role", name=op.f("uq_link_keys_fingerprint")),
    )


def downgrade() -> None:
    op.drop_table("link_keys")
    op.drop_index("ix_links_ticket", table_name="links")
    op.drop_table("links")
