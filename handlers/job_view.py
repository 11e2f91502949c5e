"""A partner's job as lists show it: read anew, with no notice that tells of it."""

from handlers.desk import Desk
from tickets.card import build_card
from tickets.ticket import Ticket
from tickets.views import PartnerView, partner_view


async def view_in(desk: Desk, ticket: Ticket, seq: int) -> PartnerView:
    """The card and the thread of one handoff."""
    given = await desk.given(ticket)
    handoff = ticket.handoff(seq)
    card = build_card(ticket, handoff, given.known, desk.policy)
    return partner_view(card, desk.policy, handoff.partner_id, await desk.unit.tickets.entries(ticket.number))
