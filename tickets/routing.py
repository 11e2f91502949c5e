"""Routing: which partners a ticket may go to, in what order, and why."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from tickets.calendar import Duration
from tickets.given import Given
from tickets.policy import Partner, Route
from tickets.ticket import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A partner to offer a ticket to."""

    partner: Partner
    reason: str  # the route's conditions, as configured
    accept_within: Duration | None


def candidates(ticket: Ticket, given: Given) -> tuple[Candidate, ...]:
    """Partners of the first matching route in its order, without the unfit and those the desk has asked."""
    asked = {handoff.partner_id for handoff in ticket.handoffs if handoff.parent is None}
    for route in given.policy.routes:
        if not _matches(route, ticket, given):
            continue
        reason = ", ".join(f"{key} {value}" for key, value in route.when.items()) or "any"
        return tuple(
            Candidate(partner=partner, reason=reason, accept_within=route.accept_within)
            for partner_id in route.offer
            if partner_id not in asked
            and (partner := given.policy.partners.get(partner_id)) is not None
            and unfit(partner, ticket, given) is None
        )
    return ()


def unfit(partner: Partner, ticket: Ticket, given: Given) -> str | None:
    """Why this partner cannot have this ticket, as a reason name; None when it can."""
    customer, asset = given.known.customer, given.known.asset
    postal_code = _postal_code(ticket, given)
    if customer and customer.approved_partners and partner.id not in customer.approved_partners:
        return "not_approved_partner"
    if partner.skills and ticket.category and ticket.category not in partner.skills:
        return "no_skill"
    if partner.brands and asset and asset.brand and asset.brand.lower() not in partner.brands:
        return "no_brand"
    if partner.postal_codes and postal_code and not _any(partner.postal_codes, postal_code):
        return "outside_area"
    return None


def _matches(route: Route, ticket: Ticket, given: Given) -> bool:
    asset = given.known.asset
    facts = {
        "category": ticket.category,
        "postal_code": _postal_code(ticket, given),
        "customer": ticket.customer_id,
        "brand": asset.brand if asset else None,
        "priority": ticket.priority.value,
    }
    return all(
        (fact := facts.get(key)) is not None and fnmatchcase(fact.lower(), pattern.lower())
        for key, pattern in route.when.items()
    )


def _postal_code(ticket: Ticket, given: Given) -> str | None:
    site = given.known.site
    return ticket.facts.postal_code or (site.postal_code if site else None)


def _any(patterns: tuple[str, ...], value: str) -> bool:
    return any(fnmatchcase(value, pattern) for pattern in patterns)
