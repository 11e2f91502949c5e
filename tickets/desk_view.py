"""The whole ticket, as dispatchers see it. Texts are rendered from it, and from nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tickets.account import Account, account_of
from tickets.card_parts import equipment_of, on_site
from tickets.chains.times import Hop, hops
from tickets.chains.tree import depth_of, in_order
from tickets.clarity import questions_before_start
from tickets.hops import as_told
from tickets.known import Known, Principal
from tickets.linked.telling import standing_of
from tickets.muting import name_of
from tickets.parties import Channel, Identity
from tickets.policy import Policy
from tickets.states import (
    ENDED_HANDOFFS,
    Because,
    HandoffState,
    Priority,
    TargetKind,
    TicketState,
    WaitReason,
)
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Entry
from tickets.views import Line, line_of, machine_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A target as the desk sees it."""

    kind: TargetKind
    partner: str | None  # None: the promise to the customer
    due_at: datetime
    met_at: datetime | None
    breached_at: datetime | None
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffLine:
    """A handoff as the desk sees it."""

    seq: int
    partner: str
    state: HandoffState
    technician: str | None
    note: str | None
    offered_at: datetime
    expires_at: datetime | None
    since: datetime  # when it came to its state
    eta: datetime | None = None  # when the technician comes
    eta_end: datetime | None = None
    parts_on: date | None = None  # when the part comes that it waits for
    numbers: tuple[str, ...] = ()  # how the partner's ticket system calls it
    depth: int = 0  # how many partners stand between it and the desk
    because: Because | None = None  # why a partner at all
    answering: timedelta | None = None  # from the offer to the answer
    own: timedelta | None = None  # how long it had the job itself, and nobody below it
    sums: tuple[str, ...] = ()  # in a chain, what its own people wrote down
    settled_by: str | None = None  # the partner above that reports for it; None: it does so itself
    rating: int | None = None  # what we think of the work, 1-5
    rating_note: str | None = None
    questions: int = 0  # how often it asked before the work began

    @property
    def is_live(self) -> bool:
        """Whether this partner has the job."""
        return self.state not in ENDED_HANDOFFS


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """The dispatchers' side: everything."""

    number: int
    state: TicketState
    wait_reason: WaitReason | None
    priority: Priority
    category: str | None
    subject: str
    problem: str
    channel: Channel
    requester_name: str | None
    requester_address: str
    identity: Identity | None = None  # whether the mail that opened it is from whom it says
    customer: str | None
    site: str | None
    address: str | None
    postal_code: str | None
    city: str | None
    asset_id: str | None
    serial: str | None
    machine: str | None
    contact_name: str | None
    contact_phone: str | None
    access: str | None
    window_start: datetime | None
    window_end: datetime | None
    reference: str | None
    principal: Principal | None = None  # another desk, whose job it is
    unanswered: bool = False  # that desk waits for our yes or no
    muted: tuple[str, ...] = ()  # partners that are sent nothing about it; "" is the customer
    owner: str | None
    opened_at: datetime
    csat: int | None
    account: Account | None = None  # what the work has come to; None: nobody has had it
    handoffs: tuple[HandoffLine, ...]
    promises: tuple[Promise, ...]
    lines: tuple[Line, ...]


def desk_view(
    ticket: Ticket, known: Known, policy: Policy, entries: Sequence[Entry], now: datetime | None = None
) -> DeskView:
    """The whole ticket, for dispatchers; with `now` how long each partner took, so far."""
    told, there = ticket.facts, equipment_of(ticket, known)
    return DeskView(
        number=ticket.number,
        state=ticket.state,
        wait_reason=ticket.wait_reason,
        priority=ticket.priority,
        category=ticket.category,
        subject=ticket.subject,
        problem=ticket.problem,
        channel=ticket.requester.channel,
        requester_name=ticket.requester.name,
        requester_address=known.principal.address if known.principal else ticket.requester.address,
        identity=next((entry.identity for entry in entries if entry.identity), None),
        customer=there.customer,
        site=there.site,
        address=there.address,
        postal_code=there.postal_code,
        city=there.city,
        asset_id=there.asset_id,
        serial=there.serial,
        machine=machine_of(known),
        contact_name=told.contact_name,
        contact_phone=told.contact_phone,
        access=on_site(ticket, known).access,
        window_start=told.window_start,
        window_end=told.window_end,
        reference=told.reference,
        principal=known.principal,
        unanswered=known.principal is not None and _is_unanswered(ticket, entries),
        muted=tuple(name_of(each, policy) for each in sorted(ticket.muted)),
        owner=ticket.owner,
        opened_at=ticket.opened_at,
        csat=ticket.csat,
        account=account_of(ticket, known, policy),
        handoffs=_handoffs(ticket, known, policy, entries, now),
        promises=_promises(ticket, policy),
        lines=tuple(
            replace(
                line_of(entry, show_name=True),
                identity=entry.identity,
                text=as_told(entry, known, policy),
            )
            for entry in entries
            if not entry.is_copy
        ),
    )


def _is_unanswered(ticket: Ticket, entries: Sequence[Entry]) -> bool:
    return ticket.is_open and standing_of(ticket, entries).state is HandoffState.OFFERED


def _handoffs(
    ticket: Ticket, known: Known, policy: Policy, entries: Sequence[Entry], now: datetime | None
) -> tuple[HandoffLine, ...]:
    times = {each.seq: each for each in hops(ticket, now, policy)} if now is not None else {}
    return tuple(
        HandoffLine(
            seq=each.seq,
            partner=policy.partner_name(each.partner_id),
            state=each.state,
            technician=each.technician,
            note=each.note,
            offered_at=each.offered_at,
            expires_at=each.expires_at,
            eta=each.eta,
            eta_end=each.eta_end,
            parts_on=each.parts_on,
            depth=depth_of(ticket, each.seq),
            rating=each.rating,
            rating_note=each.rating_note,
            since=each.latest_at,
            numbers=tuple(number for id_, number in known.partner_numbers if id_ == each.partner_id),
            because=each.because,
            answering=times[each.seq].answering if each.seq in times else None,
            own=times[each.seq].own if each.seq in times else None,
            sums=times[each.seq].sums if each.seq in times and _is_in_chain(ticket, each) else (),
            settled_by=_reported_by(times.get(each.seq), policy),
            questions=questions_before_start(each, entries),
        )
        for each in in_order(ticket)
    )


def _is_in_chain(ticket: Ticket, handoff: Handoff) -> bool:
    return handoff.parent is not None or any(each.parent == handoff.seq for each in ticket.handoffs)


def _reported_by(hop: Hop | None, policy: Policy) -> str | None:
    return policy.partner_name(hop.settled_by) if hop and hop.settled_by != hop.partner_id else None


def _promises(ticket: Ticket, policy: Policy) -> tuple[Promise, ...]:
    names = {each.seq: policy.partner_name(each.partner_id) for each in ticket.handoffs}
    return tuple(
        Promise(
            kind=target.kind,
            partner=names.get(target.handoff) if target.handoff is not None else None,
            due_at=target.due_at,
            met_at=target.met_at,
            breached_at=target.breached_at,
            paused=target.paused_at is not None,
        )
        for target in ticket.targets
    )
