"""What a mail leaves behind, by which the next one about the same matter is known."""

from bot.mails.in_hand import InHand
from bot.threads import message_ids
from mail.domains import party_of
from mail.their_numbers import their_numbers
from tickets.parties import Audience
from tickets.ticket import Ticket


async def remember(
    mail: InHand, ticket: Ticket, audience: Audience = Audience.CUSTOMER, handoff: int | None = None
) -> None:
    """That the mail is on the ticket, and whom answers to it concern."""
    if mail.parsed.message_id is None:
        return
    found = await mail.desk.unit.tickets.entry_by_source(mail.arrival.key)
    entry = found[1].id if found else None
    await mail.desk.unit.messages.remember(
        mail.parsed.message_id, ticket.number, handoff, entry, audience, ours=False
    )


async def remember_writer(mail: InHand, ticket: Ticket) -> None:
    """Whether a machine wrote it. One that asks to answer somebody else, as forms do, is not them."""
    machine = mail.parsed.automatic and mail.written_by == mail.address
    await mail.desk.unit.tickets.wrote(ticket.number, mail.address, machine=machine)


async def learn(mail: InHand, ticket: Ticket) -> None:
    """By what a next mail about the ticket may be known: what this one answers, and their number."""
    await mail.desk.unit.messages.mention(message_ids(mail.parsed), ticket.number)
    await learn_numbers(mail, ticket)


async def learn_numbers(mail: InHand, ticket: Ticket, party: str | None = None) -> None:
    """`party`: whose they are; None: the sender's house."""
    if party is None:
        party = party_of(mail.parsed.sender.address) if mail.parsed.sender else ""
    theirs = [number for number in await numbers(mail) if number != str(ticket.number)]
    await mail.desk.unit.their_numbers.learn(ticket.number, party, theirs, mail.desk.now)


async def numbers(mail: InHand) -> list[str]:
    """What the sender's house calls the matter: no number of ours, and no place's."""
    parsed = mail.parsed
    ours = await mail.desk.unit.tickets.existing(parsed.ticket_numbers)
    others = {parsed.fields.postal_code, *map(str, ours)}
    form = mail.filled.reference if mail.filled else None
    told = (form, parsed.fields.reference, *their_numbers(parsed))
    return [number for number in dict.fromkeys(told) if number and number not in others]
