"""The ticket with its handoffs and targets, as values that never change in place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from tickets.evidence.demands import Proof
from tickets.parties import Channel
from tickets.states import (
    ENDED_HANDOFFS,
    OPEN_STATES,
    Because,
    HandoffKind,
    HandoffState,
    Priority,
    TargetKind,
    TicketState,
    WaitReason,
)
from tickets.work.lines import WorkLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """The person a ticket answers to, and how."""

    name: str | None
    channel: Channel
    address: str  # a mail address, or the chat id as text
    language: str
    chat_id: int | None = None  # set when the channel is Telegram


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the requester told about the job. None: not told."""

    serial: str | None = None
    site_address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None  # E.164
    access: str | None = None
    window_start: datetime | None = None
    window_end: datetime | None = None
    reference: str | None = None  # the requester's own number


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One running promise: to the customer (`handoff` None) or by a partner (`handoff` its seq).

    `left` is the working time that was left at `since`: a pause writes it down, a resume counts on from
    there, so nothing is lost or won by pausing (I21).
    """

    kind: TargetKind
    handoff: int | None
    sla: str
    started_at: datetime
    due_at: datetime  # as promised now; while paused: as it was when the pause began
    total: timedelta  # working time from the start to the deadline
    since: datetime
    left: timedelta
    step: int = 0  # how many of the ladder's pings have been taken
    met_at: datetime | None = None
    breached_at: datetime | None = None  # the deadline that passed, not the moment we noticed
    paused_at: datetime | None = None

    @property
    def runs(self) -> bool:
        """Whether the clock still asks something of somebody."""
        return self.met_at is None and self.paused_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """One giving of a ticket to one partner. Its key is the ticket's number and `seq`, from 1."""

    seq: int
    partner_id: str
    state: HandoffState
    offered_at: datetime
    reason: str  # why this partner: the route that matched, or who chose it
    because: Because | None = None  # why a partner at all
    kind: HandoffKind = HandoffKind.FIELD  # what is asked of it
    chat_id: int | None = None  # where the card goes; None: by mail, or nowhere yet
    email: str | None = None
    expires_at: datetime | None = None  # when silence becomes a no
    accepted_at: datetime | None = None
    en_route_at: datetime | None = None
    on_site_at: datetime | None = None
    done_at: datetime | None = None
    ended_at: datetime | None = None
    technician: str | None = None  # who accepted, as the chat names them
    note: str | None = None  # the reason of a decline, wait, rejection or recall
    resumes_as: HandoffState | None = None  # while it waits: where it goes on
    resumes_with: str | None = None  # its note then: what is wrong with work that was sent back
    resumes_wait: WaitReason | None = None  # while its cost is asked: what else it waits for
    evidence: tuple[Proof, ...] = ()  # what the technician has brought
    work: tuple[WorkLine, ...] = ()  # hours, parts and expenses written down
    cost_asked: Decimal | None = None  # what it came to when it passed the cap, while nobody has answered
    cost_passed: bool = False  # whoever it is from has agreed, and it waits for those further up
    cost_since: datetime | None = None  # since when an answer about the cost is awaited
    approved_cost: Decimal | None = None  # up to what it may go, above the card's cap
    cap: str | None = None  # amount with currency, where the partner above has set one of its own
    price_asked: str | None = None  # what the customer is asked to approve; None: nothing, or not yet
    price_agreed: str | None = None  # what they have said yes to, the last time
    eta: datetime | None = None  # when the technician comes; the beginning where it is a span
    eta_end: datetime | None = None  # the span's end; None: a moment, or not told
    eta_told: datetime | None = None  # the beginning as the requester was told it
    parts_on: date | None = None  # the day on which the part comes that it waits for
    rating: int | None = None  # what a dispatcher thinks of the work, 1-5; never shown outside the desk
    rating_note: str | None = None  # and why
    waived: str | None = None  # why a dispatcher let it be done without the rest: a deviation
    parent: int | None = None  # seq of the handoff this one is part of
    card_delivery: int | None = None  # the outbox row that carries the card

    @property
    def is_live(self) -> bool:
        """Whether the partner still has something to do or to answer."""
        return self.state not in ENDED_HANDOFFS

    @property
    def lacks_reason(self) -> bool:
        """Whether it was declined and nobody has said why."""
        return self.state is HandoffState.DECLINED and self.note is None

    @property
    def latest_at(self) -> datetime:
        """When it last took a step that is stamped."""
        stamps = (
            self.offered_at,
            self.accepted_at,
            self.en_route_at,
            self.on_site_at,
            self.done_at,
            self.ended_at,
        )
        return max(each for each in stamps if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A customer's problem, from the first word to the last.

    `number` is 0 until storage has given it one. `version` counts saved changes, so that two processes
    cannot both decide from the same past.
    """

    number: int
    state: TicketState
    requester: Requester
    subject: str
    problem: str
    priority: Priority
    opened_at: datetime
    sla: str
    wait_reason: WaitReason | None = None
    waits_since: datetime | None = None  # since when, for that reason
    chased_at: datetime | None = None  # when somebody was last reminded of it
    category: str | None = None
    customer_id: str | None = None
    contact_id: str | None = None
    site_id: str | None = None
    asset_id: str | None = None
    contract_id: str | None = None
    facts: Facts = Facts()
    filled: tuple[tuple[str, str], ...] = ()  # card parts a dispatcher typed: (part, text)
    asked: tuple[str, ...] = ()  # what the requester was asked and has not answered: tickets.asking.Question
    asked_at: datetime | None = None  # they are asked once
    muted: tuple[str, ...] = ()  # parties that are sent nothing about it (tickets.muting)
    owner: str | None = None  # name of the dispatcher who answers for it; None: the desk as a whole
    owner_id: str | None = None  # which one, as Actor.id has it; None: nobody, or from before it was kept
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    csat: int | None = None  # 1-5; None: not answered
    merged_into: int | None = None
    handoffs: tuple[Handoff, ...] = ()
    targets: tuple[Target, ...] = ()
    look_at: datetime | None = None  # when the clock must look again; None: never
    post_delivery: int | None = None  # the outbox row that carries the dispatchers' post
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether anything is still expected of us."""
        return self.state in OPEN_STATES

    @property
    def live_handoff(self) -> Handoff | None:
        """The partner who has the baton now; None when the desk has it."""
        return next((h for h in reversed(self.handoffs) if h.is_live and h.parent is None), None)

    def handoff(self, seq: int) -> Handoff:
        """The handoff with that number; KeyError when there is none."""
        for each in self.handoffs:
            if each.seq == seq:
                return each
        raise KeyError(seq)

    def with_handoff(self, changed: Handoff) -> "Ticket":
        """The same ticket with one handoff changed or added."""
        others = tuple(h for h in self.handoffs if h.seq != changed.seq)
        return replace(self, handoffs=tuple(sorted((*others, changed), key=lambda h: h.seq)))

    def targets_of(self, handoff: int | None) -> Iterator[Target]:
        """The promises to the customer (None) or of one handoff."""
        return (t for t in self.targets if t.handoff == handoff)
