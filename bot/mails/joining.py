"""A mail about a case there is: status told, words, a score or a time taken in, a stranger's words parked."""

from bot.asking import asked
from bot.automatic import calendars, status
from bot.mails import learning, new_case
from bot.mails.in_hand import Decided, InHand
from bot.reader import facts_of
from bot.threads import Thread
from handlers import pricing
from handlers.completing import complete
from handlers.signing import OfHandoff, handoff_of
from mail.machine.invitation import Invitation
from mail.parsed import Kind
from tickets import conversation, dispatch
from tickets.parties import Audience, Identity, Role
from tickets.ticket import Ticket


async def in_thread(mail: InHand, thread: Thread) -> Decided:
    """What a person writes in a thread; in one that is long past it begins a new case."""
    await mail.forget_the_past(thread.ticket)
    if not thread.takes_part:
        return await _parks(mail, thread)
    if mail.invitation is not None:
        return await _sets_time(mail, thread, mail.invitation)
    told = await told_status(mail, thread)
    if told is not None:
        return told
    if conversation.is_past(thread.ticket, mail.desk.now):
        return await new_case.opens(mail, relative=thread.ticket.number)
    return await _joins(mail, thread)


async def told_status(mail: InHand, thread: Thread | None) -> Decided | None:
    """Who only asks how far it is has heard it; None: it is about something else."""
    if mail.quiet:
        return None
    message = mail.message(Role.CUSTOMER, thread.proof if thread else None)
    ticket = await status.answered(mail.desk, mail.parsed, mail.sender, thread, message)
    if ticket is None:
        return None
    if thread is not None:
        await learning.remember(mail, ticket)
    return "status", ticket.number


async def _parks(mail: InHand, thread: Thread) -> Decided:
    """Somebody new writes in a thread: the desk sees it, and who it is, before anybody else does (I6)."""
    ticket = thread.ticket
    message = mail.message(Role.STRANGER, thread.proof)
    await mail.desk.unit.tickets.add_participant(ticket.number, mail.address, mail.name, confirmed=False)
    await mail.carry_out(conversation.stranger_says(ticket, message, how="new_person"))
    await learning.remember(mail, ticket, Audience.INTERNAL)
    await learning.learn_numbers(mail, ticket)
    return "parked", ticket.number


async def _sets_time(mail: InHand, thread: Thread, invitation: Invitation) -> Decided:
    message = mail.message(Role.CUSTOMER, thread.proof)
    decided = await calendars.decide(
        mail.desk, invitation, mail.parsed, thread.ticket, message, quiet=mail.quiet
    )
    await learning.remember(mail, thread.ticket)
    await learning.learn(mail, thread.ticket)
    return decided


async def _joins(mail: InHand, thread: Thread) -> Decided:
    desk, ticket = mail.desk, thread.ticket
    score = mail.parsed.text.strip()
    if not ticket.is_open and len(score) == 1 and score in "12345":
        await desk.carry_out(dispatch.rate(ticket, int(score), desk.now, by=mail.actor))
        return "score", ticket.number
    await mail.leave_out_known_pictures(ticket)
    message = mail.message(Role.CUSTOMER, thread.proof)
    if (question := _price_asked(mail, ticket)) is not None:
        priced = await pricing.decided(desk, ticket, question, message, current=_may_say(mail, ticket))
        ticket = await mail.carry_out(priced)
        await learning.remember(mail, ticket)
        return "price", ticket.number
    automatic = mail.parsed.automatic or mail.quiet
    given = await desk.given(ticket)
    said = conversation.requester_says(ticket, message, given, desk.now, automatic=automatic)
    await learning.remember_writer(mail, ticket)
    ticket = await mail.carry_out(said)
    await learning.remember(mail, ticket)
    await learning.learn(mail, ticket)
    await _completes(mail, ticket, message.text)
    return "entry", ticket.number


async def _completes(mail: InHand, ticket: Ticket, text: str) -> None:
    """What the request lacked, if it was asked for and this tells it."""
    if ticket.asked and text.strip():
        ask = await asked(mail.desk, mail.parsed, mail.written_by, mail.codes, mail.filled)
        await complete(mail.desk, ticket, text, facts_of(ask.fields), ask.known)


def _price_asked(mail: InHand, ticket: Ticket) -> int | None:
    """The question about a price that the mail answers: its Message-ID begins with its signed name."""
    name, _, _ = (mail.parsed.in_reply_to or "").strip("<>").rpartition("@")
    number, purpose = mail.desk.house.addresses.signer.read(name.partition(".")[0]) or (0, "")
    return handoff_of(purpose, OfHandoff.PRICE) if number == ticket.number else None


def _may_say(mail: InHand, ticket: Ticket) -> bool:
    """Only the requester's own mail, not passed on and not denied, approves anything."""
    own = mail.written_by == ticket.requester.address.lower() == mail.address
    person = mail.parsed.kind is not Kind.FORWARD and not mail.parsed.automatic and not mail.quiet
    return own and person and mail.sender.identity is not Identity.FAILED
