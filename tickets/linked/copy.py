"""What the signed copy beside a mail says: the whole of where a job stands, as one side may tell the other.

These names are a promise to installations of other ages: a field may be added, none may change its meaning.
Every copy holds the full state and all that was said since the other side last said what it has, so a mail
that is lost, doubled or overtaken is made good by the next.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from tickets.states import HandoffState, MayContact, Priority, WaitReason

VERSION = 1


class Side(StrEnum):
    """Who speaks."""

    PRINCIPAL = "principal"  # hands the job over
    PARTNER = "partner"  # does it


class Speaker(StrEnum):
    """Whose words an item has."""

    CUSTOMER = "customer"
    DESK = "desk"  # of whoever sends the copy


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFile:
    """A file of an item: with this mail or an earlier one, known by what it contains."""

    name: str
    type: str
    size: int
    sha256: str
    kind: str = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One item of the thread. `n` grows from item to item of one sender, and is never used again."""

    n: int
    at: datetime
    by: Speaker = Speaker.DESK
    who: str = ""
    text: str = ""
    event: str | None = None  # what the principal has decided, or reminds of: tickets.linked.telling
    files: tuple[SharedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An earlier job on the machine."""

    number: int
    at: datetime
    subject: str
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The card."""

    subject: str
    problem: str
    priority: Priority = Priority.NORMAL
    category: str | None = None
    customer: str | None = None
    asset_id: str | None = None
    serial: str | None = None
    brand: str | None = None
    model: str | None = None
    location: str | None = None
    site: str | None = None
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    history: tuple[Past, ...] = ()
    terms: str | None = None
    window_start: datetime | None = None
    window_end: datetime | None = None
    accept_by: datetime | None = None
    on_site_by: datetime | None = None
    resolve_by: datetime | None = None
    checklist: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()  # lines as tickets.evidence.demands reads them
    contact_name: str | None = None
    contact_phone: str | None = None
    access: str | None = None
    partner_may_contact: MayContact = MayContact.YES
    approved_parts: str | None = None
    cost_cap: str | None = None
    typed: tuple[tuple[str, str], ...] = ()  # parts of the card that a dispatcher wrote: (part, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One piece of evidence. Who brought it stays at home."""

    key: str
    at: datetime
    value: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """One line of work. Who wrote it down stays at home."""

    key: str  # names the line for as long as it says the same
    kind: str  # tickets.work.lines.WorkKind
    quantity: Decimal
    unit: str  # h, pcs, km
    text: str
    at: datetime
    amount: Decimal | None = None
    currency: str = ""
    returns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the job stands with the one who does it."""

    state: HandoffState = HandoffState.OFFERED
    note: str = ""
    wait: WaitReason | None = None
    parts_on: date | None = None
    eta: datetime | None = None
    eta_end: datetime | None = None
    evidence: tuple[Shown, ...] = ()
    work: tuple[Worked, ...] | None = None  # None: as it was told last, or never


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who sends the copy, and where its answer belongs."""

    name: str
    address: str
    reply_to: str
    language: str
    number: str  # the ticket's, at home


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One side's whole word about one job."""

    version: int
    side: Side
    link: str  # names the job on both sides: the principal's, and never used for another
    seq: int  # of two copies of one side, the one that is newer has the greater
    at: datetime
    desk: Desk
    to: str  # the address it is for: a copy sent on to somebody else is nothing
    seen: int = 0  # up to which item the sender has what the other side said
    missing: tuple[str, ...] = ()  # files that did not come, by their hash
    job: Job | None = None  # the principal's
    standing: Standing | None = None  # the partner's
    said: tuple[Said, ...] = ()
