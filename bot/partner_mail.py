"""A partner's mail, proven to be theirs: words about a job they have, and never about anything else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from bot import partner_answers
from bot.threads import Incoming, addressed_to, message_ids
from handlers import spending
from handlers.desk import Desk
from handlers.signing import OfHandoff, below_of, handoff_of, of_handoff
from handlers.tell_partner_mail import language_of
from tickets import reports
from tickets.chains import handing
from tickets.chains.tree import subcontractors_of
from tickets.chains.words import read_hand_on
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import Audience, party_of_partner
from tickets.ticket import Ticket
from tickets.timeline import Message


@dataclass(frozen=True, slots=True)
class Job:
    """The handoff that a partner's mail is about, and what proves it."""

    ticket: Ticket
    seq: int
    proof: str
    below: int | None = None  # the handoff of their subcontractor that it is about
    question: int | None = None  # and which question about its cost it answers


async def find_job(desk: Desk, incoming: Incoming, partner_id: str) -> Job | None:
    """The latest job of theirs that the mail names; None: it names none.

    Never the customer's thread, whatever address it was sent to (I4).
    """
    async for proof, number, purpose in _named(desk, incoming, partner_id):
        ticket = await desk.unit.tickets.get(number)
        theirs = [each.seq for each in ticket.handoffs if each.partner_id == partner_id] if ticket else []
        if not theirs:
            continue
        locked = await desk.ticket(number)
        live = [seq for seq in theirs if locked.handoff(seq).is_live]
        below, question = below_of(purpose)
        handed_on = next((h for h in locked.handoffs if h.seq == below and h.parent in theirs), None)
        if handed_on is not None and handed_on.parent is not None:
            below = handed_on.seq if handed_on.is_live else None
            return Job(locked, handed_on.parent, proof, below, question)
        seq = handoff_of(purpose, OfHandoff.ANSWER)
        named = seq in live or (seq in theirs and not live)
        return Job(locked, seq if named and seq is not None else max(live or theirs), proof)
    return None


async def takes_in(desk: Desk, job: Job, message: Message) -> Ticket:
    """Words, files and steps, and the hours, parts and costs that are among them; words to their
    subcontractor, and those that hand the job on to one."""
    given = await desk.given(job.ticket)
    if job.below is not None and job.question is not None:
        return await _answers_cost(desk, job, job.below, job.question, message)
    if job.below is not None:
        said = handing.principal_says(job.ticket, job.below, message, given, desk.now)
        return await desk.carry_out(said)
    if (handed := await _hands_on(desk, job, message)) is not None:
        return handed
    return await partner_answers.takes_in(desk, job.ticket, job.seq, message)


async def _hands_on(desk: Desk, job: Job, message: Message) -> Ticket | None:
    """None: the words do not hand it on. Where it cannot be, the writer hears why, and the desk sees them."""
    given = await desk.given(job.ticket)
    partner = read_hand_on(message.text, subcontractors_of(job.ticket.handoff(job.seq), given))
    if partner is None:
        return None
    told = await desk.timeline(job.ticket)
    by = message.author
    try:
        outcome = handing.hand_on(job.ticket, job.seq, partner, given, desk.now, by=by, timeline=told)
    except Refused as refusal:
        answer = _told(desk, job, f"refused/{refusal.reason}", **refusal.facts)
        said = reports.partner_says(job.ticket, job.seq, message, given, desk.now)
        outcome = replace(said, notices=(*said.notices, answer))
    return await desk.carry_out(outcome)


async def _answers_cost(desk: Desk, job: Job, below: int, question: int, message: Message) -> Ticket:
    """A yes or no to what the subcontractor has come to, or words to it."""
    language = language_of(desk.house, job.ticket.handoff(job.seq))
    try:
        outcome = await spending.in_words(job.ticket, below, question, message, desk, language)
    except Refused as refusal:
        answer = _told(desk, job, f"refused/{refusal.reason}", **refusal.facts)
        outcome = Outcome(ticket=job.ticket, notices=(answer,))
    return await desk.carry_out(outcome)


def _told(desk: Desk, job: Job, word: str, **facts: object) -> Notice:
    """What is answered to the partner who wrote, by mail."""
    language = language_of(desk.house, job.ticket.handoff(job.seq))
    said = desk.texts.word(word, language, **facts)
    return Notice(to=Party.PARTNER, tell=Tell.CANNOT, handoff=job.seq, facts={"said": said})


async def _named(desk: Desk, incoming: Incoming, partner_id: str) -> AsyncIterator[tuple[str, int, str]]:
    """What proves it, the ticket, and the purpose by which the handoff is told, "" where it is not."""
    mail = incoming.mail
    for address in addressed_to(incoming):
        signed = desk.house.addresses.read(address)
        if signed is not None:
            yield "reply_address", *signed
    ids = message_ids(mail)
    known = await desk.unit.messages.find(ids)
    for each in ids:
        if each in known:
            ref = known[each]
            theirs = ref.audience is Audience.PARTNER and ref.handoff is not None
            yield "message_id", ref.ticket, of_handoff(OfHandoff.ANSWER, ref.handoff or 0) if theirs else ""
    for number, purpose in desk.house.addresses.marked("\n".join((mail.quoted, mail.body))):
        yield "mark", number, purpose
    for number in await desk.unit.their_numbers.find(party_of_partner(partner_id), incoming.numbers):
        yield "their_number", number, ""
    for number in mail.ticket_numbers:
        yield "subject", number, ""
