"""Moving a ticket from one state to another, with what always goes along: clocks and stamps."""

from dataclasses import replace
from datetime import datetime

from tickets import targets
from tickets.outcome import Notice, Party, Refused, Tell
from tickets.parties import Actor, Audience
from tickets.policy import Policy
from tickets.states import TICKET_STATE_BY_HANDOFF, HandoffState, TargetKind, TicketState, WaitReason
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Entry, EntryKind


def enter(
    ticket: Ticket, state: TicketState, policy: Policy, now: datetime, wait: WaitReason | None = None
) -> Ticket:
    """The ticket in its new state: clocks paused or resumed, resolved and closed moments stamped."""
    if ticket.state is TicketState.WAITING:
        ticket = targets.resume(ticket, policy, now)
    waits = state is TicketState.WAITING
    ticket = replace(
        ticket,
        state=state,
        wait_reason=wait if waits else None,
        waits_since=now if waits else None,
        chased_at=None,
    )
    if state is TicketState.WAITING:
        return targets.pause(ticket, policy, now)
    if state is TicketState.RESOLVED:
        return replace(targets.meet(ticket, None, TargetKind, now), resolved_at=now)
    if state is TicketState.CLOSED:
        return replace(targets.meet(ticket, None, TargetKind, now), closed_at=now)
    if state is TicketState.REOPENED:
        ticket = replace(ticket, resolved_at=None, closed_at=None)
        return targets.unmeet(ticket, None, TargetKind.RESOLVE, policy, now)
    return ticket


def follow(
    ticket: Ticket, handoff: Handoff, policy: Policy, now: datetime, wait: WaitReason | None = None
) -> Ticket:
    """The ticket moved by its handoff, by the one table. A handoff that is part of another moves nothing."""
    ticket = ticket.with_handoff(handoff)
    if handoff.parent is not None:
        return ticket
    state = TICKET_STATE_BY_HANDOFF[handoff.state]
    if handoff.state is HandoffState.DONE:
        wait = WaitReason.APPROVAL
    if state is TicketState.WAITING and wait is None:
        wait = WaitReason.PARTS
    return enter(ticket, state, policy, now, wait)


def event(
    name: str,
    by: Actor,
    now: datetime,
    audience: frozenset[Audience],
    *,
    handoff: int | None = None,
    text: str = "",
) -> Entry:
    """An event of the timeline."""
    return Entry(
        kind=EntryKind.EVENT, at=now, author=by, audience=audience, event=name, handoff=handoff, text=text
    )


def desk_hears(name: str, seq: int, **facts: object) -> tuple[Notice, ...]:
    """The dispatchers' post of the ticket is set right; the news itself is one short line under it."""
    return (
        Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, handoff=seq, facts={"event": name, **facts}),
    )


def whoever_has_it(ticket: Ticket) -> Handoff:
    """The handoff of the partner who has the baton. Refused: `nobody_has_it`."""
    handoff = ticket.live_handoff
    if handoff is None:
        raise Refused("nobody_has_it")
    return handoff
