"""Work that rests, for an answer, a part or a key, and goes on where it was: on site, on the way, sent back.

Nobody stays at a machine overnight: who came longer ago than a visit lasts will come again, and has merely
accepted. What was sent back stays so with what is wrong, however long it rests.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from tickets.moves import follow
from tickets.policy import Policy
from tickets.states import HandoffState, WaitReason
from tickets.ticket import Handoff, Ticket

_VISIT = timedelta(hours=12)


def rests(handoff: Handoff) -> Handoff:
    """The handoff waiting; where it goes on is kept."""
    if handoff.state is HandoffState.WAITING:
        return handoff
    wrong = handoff.note if handoff.state is HandoffState.REWORK else None
    return replace(handoff, state=HandoffState.WAITING, resumes_as=handoff.state, resumes_with=wrong)


def rests_for_cost(ticket: Ticket, handoff: Handoff) -> Handoff:
    """As `rests`; what it waited for already it will wait for again, once the cost is answered."""
    was = ticket.handoff(handoff.seq)
    waits = was.state is HandoffState.WAITING and was.cost_asked is None
    reason = ticket.wait_reason if waits else handoff.resumes_wait
    return replace(rests(handoff), resumes_wait=None if reason is WaitReason.APPROVAL else reason)


def goes_on(handoff: Handoff, now: datetime) -> Handoff:
    """The handoff where it was when it began to rest. A time of coming that has passed is told no more."""
    state = handoff.resumes_as or HandoffState.ACCEPTED
    came = {HandoffState.EN_ROUTE: handoff.en_route_at, HandoffState.ON_SITE: handoff.on_site_at}
    since = came.get(state, now)
    if since is None or now - since > _VISIT:
        state = HandoffState.ACCEPTED
    note = handoff.resumes_with if state is HandoffState.REWORK else handoff.note
    gone_on = replace(awake(handoff), state=state, note=note)
    comes = handoff.eta_end or handoff.eta
    if comes is None or (comes > now and state is not HandoffState.ON_SITE):
        return gone_on
    return replace(gone_on, eta=None, eta_end=None, eta_told=None)


def goes_on_after_cost(ticket: Ticket, handoff: Handoff, policy: Policy, now: datetime) -> Ticket:
    """The ticket with that handoff, whose cost is answered: it goes on, or waits for what else it lacks."""
    waits, lacks = handoff.resumes_wait, ticket.wait_reason
    if handoff.parent is None and lacks is not None and lacks is not WaitReason.APPROVAL:
        waits = lacks  # said since
    if waits is None:
        return follow(ticket, goes_on(handoff, now), policy, now)
    waiting = replace(handoff, resumes_wait=None)
    return ticket.with_handoff(waiting) if waits is lacks else follow(ticket, waiting, policy, now, waits)


def awake(handoff: Handoff) -> Handoff:
    """With nothing kept of where it would have gone on."""
    return replace(handoff, resumes_as=None, resumes_with=None, resumes_wait=None)
