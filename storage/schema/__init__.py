"""Every table. SQLAlchemy Core: rows go straight to the domain's values and back.

Moments are aware UTC (`Moment` refuses naive ones). Indexes carry, in their names, the question they answer.
Partial indexes are used only by queries that spell the same condition with the same constants: bound
parameters would hide it from the planner. So `PENDING` and its like stand here, for the queries too.
"""

from storage.schema.base import (
    FAILED,
    KEY_LENGTH,
    MESSAGE_KEY_LENGTH,
    OFFERED,
    OPEN,
    PENDING,
    QUARANTINED,
    SENDING,
    metadata,
)
from storage.schema.inbox import arrivals, raws
from storage.schema.jobs import handoffs, targets, tickets
from storage.schema.links import link_keys, links
from storage.schema.machines import auto_answers, breakers, mail_addresses, mail_traffic
from storage.schema.ourselves import facts
from storage.schema.outbox import WAITING, deliveries
from storage.schema.register import assets, contacts, contracts, customers, sites
from storage.schema.telegram import chats, invites, people
from storage.schema.threads import ancestors, copies, messages, their_numbers
from storage.schema.timeline import attachments, edits, entries, participants
from storage.schema.topics import standings, topics

__all__ = [
    "FAILED",
    "KEY_LENGTH",
    "MESSAGE_KEY_LENGTH",
    "OFFERED",
    "OPEN",
    "PENDING",
    "QUARANTINED",
    "SENDING",
    "WAITING",
    "ancestors",
    "arrivals",
    "assets",
    "attachments",
    "auto_answers",
    "breakers",
    "chats",
    "contacts",
    "contracts",
    "copies",
    "customers",
    "deliveries",
    "edits",
    "entries",
    "facts",
    "handoffs",
    "invites",
    "link_keys",
    "links",
    "mail_addresses",
    "mail_traffic",
    "messages",
    "metadata",
    "participants",
    "people",
    "raws",
    "sites",
    "standings",
    "targets",
    "their_numbers",
    "tickets",
    "topics",
]
