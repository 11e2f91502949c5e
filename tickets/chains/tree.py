"""Where a handoff stands among the others of its chain."""

from datetime import datetime

from tickets.fitness import held_back, unfit
from tickets.given import Given
from tickets.muting import hears
from tickets.parties import Actor, Role
from tickets.policy import Partner, Policy, Reporting
from tickets.routing import route_of
from tickets.states import MAY_HAND_ON
from tickets.ticket import Handoff, Ticket
from tickets.work.lines import WorkLine

_FOR_EVERY_HOP = frozenset({"lacks_needs", "not_authorised", "authorisation_expired", "full"})


def child_of(ticket: Ticket, seq: int) -> Handoff | None:
    """The handoff that is under way below this one; None: nobody below has it."""
    return next((h for h in reversed(ticket.handoffs) if h.parent == seq and h.is_live), None)


def below(ticket: Ticket, seq: int) -> tuple[Handoff, ...]:
    """What is under way below this handoff, the nearest first."""
    found: list[Handoff] = []
    child = child_of(ticket, seq)
    while child is not None:
        found.append(child)
        child = child_of(ticket, child.seq)
    return tuple(found)


def above(ticket: Ticket, seq: int) -> tuple[Handoff, ...]:
    """The handoffs that this one is part of, the nearest first; the last is the desk's."""
    found: list[Handoff] = []
    parent = ticket.handoff(seq).parent
    while parent is not None:
        found.append(ticket.handoff(parent))
        parent = found[-1].parent
    return tuple(found)


def depth_of(ticket: Ticket, seq: int) -> int:
    """How many stand between this handoff and the desk; 0: none."""
    return len(above(ticket, seq))


def in_order(ticket: Ticket, parent: int | None = None) -> tuple[Handoff, ...]:
    """The handoffs as a tree is read: each followed by those below it."""
    return tuple(
        each
        for handoff in ticket.handoffs
        if handoff.parent == parent
        for each in (handoff, *in_order(ticket, handoff.seq))
    )


def work_of(ticket: Ticket, seq: int) -> tuple[WorkLine, ...]:
    """The work of a handoff and of all that is part of it."""
    parts = (each.seq for each in ticket.handoffs if each.parent == seq)
    return (*ticket.handoff(seq).work, *(line for part in parts for line in work_of(ticket, part)))


def reported_work(ticket: Ticket, seq: int, policy: Policy) -> tuple[WorkLine, ...]:
    """The work as whoever the handoff is from sees and sums it: who hands on bears what is spent there (S76).

    A partner that reports for those below has their lines to itself, and answers for its own (S92).
    """
    handoff = ticket.handoff(seq)
    if reports_for_those_below(handoff, policy):
        return handoff.work
    parts = (each.seq for each in ticket.handoffs if each.parent == seq)
    below_it = (line for part in parts for line in reported_work(ticket, part, policy))
    return (*handoff.work, *below_it)


def settled_by(ticket: Ticket, seq: int, policy: Policy) -> str:
    """The partner with whom the desk settles that handoff's work: its own, or the one that reports for it."""
    reporting = (each for each in reversed(above(ticket, seq)) if reports_for_those_below(each, policy))
    return next(reporting, ticket.handoff(seq)).partner_id


def firm(handoff: Handoff, given: Given, role: Role = Role.PARTNER) -> Actor:
    """The partner itself, not one of its people: in whose name the next in the chain hears things."""
    return Actor(role=role, name=given.partner_name(handoff.partner_id))


def reports_for_those_below(handoff: Handoff, policy: Policy) -> bool:
    """Whether what its subcontractors say and spend stays with this partner (S92)."""
    partner = policy.partners.get(handoff.partner_id)
    return partner is not None and partner.reporting is Reporting.CONSOLIDATED


def choices(ticket: Ticket, seq: int, given: Given, now: datetime) -> tuple[Partner, ...]:
    """To whom this handoff can be handed on now, in the configured order; who is fit for it comes first."""
    handoff = ticket.handoff(seq)
    if handoff.state not in MAY_HAND_ON or child_of(ticket, seq) is not None:
        return ()
    found = [
        each for each in subcontractors_of(handoff, given) if why_not(each, ticket, seq, given, now) is None
    ]
    return tuple(sorted(found, key=lambda each: unfit(each, ticket, given) is not None))


def why_not(partner: Partner, ticket: Ticket, seq: int, given: Given, now: datetime) -> str | None:
    """Why this partner cannot have it from that handoff's, as a reason name; None when it can.

    Each hop is asked what the first one was: the customer's list, the maker's authorisation and what the
    route needs, the week's capacity, a chat that has confirmed how we work. Trade, brand, area and hours are
    for the partner above to judge, as they are a dispatcher's.
    """
    chain = (ticket.handoff(seq), *above(ticket, seq))
    if partner.id in {each.partner_id for each in chain} or not hears(ticket, partner.id):
        return "asked"  # no partner learns that one of them is muted
    reach = given.reach.get(partner.id)
    if reach is None or (reach.chat_id is None and reach.email is None):
        return "unconfirmed" if reach is not None and reach.unconfirmed else "unreachable"
    if unfit(partner, ticket, given) == "not_approved_partner":
        return "not_approved_partner"
    route = route_of(ticket, given, chain[-1].offered_at)
    held = held_back(partner, ticket, given, now, route)
    return held if held in _FOR_EVERY_HOP else None


def subcontractors_of(handoff: Handoff, given: Given) -> list[Partner]:
    """Those it may hand jobs on to at all."""
    partner = given.policy.partners.get(handoff.partner_id)
    known = given.policy.partners
    return [known[each] for each in (partner.subcontractors if partner else ()) if each in known]
