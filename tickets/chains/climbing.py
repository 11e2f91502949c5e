"""A subcontractor's step, as those above it hear of it and are moved by it."""

from dataclasses import replace
from datetime import datetime

from tickets.chains.tree import above, below, firm, reports_for_those_below
from tickets.evidence.job import brought
from tickets.given import Given
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import Actor
from tickets.states import STATE_ABOVE, HandoffState, WaitReason
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Message


def state_above(ticket: Ticket, seq: int, *, resumes: bool = False) -> HandoffState | None:
    """What the handoff's state asks of the one above it, by the table; None: nothing.

    `resumes`: it has rested, and what waited with it goes on where that was.
    """
    handoff = ticket.handoff(seq)
    if handoff.parent is None:
        return None
    parent = ticket.handoff(handoff.parent)
    wanted = HandoffState.ACCEPTED if resumes else STATE_ABOVE.get(handoff.state)
    if wanted is HandoffState.ACCEPTED and parent.state is not HandoffState.WAITING:
        return None
    return wanted


def note_above(parent: Handoff, note: str, given: Given) -> str:
    """The step's words as they go further up: none where the partner reports for those below."""
    return "" if reports_for_those_below(parent, given.policy) else note


def told_above(
    ticket: Ticket, seq: int, name: str, given: Given, *, by: Actor, note: str, wait: WaitReason | None
) -> tuple[Notice, ...]:
    """What the partner above hears of the step: one line, or the question whether the work is good."""
    handoff = ticket.handoff(seq)
    facts: dict[str, object] = {"partner": given.partner_name(handoff.partner_id), "note": note}
    parent = Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.parent)
    if handoff.state is HandoffState.DONE:
        return (parent, Notice(to=Party.PRINCIPAL, tell=Tell.TO_CHECK, handoff=seq, facts=facts))
    facts |= {"event": name, "by": by.name if by.id is not None else "", "wait": wait or ""}
    return (parent, Notice(to=Party.PRINCIPAL, tell=Tell.HANDED_ON, handoff=seq, facts=facts))


def proves_along(ticket: Ticket, seq: int, message: Message, given: Given, now: datetime) -> Outcome:
    """What is brought in one place counts in the whole chain, each time as brought by a neighbour."""
    notices = []
    for each in (*above(ticket, seq), *below(ticket, seq)):
        by = each if each.parent is None or each.seq < seq else ticket.handoff(each.parent)
        told = replace(message, author=firm(by, given))
        changed, new = brought(each, ticket, told, given.known, given.policy, now)
        if new:
            ticket = ticket.with_handoff(changed)
            notices.append(Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=each.seq))
    return Outcome(ticket=ticket, notices=tuple(notices))
