"""Tables of groups with topics: where the bot stands in a group, and which topic is which ticket's."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table

from storage.schema.base import metadata
from storage.types import Moment, Words

standings = Table(  # where the bot stands in a group, bound or not, as far as Telegram has told
    "standings",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("forum", Boolean, nullable=False),  # the group has topics
    Column("admin", Boolean, nullable=False),
    Column("manages_topics", Boolean, nullable=False),  # has the right to
)
topics = Table(  # a ticket's own topic in a group that has topics
    "topics",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("name", Words, nullable=False),
    Column("thread", Integer),  # Telegram's message_thread_id; null: not made yet
    Column("open", Boolean, nullable=False),
    Column("making_since", Moment),  # Telegram was asked to make it, and nobody has heard the answer
    Index("ix_topics_thread", "chat_id", "thread"),
    Index("ix_topics_ticket", "ticket"),
)
