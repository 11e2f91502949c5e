"""By what a message is known to belong to a ticket, or to be a copy: the proof for replies."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table

from storage.schema.base import MESSAGE_KEY_LENGTH, metadata
from storage.types import Key, Label, Moment, Words

messages = Table(
    "messages",
    metadata,
    Column("key", Label(MESSAGE_KEY_LENGTH), primary_key=True),  # <Message-ID> or tg:<chat>:<message>
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("handoff", Integer),  # in which partner's thread; null: not a partner's
    Column("entry", Key),
    Column("audience", String(16), nullable=False),  # whose thread: customer, partner, internal
    Column("ours", Boolean, nullable=False),
    Column("delivery", Key),  # the outbox row that was sent as it
)

ancestors = Table(  # what mails of a ticket answer, though we have never seen it ourselves (I10)
    "ancestors",
    metadata,
    Column("key", Label(MESSAGE_KEY_LENGTH), primary_key=True),  # <Message-ID>
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
)
their_numbers = Table(  # under which number a ticket goes in another house (S60, I8)
    "their_numbers",
    metadata,
    Column("party", Label(320), primary_key=True),  # storage.their_numbers.party_of
    Column("key", Label(128), primary_key=True),  # upper case, letters and digits only
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("number", Words, nullable=False),  # as they write it
    Column("at", Moment, nullable=False),
    Column("told_at", Moment),  # somebody has said so; null: found in their mail
    Index("ix_their_numbers_ticket", "ticket", "party"),
)
copies = Table(  # what a mail is known by, however it came; its lock lets one of two copies decide
    "copies",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("mails", JSON, nullable=False),  # [arrival's key, digest of its words] each
)
