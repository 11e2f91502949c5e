"""A partner's mail, proven to be theirs: words about a job they have, and never about anything else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.threads import Incoming, addressed_to, message_ids
from handlers.desk import Desk
from handlers.signing import OfHandoff, handoff_of
from handlers.tell_partner_mail import party_of_partner
from tickets import reports
from tickets.expected import told_in
from tickets.parties import Audience
from tickets.ticket import Ticket
from tickets.timeline import Message
from tickets.work import costs
from tickets.work.reading import read_words


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
    async for proof, number, seq in _named(desk, incoming, partner_id):
        ticket = await desk.unit.tickets.get(number)
        theirs = [each for each in ticket.handoffs if each.partner_id == partner_id] if ticket else []
        if not theirs:
            continue
        locked = await desk.ticket(number)
        live = [each.seq for each in theirs if each.is_live]
        known = [each.seq for each in theirs]
        named = seq in live or (seq in known and not live)
        return Job(locked, seq if named and seq is not None else max(live or known), proof)
    return None


async def takes_in(desk: Desk, job: Job, message: Message) -> Ticket:
    """Words, files and steps, and the hours, parts and costs that are among them."""
    given = await desk.given(job.ticket)
    handoff = job.ticket.handoff(job.seq)
    when = told_in(handoff, job.ticket, message.text, desk.now, desk.policy.zone)
    said = reports.partner_says(job.ticket, job.seq, message, given, desk.now)
    ticket = await desk.carry_out(said)
    line = read_words(message.text, desk.now, by=message.author.name)
    if line is not None and not when and ticket.handoff(job.seq).state in costs.AT_WORK:
        given = await desk.given(ticket)
        ticket = await desk.carry_out(
            costs.write_down(ticket, job.seq, line, given, desk.now, by=message.author)
        )
    return ticket


async def _named(
    desk: Desk, incoming: Incoming, partner_id: str
) -> AsyncIterator[tuple[str, int, int | None]]:
    """What proves it, the ticket, and the handoff where it is told, too."""
    mail = incoming.mail
    for address in addressed_to(incoming):
        signed = desk.house.addresses.read(address)
        if signed is not None:
            yield "reply_address", signed[0], handoff_of(signed[1], OfHandoff.ANSWER)
    ids = message_ids(mail)
    known = await desk.unit.messages.find(ids)
    for each in ids:
        if each in known:
            ours = known[each].audience is Audience.PARTNER
            yield "message_id", known[each].ticket, known[each].handoff if ours else None
    for number, purpose in desk.house.addresses.marked("\n".join((mail.quoted, mail.body))):
        yield "mark", number, handoff_of(purpose, OfHandoff.ANSWER)
    for number in await desk.unit.their_numbers.find(party_of_partner(partner_id), incoming.numbers):
        yield "their_number", number, None
    for number in mail.ticket_numbers:
        yield "subject", number, None
