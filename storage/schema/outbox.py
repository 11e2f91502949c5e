"""The outbox: everything that leaves."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from storage.schema.base import FAILED, PENDING, SENDING, metadata, partial_index
from storage.types import Key, Label, Moment, Words

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),
    Column("lane", Label(340), nullable=False),  # tg:<chat id> or mail:<address>: order holds within it
    Column("kind", String(32), nullable=False),
    Column("urgency", Integer, nullable=False),  # 0 first
    Column("payload", JSON, nullable=False),
    Column(
        "state", String(16), nullable=False
    ),  # pending, sending, sent, failed, superseded, expired, withheld
    Column("ticket", Integer),
    Column("handoff", Integer),
    Column("entry", Key),
    Column("audience", String(16)),
    Column("party", Label(128)),  # whom it is for, where that is a party of a ticket (tickets.parties)
    Column("collapse_key", Label(128)),
    Column("reply_to", Key),  # the delivery this one answers: it must have been sent before
    Column("edits", Key),  # the delivery whose message this one edits
    Column("created_at", Moment, nullable=False),
    Column("next_attempt_at", Moment),  # null once it has ended
    Column("expires_at", Moment),  # after this it is pointless
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("last_error", Words),
    Column("sent_at", Moment),
    Column("ended_at", Moment),  # failed for good, or expired
    Column("sent_as", JSON(none_as_null=True)),  # list of message keys
    Column("report", String(16)),  # storage.deliveries.Report: what came back about it
    Column("reported_at", Moment),
    Column("report_reason", Words),  # in the words of the server that reports
)
WAITING = deliveries.c.state.in_((PENDING, SENDING))
partial_index(
    "ix_deliveries_to_send", deliveries.c.channel, deliveries.c.urgency, deliveries.c.id, where=WAITING
)
partial_index("ix_deliveries_lane", deliveries.c.lane, deliveries.c.urgency, deliveries.c.id, where=WAITING)
partial_index("ix_deliveries_in_flight", deliveries.c.lane, where=deliveries.c.state == SENDING)
partial_index("ix_deliveries_collapse", deliveries.c.collapse_key, where=deliveries.c.state == PENDING)
partial_index("ix_deliveries_failed", deliveries.c.channel, where=deliveries.c.state == FAILED)
Index("ix_deliveries_ticket", deliveries.c.ticket)
