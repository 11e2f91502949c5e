"""The partner's side: what whoever handed us the job changes or decides, and our desk's answer to it."""

from dataclasses import replace
from datetime import datetime

from tickets import conversation, offers, targets
from tickets.given import Given
from tickets.linked.copy import Job, Said
from tickets.linked.known import facts_of
from tickets.linked.telling import TAKEN_ON, TURNED_DOWN, standing_of
from tickets.moves import enter, event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_CUSTOMER, INTERNAL_ONLY, Actor
from tickets.states import HandoffState, TicketState
from tickets.ticket import Ticket
from tickets.timeline import Entry, Message

_POST_CHANGED = Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED)


def decided(ticket: Ticket, item: Said, message: Message, given: Given, now: datetime) -> Outcome:
    """What they have decided, or remind us of. `message`: the item as theirs."""
    if item.event in ("rework", "evidence_missing"):
        return _not_yet(ticket, message, given, now)
    if item.event == "approved":
        return _ended(Outcome(ticket=ticket), item.event, message, given, now)
    if item.event in ("pinged", "breached"):
        return _reminded(ticket, item.event, message)
    if item.event in ("cost_asked", "cost_approved", "cost_refused"):
        return _about_cost(ticket, item.event, message)
    if item.event in ("recalled", "expired"):
        outcome = Outcome(ticket=ticket)
        if ticket.live_handoff is not None:
            outcome = offers.recall(ticket, given, now, by=message.author, ends=True)
        return _ended(outcome, item.event, message, given, now)
    return Outcome(ticket=ticket)


def changed(ticket: Ticket, job: Job, number: str, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """The job is another than it was: ours says what theirs says, and whoever works on it sees it."""
    ticket = with_job(ticket, job, number)
    if ticket.is_open and ticket.priority is not job.priority:
        ticket = targets.reprioritise(ticket, job.priority, given.policy, now)
    live = [each.seq for each in ticket.handoffs if each.is_live]
    facts: dict[str, object] = {"event": "job_changed", "partner": by.name}
    return Outcome(
        ticket=ticket,
        entries=(event("job_changed", by, now, INTERNAL_ONLY),),
        notices=(
            _POST_CHANGED,
            *(Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq) for seq in live),
            Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, facts=facts),
        ),
    )


def with_job(ticket: Ticket, job: Job, number: str) -> Ticket:
    """The ticket as the card has it; its clock stays."""
    return replace(
        ticket, subject=job.subject, problem=job.problem, facts=facts_of(job, number), filled=job.typed
    )


def take_on(ticket: Ticket, entries: tuple[Entry, ...], given: Given, now: datetime, *, by: Actor) -> Outcome:
    """Our desk says yes to whoever handed us the job. Refused: `not_linked`, `not_now`."""
    if given.known.principal is None:
        raise Refused("not_linked")
    standing = standing_of(ticket, entries)
    if standing.state is HandoffState.DECLINED:
        raise Refused("not_now", state=ticket.state)
    if standing.state is not HandoffState.OFFERED:
        return Outcome(ticket=ticket, answer="already")
    return Outcome(
        ticket=ticket,
        entries=(event(TAKEN_ON, by, now, INTERNAL_ONLY),),
        notices=(_POST_CHANGED,),
        answer="accepted",
    )


def turn_down(
    ticket: Ticket, entries: tuple[Entry, ...], given: Given, now: datetime, *, by: Actor, reason: str
) -> Outcome:
    """Our desk says no, and why; whoever has it here gives it back. Refused: `not_linked`, `needs_reason`,
    `not_now` once the work is done."""
    if given.known.principal is None:
        raise Refused("not_linked")
    if not reason.strip():
        raise Refused("needs_reason")
    standing = standing_of(ticket, entries)
    if standing.state is HandoffState.DECLINED:
        return Outcome(ticket=ticket, answer="already")
    if not ticket.is_open:
        raise Refused("not_now", state=ticket.state)
    outcome = Outcome(ticket=ticket)
    if ticket.live_handoff is not None:
        outcome = offers.recall(ticket, given, now, by=by, ends=True)
    closed = Outcome(
        ticket=enter(outcome.ticket, TicketState.CLOSED, given.policy, now),
        entries=(event(TURNED_DOWN, by, now, INTERNAL_ONLY, text=reason.strip()),),
        notices=(_POST_CHANGED,),
        answer="declined",
    )
    return outcome.then(closed)


def _not_yet(ticket: Ticket, message: Message, given: Given, now: datetime) -> Outcome:
    said = conversation.requester_says(ticket, message, given, now, automatic=True)
    if said.ticket.is_open:
        return said
    return said.then(conversation.reopen(said.ticket, given, now, message))


def _about_cost(ticket: Ticket, name: str, message: Message) -> Outcome:
    """What they say of what the work has come to: our desk hears it. They heard no "done" while they were
    asked, so it is told once more."""
    asked = name == "cost_asked"
    name = "cost_waits" if asked else name
    facts: dict[str, object] = {"event": name, "partner": message.author.name, "note": message.text}
    notices = [Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, facts=facts)]
    if not asked:
        notices.append(Notice(to=Party.REQUESTER, tell=Tell.PROGRESS))
    said = event(name, message.author, message.at, INTERNAL_ONLY, text=message.text)
    return Outcome(ticket=ticket, entries=(said,), notices=tuple(notices))


def _reminded(ticket: Ticket, name: str, message: Message) -> Outcome:
    """They remind us of what we have promised them; our own clock reminds whoever has it here."""
    if not ticket.is_open:
        return Outcome(ticket=ticket)
    facts: dict[str, object] = {"event": name, "partner": message.author.name}
    return Outcome(ticket=ticket, notices=(Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, facts=facts),))


def _ended(before: Outcome, name: str, message: Message, given: Given, now: datetime) -> Outcome:
    ticket = before.ticket
    if ticket.state is TicketState.CLOSED:
        return Outcome(ticket=ticket)
    facts: dict[str, object] = {"event": name, "partner": message.author.name, "note": message.text}
    notices = [_POST_CHANGED, Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, facts=facts)]
    ended = event(name, message.author, now, FOR_CUSTOMER, text=message.text)
    return before.then(
        Outcome(
            ticket=enter(ticket, TicketState.CLOSED, given.policy, now),
            entries=(ended,),
            notices=tuple(notices),
        )
    )
