"""Rows of the dispatchers' lists that are no ticket's view."""

from dataclasses import dataclass
from datetime import datetime

from tickets.known import Rated
from tickets.states import Because, Priority, TicketState


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """One line of /partners."""

    id: str
    name: str
    reachable: bool  # a chat is bound, or there is a mail address
    live_jobs: int  # handoffs not yet ended
    jobs_this_week: int
    capacity_per_week: int | None = None  # None: unlimited
    rated: Rated | None = None  # what we think of its work
    unconfirmed: bool = False  # a chat is bound, and nobody there has confirmed how we work


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """One line of /partners N."""

    id: str
    name: str
    why: str = ""  # the route's conditions
    because: Because | None = None
    why_not: str = ""  # a word of words/unfit; empty: it can have the job
    rated: Rated | None = None  # what we think of its work


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """One line of /find."""

    number: int
    state: TicketState
    priority: Priority
    subject: str
    opened_at: datetime
    customer: str | None = None
    machine: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRow:
    """One line of /quarantine."""

    id: int
    channel: str  # mail, telegram
    at: datetime
    reason: str
    sender: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerRow:
    """One line of /held: a machine that gets nothing automatic."""

    kind: str  # ticket, sender, domain
    name: str  # number, address or domain
    held: int  # mails that came since
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    """One line of /held: an address that mail does not reach."""

    address: str
    reason: str
    since: datetime
