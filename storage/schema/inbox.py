"""The inbox: everything that arrived, as it came."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, LargeBinary, String, Table

from storage.schema.base import KEY_LENGTH, PENDING, QUARANTINED, metadata, partial_index
from storage.types import Key, Label, Moment, Words

arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),  # mail, telegram
    Column(
        "key", Label(KEY_LENGTH), nullable=False, unique=True
    ),  # the natural key: a second copy changes nothing
    Column("lane", Label(128), nullable=False),  # arrivals of one lane are decided in their order
    Column("envelope", JSON, nullable=False),  # what came around the raw form: recipients, peer
    Column("received_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),  # pending, done, quarantined
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", Moment),  # null once decided; while leased, the end of the lease
    Column("leased_until", Moment),  # somebody is deciding it
    Column("outcome", Label(64)),  # what it became: ticket, entry, duplicate, ignored ...
    Column("reason", Words),  # why it is quarantined
    Column("ticket", Integer),
    Column("decided_at", Moment),
)
partial_index(
    "ix_arrivals_to_decide", arrivals.c.next_attempt_at, arrivals.c.id, where=arrivals.c.state == PENDING
)
partial_index("ix_arrivals_lane", arrivals.c.lane, arrivals.c.id, where=arrivals.c.state == PENDING)
partial_index("ix_arrivals_quarantined", arrivals.c.id, where=arrivals.c.state == QUARANTINED)

raws = Table(
    "raws",
    metadata,
    Column("arrival", Key, ForeignKey("arrivals.id", ondelete="CASCADE"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
