"""The handoff card: six mandatory parts and the problem, the same every time (S11, S41)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tickets.evidence.demands import Standing
from tickets.evidence.job import evidence_of
from tickets.policy import Policy
from tickets.problem import states_problem
from tickets.states import ENDED_HANDOFFS, HandoffState, Priority, TargetKind
from tickets.ticket import Handoff, Known, PastJob, Ticket
from tickets.work.lines import said


class Part(StrEnum):
    """The six parts."""

    EQUIPMENT = "equipment"  # which machine, and where exactly
    HISTORY = "history"  # what was done to it before
    TERMS = "terms"  # contract, response times, windows, reporting duty
    DEMANDS = "demands"  # checklist, safety, documentation
    CONTACT = "contact"  # whom to meet, how to get in
    PARTS = "parts"  # parts to expect, approved parts, cost cap


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All a technician needs, and nothing of any other customer (S20).

    A part that a dispatcher typed stands in `filled` and is shown in that part's place. None and empty
    mean: not known; then the part is in `missing`, and the card is not sent.
    """

    number: int
    seq: int
    principal: str  # who hands the job over: the desk's name
    state: HandoffState
    technician: str | None
    priority: Priority
    category: str | None
    subject: str
    problem: str
    customer: str | None
    asset_id: str | None
    serial: str | None
    machine: str | None  # brand and model
    site: str | None
    location: str | None  # where on the site
    address: str | None
    postal_code: str | None
    city: str | None
    latitude: float | None  # of the site, degrees
    longitude: float | None
    history: tuple[PastJob, ...]
    contract: str | None
    terms: str | None
    window_start: datetime | None
    window_end: datetime | None
    accept_by: datetime | None
    on_site_by: datetime | None
    resolve_by: datetime | None
    demands: tuple[str, ...]
    evidence: tuple[Standing, ...]  # what must come before it is done, and what is there of it
    contact_name: str | None
    contact_phone: str | None
    access: str | None
    approved_parts: str | None
    cost_cap: str | None
    work: tuple[str, ...]  # what is written down so far, a line each
    reference: str | None
    note: str | None  # what was said with a rejection
    eta: datetime | None = None  # when the technician comes, as they said
    eta_end: datetime | None = None
    parts_on: date | None = None  # when the part comes that it waits for
    filled: dict[Part, str]
    missing: tuple[Part, ...]
    below: tuple["Below", ...] = ()  # to whom this partner has handed it on, one after the other

    @property
    def is_complete(self) -> bool:
        """Whether it may be sent."""
        return not self.missing and self.states_problem

    @property
    def states_problem(self) -> bool:
        """Whether it says what is wrong (S41)."""
        return states_problem(self.problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A subcontractor, as the partner who handed the job on to it sees it."""

    seq: int
    partner: str
    state: HandoffState
    technician: str | None
    since: datetime  # when it came to that state

    @property
    def is_live(self) -> bool:
        """Whether it has the job."""
        return self.state not in ENDED_HANDOFFS


def build_card(ticket: Ticket, handoff: Handoff, known: Known, policy: Policy) -> Card:
    """The card of one handoff as things stand now.

    Within a chain it is the partner above who hands the job over: what the desk and the customer agreed,
    under which name and number, is not for those below.
    """
    above = ticket.handoff(handoff.parent) if handoff.parent is not None else None
    asset, site, contract, told = known.asset, known.site, known.contract, ticket.facts
    category = policy.categories.get(ticket.category or "")
    filled = {Part(part): text for part, text in ticket.filled}
    due = {target.kind: target.due_at for target in ticket.targets_of(handoff.seq)}
    demands = (contract.checklist if contract else ()) + (category.checklist if category else ())
    serial = told.serial or (asset.serial if asset else None)
    address = told.site_address or (site.address if site else None)
    contact_name = told.contact_name or (site.contact_name if site else None) or ticket.requester.name
    contact_phone = (
        told.contact_phone
        or (site.contact_phone if site else None)
        or (known.contact.phone if known.contact else None)
    )
    access = told.access or (site.access if site else None)
    approved_parts = (contract.approved_parts if contract else None) or (category.parts if category else None)
    cost_cap = (contract.cost_cap if contract else None) or (category.cost_cap if category else None)
    has = {
        Part.EQUIPMENT: bool((asset or serial) and (address or site)),
        Part.HISTORY: asset is not None,
        Part.TERMS: contract is not None,
        Part.DEMANDS: bool(demands),
        Part.CONTACT: bool((contact_name or contact_phone) and access),
        Part.PARTS: bool(approved_parts or cost_cap),
    }
    return Card(
        number=ticket.number,
        seq=handoff.seq,
        principal=policy.partner_name(above.partner_id) if above else policy.desk_name,
        state=handoff.state,
        technician=handoff.technician,
        eta=handoff.eta,
        eta_end=handoff.eta_end,
        parts_on=handoff.parts_on,
        priority=ticket.priority,
        category=ticket.category,
        subject=ticket.subject,
        problem=ticket.problem,
        customer=known.customer.name if known.customer else None,
        asset_id=asset.id if asset else None,
        serial=serial,
        machine=" ".join(filter(None, (asset.brand, asset.model))) or None if asset else None,
        site=site.name if site else None,
        location=asset.location if asset else None,
        address=address,
        postal_code=told.postal_code or (site.postal_code if site else None),
        city=told.city or (site.city if site else None),
        latitude=site.latitude if site else None,
        longitude=site.longitude if site else None,
        history=known.history,
        contract=contract.name if contract and not above else None,
        terms=contract.terms if contract else None,
        window_start=told.window_start,
        window_end=told.window_end,
        accept_by=handoff.expires_at or due.get(TargetKind.ACCEPT),
        on_site_by=due.get(TargetKind.ON_SITE),
        resolve_by=due.get(TargetKind.RESOLVE),
        demands=demands,
        evidence=evidence_of(handoff, ticket, known, policy),
        contact_name=contact_name,
        contact_phone=contact_phone,
        access=access,
        approved_parts=approved_parts,
        cost_cap=cost_cap,
        work=tuple(said(line) for line in handoff.work),
        reference=None if above else told.reference,
        note=_what_is_wrong(handoff) or (_what_is_wrong(above) if above else None),
        filled=filled,
        missing=tuple(part for part in Part if part not in filled and not has[part]),
        below=tuple(
            Below(
                seq=each.seq,
                partner=policy.partner_name(each.partner_id),
                state=each.state,
                technician=each.technician,
                since=each.latest_at,
            )
            for each in ticket.handoffs
            if each.parent == handoff.seq
        ),
    )


def _what_is_wrong(handoff: Handoff) -> str | None:
    return handoff.note if handoff.state is HandoffState.REWORK else None
