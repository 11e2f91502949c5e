"""The requester has answered what they were asked: the card may go now, or the desk sees what still lacks."""

from handlers.desk import Desk
from tickets import offers
from tickets.asking import answered
from tickets.known import Known
from tickets.ticket import Facts, Ticket


async def complete(desk: Desk, ticket: Ticket, text: str, told: Facts, found: Known) -> Ticket:
    """`ticket` as it was when it had been asked; `told` and `found` are what the answer says. Others stay."""
    now = await desk.ticket(ticket.number)
    if not ticket.asked or not now.asked:
        return now
    changed = answered(now, text, told, found, await desk.given(now))
    if changed.live_handoff is not None or not changed.is_open:
        return await desk.unit.tickets.save(changed)
    return await desk.carry_out(offers.offer_next(changed, await desk.given(changed), desk.now))
