"""What each party may see of a ticket. Texts are rendered from these, and from nothing else.

A view is made of values its party may know; it holds no ticket and no entry of anybody else, so no
template can reach one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from tickets.card import Card
from tickets.known import Known
from tickets.parties import Audience, Identity, Role
from tickets.policy import Policy
from tickets.states import (
    MayContact,
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


def customer_view(ticket: Ticket, known: Known, policy: Policy, entries: Iterable[Entry]) -> CustomerView:
    """The ticket as its requester may see it."""
    due = {target.kind: target.due_at for target in ticket.targets_of(None)}
    live = ticket.live_handoff
    return CustomerView(
        number=ticket.number,
        desk=policy.desk_name,
        subject=ticket.subject,
        state=ticket.state,
        wait_reason=_waits_for(ticket),
        requester_name=ticket.requester.name,
        machine=machine_of(known),
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
            line_of(entry, show_name=entry.author.role is Role.CUSTOMER)
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
            line_of(for_partner(entry, card), show_name=True)
            for entry in entries
            if Audience.PARTNER in entry.audience and _is_in_thread(entry, card)
        ),
    )


def for_partner(entry: Entry, card: Card) -> Entry:
    """The entry as the partner may have it: the customer's words without what is not told (S9); "" for who
    wrote them where the partner must not know (I3)."""
    if entry.author.role not in (Role.CUSTOMER, Role.PRINCIPAL):  # a principal passes the customer's on
        return entry
    blind = entry.author.role is Role.CUSTOMER and card.contact.rule is MayContact.NEVER
    author = replace(entry.author, name="") if blind else entry.author
    return replace(entry, text=card.contact.without(entry.text), author=author)


def line_of(entry: Entry, *, show_name: bool) -> Line:
    """The entry, with its writer where they may be known."""
    return Line(
        at=entry.at,
        role=entry.author.role,
        who=entry.author.name if show_name else None,
        text=entry.text,
        event=entry.event,
        files=len(entry.attachments),
    )


def machine_of(known: Known) -> str | None:
    """Brand and model; the id of one that has neither. None: not known."""
    if known.asset is None:
        return None
    return " ".join(filter(None, (known.asset.brand, known.asset.model))) or known.asset.id


def _is_in_thread(entry: Entry, card: Card) -> bool:
    """Whether the partner hears of it; its own passing on of what it has heard anyway is no news to it."""
    if entry.handoff == card.seq:
        return not (entry.is_copy and entry.author.role is Role.PARTNER)
    with_its_own = any(entry.handoff == each.seq for each in card.below)
    return with_its_own and not (entry.is_copy and entry.author.role is Role.PRINCIPAL)


def _waits_for(ticket: Ticket) -> WaitReason | None:
    """As the customer may know it: for their own word on a price, or, while others talk of it, for nobody."""
    live = ticket.live_handoff
    if live is None or live.cost_asked is None or ticket.wait_reason is not WaitReason.APPROVAL:
        return ticket.wait_reason
    return WaitReason.CUSTOMER if live.price_asked else None
