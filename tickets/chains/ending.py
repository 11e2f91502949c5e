"""What ends below when a handoff ends, or is called done; and the baton's way back to the partner above."""

from dataclasses import replace
from datetime import datetime

from tickets import resting, targets
from tickets.calling_off import called_off
from tickets.chains.tree import above, below, child_of, firm
from tickets.given import Given
from tickets.moves import event, follow
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, Actor, Role
from tickets.states import HandoffState, TargetKind
from tickets.ticket import Handoff, Ticket

# What a subcontractor's step had made of the partner above, and what is over when the subcontractor is.
_MOVED_FROM_BELOW = frozenset({HandoffState.EN_ROUTE, HandoffState.ON_SITE, HandoffState.WAITING})


def recall_below(ticket: Ticket, seq: int, given: Given, now: datetime) -> Outcome:
    """Takes back all that is under way below: the job is no longer with whoever handed it on.

    Why is for those who were told it: no word of the desk's goes further down.
    """
    outcome = Outcome(ticket=ticket)
    for handoff in below(ticket, seq):
        ended = replace(handoff, state=HandoffState.RECALLED, ended_at=now, note=None)
        changed = targets.drop(follow(outcome.ticket, ended, given.policy, now), handoff.seq, now)
        speaker = ticket.handoff(handoff.parent or seq)
        by = firm(speaker, given, Role.PRINCIPAL)
        outcome = outcome.then(
            Outcome(
                ticket=changed,
                entries=(event("recalled", by, now, FOR_PARTNER, handoff=handoff.seq),),
                notices=(
                    Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq),
                    Notice(to=Party.PARTNER, tell=Tell.RECALLED, handoff=handoff.seq, facts={"note": ""}),
                ),
            )
        )
    return outcome


def finish_below(ticket: Ticket, seq: int, given: Given, now: datetime) -> Outcome:
    """Whoever calls a job done takes over what its subcontractor calls done.

    Refused: `handed_on` (facts: `partner`) while that one still has it.
    """
    child = child_of(ticket, seq)
    if child is None:
        return Outcome(ticket=ticket)
    if child.state is not HandoffState.DONE:
        raise Refused("handed_on", partner=given.partner_name(child.partner_id))
    by = firm(ticket.handoff(seq), given, Role.PRINCIPAL)
    return approve_child(ticket, child, given, now, by=by)


def approve_child(ticket: Ticket, child: Handoff, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """The partner above takes the work over. Nothing below a handoff that is done is under way."""
    changed = replace(child, state=HandoffState.APPROVED, ended_at=now)
    changed_ticket = targets.meet(follow(ticket, changed, given.policy, now), child.seq, TargetKind, now)
    return Outcome(
        ticket=changed_ticket,
        entries=(event("approved", by, now, FOR_PARTNER, handoff=child.seq),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=child.seq),
            Notice(to=Party.PARTNER, tell=Tell.APPROVED, handoff=child.seq),
            *cards_above(changed_ticket, child.seq)[:1],
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        ),
        answer="approved",
    )


def given_back(ticket: Ticket, was: Handoff, given: Given, now: datetime) -> Outcome:
    """A subcontractor has it no more, and the partner above has the baton again: of all above that the
    subcontractor's steps had moved, nobody is on the way any longer, and the time that it gave is void."""
    follows = was.state in _MOVED_FROM_BELOW
    unmade: list[Notice] = []
    for each in above(ticket, was.seq):
        follows = follows and each.state in _MOVED_FROM_BELOW and each.cost_asked is None
        changed = _not_expected(each, was)
        changed = _as_before(changed, now) if follows else changed
        if changed == each:
            break
        unmade += called_off(each, now) if changed.eta is None else ()
        ticket = follow(ticket, changed, given.policy, now)
    return Outcome(
        ticket=ticket,
        notices=(
            *cards_above(ticket, was.seq),
            *unmade,
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        ),
    )


def _not_expected(handoff: Handoff, was: Handoff) -> Handoff:
    """Without the time that the subcontractor gave: nobody comes then."""
    if was.eta is None or (handoff.eta, handoff.eta_end) != (was.eta, was.eta_end):
        return handoff
    return replace(handoff, eta=None, eta_end=None, eta_told=None)


def _as_before(handoff: Handoff, now: datetime) -> Handoff:
    """Without what the subcontractor's steps have made of it."""
    if handoff.resumes_as is HandoffState.REWORK:
        return resting.goes_on(handoff, now)
    return replace(resting.awake(handoff), state=HandoffState.ACCEPTED, note=None)


def cards_above(ticket: Ticket, seq: int) -> tuple[Notice, ...]:
    """The cards of those above show where it stands, the nearest first."""
    return tuple(
        Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=each.seq)
        for each in above(ticket, seq)
        if each.is_live
    )
