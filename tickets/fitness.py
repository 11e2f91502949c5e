"""Whether a partner can have a ticket: what it does at all, and what it may and can do just now."""

from datetime import datetime
from fnmatch import fnmatchcase

from tickets.given import Given
from tickets.muting import hears
from tickets.policy import Partner, Route
from tickets.ticket import Ticket

_GOOD = 4.0
_CREDIT = 3  # jobs


def unfit(partner: Partner, ticket: Ticket, given: Given) -> str | None:
    """Why this partner never does such a job, as a reason name; None when it does."""
    customer, brand = given.known.customer, brand_of(given)
    if customer and customer.approved_partners and partner.id not in customer.approved_partners:
        return "not_approved_partner"
    if partner.skills and ticket.category and ticket.category not in partner.skills:
        return "no_skill"
    if partner.brands and brand and brand not in partner.brands:
        return "no_brand"
    if partner.excluded & {ticket.category, brand}:
        return "excluded"
    code = postal_code(ticket, given)
    if partner.postal_codes and code and not any(fnmatchcase(code, each) for each in partner.postal_codes):
        return "outside_area"
    return None


def held_back(
    partner: Partner, ticket: Ticket, given: Given, now: datetime, route: Route | None = None
) -> str | None:
    """Why a partner that does such jobs cannot have this one now, as a reason name; None when it can.

    `route` says what the job needs beyond that, and for which priorities its hours do not matter.
    """
    if not hears(ticket, partner.id):
        return "muted"
    route = route or Route(when={}, offer=())
    if not route.needs <= partner.has:
        return "lacks_needs"
    if (reason := unauthorised(partner, ticket, given, now, needed=route.authorised)) is not None:
        return reason
    if partner.capacity_per_week is not None and given.load.get(partner.id, 0) >= partner.capacity_per_week:
        return "full"
    asked_always = ticket.priority in route.outside_hours
    if partner.on_call and not asked_always and not partner.on_call.is_open(now):
        return "off_duty"
    reach = given.reach.get(partner.id)
    if reach is None or (reach.chat_id is None and reach.email is None):
        return "unconfirmed" if reach is not None and reach.unconfirmed else "unreachable"
    return None


def merit(partner: Partner, given: Given) -> float:
    """How good its work is, 1-5, for a choice among partners that could all have the job.

    Everybody begins as if three jobs had been good: a single bad day sinks nobody, and newcomers get jobs.
    """
    rated = given.ratings.get(partner.id)
    if rated is None:
        return _GOOD
    return (_GOOD * _CREDIT + rated.points) / (_CREDIT + rated.jobs)


def brand_of(given: Given) -> str | None:
    """The machine's brand in lower case."""
    asset = given.known.asset
    return asset.brand.lower() if asset and asset.brand else None


def postal_code(ticket: Ticket, given: Given) -> str | None:
    """Where the job is: as told, else as the register has it."""
    site = given.known.site
    return ticket.facts.postal_code or (site.postal_code if site else None)


def unauthorised(
    partner: Partner, ticket: Ticket, given: Given, now: datetime, *, needed: bool
) -> str | None:
    """Why the maker's word does not cover this job now, as a reason name; None when it does, or need not."""
    brand, today = brand_of(given), now.astimezone(given.policy.zone).date()
    covering = [each for each in partner.authorised if each.covers(brand, ticket.category)]
    if any(each.until is None or each.until >= today for each in covering):
        return None
    if covering:
        return "authorisation_expired"
    return "not_authorised" if needed else None
