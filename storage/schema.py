"""Every table. SQLAlchemy Core: rows go straight to the domain's values and back.

Moments are aware UTC (`Moment` refuses naive ones). Indexes carry, in their names, the question they answer.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Moment(TypeDecorator[datetime]):
    """A moment as microseconds since 1970 in UTC: sorts and compares alike in SQLite and PostgreSQL."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Refuses naive datetimes with ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        delta = value - _EPOCH
        return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Gives aware UTC."""
        if value is None:
            return None
        seconds, micros = divmod(int(value), 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# SQLite numbers rows by itself only when the key is plain INTEGER.
Key = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

# --- what we know of ourselves: the signing secret, the bot's name, Telegram's offset, the ticket counter
facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

# --- the inbox: everything that arrived, as it came
arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),  # mail, telegram
    Column("key", String(255), nullable=False, unique=True),  # the natural key: a second copy changes nothing
    Column("lane", String(128), nullable=False),  # arrivals of one lane are decided in their order
    Column("envelope", JSON, nullable=False),  # what came around the raw form: recipients, peer
    Column("received_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),  # pending, done, quarantined
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", Moment),  # null once decided
    Column("leased_until", Moment),  # somebody is deciding it
    Column("outcome", String(64)),  # what it became: ticket, entry, duplicate, ignored ...
    Column("reason", Text),  # why it is quarantined
    Column("ticket", Integer),
    Column("decided_at", Moment),
)
Index(
    "ix_arrivals_to_decide",
    arrivals.c.next_attempt_at,
    sqlite_where=arrivals.c.state == "pending",
    postgresql_where=arrivals.c.state == "pending",
)
Index(
    "ix_arrivals_lane",
    arrivals.c.lane,
    arrivals.c.id,
    sqlite_where=arrivals.c.state == "pending",
    postgresql_where=arrivals.c.state == "pending",
)
Index(
    "ix_arrivals_quarantined",
    arrivals.c.id,
    sqlite_where=arrivals.c.state == "quarantined",
    postgresql_where=arrivals.c.state == "quarantined",
)

raws = Table(
    "raws",
    metadata,
    Column("arrival", Key, ForeignKey("arrivals.id", ondelete="CASCADE"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# --- the register
customers = Table(
    "customers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", String(8)),
    Column("contract_id", String(64)),
    Column("approved_partners", JSON, nullable=False),
)
contacts = Table(
    "contacts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("email", String(320), index=True),  # lower case
    Column("phone", String(32), index=True),
    Column("language", String(8)),
)
sites = Table(
    "sites",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("address", Text),
    Column("postal_code", String(16), index=True),
    Column("city", Text),
    Column("access", Text),
    Column("contact_name", Text),
    Column("contact_phone", String(32)),
    Column("timezone", String(64)),
)
contracts = Table(
    "contracts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("sla", String(64), nullable=False),
    Column("terms", Text),
    Column("checklist", JSON, nullable=False),
    Column("approved_parts", Text),
    Column("cost_cap", Text),
    Column("valid_until", String(10)),  # ISO date
)
assets = Table(
    "assets",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("serial", String(128)),
    Column("serial_key", String(128), index=True),  # upper case, letters and digits only
    Column("model", Text),
    Column("brand", Text),
    Column("category", String(64)),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("site_id", String(64), ForeignKey("sites.id"), index=True),
    Column("contract_id", String(64)),
    Column("location", Text),
)

# --- tickets
tickets = Table(
    "tickets",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("wait_reason", String(16)),
    Column("priority", String(16), nullable=False),
    Column("category", String(64)),
    Column("subject", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("requester_name", Text),
    Column("requester_channel", String(16), nullable=False),
    Column("requester_address", String(320), nullable=False),
    Column("requester_language", String(8), nullable=False),
    Column("requester_chat_id", BigInteger),
    Column("customer_id", String(64), index=True),
    Column("contact_id", String(64)),
    Column("site_id", String(64)),
    Column("asset_id", String(64), index=True),
    Column("contract_id", String(64)),
    Column("serial_key", String(128), index=True),
    Column("reference", String(128), index=True),
    Column("told", JSON, nullable=False),  # tickets.ticket.Facts
    Column("filled", JSON, nullable=False),
    Column("sla", String(64), nullable=False),
    Column("owner", String(64)),
    Column("opened_at", Moment, nullable=False),
    Column("resolved_at", Moment),
    Column("closed_at", Moment),
    Column("csat", Integer),
    Column("merged_into", Integer),
    Column("look_at", Moment),
    Column("post_delivery", Key),
    Column("version", Integer, nullable=False),
    Index("ix_tickets_requester", "requester_address", "state"),
    Index("ix_tickets_state", "state", "opened_at"),
)
Index(
    "ix_tickets_to_look_at",
    tickets.c.look_at,
    sqlite_where=tickets.c.look_at.is_not(None),
    postgresql_where=tickets.c.look_at.is_not(None),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("partner_id", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("chat_id", BigInteger),
    Column("email", String(320)),
    Column("offered_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("accepted_at", Moment),
    Column("en_route_at", Moment),
    Column("on_site_at", Moment),
    Column("done_at", Moment),
    Column("ended_at", Moment),
    Column("technician", Text),
    Column("note", Text),
    Column("parent", Integer),
    Column("card_delivery", Key),
    Index("ix_handoffs_partner", "partner_id", "state"),
    Index("ix_handoffs_chat", "chat_id", "state"),
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
entries = Table(
    "entries",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False),
    Column("handoff", Integer),
    Column("kind", String(16), nullable=False),
    Column("event", String(64)),
    Column("for_customer", Boolean, nullable=False),
    Column("for_partner", Boolean, nullable=False),
    Column("author_role", String(16), nullable=False),
    Column("author_name", Text, nullable=False),
    Column("author_id", String(320)),
    Column("text", Text, nullable=False),
    Column("source", String(255), unique=True),
    Column("proof", String(64)),
    Column("at", Moment, nullable=False),
    Index("ix_entries_ticket", "ticket", "id"),
)
attachments = Table(
    "attachments",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("entry", Key, ForeignKey("entries.id"), nullable=False, index=True),
    Column("filename", Text, nullable=False),
    Column("content_type", String(255), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), index=True),
    Column("kind", String(16), nullable=False),
    Column("telegram_file_id", Text),
    Column("fetch_at", Moment),  # when to fetch it from Telegram; null: it is here, or can never be
    Column("fetch_attempts", Integer, nullable=False, server_default="0"),
    Column("fetch_error", Text),
)
Index(
    "ix_attachments_to_fetch",
    attachments.c.fetch_at,
    sqlite_where=attachments.c.fetch_at.is_not(None),
    postgresql_where=attachments.c.fetch_at.is_not(None),
)
participants = Table(
    "participants",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("address", String(320), primary_key=True),  # mail address, lower case, or tg:<user id>
    Column("confirmed", Boolean, nullable=False),
    Column("name", Text),
)

# --- which message belongs to which ticket: the proof for replies
messages = Table(
    "messages",
    metadata,
    Column("key", String(512), primary_key=True),  # <Message-ID> or tg:<chat>:<message>
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("handoff", Integer),  # in which partner's thread; null: not a partner's
    Column("entry", Key),
    Column("audience", String(16), nullable=False),  # whose thread: customer, partner, internal
    Column("ours", Boolean, nullable=False),
)

# --- the outbox: everything that leaves
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),
    Column("lane", String(340), nullable=False),  # tg:<chat id> or mail:<address>: order holds within it
    Column("kind", String(32), nullable=False),
    Column("urgency", Integer, nullable=False),  # 0 first
    Column("payload", JSON, nullable=False),
    Column("state", String(16), nullable=False),  # pending, sending, sent, failed, superseded, expired
    Column("ticket", Integer),
    Column("handoff", Integer),
    Column("entry", Key),
    Column("audience", String(16)),
    Column("collapse_key", String(128)),
    Column("reply_to", Key),  # the delivery this one answers: it must have been sent before
    Column("edits", Key),  # the delivery whose message this one edits
    Column("created_at", Moment, nullable=False),
    Column("next_attempt_at", Moment),  # null once it has ended
    Column("expires_at", Moment),  # after this it is pointless
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("last_error", Text),
    Column("sent_at", Moment),
    Column("sent_as", JSON),  # list of message keys
)
_WAITING = deliveries.c.state.in_(("pending", "sending"))
Index(
    "ix_deliveries_to_send",
    deliveries.c.channel,
    deliveries.c.next_attempt_at,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
Index(
    "ix_deliveries_lane", deliveries.c.lane, deliveries.c.id, sqlite_where=_WAITING, postgresql_where=_WAITING
)
Index(
    "ix_deliveries_collapse",
    deliveries.c.collapse_key,
    sqlite_where=deliveries.c.state == "pending",
    postgresql_where=deliveries.c.state == "pending",
)
Index("ix_deliveries_ticket", deliveries.c.ticket)

# --- who is who in Telegram
chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String(16), nullable=False),  # dispatchers, partner, customer
    Column("partner_id", String(64), index=True),
    Column("contact_id", String(64)),
    Column("title", Text),
    Column("language", String(8)),
    Column("bound_at", Moment, nullable=False),
    Column("unreachable_at", Moment),
    Column("migrated_to", BigInteger),
)
people = Table(
    "people",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("user_id", BigInteger, nullable=False),
    Column("role", String(16), nullable=False),  # dispatcher, partner, customer
    Column("partner_id", String(64), nullable=False, server_default=""),
    Column("contact_id", String(64)),
    Column("name", Text, nullable=False),
    Column("language", String(8)),
    Column("admitted_by", Text),
    Column("admitted_at", Moment, nullable=False),
    UniqueConstraint("user_id", "role", "partner_id"),
)
invites = Table(
    "invites",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),  # dispatchers, partner, customer
    Column("target", String(320)),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Text),
)

# --- automatic answers given, so that they can be counted (I15)
auto_answers = Table(
    "auto_answers",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("address", String(320), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_auto_answers_address", "address", "at"),
)
