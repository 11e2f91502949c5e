"""Tickets, the handoffs of each and the promises that run."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from storage.schema.base import OFFERED, OPEN, metadata, partial_index
from storage.types import Amount, Key, Label, Moment, Words

tickets = Table(
    "tickets",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("wait_reason", String(16)),
    Column("waits_since", Moment),
    Column("chased_at", Moment),
    Column("priority", String(16), nullable=False),
    Column("category", Label(64)),
    Column("subject", Words, nullable=False),
    Column("problem", Words, nullable=False),
    Column("requester_name", Words),
    Column("requester_channel", String(16), nullable=False),
    Column("requester_address", Label(320), nullable=False),
    Column("requester_language", String(16), nullable=False),
    Column("requester_chat_id", BigInteger),
    Column("customer_id", String(64), index=True),
    Column("contact_id", String(64)),
    Column("site_id", String(64)),
    Column("asset_id", String(64), index=True),
    Column("contract_id", String(64)),
    Column("serial_key", Label(128), index=True),
    Column("reference", Label(128), index=True),
    Column("told", JSON, nullable=False),  # tickets.ticket.Facts
    Column("filled", JSON, nullable=False),
    Column("sla", String(64), nullable=False),
    Column("asked", JSON, nullable=False, server_default="[]"),  # tickets.asking.Question
    Column("asked_at", Moment),
    Column("muted", JSON, nullable=False, server_default="[]"),  # parties that are sent nothing about it
    Column("owner", Label(64)),
    Column("owner_id", Label(340)),  # tickets.parties.Actor.id
    Column("opened_at", Moment, nullable=False),
    Column("resolved_at", Moment),
    Column("closed_at", Moment),
    Column("csat", Integer),
    Column("merged_into", Integer),
    Column("look_at", Moment),
    Column("due_at", Moment),  # the nearest promise that runs: orders the queue
    Column("post_delivery", Key),
    Column("version", Integer, nullable=False),
    Index("ix_tickets_requester", "requester_address", "state"),
    Index("ix_tickets_state", "state", "opened_at"),
)
partial_index("ix_tickets_to_look_at", tickets.c.look_at, where=tickets.c.look_at.is_not(None))
partial_index("ix_tickets_chat", tickets.c.requester_chat_id, where=tickets.c.requester_chat_id.is_not(None))
partial_index("ix_tickets_queue", tickets.c.due_at, tickets.c.number, where=tickets.c.state.in_(OPEN))

handoffs = Table(
    "handoffs",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("partner_id", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Words, nullable=False),
    Column("because", String(16)),
    Column("kind", String(16), nullable=False, server_default="field"),
    Column("chat_id", BigInteger),
    Column("email", String(320)),
    Column("offered_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("accepted_at", Moment),
    Column("en_route_at", Moment),
    Column("on_site_at", Moment),
    Column("done_at", Moment),
    Column("ended_at", Moment),
    Column("technician", Words),
    Column("note", Words),
    Column("resumes_as", String(16)),
    Column("resumes_with", Words),
    Column("resumes_wait", String(16)),
    Column("evidence", JSON, nullable=False, server_default="[]"),  # tickets.evidence.demands.Proof
    Column("eta", Moment),
    Column("eta_end", Moment),
    Column("eta_told", Moment),
    Column("parts_on", Date),
    Column("waived", Words),
    Column("rating", Integer),
    Column("rating_note", Words),
    Column("work", JSON, nullable=False, server_default="[]"),  # tickets.work.lines.WorkLine
    Column("cost_asked", Amount),
    Column("cost_passed", Boolean, nullable=False, server_default="0"),
    Column("cost_since", Moment),
    Column("approved_cost", Amount),
    Column("cap", Words),
    Column("price_asked", Words),
    Column("price_agreed", Words),
    Column("parent", Integer),
    Column("card_delivery", Key),
    Index("ix_handoffs_partner", "partner_id", "state"),
    Index("ix_handoffs_chat", "chat_id", "state"),
    Index("ix_handoffs_week", "partner_id", "offered_at", "state"),
)
partial_index(
    "ix_handoffs_offered", handoffs.c.ticket, handoffs.c.offered_at, where=handoffs.c.state == OFFERED
)
partial_index(
    "ix_handoffs_rated",
    handoffs.c.partner_id,
    handoffs.c.offered_at,
    where=handoffs.c.rating.is_not(None),
)
targets = Table(
    "targets",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("handoff", Integer, primary_key=True),  # 0: the promise to the customer
    Column("kind", String(16), primary_key=True),
    Column("sla", String(64), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("total_seconds", Float, nullable=False),
    Column("since", Moment, nullable=False),
    Column("left_seconds", Float, nullable=False),
    Column("step", Integer, nullable=False),
    Column("met_at", Moment),
    Column("breached_at", Moment),
    Column("paused_at", Moment),
)
