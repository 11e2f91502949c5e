"""The six parts of a handoff card, each from the best source there is: what was told, then the register."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tickets.evidence.demands import Standing
from tickets.evidence.job import evidence_of
from tickets.known import Known
from tickets.policy import Category, Document, Policy
from tickets.reaching import may_reach, unreachable
from tickets.register import Asset
from tickets.states import MayContact, TargetKind
from tickets.ticket import Handoff, Ticket
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
class Equipment:
    """Which machine, and where exactly."""

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
    documents: tuple[Document, ...] = ()  # manuals, drawings, software of such a machine (S95)

    @property
    def is_known(self) -> bool:
        """Whether a technician finds it."""
        return bool((self.asset_id is not None or self.serial) and (self.address or self.site is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed, and until when."""

    is_known: bool  # there is a contract, though within a chain nobody sees its name
    contract: str | None
    text: str | None
    window_start: datetime | None
    window_end: datetime | None
    accept_by: datetime | None
    on_site_by: datetime | None
    resolve_by: datetime | None
    reference: str | None  # the customer's own number


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What the job must be done like."""

    steps: tuple[str, ...]
    evidence: tuple[Standing, ...]  # what must come before it is done, and what is there of it

    @property
    def is_known(self) -> bool:
        """Whether anything is demanded: nobody works by no rule at all."""
        return bool(self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSite:
    """Whom to meet, how to get in."""

    name: str | None
    phone: str | None  # E.164
    access: str | None
    rule: MayContact = MayContact.YES
    through_us: bool = False  # whoever they are is not told, or not yet: the partner asks the desk
    phones: tuple[str, ...] = ()  # that are not to be read anywhere on the card

    @property
    def is_known(self) -> bool:
        """Whether a technician who comes gets in."""
        return bool((self.name or self.phone or self.through_us) and self.access)

    def without(self, text: str) -> str:
        """The customer's words, without what is not told."""
        return unreachable(text, self.phones) if self.through_us else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Which parts may be used, and up to what it may go."""

    approved_parts: str | None
    cap: str | None
    work: tuple[str, ...]  # what is written down so far, a line each
    parts_by: str | None = None  # who supplies parts (S18)
    claim_by: str | None = None  # who handles warranty claims
    return_to: str | None = None  # where replaced parts go

    @property
    def is_known(self) -> bool:
        """Whether a technician knows how far to go."""
        return bool(self.approved_parts or self.cap)


def equipment_of(ticket: Ticket, known: Known, documents: Iterable[Document] = ()) -> Equipment:
    """Where the requester told an address, that is where to go. `documents`: all there are."""
    asset, site, told = known.asset, known.site, ticket.facts
    return Equipment(
        customer=known.customer.name if known.customer else None,
        asset_id=asset.id if asset else None,
        serial=told.serial or (asset.serial if asset else None),
        machine=_make(asset) if asset else None,
        site=site.name if site else None,
        location=asset.location if asset else None,
        address=told.site_address or (site.address if site else None),
        postal_code=told.postal_code or (site.postal_code if site else None),
        city=told.city or (site.city if site else None),
        latitude=site.latitude if site else None,
        longitude=site.longitude if site else None,
        documents=tuple(each for each in documents if each.is_about(asset, ticket.category)),
    )


def terms_of(ticket: Ticket, handoff: Handoff, known: Known) -> Terms:
    """Within a chain, under which name and number the desk and the customer agreed is not for those below;
    nor is the number of another desk that has handed us the job."""
    contract, told = known.contract, ticket.facts
    above = handoff.parent is not None
    due = {target.kind: target.due_at for target in ticket.targets_of(handoff.seq)}
    return Terms(
        is_known=contract is not None,
        contract=contract.name if contract and not above else None,
        text=contract.terms if contract else None,
        window_start=told.window_start,
        window_end=told.window_end,
        accept_by=handoff.expires_at or due.get(TargetKind.ACCEPT),
        on_site_by=due.get(TargetKind.ON_SITE),
        resolve_by=due.get(TargetKind.RESOLVE),
        reference=None if above or known.principal else told.reference,
    )


def demands_on(ticket: Ticket, handoff: Handoff, known: Known, policy: Policy) -> Demands:
    """The contract's and the category's."""
    contract, category = known.contract, _category(ticket, policy)
    return Demands(
        steps=(contract.checklist if contract else ()) + (category.checklist if category else ()),
        evidence=evidence_of(handoff, ticket, known, policy),
    )


def on_site(ticket: Ticket, known: Known) -> OnSite:
    """Whoever was named; else the site's, else the requester."""
    site, told = known.site, ticket.facts
    return OnSite(
        name=told.contact_name or (site.contact_name if site else None) or ticket.requester.name,
        phone=told.contact_phone
        or (site.contact_phone if site else None)
        or (known.contact.phone if known.contact else None),
        access=told.access or (site.access if site else None),
    )


def contact(ticket: Ticket, handoff: Handoff, known: Known) -> OnSite:
    """What of it the partner of that handoff is told. All that a partner sees of it comes from here."""
    there, contract = on_site(ticket, known), known.contract
    rule = contract.partner_may_contact if contract else MayContact.YES
    knows_nobody = rule is not MayContact.NEVER and not (there.name or there.phone)
    if may_reach(rule, handoff) or knows_nobody:
        return replace(there, rule=rule)
    numbers = (
        ticket.facts.contact_phone,
        known.site.contact_phone if known.site else None,
        known.contact.phone if known.contact else None,
    )
    phones = tuple(filter(None, numbers))
    return OnSite(
        name=None if rule is MayContact.NEVER else there.name,
        phone=None,
        access=unreachable(there.access, phones) if there.access else None,
        rule=rule,
        through_us=True,
        phones=phones,
    )


def costs_of(ticket: Ticket, handoff: Handoff, known: Known, policy: Policy) -> Costs:
    """What the partner above has set; the contract's, else the category's."""
    contract, category = known.contract, _category(ticket, policy)
    return Costs(
        approved_parts=(contract.approved_parts if contract else None)
        or (category.parts if category else None),
        cap=_own_cap(ticket, handoff)
        or (contract.cost_cap if contract else None)
        or (category.cost_cap if category else None),
        work=tuple(said(line) for line in handoff.work),
        parts_by=contract.parts_by if contract else None,
        claim_by=contract.claim_by if contract else None,
        return_to=contract.return_to if contract else None,
    )


def _make(asset: Asset) -> str | None:
    return " ".join(filter(None, (asset.brand, asset.model))) or None


def _category(ticket: Ticket, policy: Policy) -> Category | None:
    return policy.categories.get(ticket.category or "")


def _own_cap(ticket: Ticket, handoff: Handoff) -> str | None:
    """The cap that a partner on the way down has set, the nearest one."""
    while handoff.cap is None and handoff.parent is not None:
        handoff = ticket.handoff(handoff.parent)
    return handoff.cap
