"""What a job has come to with all that was handed on of it, and the cap it may not pass unseen (S76)."""

from collections.abc import Iterator
from decimal import Decimal

from tickets.card import build_card
from tickets.chains.tree import above, reported_work, reports_for_those_below, work_of
from tickets.given import Given
from tickets.policy import Policy
from tickets.ticket import Handoff, Ticket
from tickets.work.lines import total
from tickets.work.money import Money, read_money


def spent(ticket: Ticket, seq: int, cap: Money, policy: Policy) -> Money:
    """What is reported of it comes to in the cap's currency."""
    return total(reported_work(ticket, seq, policy), cap)


def above_cap(handoff: Handoff, ticket: Ticket, given: Given) -> tuple[Money, Money] | None:
    """What it comes to and the cap it has passed; None while it has not, or where there is no cap."""
    cap = cap_of(handoff, ticket, given)
    if cap is None:
        return None
    cost = spent(ticket, handoff.seq, cap, given.policy)
    return (cost, cap) if cost.amount > cap.amount else None


def cap_of(handoff: Handoff, ticket: Ticket, given: Given) -> Money | None:
    """The cap in force: the card's, or what was approved above it."""
    cap = cap_on_card(handoff, ticket, given)
    if cap is None or handoff.approved_cost is None:
        return cap
    return Money(max(cap.amount, handoff.approved_cost), cap.currency)


def caps_over(handoff: Handoff, ticket: Ticket, given: Given) -> Iterator[Money]:
    """Every cap that what is written down there counts towards: its own, and those further up."""
    for each in (handoff, *above(ticket, handoff.seq)):
        if each is not handoff and reports_for_those_below(each, given.policy):
            return
        if (cap := cap_of(each, ticket, given)) is not None:
            yield cap


def cap_on_card(handoff: Handoff, ticket: Ticket, given: Given) -> Money | None:
    """The cap as it was set."""
    return read_money(build_card(ticket, handoff, given.known, given.policy).costs.cap)


def asked_sum(ticket: Ticket, handoff: Handoff, cap: Money | None = None) -> Money:
    """The sum that is asked about: in the cap's currency, else in that of the lines."""
    costs = (line.cost for line in work_of(ticket, handoff.seq) if line.cost is not None)
    currency = cap.currency if cap else next((cost.currency for cost in costs), "")
    return Money(handoff.cost_asked or Decimal(0), currency)
