"""What was said and what happened on a ticket, its files, and who takes part."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

from storage.schema.base import metadata, partial_index
from storage.types import Key, Label, Moment, Words

entries = Table(
    "entries",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False),
    Column("handoff", Integer),
    Column("kind", String(16), nullable=False),
    Column("event", Label(64)),
    Column("for_customer", Boolean, nullable=False),
    Column("for_partner", Boolean, nullable=False),
    Column("author_role", String(16), nullable=False),
    Column("author_name", Words, nullable=False),
    Column("author_id", Label(320)),
    Column("text", Words, nullable=False),
    Column("source", Label(255), unique=True),
    Column("proof", Label(64)),
    Column("identity", String(16)),  # tickets.parties.Identity; null: not a mail
    Column("at", Moment, nullable=False),
    Index("ix_entries_ticket", "ticket", "id"),
)
edits = Table(  # what an entry said before it was edited
    "edits",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry", Key, ForeignKey("entries.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),  # when this text was replaced
    Column("by_name", Words, nullable=False),  # who replaced it
    Column("text", Words, nullable=False),
)
attachments = Table(
    "attachments",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry", Key, ForeignKey("entries.id"), nullable=False, index=True),
    Column("filename", Words, nullable=False),
    Column("content_type", Label(255), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), index=True),
    Column("kind", String(16), nullable=False),
    Column("telegram_file_id", Words),
    Column("fetch_at", Moment),  # when to fetch it from Telegram; null: it is here, or can never be
    Column("fetch_attempts", Integer, nullable=False, server_default="0"),
    Column("fetch_error", Words),
)
partial_index("ix_attachments_to_fetch", attachments.c.fetch_at, where=attachments.c.fetch_at.is_not(None))
participants = Table(
    "participants",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("address", Label(320), primary_key=True),  # mail address, lower case, or tg:<user id>
    Column("confirmed", Boolean, nullable=False),
    Column("name", Words),
    Column("machine", Boolean, nullable=False, server_default="0"),  # what they last wrote, no person did
)
