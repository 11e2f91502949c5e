"""What waits is never forgotten: whoever can end a waiting is reminded of it, until it ends (S29, S59).

Each waiting has one moment at which somebody is reminded next (`chases_at`), in the working time of the
ticket's own promise: the dispatchers of what waits for their yes on the same day, then daily; the customer
once of what they were asked, unless they are muted; the dispatchers of all else. Leaving the waiting forgets
the moment.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from tickets.calendar import Duration
from tickets.moves import event
from tickets.muting import is_muted
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import CUSTOMERS_SIDE, INTERNAL_ONLY, STAFETT
from tickets.policy import Policy
from tickets.states import HandoffState, TicketState, WaitReason
from tickets.ticket import Ticket
from tickets.work import customer


class Wanted(StrEnum):
    """What a waiting ticket lacks to go on."""

    APPROVAL = "approval"  # the desk's word on finished work
    COST = "cost"  # the desk's word on a cost above the cap
    PRICE = "price"  # the customer's word on a price, which the desk has asked for
    DECISION = "decision"  # a yes that a dispatcher waits for
    ANSWER = "answer"  # the customer's, to what they were asked (`asking`)
    CUSTOMER = "customer"
    ACCESS = "access"
    PARTS = "parts"  # and nobody has said when they come


# After how much working time the first reminder comes, and each further one.
_SAME_DAY = (Duration.parse("4h"), Duration.parse("1d"))
_NEXT_DAY = (Duration.parse("1d"), Duration.parse("2d"))
_AFTER = {
    Wanted.APPROVAL: _SAME_DAY,
    Wanted.COST: _SAME_DAY,
    Wanted.PRICE: _NEXT_DAY,
    Wanted.DECISION: _NEXT_DAY,
    Wanted.ANSWER: _NEXT_DAY,
    Wanted.CUSTOMER: _NEXT_DAY,
    Wanted.ACCESS: _NEXT_DAY,
    Wanted.PARTS: _NEXT_DAY,
}


def wanted(ticket: Ticket) -> Wanted | None:
    """What somebody is to be reminded of; None: it does not wait, or waits for a day that was told."""
    if ticket.state is not TicketState.WAITING:
        return None
    live = ticket.live_handoff
    match ticket.wait_reason:
        case WaitReason.APPROVAL if live is not None and live.state is HandoffState.DONE:
            return Wanted.APPROVAL
        case WaitReason.APPROVAL if live is not None and customer.question_of(live) is not None:
            return Wanted.PRICE
        case WaitReason.APPROVAL if live is not None and live.cost_asked is not None:
            return Wanted.COST
        case WaitReason.APPROVAL:
            return Wanted.DECISION
        case WaitReason.CUSTOMER if ticket.asked:
            return Wanted.ANSWER
        case WaitReason.PARTS if any(each.is_live and each.parts_on for each in ticket.handoffs):
            return None
    return Wanted(ticket.wait_reason) if ticket.wait_reason else None


def chases_at(ticket: Ticket, policy: Policy) -> datetime | None:
    """When somebody is reminded next; None: nobody has to be."""
    what, since = wanted(ticket), _since(ticket)
    if what is None or since is None:
        return None
    first, further = _AFTER[what]
    calendar = policy.sla(ticket.sla).calendar_for(ticket.priority)
    chased = _chased(ticket)
    return calendar.after(since, first) if chased is None else calendar.after(chased, further)


def chase(ticket: Ticket, policy: Policy, now: datetime) -> Outcome:
    """The reminder that has come due, if any: one, however many were missed."""
    what, due = wanted(ticket), chases_at(ticket, policy)
    if what is None or due is None or due > now:
        return Outcome(ticket=ticket)
    chased = replace(ticket, chased_at=now)
    live = ticket.live_handoff
    may_ask = _chased(ticket) is None and not is_muted(ticket, CUSTOMERS_SIDE)
    notice = asked_again(ticket) if may_ask else None
    if notice is None:
        facts: dict[str, object] = {"lacks": what, "since": _since(ticket), "partner": None}
        if live is not None:
            facts["partner"] = policy.partner_name(live.partner_id)
        notice = Notice(to=Party.DISPATCHERS, tell=Tell.STILL_WAITS, facts=facts)
    entry = event("chased", STAFETT, now, INTERNAL_ONLY, text=what.value)
    return Outcome(ticket=chased, entries=(entry,), notices=(notice,))


def asked_again(ticket: Ticket) -> Notice | None:
    """The question that the customer still has to answer, once more; None: there is none."""
    what, live = wanted(ticket), ticket.live_handoff
    if what is Wanted.ANSWER:
        facts: dict[str, object] = {"questions": ticket.asked, "again": True}
        return Notice(to=Party.REQUESTER, tell=Tell.ASKED, facts=facts)
    return customer.asks_again(ticket, live) if what is Wanted.PRICE and live is not None else None


def _since(ticket: Ticket) -> datetime | None:
    """Since when: the question about a price came when the ticket waited already, for the desk's yes."""
    live = ticket.live_handoff
    if live is not None and wanted(ticket) is Wanted.PRICE:
        return live.cost_since
    return ticket.waits_since


def _chased(ticket: Ticket) -> datetime | None:
    """The last reminder of what it waits for now."""
    since = _since(ticket)
    return ticket.chased_at if ticket.chased_at and since and ticket.chased_at > since else None
