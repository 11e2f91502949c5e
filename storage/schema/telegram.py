"""Who is who in Telegram."""

from sqlalchemy import BigInteger, Column, String, Table, UniqueConstraint

from storage.schema.base import metadata
from storage.types import Key, Label, Moment, Words

chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String(16), nullable=False),  # dispatchers, partner, customer
    Column("partner_id", String(64), index=True),
    Column("contact_id", String(64)),
    Column("title", Words),
    Column("language", String(16)),
    Column("bound_at", Moment, nullable=False),
    Column("unreachable_at", Moment),
    Column("migrated_to", BigInteger),
    Column("confirmed_at", Moment),  # since when it gets jobs; null: a partner's chat that gets none yet
    Column("confirmed_by", BigInteger),  # the user who has confirmed how we work
)
people = Table(
    "people",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("user_id", BigInteger, nullable=False),
    Column("role", String(16), nullable=False),  # dispatcher, partner, customer
    Column("partner_id", String(64), nullable=False, server_default=""),
    Column("contact_id", String(64)),
    Column("name", Words, nullable=False),
    Column("language", String(16)),
    Column("admitted_by", Words),
    Column("admitted_at", Moment, nullable=False),
    UniqueConstraint("user_id", "role", "partner_id"),
)
invites = Table(
    "invites",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),  # dispatchers, partner, customer
    Column("target", Label(320)),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Words),
)
