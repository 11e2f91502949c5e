"""A partner's mail, proven to be theirs: words about a job they have, and never about anything else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.threads import Incoming, addressed_to, message_ids
from handlers.desk import Desk
from mail.domains import party_of
from tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Job:
    """The handoff that a partner's mail is about, and what proves it."""

    ticket: Ticket
    seq: int
    proof: str


async def find_job(desk: Desk, incoming: Incoming, partner_id: str) -> Job | None:
    """The latest job of theirs that the mail names; None: it names none.

    Never the customer's thread, whatever address it was sent to (I4).
    """
    async for proof, number in _named(desk, incoming):
        ticket = await desk.unit.tickets.get(number)
        theirs = [each for each in ticket.handoffs if each.partner_id == partner_id] if ticket else []
        if not theirs:
            continue
        locked = await desk.ticket(number)
        live = [each.seq for each in theirs if each.is_live]
        return Job(locked, max(live or [each.seq for each in theirs]), proof)
    return None


async def _named(desk: Desk, incoming: Incoming) -> AsyncIterator[tuple[str, int]]:
    mail = incoming.mail
    for address in addressed_to(incoming):
        signed = desk.house.addresses.read(address)
        if signed is not None:
            yield "reply_address", signed[0]
    ids = message_ids(mail)
    known = await desk.unit.messages.find(ids)
    for each in ids:
        if each in known:
            yield "message_id", known[each].ticket
    for number, _purpose in desk.house.addresses.marked("\n".join((mail.quoted, mail.body))):
        yield "mark", number
    party = party_of(mail.sender.address) if mail.sender else ""
    for number in await desk.unit.their_numbers.find(party, incoming.numbers):
        yield "their_number", number
    for number in mail.ticket_numbers:
        yield "subject", number
