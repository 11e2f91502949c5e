"""Jobs that are shared with another Stafett, and whose signed copies are believed."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import metadata
from storage.types import Key, Label, Moment, Words

links = Table(  # jobs that another Stafett shares with us, and how far each side has heard the other
    "links",
    metadata,
    Column("id", Label(255), primary_key=True),  # the principal's name for the job
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False),
    Column("handoff", Integer),  # ours that they do; null: they have handed us the ticket
    Column("fingerprint", String(64), nullable=False),  # whose key signs the other side's copies
    Column("desk", JSON, nullable=False),  # tickets.linked.copy.Desk of the other side
    Column("job", JSON(none_as_null=True)),  # the card that they have handed us
    Column("seq", BigInteger, nullable=False, server_default="0"),  # of the newest copy that was taken in
    Column("heard", BigInteger, nullable=False, server_default="0"),  # their latest item that we have
    Column("seen", BigInteger, nullable=False, server_default="0"),  # our latest item that they have
    Column("told", String(64)),  # what they were last told, digested
    Column("asked", JSON, nullable=False),  # files that did not come, and that we have asked for
    Index("ix_links_ticket", "ticket"),
)
link_keys = Table(  # whose signed copies are believed, and as what
    "link_keys",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("fingerprint", String(64), nullable=False),
    Column("role", Label(80), nullable=False),  # principal, or partner:ID
    Column("state", String(16), nullable=False),  # storage.links.Trust
    Column("name", Words, nullable=False),
    Column("address", Label(320), nullable=False),
    Column("waiting", JSON, nullable=False),  # arrivals that were read as people's mail meanwhile
    Column("at", Moment, nullable=False),
    Column("by_name", Words),
    UniqueConstraint("fingerprint", "role"),
)
