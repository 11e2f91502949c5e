"""Every table. SQLAlchemy Core: rows go straight to the domain's values and back.

Moments are aware UTC (`Moment` refuses naive ones). Indexes carry, in their names, the question they answer.
Partial indexes are used only by queries that spell the same condition with the same constants: bound
parameters would hide it from the planner. So `PENDING` and its like stand here, for the queries too.
"""

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
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    literal_column,
)

from storage.types import Amount, Key, Label, Moment, Words
from tickets.states import OPEN_STATES

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

OFFERED = literal_column("'offered'", String)
PENDING = literal_column("'pending'", String)
SENDING = literal_column("'sending'", String)
QUARANTINED = literal_column("'quarantined'", String)
FAILED = literal_column("'failed'", String)
OPEN = tuple(literal_column(f"'{state}'", String) for state in sorted(OPEN_STATES))

KEY_LENGTH = 255  # of an arrival's natural key
MESSAGE_KEY_LENGTH = 512

# --- what we know of ourselves: the signing secret, the bot's name, Telegram's offset, the ticket counter
facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Words, nullable=False),
)

# --- the inbox: everything that arrived, as it came
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
Index(
    "ix_arrivals_to_decide",
    arrivals.c.next_attempt_at,
    arrivals.c.id,
    sqlite_where=arrivals.c.state == PENDING,
    postgresql_where=arrivals.c.state == PENDING,
)
Index(
    "ix_arrivals_lane",
    arrivals.c.lane,
    arrivals.c.id,
    sqlite_where=arrivals.c.state == PENDING,
    postgresql_where=arrivals.c.state == PENDING,
)
Index(
    "ix_arrivals_quarantined",
    arrivals.c.id,
    sqlite_where=arrivals.c.state == QUARANTINED,
    postgresql_where=arrivals.c.state == QUARANTINED,
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
    Column("name", Words, nullable=False),
    Column("language", String(16)),
    Column("contract_id", String(64)),
    Column("approved_partners", JSON, nullable=False),
)
contacts = Table(
    "contacts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", Words, nullable=False),
    Column("email", Label(320), index=True),  # lower case
    Column("phone", String(32), index=True),
    Column("language", String(16)),
)
sites = Table(
    "sites",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", Words, nullable=False),
    Column("address", Words),
    Column("postal_code", String(16), index=True),
    Column("city", Words),
    Column("access", Words),
    Column("contact_name", Words),
    Column("contact_phone", String(32)),
    Column("timezone", String(64)),
    Column("latitude", Float),  # degrees, WGS 84
    Column("longitude", Float),
)
contracts = Table(
    "contracts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", Words, nullable=False),
    Column("sla", String(64), nullable=False),
    Column("terms", Words),
    Column("checklist", JSON, nullable=False),
    Column("approved_parts", Words),
    Column("cost_cap", Words),
    Column("evidence", JSON, nullable=False, server_default="[]"),
    Column("valid_until", String(10)),  # ISO date
)
assets = Table(
    "assets",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("serial", Words),
    Column("serial_key", Label(128), index=True),  # upper case, letters and digits only
    Column("model", Words),
    Column("brand", Words),
    Column("category", Label(64)),
    Column("customer_id", String(64), ForeignKey("customers.id"), nullable=False, index=True),
    Column("site_id", String(64), ForeignKey("sites.id"), index=True),
    Column("contract_id", String(64)),
    Column("location", Words),
)

