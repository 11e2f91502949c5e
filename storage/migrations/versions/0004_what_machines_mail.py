"""What comes back about a mail, addresses that it did not reach, and mail counted so that machines settle."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("participants", sa.Column("machine", sa.Boolean(), server_default="0", nullable=False))
    op.add_column("messages", sa.Column("delivery", _KEY, nullable=True))
    op.add_column("deliveries", sa.Column("report", sa.String(16), nullable=True))
    op.add_column("deliveries", sa.Column("reported_at", sa.BigInteger(), nullable=True))
    op.add_column("deliveries", sa.Column("report_reason", sa.Text(), nullable=True))
    op.create_table(
        "mail_addresses",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("status", sa.String(16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("failed_at", sa.BigInteger(), nullable=False),
        sa.Column("unreachable_at", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_addresses")),
        sa.UniqueConstraint("address", name=op.f("uq_mail_addresses_address")),
    )
    op.create_index(
        "ix_mail_addresses_unreachable",
        "mail_addresses",
        ["unreachable_at"],
        sqlite_where=sa.text("unreachable_at IS NOT NULL"),
        postgresql_where=sa.text("unreachable_at IS NOT NULL"),
    )
    op.create_table(
        "mail_traffic",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("domain", sa.String(255), nullable=True),
        sa.Column("ticket", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_traffic")),
    )
    for column in ("address", "domain", "ticket"):
        op.create_index(f"ix_mail_traffic_{column}", "mail_traffic", [column, "at"])
    op.create_table(
        "breakers",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("target", sa.String(340), nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("tripped_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.Integer(), server_default="0", nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breakers")),
        sa.UniqueConstraint("target", name=op.f("uq_breakers_target")),
    )


def downgrade() -> None:
    op.drop_table("breakers")
    for column in ("address", "domain", "ticket"):
        op.drop_index(f"ix_mail_traffic_{column}", table_name="mail_traffic")
    op.drop_table("mail_traffic")
    op.drop_index("ix_mail_addresses_unreachable", table_name="mail_addresses")
    op.drop_table("mail_addresses")
    for column in ("report_reason", "reported_at", "report"):
        op.drop_column("deliveries", column)
    op.drop_column("messages", "delivery")
    op.drop_column("participants", "machine")
