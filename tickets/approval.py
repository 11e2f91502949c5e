"""What a dispatcher says of the work: approved, not yet right, done as it is."""

from dataclasses import replace
from datetime import datetime

from tickets import targets
from tickets.chains.ending import recall_below
from tickets.chains.tree import child_of
from tickets.evidence.job import lacking
from tickets.given import Given
from tickets.handoffs import answer
from tickets.moves import desk_hears, event, follow, whoever_has_it
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, INTERNAL_ONLY, Actor
from tickets.states import HandoffState, TargetKind, TicketState
from tickets.ticket import Handoff, Ticket


def approve(ticket: Ticket, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """A dispatcher approves what the partner calls done: the ticket is resolved, the requester is asked
    how it was. Refused: `nothing_to_approve`, `answer_cost_first`."""
    roots = [each for each in ticket.handoffs if each.parent is None]
    if ticket.live_handoff is None and roots and roots[-1].state is HandoffState.APPROVED:
        return Outcome(ticket=ticket, answer="already")
    handoff = _done(ticket)
    _require_cost_answered(ticket, handoff)
    changed = replace(handoff, state=HandoffState.APPROVED, ended_at=now)
    ticket = follow(ticket, changed, given.policy, now)
    return Outcome(
        ticket=ticket,
        entries=(event("approved", by, now, FOR_PARTNER, handoff=handoff.seq),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq),
            Notice(to=Party.PARTNER, tell=Tell.APPROVED, handoff=handoff.seq),
            Notice(to=Party.REQUESTER, tell=Tell.RESOLVED),
            *desk_hears("approved", handoff.seq, partner=given.partner_name(handoff.partner_id), by=by.name),
        ),
        answer="approved",
    )


def reject(ticket: Ticket, given: Given, now: datetime, *, by: Actor, reason: str) -> Outcome:
    """Sends the work back with what is wrong; also work that was approved too early, once the ticket is open
    again. Refused: `needs_reason`, `nothing_to_approve`."""
    handoff = _approved_too_early(ticket) or _done(ticket)
    if not reason.strip():
        raise Refused("needs_reason")
    changed = replace(handoff, state=HandoffState.REWORK, done_at=None, ended_at=None, note=reason)
    ticket = follow(ticket, changed, given.policy, now)
    ticket = targets.unmeet(ticket, handoff.seq, TargetKind.RESOLVE, given.policy, now)
    return Outcome(
        ticket=ticket,
        entries=(event("rework", by, now, FOR_PARTNER, handoff=handoff.seq, text=reason),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq),
            Notice(to=Party.PARTNER, tell=Tell.REWORK, handoff=handoff.seq, facts={"note": reason}),
            *desk_hears(
                "rework", handoff.seq, partner=given.partner_name(handoff.partner_id), by=by.name, note=reason
            ),
        ),
        answer="rejected",
    )


def done_without(ticket: Ticket, given: Given, now: datetime, *, by: Actor, reason: str) -> Outcome:
    """A dispatcher calls the work done though evidence lacks: with a reason, and as a deviation.

    Refused: `nobody_has_it`, `not_now`, `needs_reason` where evidence lacks, `answer_cost_first`.
    """
    handoff = whoever_has_it(ticket)
    _require_cost_answered(ticket, handoff)
    missing = lacking(handoff, ticket, given.known, given.policy)
    outcome = Outcome(ticket=ticket)
    if missing:
        if not reason.strip():
            raise Refused("needs_reason")
        names = ", ".join(each.demand.label or each.demand.key for each in missing)
        deviation = event(
            "deviation", by, now, INTERNAL_ONLY, handoff=handoff.seq, text=f"{reason} ({names})"
        )
        outcome = Outcome(
            ticket=ticket.with_handoff(replace(handoff, waived=reason.strip())), entries=(deviation,)
        )
    child = child_of(ticket, handoff.seq)
    if child is not None and child.state is not HandoffState.DONE:
        outcome = outcome.then(recall_below(outcome.ticket, handoff.seq, given, now))
    return outcome.then(
        answer(outcome.ticket, handoff.seq, HandoffState.DONE, given, now, by=by, note=reason)
    )


def _approved_too_early(ticket: Ticket) -> Handoff | None:
    if ticket.state is not TicketState.REOPENED or ticket.live_handoff is not None:
        return None
    roots = [each for each in ticket.handoffs if each.parent is None]
    return roots[-1] if roots and roots[-1].state is HandoffState.APPROVED else None


def _done(ticket: Ticket) -> Handoff:
    handoff = ticket.live_handoff
    if handoff is None or handoff.state is not HandoffState.DONE:
        raise Refused("nothing_to_approve")
    return handoff


def _require_cost_answered(ticket: Ticket, handoff: Handoff) -> None:
    if handoff.cost_asked is not None:
        raise Refused("answer_cost_first", number=ticket.number)
