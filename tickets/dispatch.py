"""What dispatchers do to a ticket itself: priority, waiting, closing, merging, filling the card; and CSAT."""

from dataclasses import replace
from datetime import datetime

from tickets import handoffs, offers, targets
from tickets.card_parts import Part
from tickets.given import Given
from tickets.moves import enter, event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_CUSTOMER, INTERNAL_ONLY, Actor
from tickets.states import HandoffState, Priority, TicketState, WaitReason
from tickets.ticket import Requester, Ticket

_POST_CHANGED = Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED)


def set_priority(ticket: Ticket, priority: Priority, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """A new priority: the promises that still run are made anew from their own start."""
    if ticket.priority is priority:
        return Outcome(ticket=ticket, answer="already")
    changed = targets.reprioritise(ticket, priority, given.policy, now)
    return Outcome(
        ticket=changed,
        entries=(event("priority_changed", by, now, INTERNAL_ONLY, text=priority.value),),
        notices=(_POST_CHANGED, *_card_changed(ticket)),
        answer="done",
    )


def wait(ticket: Ticket, reason: WaitReason, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """The ticket rests, and everybody knows why. Refused: `not_now` when it is finished."""
    if not ticket.is_open:
        raise Refused("not_now", state=ticket.state)
    if ticket.wait_reason is reason:
        return Outcome(ticket=ticket, answer="already")
    return Outcome(
        ticket=enter(ticket, TicketState.WAITING, given.policy, now, reason),
        entries=(event("waiting", by, now, FOR_CUSTOMER, text=reason.value),),
        notices=(_POST_CHANGED, Notice(to=Party.REQUESTER, tell=Tell.DELAYED)),
        answer="done",
    )


def resume(ticket: Ticket, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """Work goes on. Refused: `not_now` when it does not wait, or waits for the desk to approve the work,
    `answer_cost_first` when it waits for an answer about its cost."""
    live = ticket.live_handoff
    to_approve = live is not None and live.state is HandoffState.DONE
    if ticket.state is not TicketState.WAITING or (to_approve and ticket.wait_reason is WaitReason.APPROVAL):
        raise Refused("not_now", state=ticket.state)
    if live is not None and live.cost_asked is not None:
        raise Refused("answer_cost_first", number=ticket.number)
    return handoffs.go_on(ticket, given, now, by=by)


def close(ticket: Ticket, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """Nothing more is to come. Whoever still has the baton gives it back.

    Refused: `approve_first` when a partner's finished work waits for its answer.
    """
    if ticket.state is TicketState.CLOSED:
        return Outcome(ticket=ticket, answer="already")
    outcome = Outcome(ticket=ticket)
    if (live := ticket.live_handoff) is not None:
        if live.state is HandoffState.DONE:
            raise Refused("approve_first", number=ticket.number)
        outcome = offers.recall(ticket, given, now, by=by, ends=True)
    was_resolved = ticket.state is TicketState.RESOLVED
    closed = Outcome(
        ticket=enter(outcome.ticket, TicketState.CLOSED, given.policy, now),
        entries=(event("closed", by, now, FOR_CUSTOMER),),
        notices=(_POST_CHANGED,) if was_resolved else (_POST_CHANGED, _RESOLVED),
        answer="closed",
    )
    return outcome.then(closed)


_RESOLVED = Notice(to=Party.REQUESTER, tell=Tell.RESOLVED)


def merge(ticket: Ticket, into: Ticket, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """Ends `ticket` in favour of `into`. Entries keep their audiences, as they stay where they are (I26).

    Refused: `merge_self`, also for one that has itself ended in another; `already_handed_off`.
    """
    if ticket.merged_into == into.number:
        return Outcome(ticket=ticket, answer="already")
    if ticket.number == into.number or ticket.merged_into or into.merged_into:
        raise Refused("merge_self")
    if ticket.live_handoff is not None:
        raise Refused("already_handed_off", partner=given.partner_name(ticket.live_handoff.partner_id))
    merged = replace(enter(ticket, TicketState.CLOSED, given.policy, now), merged_into=into.number)
    return Outcome(
        ticket=merged,
        entries=(event("merged", by, now, INTERNAL_ONLY, text=str(into.number)),),
        notices=(_POST_CHANGED,),
        answer="merged",
    )


def change_requester(ticket: Ticket, requester: Requester, now: datetime, *, by: Actor) -> Outcome:
    """Somebody else is the customer's voice from now on: only a dispatcher's command does this (I6)."""
    if requester.address == ticket.requester.address:
        return Outcome(ticket=ticket, answer="already")
    return Outcome(
        ticket=replace(ticket, requester=requester, contact_id=None),
        entries=(event("requester_changed", by, now, INTERNAL_ONLY, text=requester.address),),
        notices=(_POST_CHANGED,),
        answer="done",
    )


def fill(ticket: Ticket, part: Part, text: str, now: datetime, *, by: Actor) -> Outcome:
    """Types a part of the card, also a plain "none": an empty part is never sent, a typed one is (S11)."""
    if not text.strip():
        raise Refused("needs_text")
    filled = tuple((p, t) for p, t in ticket.filled if p != part.value)
    return Outcome(
        ticket=replace(ticket, filled=(*filled, (part.value, text.strip()))),
        entries=(event("filled", by, now, INTERNAL_ONLY, text=f"{part.value}: {text.strip()}"),),
        notices=_card_changed(ticket),
        answer="done",
    )


def rate(ticket: Ticket, score: int, now: datetime, *, by: Actor) -> Outcome:
    """The requester says how we did, 1 to 5; one answer a ticket, changeable, never the partner's (S52)."""
    if not 1 <= score <= 5:
        raise Refused("unreadable_arguments")
    if ticket.is_open:
        raise Refused("not_now", state=ticket.state)
    if ticket.csat == score:
        return Outcome(ticket=ticket, answer="already")
    return Outcome(
        ticket=replace(ticket, csat=score),
        entries=(event("csat", by, now, FOR_CUSTOMER, text=str(score)),),
        notices=(Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, facts={"event": "csat", "score": score}),),
        answer="thanks",
    )


def _card_changed(ticket: Ticket) -> tuple[Notice, ...]:
    live = [each.seq for each in ticket.handoffs if each.is_live]
    return tuple(Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq) for seq in live)