# --- tickets
tickets = Table(
    "tickets",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(16), nullable=False),
    Column("wait_reason", String(16)),
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
    Column("owner", Label(64)),
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
Index(
    "ix_tickets_to_look_at",
    tickets.c.look_at,
    sqlite_where=tickets.c.look_at.is_not(None),
    postgresql_where=tickets.c.look_at.is_not(None),
)
Index(
    "ix_tickets_chat",
    tickets.c.requester_chat_id,
    sqlite_where=tickets.c.requester_chat_id.is_not(None),
    postgresql_where=tickets.c.requester_chat_id.is_not(None),
)
Index(
    "ix_tickets_queue",
    tickets.c.due_at,
    tickets.c.number,
    sqlite_where=tickets.c.state.in_(OPEN),
    postgresql_where=tickets.c.state.in_(OPEN),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("partner_id", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Words, nullable=False),
    Column("because", String(16)),
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
    Column("evidence", JSON, nullable=False, server_default="[]"),  # tickets.evidence.demands.Proof
    Column("eta", Moment),
    Column("eta_end", Moment),
    Column("eta_told", Moment),
    Column("parts_on", Date),
    Column("waived", Words),
    Column("work", JSON, nullable=False, server_default="[]"),  # tickets.work.lines.WorkLine
    Column("cost_asked", Amount),
    Column("approved_cost", Amount),
    Column("parent", Integer),
    Column("card_delivery", Key),
    Index("ix_handoffs_partner", "partner_id", "state"),
    Index("ix_handoffs_chat", "chat_id", "state"),
    Index("ix_handoffs_week", "partner_id", "offered_at", "state"),
)
Index(
    "ix_handoffs_offered",
    handoffs.c.ticket,
    handoffs.c.offered_at,
    sqlite_where=handoffs.c.state == OFFERED,
    postgresql_where=handoffs.c.state == OFFERED,
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
    Column("address", Label(320), primary_key=True),  # mail address, lower case, or tg:<user id>
    Column("confirmed", Boolean, nullable=False),
    Column("name", Words),
    Column("machine", Boolean, nullable=False, server_default="0"),  # what they last wrote, no person did
)

# --- which message belongs to which ticket: the proof for replies
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
    Index("ix_their_numbers_ticket", "ticket", "party"),
)
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
copies = Table(  # what a mail is known by, however it came; its lock lets one of two copies decide
    "copies",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("mails", JSON, nullable=False),  # [arrival's key, digest of its words] each
)

# --- the outbox: everything that leaves
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
Index(
    "ix_deliveries_to_send",
    deliveries.c.channel,
    deliveries.c.urgency,
    deliveries.c.id,
    sqlite_where=WAITING,
    postgresql_where=WAITING,
)
Index(
    "ix_deliveries_lane",
    deliveries.c.lane,
    deliveries.c.urgency,
    deliveries.c.id,
    sqlite_where=WAITING,
    postgresql_where=WAITING,
)
Index(
    "ix_deliveries_in_flight",
    deliveries.c.lane,
    sqlite_where=deliveries.c.state == SENDING,
    postgresql_where=deliveries.c.state == SENDING,
)
Index(
    "ix_deliveries_collapse",
    deliveries.c.collapse_key,
    sqlite_where=deliveries.c.state == PENDING,
    postgresql_where=deliveries.c.state == PENDING,
)
Index(
    "ix_deliveries_failed",
    deliveries.c.channel,
    sqlite_where=deliveries.c.state == FAILED,
    postgresql_where=deliveries.c.state == FAILED,
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

# --- mail addresses that our mail did not reach
mail_addresses = Table(
    "mail_addresses",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("address", Label(320), nullable=False, unique=True),  # lower case
    Column("status", String(16)),  # RFC 3463
    Column("reason", Words, nullable=False),
    Column("failed_at", Moment, nullable=False),  # the last time
    Column("unreachable_at", Moment),  # since when nothing is tried; null: it may work now
    Column("told_at", Moment),  # when dispatchers last heard of it
)
Index(
    "ix_mail_addresses_unreachable",
    mail_addresses.c.unreachable_at,
    sqlite_where=mail_addresses.c.unreachable_at.is_not(None),
    postgresql_where=mail_addresses.c.unreachable_at.is_not(None),
)

# --- mails that came and automatic answers that went, counted so that machines do not talk for ever (I18)
mail_traffic = Table(
    "mail_traffic",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),  # storage.traffic.Passing
    Column("address", Label(320), nullable=False),
    Column("domain", Label(255)),  # null: does not count for its domain
    Column("ticket", Integer),
    Column("at", Moment, nullable=False),
    Index("ix_mail_traffic_address", "address", "at"),
    Index("ix_mail_traffic_domain", "domain", "at"),
    Index("ix_mail_traffic_ticket", "ticket", "at"),
)
breakers = Table(  # who gets no automatic mail for now
    "breakers",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("target", Label(340), nullable=False, unique=True),  # ticket:1001, sender:a@b, domain:b
    Column("why", String(16), nullable=False),  # storage.traffic.Passing: of which there were too many
    Column("tripped_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),  # the last mail from there
    Column("held", Integer, nullable=False, server_default="0"),  # mails that came since, quietly kept
    Column("released_at", Moment),  # a dispatcher said that all is well: counting begins anew here
)

# --- automatic answers given, so that they can be counted (I15)
auto_answers = Table(
    "auto_answers",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("address", Label(320), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_auto_answers_address", "address", "at"),
)
