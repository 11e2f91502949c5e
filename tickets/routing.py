"""Routing: which partners a ticket may go to, in what order, and why, or why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase

from tickets.calendar import Duration
from tickets.fitness import brand_of, held_back, merit, postal_code, unfit
from tickets.given import Given
from tickets.known import Rated
from tickets.policy import Partner, Route
from tickets.states import Because, HandoffState
from tickets.ticket import Ticket

NEVER_OUTSOURCE = "never_outsource"
OFF_ROUTE = "not_on_route"  # could do it, but the route that fits does not name it
ASKED = "asked"  # has had its chance
_AGAIN = "reopened"  # stands where a route's conditions do

# Which of S2's reasons a route stands for that names none, by the first condition it has.
_BECAUSE = {
    "category": Because.TRADE,
    "brand": Because.EQUIPMENT,
    "model": Because.EQUIPMENT,
    "postal_code": Because.GEOGRAPHY,
    "hours": Because.ON_CALL,
    "customer": Because.CUSTOMER_DEMAND,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A partner as the routes see it for one ticket."""

    partner: Partner
    reason: str  # the route's conditions, as configured; "" when it is on none
    because: Because | None = None
    accept_within: Duration | None = None
    why_not: str | None = None  # a reason name; None: it is to be offered
    rated: Rated | None = None  # what we think of its work; None: nobody has said, or nobody asked


def ranked(ticket: Ticket, given: Given, now: datetime) -> tuple[Candidate, ...]:
    """Every partner: those of the route in its order, then the others, each with why or why not.

    The first route that matches decides alone. A region that is one partner's goes before any route; whoever
    did the work of a ticket that was opened again goes before all, unless they have since said no. Off the
    route, and on one with `best_rated_first`, those whose work we rate best come first.
    """
    partners = given.policy.partners
    exclusive = _exclusive(ticket, given, now)
    route = route_of(ticket, given, now)
    on_route = [partners[each] for each in route.offer if each in partners] if route else []
    others = [partner for partner in partners.values() if partner not in on_route]
    others.sort(key=lambda each: -merit(each, given))
    if route and route.best_rated_first:
        on_route.sort(key=lambda each: -merit(each, given))
    never = NEVER_OUTSOURCE if stays_with_us(ticket, given, now) else None
    elsewhere = "exclusive_region" if exclusive else OFF_ROUTE
    again = did_it(ticket)
    asked = {handoff.partner_id for handoff in ticket.handoffs if handoff.parent is None} - {again}

    def seen(partner: Partner) -> Candidate:
        mine = route if partner in on_route else None
        why_not = (
            never
            or (ASKED if partner.id in asked else None)
            or unfit(partner, ticket, given)
            or held_back(partner, ticket, given, now, mine)
            or (None if mine or partner.id == again else elsewhere)
        )
        return Candidate(
            partner=partner,
            reason=_AGAIN if partner.id == again else _words(mine.when) if mine else "",
            because=Because.DID_IT if partner.id == again else _because(mine) if mine else None,
            accept_within=mine.accept_within if mine else None,
            why_not=why_not,
            rated=given.ratings.get(partner.id),
        )

    order = sorted((*on_route, *others), key=lambda partner: partner.id != again)
    return tuple(map(seen, order))


def did_it(ticket: Ticket) -> str | None:
    """The partner whose work was approved and is to be done again; None: nobody, or they were asked since."""
    chosen = [handoff for handoff in ticket.handoffs if handoff.parent is None]
    approved = [handoff for handoff in chosen if handoff.state is HandoffState.APPROVED]
    if not approved or not ticket.is_open:
        return None
    since = {handoff.partner_id for handoff in chosen if handoff.seq > approved[-1].seq}
    return approved[-1].partner_id if approved[-1].partner_id not in since else None


def stays_with_us(ticket: Ticket, given: Given, now: datetime) -> bool:
    """Whether a rule says that no partner may have it (S44)."""
    return any(_holds(when, ticket, given, now) for when in given.policy.never_outsource)


def nobody(ticket: Ticket, ranking: Iterable[Candidate]) -> str:
    """Why no partner was offered it, as a reason name for the desk."""
    why_not = {each.why_not for each in ranking if each.reason}
    if any(each.why_not == NEVER_OUTSOURCE for each in ranking):
        return NEVER_OUTSOURCE
    if ticket.handoffs:
        return "nobody_left"
    if "unconfirmed" in why_not:
        return "nobody_confirmed"
    if "unreachable" in why_not:
        return "nobody_reachable"
    return "nobody_fits" if why_not else "no_route"


def route_of(ticket: Ticket, given: Given, now: datetime) -> Route | None:
    """The route that such a ticket takes at that moment; None: none matches."""
    exclusive = _exclusive(ticket, given, now)
    return exclusive or next(
        (each for each in given.policy.routes if _holds(each.when, ticket, given, now)), None
    )


def _exclusive(ticket: Ticket, given: Given, now: datetime) -> Route | None:
    for rule in given.policy.exclusive:
        if _holds(rule.when, ticket, given, now):
            return rule
    return None


def _because(route: Route) -> Because | None:
    return route.because or next((_BECAUSE[key] for key in route.when if key in _BECAUSE), None)


def _words(when: Mapping[str, str]) -> str:
    return ", ".join(f"{key} {value}" for key, value in when.items()) or "any"


def _holds(when: Mapping[str, str], ticket: Ticket, given: Given, now: datetime) -> bool:
    asset = given.known.asset
    facts = {
        "category": ticket.category,
        "postal_code": postal_code(ticket, given),
        "customer": ticket.customer_id,
        "brand": brand_of(given),
        "model": asset.model if asset else None,
        "priority": ticket.priority.value,
    }
    return all(
        _is_open(value, given, now) if key == "hours" else _fits(facts.get(key), value)
        for key, value in when.items()
    )


def _is_open(calendar: str, given: Given, now: datetime) -> bool:
    hours = given.policy.calendars.get(calendar)
    return hours is not None and hours.is_open(now)


def _fits(fact: str | None, pattern: str) -> bool:
    return fact is not None and fnmatchcase(fact.lower(), pattern.lower())
