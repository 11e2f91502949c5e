"""The outbox's values: what is to leave, and how it fares."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict

from sqlalchemy import Row

from tickets.parties import CUSTOMERS_SIDE, Audience

MUTED = "muted"  # why a delivery is withheld that a dispatcher has muted its party for


class Report(StrEnum):
    """What came back about a mail that was sent, the surer later."""

    DELAYED = "delayed"  # a server still tries
    DELETED = "deleted"  # without being read, says a receipt
    READ = "read"
    BOUNCED = "bounced"  # it did not arrive


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """Something to send, written in the transaction of its cause."""

    channel: str  # telegram, mail
    lane: str  # tg:<chat id> or mail:<address>: order holds within it
    kind: str
    urgency: int  # 0 first
    payload: dict[str, Any]  # JSON values
    created_at: datetime
    ticket: int | None = None
    handoff: int | None = None
    entry: int | None = None
    audience: Audience | None = None  # in whose thread the sent message is
    party: str | None = None  # whom it is for (tickets.parties); None: the desk, or about no ticket
    collapse_key: str | None = None  # a newer one takes the place of one that has not been sent
    reply_to: int | None = None  # the delivery that this one answers: it waits for it
    edits: int | None = None  # the delivery whose message this one edits: it waits for it
    not_before: datetime | None = None  # None: at once
    expires_at: datetime | None = None  # after this it is pointless; None: never

    def __post_init__(self) -> None:
        if self.audience is Audience.CUSTOMER and self.party is None:
            object.__setattr__(self, "party", CUSTOMERS_SIDE)
        if self.audience is Audience.PARTNER and self.party is None:
            raise ValueError("what is in a partner's thread is for one of its two ends: say for whom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A row of the outbox."""

    id: int
    channel: str
    lane: str
    kind: str
    urgency: int
    payload: dict[str, Any]
    state: str  # pending, sending, sent, failed, superseded, expired, withheld
    ticket: int | None
    handoff: int | None
    entry: int | None
    audience: Audience | None
    party: str | None
    collapse_key: str | None
    reply_to: int | None
    edits: int | None
    created_at: datetime
    next_attempt_at: datetime | None  # None once it has ended
    expires_at: datetime | None
    leased_until: datetime | None  # set while somebody sends it
    attempts: int
    last_error: str | None
    sent_at: datetime | None
    ended_at: datetime | None  # when it failed for good, or expired
    sent_as: tuple[str, ...]  # message keys; empty until sent
    report: Report | None  # what came back about it
    reported_at: datetime | None
    report_reason: str | None  # in the words of the server that reports


class OutboxCounts(TypedDict):
    """How the outbox stands, all channels together."""

    pending: int  # not sent yet, scheduled ones too
    failed: int  # given up
    oldest_pending_at: datetime | None  # when the pending one that has waited longest was created


def values_of(delivery: NewDelivery) -> dict[str, Any]:
    """The new row."""
    return {
        "channel": delivery.channel,
        "lane": delivery.lane,
        "kind": delivery.kind,
        "urgency": delivery.urgency,
        "payload": delivery.payload,
        "state": "pending",
        "ticket": delivery.ticket,
        "handoff": delivery.handoff,
        "entry": delivery.entry,
        "audience": delivery.audience,
        "party": delivery.party,
        "collapse_key": delivery.collapse_key,
        "reply_to": delivery.reply_to,
        "edits": delivery.edits,
        "created_at": delivery.created_at,
        "next_attempt_at": delivery.not_before or delivery.created_at,
        "expires_at": delivery.expires_at,
    }


def delivery_from(row: Row[Any]) -> Delivery:
    """The row as a value."""
    values = dict(row._mapping)
    values["audience"] = None if row.audience is None else Audience(row.audience)
    values["sent_as"] = tuple(row.sent_as or ())
    values["report"] = None if row.report is None else Report(row.report)
    return Delivery(**values)
