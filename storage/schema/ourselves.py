"""What we know of ourselves: the signing secret, the bot's name, Telegram's offset, the ticket counter."""

from sqlalchemy import Column, String, Table

from storage.schema.base import metadata
from storage.types import Words

facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Words, nullable=False),
)
