"""A partner's mail about its own job: step, times, evidence, hours and costs; and what we write back.

A mail is not answered for the sake of it. Back goes what still lacks when it brought evidence or spoke of
being done, why a command could not be read, and, once an offer, how to answer it.
"""

from dataclasses import replace

from handlers.desk import Desk
from handlers.tell_partner_mail import language_of
from tickets import reports
from tickets.evidence.job import lacking
from tickets.expected import told_in
from tickets.messages import mentions_done, read_message
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.states import HandoffState
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Message
from tickets.work import costs
from tickets.work.lines import WorkLine
from tickets.work.told import Commanded, read_commands, read_sentences

_ALWAYS_TOLD = ("wrong_currency",)  # of a line in words as well: they have spent it


async def takes_in(desk: Desk, ticket: Ticket, seq: int, message: Message) -> Ticket:
    """Words, files and steps, and the hours, parts and costs among them, by command or in words."""
    was, by = ticket.handoff(seq), message.author.name
    commanded = read_commands(message.text, desk.now, by=by)
    message = replace(message, text=commanded.words)
    words = message.text
    when = told_in(was, ticket, words, desk.now, desk.policy.zone)
    told_back = False
    if words or message.attachments or message.place or not (commanded.lines or commanded.unread):
        given = await desk.given(ticket)
        said = reports.partner_says(ticket, seq, message, given, desk.now, parks=True)
        told_back = any(each.tell is Tell.EVIDENCE_MISSING for each in said.notices)
        ticket = await desk.carry_out(said)
        if any("may_decide" in each.facts for each in said.notices) and was.state is HandoffState.OFFERED:
            ticket = await _says_how_to_answer(desk, ticket, seq)
    at_work = not costs.AT_WORK.isdisjoint((was.state, ticket.handoff(seq).state))
    lines = read_sentences(words, desk.now, by=by) if at_work and not when else []
    ticket = await _writes_down(desk, ticket, seq, message, commanded, lines)
    if not told_back:
        ticket = await _says_what_lacks(desk, ticket, was, words)
    if was.cost_asked is not None and ticket.handoff(seq).state is was.state and read_message(words):
        ticket = await _cannot(desk, ticket, seq, Refused("cost_waits"))
    return ticket


async def _writes_down(
    desk: Desk, ticket: Ticket, seq: int, message: Message, commanded: Commanded, lines: list[WorkLine]
) -> Ticket:
    """The lines on the job; whoever wrote a command that cannot be read, or not now, hears why."""
    refused = [Refused("unreadable_arguments", usage=usage) for usage in commanded.unread]
    given, written = await desk.given(ticket), Outcome(ticket=ticket)
    for line in (*commanded.lines, *lines):
        try:
            more = costs.write_down(written.ticket, seq, line, given, desk.now, by=message.author)
        except Refused as refusal:
            refused += [refusal] if line in commanded.lines or refusal.reason in _ALWAYS_TOLD else []
            continue
        written = written.then(more)
    ticket = await desk.carry_out(costs.told_at_once(written))
    for why in {each.reason: each for each in refused}.values():
        ticket = await _cannot(desk, ticket, seq, why)
    return ticket


async def _cannot(desk: Desk, ticket: Ticket, seq: int, why: Refused) -> Ticket:
    language = language_of(desk.house, ticket.handoff(seq))
    text = desk.texts.word(f"refused/{why.reason}", language, **why.facts)
    told = Notice(to=Party.PARTNER, tell=Tell.CANNOT, handoff=seq, facts={"said": text})
    return await desk.carry_out(Outcome(ticket=ticket, notices=(told,)))


async def _says_how_to_answer(desk: Desk, ticket: Ticket, seq: int) -> Ticket:
    """The phrases by which an offer is taken, once an offer: who goes on in other words talks to people."""
    name = f"how_to_answer:{ticket.number}:{seq}"
    if await desk.unit.facts.get(name):
        return ticket
    await desk.unit.facts.put(name, desk.now.isoformat())
    told = Notice(to=Party.PARTNER, tell=Tell.HOW_TO_ANSWER, handoff=seq)
    return await desk.carry_out(Outcome(ticket=ticket, notices=(told,)))


async def _says_what_lacks(desk: Desk, ticket: Ticket, was: Handoff, words: str) -> Ticket:
    """What must still come, to who has just brought some of it, or spoke of being done among other words."""
    handoff = ticket.handoff(was.seq)
    if not handoff.is_live or handoff.state in (HandoffState.OFFERED, HandoffState.DONE):
        return ticket
    if handoff.evidence == was.evidence and not mentions_done(words):
        return ticket
    given = await desk.given(ticket)
    missing = lacking(handoff, ticket, given.known, given.policy)
    if not missing:
        return ticket
    facts: dict[str, object] = {"missing": missing}
    told = Notice(to=Party.PARTNER, tell=Tell.EVIDENCE_MISSING, handoff=was.seq, facts=facts)
    return await desk.carry_out(Outcome(ticket=ticket, notices=(told,)))
