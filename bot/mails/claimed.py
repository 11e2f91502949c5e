"""What a partner or a dispatcher writes by mail: believed once proven, and about their own work only."""

from bot.claims import Claim
from bot.mails import learning
from bot.mails.in_hand import Decided, InHand
from bot.partner_mail import Job, find_job, takes_in
from bot.threads import Incoming, Thread, message_ids
from mail.parsed import Kind
from tickets import conversation, reports
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import Audience, Identity, Role, party_of_partner
from tickets.policy import Partner
from tickets.ticket import Ticket


def is_proven(mail: InHand, claim: Claim) -> bool:
    """That its sender wrote it: by signature or server, or a dispatcher has said so.

    An answer from a partner's own address to the one that only its mail names is proven as a press of the
    links in that mail is, unless somebody says that the From is forged.
    """
    if mail.arrival.envelope.get("vouched_by"):
        return True
    if claim.to_job:
        return claim.by_sender and mail.sender.identity is not Identity.FAILED
    return mail.sender.identity is Identity.VERIFIED


async def says_as(mail: InHand, claim: Claim, incoming: Incoming, thread: Thread | None) -> Decided | None:
    """A partner's words about a job of theirs, a dispatcher's in a thread. None: it is about neither."""
    if claim.partner is None:
        return await _dispatcher_says(mail, thread) if thread is not None else None
    job = await find_job(mail.desk, incoming, claim.partner.id)
    return await _partner_says(mail, claim.partner, job) if job is not None else None


async def by_machine(mail: InHand, claim: Claim, incoming: Incoming) -> Ticket | None:
    """The job of theirs that an absence note or a receipt is about; a ticket system's receipt tells what
    it calls the job (I8). Nobody but the desk hears of either (I16)."""
    partner = claim.partner
    job = await find_job(mail.desk, incoming, partner.id) if partner else None
    if job is None or partner is None:
        return None
    if mail.parsed.kind is Kind.AUTO_REPLY and claim.by_sender:
        await _learn_partners_numbers(mail, job.ticket.number, partner)
    return await mail.desk.ticket(job.ticket.number)


async def _dispatcher_says(mail: InHand, thread: Thread) -> Decided:
    message = mail.message(Role.DISPATCHER, thread.proof)
    await mail.carry_out(conversation.note(thread.ticket, message, told=True))
    await learning.remember(mail, thread.ticket, Audience.INTERNAL)
    return "note", thread.ticket.number


async def _partner_says(mail: InHand, partner: Partner, job: Job) -> Decided:
    desk, number = mail.desk, job.ticket.number
    await mail.forget_the_past(job.ticket, Audience.PARTNER)
    await mail.leave_out_known_pictures(job.ticket)
    message = mail.message(Role.PARTNER, job.proof)
    if mail.quiet and job.below is None:
        given = await desk.given(job.ticket)
        await mail.carry_out(reports.partner_says(job.ticket, job.seq, message, given, desk.now))
    else:
        await takes_in(desk, job, message)
    await learning.remember(mail, job.ticket, Audience.PARTNER, job.below or job.seq)
    await desk.unit.messages.mention(message_ids(mail.parsed), number)
    await _learn_partners_numbers(mail, number, partner)
    return "partner_entry", number


async def _learn_partners_numbers(mail: InHand, number: int, partner: Partner) -> None:
    """What the partner's own system calls the job; the desk's post shows it from now on (S60)."""
    party, numbers = party_of_partner(partner.id), mail.desk.unit.their_numbers
    before = await numbers.of(number, party)
    ticket = await mail.desk.ticket(number)
    await learning.learn_numbers(mail, ticket, party)
    if await numbers.of(number, party) != before:
        changed = Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED)
        await mail.desk.carry_out(Outcome(ticket=ticket, notices=(changed,)))
