"""A partner's steps on a handoff, from the answer to done, and their checklist."""

from dataclasses import replace
from datetime import datetime

from tickets import steps
from tickets.calling_off import called_off
from tickets.chains.ending import finish_below, given_back, recall_below
from tickets.chains.tree import above, below, firm
from tickets.evidence.job import demands_of, lacking, ticked
from tickets.given import Given
from tickets.moves import enter, event, follow
from tickets.offers import offer_next
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import INTERNAL_ONLY, Actor
from tickets.states import HandoffState, TicketState, WaitReason
from tickets.ticket import Ticket

_GOING_ON = frozenset({HandoffState.ACCEPTED, HandoffState.EN_ROUTE, HandoffState.ON_SITE, HandoffState.DONE})


def answer(
    ticket: Ticket,
    seq: int,
    state: HandoffState,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    note: str = "",
    wait: WaitReason | None = None,
) -> Outcome:
    """The partner's step: accepted, declined, en route, on site, waiting or done.

    A repeated step changes nothing and answers "already"; waiting for something else, or with other words,
    is a new one. Refused: `ended` when the job is no longer this partner's, `not_now` when the step cannot
    follow the present state or is the desk's to take, `evidence_missing` (facts: `missing` standings) when it
    is called done without what it must bring, `handed_on` (facts: `partner`) while a subcontractor has it,
    `cost_waits` while its cost above the cap is not answered.
    """
    handoff = ticket.handoff(seq)
    if steps.is_repeated(ticket, handoff, state, wait, note):
        return Outcome(ticket=ticket, answer="already")
    if not handoff.is_live:
        raise Refused("ended")
    if not steps.may_follow(handoff.state, state):
        raise Refused("not_now", state=handoff.state)
    if handoff.cost_asked is not None and state in _GOING_ON:
        raise Refused("cost_waits")
    if state is HandoffState.DONE and (missing := lacking(handoff, ticket, given.known, given.policy)):
        raise Refused("evidence_missing", missing=missing)
    outcome = finish_below(ticket, seq, given, now) if state is HandoffState.DONE else Outcome(ticket=ticket)
    silent = handoff.state is HandoffState.OFFERED and state is not HandoffState.DECLINED
    if silent and state is not HandoffState.ACCEPTED:
        accepted = steps.take(ticket, seq, HandoffState.ACCEPTED, given, now, by=by)
        # One piece of news for the customer, not two (S26).
        notices = tuple(notice for notice in accepted.notices if notice.tell is not Tell.TAKEN)
        outcome = replace(accepted, notices=notices)
    outcome = outcome.then(steps.take(outcome.ticket, seq, state, given, now, by=by, note=note, wait=wait))
    if state is HandoffState.DECLINED:
        outcome = replace(outcome, notices=(*outcome.notices, *called_off(handoff, now)))
        outcome = outcome.then(recall_below(outcome.ticket, seq, given, now))
        outcome = outcome.then(
            offer_next(outcome.ticket, given, now)
            if handoff.parent is None
            else given_back(outcome.ticket, handoff, given, now)
        )
    return replace(outcome, answer=state.value)


def tick(ticket: Ticket, seq: int, key: str, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """A step of the checklist is done, or was ticked by mistake. Refused: `ended`, `old_button`."""
    handoff = ticket.handoff(seq)
    if not handoff.is_live:
        raise Refused("ended")
    if not any(demand.key == key for demand in demands_of(ticket, given.known, given.policy)):
        raise Refused("old_button")
    changed = ticked(handoff, key, now, by=by.name)
    ticket = ticket.with_handoff(changed)
    notices = [Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq)]
    is_there = any(proof.key == key for proof in changed.evidence)
    for each in above(ticket, seq):  # what is ticked at the bottom counts all the way up
        if any(proof.key == key for proof in each.evidence) != is_there:
            ticket = ticket.with_handoff(ticked(each, key, now, by=given.partner_name(each.partner_id)))
            notices.append(Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=each.seq))
    return Outcome(ticket=ticket, notices=tuple(notices), answer="recorded")


def go_on(ticket: Ticket, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """Ends the ticket's wait: it stands again where its handoff stands, or at the desk."""
    live = ticket.live_handoff
    if live and live.state is HandoffState.WAITING:
        outcome = answer(ticket, live.seq, HandoffState.ACCEPTED, given, now, by=by)
        for each in below(ticket, live.seq):
            if each.state is HandoffState.WAITING and each.cost_asked is None:
                speaker = firm(each, given)
                going = steps.take(
                    outcome.ticket,
                    each.seq,
                    HandoffState.ACCEPTED,
                    given,
                    now,
                    by=speaker,
                    from_below=True,
                )
                outcome = outcome.then(going)
        return replace(outcome, answer="done")
    policy = given.policy
    return Outcome(
        ticket=follow(ticket, live, policy, now) if live else enter(ticket, TicketState.NEW, policy, now),
        entries=(event("resumed", by, now, INTERNAL_ONLY),),
        notices=(Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),),
        answer="done",
    )
