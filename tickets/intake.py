"""Opening a ticket from somebody's first words."""

from dataclasses import dataclass, replace
from datetime import datetime

from tickets import offers, targets
from tickets.asking import is_vague, vague
from tickets.categories import category_of
from tickets.given import Given
from tickets.greetings import without_greeting
from tickets.known import Known
from tickets.moves import enter
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import FOR_CUSTOMER
from tickets.policy import Policy
from tickets.states import Priority, TicketState, WaitReason
from tickets.ticket import Facts, Requester, Ticket
from tickets.timeline import Message, entry_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A problem as it was told."""

    requester: Requester
    subject: str
    message: Message
    facts: Facts
    priority: Priority
    category: str | None = None  # None: judged by the asset, then by the words
    relative: int | None = None  # a ticket this may belong to, though nothing proves it
    resolve_by: datetime | None = None  # what the customer's own system demands; None: what the SLA promises
    automatic: bool = False  # a machine wrote it: no automatic answer (DESIGN, rule 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why a dispatcher must look at a new ticket before a partner does (S38, S72)."""

    reason: str  # unknown_machine, others_machine, lacks_fields
    claimed: str = ""  # what they name, as they write it
    lacking: tuple[str, ...] = ()  # of a customer's form: site, reference, deadline


def open_ticket(request: Request, known: Known, policy: Policy, now: datetime) -> Outcome:
    """A new ticket (its number still 0) with its promises; hand it off with `hand_off_new` once numbered."""
    contract = known.contract
    sla = policy.sla(contract.sla if contract else None)
    problem = without_greeting(request.message.text) or request.subject.strip()
    ticket = Ticket(
        number=0,
        state=TicketState.NEW,
        requester=request.requester,
        subject=request.subject.strip() or _first_line(problem),
        problem=problem,
        priority=request.priority,
        opened_at=now,
        sla=sla.name,
        category=request.category
        or category_of(known.asset, f"{request.subject}\n{request.message.text}", policy),
        customer_id=known.customer.id if known.customer else None,
        contact_id=known.contact.id if known.contact else None,
        site_id=known.site.id if known.site else None,
        asset_id=known.asset.id if known.asset else None,
        contract_id=contract.id if contract else None,
        facts=request.facts,
    )
    entry = entry_of(request.message, FOR_CUSTOMER)
    notices = [
        Notice(to=Party.DISPATCHERS, tell=Tell.OPENED, entry=entry, facts={"relative": request.relative})
    ]
    if not request.automatic:
        notices.insert(0, Notice(to=Party.REQUESTER, tell=Tell.RECEIVED))
    return Outcome(
        ticket=targets.resolve_by(targets.promise(ticket, None, sla, now), sla, request.resolve_by, now),
        entries=(entry,),
        notices=tuple(notices),
        answer="opened",
    )


def keep_quietly(outcome: Outcome, policy: Policy, now: datetime) -> Outcome:
    """A new ticket of somebody who floods us: it waits in the queue for the desk, and nobody is told."""
    waiting = enter(outcome.ticket, TicketState.WAITING, policy, now, WaitReason.APPROVAL)
    return replace(outcome, ticket=waiting, notices=())


def hand_off_new(ticket: Ticket, given: Given, now: datetime, doubt: Doubt | None = None) -> Outcome:
    """Routes a ticket that was just opened. A customer nobody knows, or a doubt, is the desk's (S38); who has
    said nothing that a route could go by is asked."""
    facts: dict[str, object] = {}
    if doubt is not None:
        facts = {"reason": doubt.reason, "claimed": doubt.claimed, "lacking": doubt.lacking}
    if given.known.customer is None:
        facts |= {"reason": "unknown_customer"}
    if not facts:
        offered = offers.offer_next(ticket, given, now)
        routeless = any(notice.facts.get("reason") == "no_route" for notice in offered.notices)
        return vague(ticket, given.policy, now) if routeless and is_vague(ticket) else offered
    return Outcome(ticket=ticket, notices=(Notice(to=Party.DISPATCHERS, tell=Tell.NEEDS_DESK, facts=facts),))


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 80 else line[:79].rsplit(" ", 1)[0] + "…"
