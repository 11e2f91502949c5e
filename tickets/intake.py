"""Opening a ticket from somebody's first words."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from tickets import handoffs, targets
from tickets.given import Given
from tickets.greetings import without_greeting
from tickets.moves import enter
from tickets.policy import Policy
from tickets.states import Priority, TicketState, WaitReason
from tickets.ticket import (
    FOR_CUSTOMER,
    Entry,
    EntryKind,
    Facts,
    Known,
    Message,
    Notice,
    Outcome,
    Party,
    Requester,
    Tell,
    Ticket,
)


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
    automatic: bool = False  # a machine wrote it: no automatic answer (DESIGN, rule 6)


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
        category=request.category or _category(request, known, policy),
        customer_id=known.customer.id if known.customer else None,
        contact_id=known.contact.id if known.contact else None,
        site_id=known.site.id if known.site else None,
        asset_id=known.asset.id if known.asset else None,
        contract_id=contract.id if contract else None,
        facts=request.facts,
    )
    entry = Entry(
        kind=EntryKind.MESSAGE,
        at=request.message.at,
        author=request.message.author,
        audience=FOR_CUSTOMER,
        text=request.message.text,
        attachments=request.message.attachments,
        source=request.message.source,
        proof=request.message.proof,
        identity=request.message.identity,
    )
    notices = [
        Notice(to=Party.DISPATCHERS, tell=Tell.OPENED, entry=entry, facts={"relative": request.relative})
    ]
    if not request.automatic:
        notices.insert(0, Notice(to=Party.REQUESTER, tell=Tell.RECEIVED))
    return Outcome(
        ticket=targets.promise(ticket, None, sla, now),
        entries=(entry,),
        notices=tuple(notices),
        answer="opened",
    )


def keep_quietly(outcome: Outcome, policy: Policy, now: datetime) -> Outcome:
    """A new ticket of somebody who floods us: it waits in the queue for the desk, and nobody is told."""
    waiting = enter(outcome.ticket, TicketState.WAITING, policy, now, WaitReason.APPROVAL)
    return replace(outcome, ticket=waiting, notices=())


def hand_off_new(ticket: Ticket, given: Given, now: datetime) -> Outcome:
    """Routes a ticket that was just opened. A customer nobody knows is the dispatchers' to judge (S38)."""
    if given.known.customer is None:
        notice = Notice(to=Party.DISPATCHERS, tell=Tell.NEEDS_DESK, facts={"reason": "unknown_customer"})
        return Outcome(ticket=ticket, notices=(notice,))
    return handoffs.offer_next(ticket, given, now)


def _category(request: Request, known: Known, policy: Policy) -> str | None:
    if known.asset and known.asset.category in policy.categories:
        return known.asset.category
    said = f"{request.subject}\n{request.message.text}".casefold()
    for category in policy.categories.values():
        # The start of a word counts: "kaffemaskinen" is a kaffemaskin, "skille" is no "kille".
        if any(re.search(rf"\b{re.escape(word.casefold())}", said) for word in category.words):
            return category.id
    return None


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= 80 else line[:79].rsplit(" ", 1)[0] + "…"
