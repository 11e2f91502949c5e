"""The register: the customers, who speaks for them, where their sites are and what stands there.

Operators keep it with ``stafett import``; intake and the handoff card read it. An id is the operator's
own and never changes; everything else may.
"""

from dataclasses import dataclass
from datetime import date

from tickets.states import MayContact
from tickets.work.payers import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A firm (or person) that has service from us."""

    id: str
    name: str
    language: str | None = None  # None: the desk's language
    contract_id: str | None = None  # the contract of assets that name none of their own
    approved_partners: tuple[str, ...] = ()  # empty: every partner may come (S5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person who speaks for a customer."""

    id: str
    customer_id: str
    name: str
    email: str | None = None
    phone: str | None = None  # E.164
    language: str | None = None  # None: the customer's


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place where assets stand."""

    id: str
    customer_id: str
    name: str
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    access: str | None = None  # how to get in, as standing instruction
    contact_name: str | None = None
    contact_phone: str | None = None  # E.164
    timezone: str | None = None  # IANA name; None: the desk's
    latitude: float | None = None  # degrees, WGS 84; both or none
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One machine. ``customer`` and ``site`` are names, as people write them."""

    id: str
    serial: str | None = None
    model: str | None = None
    brand: str | None = None
    category: str | None = None
    customer: str | None = None
    site: str | None = None
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    customer_id: str | None = None
    site_id: str | None = None
    contract_id: str | None = None
    location: str | None = None  # where on the site: floor, room


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What was promised to a customer, and what its jobs demand."""

    id: str
    customer_id: str
    name: str
    sla: str  # a key of [sla.*]
    terms: str | None = None  # reporting duty, time windows; shown on the card
    checklist: tuple[str, ...] = ()  # steps, safety and documentation demands (S16)
    approved_parts: str | None = None
    cost_cap: str | None = None  # amount with currency, as agreed
    customer_approval: str | None = None  # "yes": above the cap; an amount: above that; None: never asked
    parts_by: str | None = None  # who supplies parts
    claim_by: str | None = None  # who handles warranty claims
    return_to: str | None = None  # where replaced parts go
    payer: Payer | None = None  # who pays what no line says otherwise of; None: as agreed
    partner_may_contact: MayContact = MayContact.YES
    evidence: tuple[str, ...] = ()  # lines as tickets.evidence.demands reads them
    valid_until: date | None = None
