"""What each party may see of a ticket. Texts are rendered from these, and from nothing else.

A view is made of values its party may know; it holds no ticket and no entry of anybody else, so no
template can reach one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tickets.card import Card
from tickets.chains.times import hops
from tickets.chains.tree import depth_of, in_order
from tickets.known import Known, Principal
from tickets.linked.telling import standing_of
from tickets.parties import Audience, Channel, Identity, Role
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
from tickets.ticket import Ticket
from tickets.timeline import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry as a party sees it. `who` is None where the party shall not know the name."""

    at: datetime
    role: Role
    who: str | None
    text: str
    event: str | None
    files: int
    identity: Identity | None = None  # for the desk: whether a mail's writer is who they say


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerView:
    """The requester's side: one supplier, no partner, no technician (S3)."""

    number: int
    desk: str
    subject: str
    state: TicketState
    wait_reason: WaitReason | None
    requester_name: str | None
    machine: str | None
    site: str | None
    reference: str | None
    on_site_by: datetime | None
    resolve_by: datetime | None
    window_start: datetime | None
    window_end: datetime | None
    eta: datetime | None = None  # when the technician comes; the beginning where it is a span
    eta_end: datetime | None = None
    parts_on: date | None = None  # when the part comes that it waits for
    opened_at: datetime
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerView:
    """One partner's side: its card and its own thread."""

    card: Card
    partner: str
    lines: tuple[Line, ...]


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
    owner: str | None
    opened_at: datetime
    csat: int | None
    handoffs: tuple[HandoffLine, ...]
    promises: tuple[Promise, ...]
    lines: tuple[Line, ...]


def customer_view(ticket: Ticket, known: Known, policy: Policy, entries: Iterable[Entry]) -> CustomerView:
    """The ticket as its requester may see it."""
    due = {target.kind: target.due_at for target in ticket.targets_of(None)}
    live = ticket.live_handoff
    return CustomerView(
        number=ticket.number,
        desk=policy.desk_name,
        subject=ticket.subject,
        state=ticket.state,
        wait_reason=ticket.wait_reason,
        requester_name=ticket.requester.name,
        machine=_machine(known),
        site=known.site.name if known.site else None,
        reference=ticket.facts.reference,
        on_site_by=due.get(TargetKind.ON_SITE),
        resolve_by=due.get(TargetKind.RESOLVE),
        window_start=ticket.facts.window_start,
        window_end=ticket.facts.window_end,
        eta=live.eta if live else None,
        eta_end=live.eta_end if live else None,
        parts_on=live.parts_on if live else None,
        opened_at=ticket.opened_at,
        lines=tuple(
            _line(entry, show_name=entry.author.role is Role.CUSTOMER)
            for entry in entries
            if Audience.CUSTOMER in entry.audience
        ),
    )


def partner_view(card: Card, policy: Policy, partner_id: str, entries: Iterable[Entry]) -> PartnerView:
    """One handoff as its partner may see it: its own thread, and those with its own subcontractors."""
    return PartnerView(
        card=card,
        partner=policy.partner_name(partner_id),
        lines=tuple(
            _line(entry, show_name=True)
            for entry in entries
            if Audience.PARTNER in entry.audience and _is_in_thread(entry, card)
        ),
    )


def desk_view(
    ticket: Ticket, known: Known, policy: Policy, entries: Sequence[Entry], now: datetime | None = None
) -> DeskView:
    """The whole ticket, for dispatchers; with `now` how long each partner took, so far."""
    times = {each.seq: each for each in hops(ticket, now)} if now is not None else {}
    told, site, asset = ticket.facts, known.site, known.asset
    names = {handoff.seq: policy.partner_name(handoff.partner_id) for handoff in ticket.handoffs}
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
        customer=known.customer.name if known.customer else None,
        site=site.name if site else None,
        address=told.site_address or (site.address if site else None),
        postal_code=told.postal_code or (site.postal_code if site else None),
        city=told.city or (site.city if site else None),
        asset_id=asset.id if asset else None,
        serial=told.serial or (asset.serial if asset else None),
        machine=_machine(known),
        contact_name=told.contact_name,
        contact_phone=told.contact_phone,
        access=told.access or (site.access if site else None),
        window_start=told.window_start,
        window_end=told.window_end,
        reference=told.reference,
        principal=known.principal,
        unanswered=known.principal is not None and _is_unanswered(ticket, entries),
        owner=ticket.owner,
        opened_at=ticket.opened_at,
        csat=ticket.csat,
        handoffs=tuple(
            HandoffLine(
                seq=each.seq,
                partner=names[each.seq],
                state=each.state,
                technician=each.technician,
                note=each.note,
                offered_at=each.offered_at,
                expires_at=each.expires_at,
                eta=each.eta,
                eta_end=each.eta_end,
                parts_on=each.parts_on,
                depth=depth_of(ticket, each.seq),
                since=each.latest_at,
                numbers=tuple(number for id_, number in known.partner_numbers if id_ == each.partner_id),
                because=each.because,
                answering=times[each.seq].answering if each.seq in times else None,
                own=times[each.seq].own if each.seq in times else None,
            )
            for each in in_order(ticket)
        ),
        promises=tuple(
            Promise(
                kind=target.kind,
                partner=names.get(target.handoff) if target.handoff is not None else None,
                due_at=target.due_at,
                met_at=target.met_at,
                breached_at=target.breached_at,
                paused=target.paused_at is not None,
            )
            for target in ticket.targets
        ),
        lines=tuple(
            replace(_line(entry, show_name=True), identity=entry.identity)
            for entry in entries
            if not entry.is_copy
        ),
    )


def _line(entry: Entry, *, show_name: bool) -> Line:
    return Line(
        at=entry.at,
        role=entry.author.role,
        who=entry.author.name if show_name else None,
        text=entry.text,
        event=entry.event,
        files=len(entry.attachments),
    )


def _is_unanswered(ticket: Ticket, entries: Sequence[Entry]) -> bool:
    return ticket.is_open and standing_of(ticket, entries).state is HandoffState.OFFERED


def _machine(known: Known) -> str | None:
    if known.asset is None:
        return None
    return " ".join(filter(None, (known.asset.brand, known.asset.model))) or known.asset.id


def _is_in_thread(entry: Entry, card: Card) -> bool:
    """Whether the partner hears of it; its own passing on of what it has heard anyway is no news to it."""
    if entry.handoff == card.seq:
        return not (entry.is_copy and entry.author.role is Role.PARTNER)
    with_its_own = any(entry.handoff == each.seq for each in card.below)
    return with_its_own and not (entry.is_copy and entry.author.role is Role.PRINCIPAL)
