"""What a mail is asked, in order: a copy, a machine's, a claim, our own, a new matter, a known one."""

from bot.automatic import lists, machines
from bot.claims import Claim, claim_in
from bot.copies import known_by, remember
from bot.held import HELD, hold
from bot.linked import believing
from bot.mails import claimed, joining, learning, new_case
from bot.mails.in_hand import Decided, InHand
from bot.threads import Incoming, Thread, find_place
from handlers import breaker
from handlers.breaker import Writer
from mail.domains import party_of
from mail.parsed import Kind
from tickets import conversation
from tickets.parties import Role


async def decide(mail: InHand) -> Decided:
    """A copy of a mail that somebody sees changes nothing; one of a mail that was set aside does."""
    if mail.beside is not None and (shared := await believing.decide(mail, mail.beside)) is not None:
        return shared
    outcome, ticket = await _as_anybodys(mail)
    if mail.beside is not None and outcome != "duplicate":
        await believing.after(mail, mail.beside, ticket)
    return outcome, ticket


async def _as_anybodys(mail: InHand) -> Decided:
    unit, addresses = mail.desk.unit, mail.desk.house.addresses
    known = await known_by(unit, addresses, mail.arrival, mail.parsed, mail.files)
    if known.is_copy:
        return "duplicate", None
    outcome, ticket = await _decide(mail)
    if ticket is not None or outcome == HELD:
        await remember(unit, known)
    return outcome, ticket


async def _decide(mail: InHand) -> Decided:
    incoming = mail.incoming()
    place = await find_place(mail.desk, incoming)
    thread = place.thread
    claim = await claim_in(mail.desk, incoming)
    await _count(mail, thread, claim)
    if machines.is_machines(mail.arrival, mail.parsed):
        return await _machines(mail, incoming, thread, claim)
    if claim is not None:
        if not claimed.is_proven(mail, claim):
            return HELD, await hold(mail.desk, incoming, claim, mail.sender, place, tell=not mail.quiet)
        theirs = await claimed.says_as(mail, claim, incoming, thread)
        if theirs is not None:
            return theirs
    if mail.is_own and not mail.is_wanted:
        return await _notes_own(mail, thread)
    if thread is None:
        return await joining.told_status(mail, None) or await new_case.begins(mail, place.relative)
    return await joining.in_thread(mail, thread)


async def _count(mail: InHand, thread: Thread | None, claim: Claim | None) -> None:
    """How much comes from there; and whoever writes can be written to, whatever came back before."""
    unit, address = mail.desk.unit, mail.written_by
    if mail.parsed.kind is not Kind.BOUNCE:
        await unit.mail_addresses.works_again(address)
    known = await unit.register.contact_by_email(address) is not None
    works = claim is not None and claim.partner is not None and claimed.is_proven(mail, claim)
    number = thread.ticket.number if thread else None
    writer = Writer(address=address, ticket=number, known=known, works=works)
    mail.quiet = await breaker.received(unit, mail.desk.house, writer, mail.desk.now)


async def _machines(mail: InHand, incoming: Incoming, thread: Thread | None, claim: Claim | None) -> Decided:
    """A receipt, a bounce or an automatic reply; it may still say under which number somebody has ours."""
    message = mail.message(Role.STRANGER, thread.proof if thread else None)
    ticket = thread.ticket if thread else None
    if claim is not None and claim.partner is not None:
        ticket = await claimed.by_machine(mail, claim, incoming) or ticket
    elif thread is not None and _is_acknowledgement(mail, thread):
        await learning.learn_numbers(mail, thread.ticket)
    return await machines.decide(mail.desk, mail.arrival, mail.parsed, ticket, message, quiet=mail.quiet)


def _is_acknowledgement(mail: InHand, thread: Thread) -> bool:
    """Whether the requester's own ticket system says under which number it has ours (I8)."""
    sender, requester = mail.parsed.sender, thread.ticket.requester.address
    same_house = sender is not None and party_of(sender.address) == party_of(requester)
    return mail.parsed.kind is Kind.AUTO_REPLY and (same_house or thread.takes_part)


async def _notes_own(mail: InHand, thread: Thread | None) -> Decided:
    """Never a ticket by itself, so that nothing goes round in circles."""
    if thread is not None:
        message = mail.message(Role.STRANGER, thread.proof)
        await mail.carry_out(conversation.stranger_says(thread.ticket, message, how="own"))
        return "own", thread.ticket.number
    return await lists.set_aside_own(mail.desk, mail.arrival, mail.parsed, tell=not mail.quiet)
