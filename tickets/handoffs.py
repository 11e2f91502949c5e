"""The life of a handoff: offering it, the partner's answers, taking it back, approving it."""

from dataclasses import replace
from datetime import datetime

from tickets import offering, steps, targets
from tickets.asking import Incomplete, incomplete
from tickets.calendar import Duration
from tickets.chains.climbing import told_above
from tickets.chains.ending import finish_below, given_back, recall_below
from tickets.chains.tree import above, below, child_of, firm
from tickets.evidence.job import demands_of, lacking, ticked
from tickets.given import Given
from tickets.hops import left_to_desk, passed_over, routed
from tickets.moves import enter, event, follow
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, INTERNAL_ONLY, STAFETT, Actor
from tickets.policy import Partner
from tickets.routing import NEVER_OUTSOURCE, nobody, ranked, stays_with_us
from tickets.states import Because, HandoffState, TargetKind, TicketState, WaitReason
from tickets.ticket import Handoff, Ticket


def offer_next(ticket: Ticket, given: Given, now: datetime) -> Outcome:
    """Offers the ticket to the first candidate that can be reached; else it is the dispatchers'."""
    ranking = ranked(ticket, given, now)
    for candidate in (each for each in ranking if each.why_not is None):
        try:
            offered = offer(
                ticket,
                candidate.partner,
                given,
                now,
                by=STAFETT,
                reason=candidate.reason,
                accept_within=candidate.accept_within,
                because=candidate.because,
            )
            return replace(offered, entries=(routed(candidate, ranking, now), *offered.entries))
        except Incomplete as refusal:
            return incomplete(ticket, refusal.card, given.policy, now)
        except Refused:
            continue
    reason = nobody(ticket, ranking)
    facts: dict[str, object] = {"reason": reason, "passed": passed_over(ranking)}
    return Outcome(
        ticket=ticket,
        entries=(left_to_desk(reason, ranking, now),),
        notices=(Notice(to=Party.DISPATCHERS, tell=Tell.NEEDS_DESK, facts=facts),),
    )


def offer(
    ticket: Ticket,
    partner: Partner,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    reason: str,
    accept_within: Duration | None = None,
    because: Because | None = None,
    agreed: bool = False,
) -> Outcome:
    """Hands the ticket to `partner`, who has until `accept_within` (or its SLA's time) to answer.

    Refused: `already_handed_off`, `not_now` when the ticket is finished, `not_approved_partner`,
    `never_outsource` unless a second dispatcher has `agreed` (S44), `partner_unreachable`, and
    `asking.Incomplete` with the card.
    A partner that lacks the skill, the brand or the area is the dispatcher's to choose all the same.
    """
    if (live := ticket.live_handoff) is not None:
        raise Refused("already_handed_off", partner=given.partner_name(live.partner_id))
    if not ticket.is_open:
        raise Refused("not_now", state=ticket.state)
    if not agreed and stays_with_us(ticket, given, now):
        raise Refused(NEVER_OUTSOURCE, partner=partner.name)
    return offering.make(
        ticket, partner, given, now, by=by, reason=reason, accept_within=accept_within, because=because
    )


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
    is called done without what it must bring, `handed_on` (facts: `partner`) while a subcontractor has it.
    """
    handoff = ticket.handoff(seq)
    if steps.is_repeated(ticket, handoff, state, wait, note):
        return Outcome(ticket=ticket, answer="already")
    if not handoff.is_live:
        raise Refused("ended")
    if not steps.may_follow(handoff.state, state):
        raise Refused("not_now", state=handoff.state)
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
        outcome = outcome.then(recall_below(outcome.ticket, seq, given, now))
        outcome = outcome.then(
            offer_next(outcome.ticket, given, now)
            if handoff.parent is None
            else given_back(outcome.ticket, handoff, given, now)
        )
    return replace(outcome, answer=state.value)


def expire(ticket: Ticket, seq: int, given: Given, now: datetime) -> Outcome:
    """Silence is a no: the offer ends and goes to the next candidate, then to the dispatchers (S43); within a
    chain back to the partner above.

    An offer that was answered meanwhile stays answered.
    """
    return _offer_ends(ticket, seq, "expired", given, now)


def unreached(ticket: Ticket, seq: int, given: Given, now: datetime) -> Outcome:
    """The offer itself did not arrive: nobody waits for an answer. The partner hears nothing: it cannot."""
    return _offer_ends(ticket, seq, "unreached", given, now)


def _offer_ends(ticket: Ticket, seq: int, how: str, given: Given, now: datetime) -> Outcome:
    handoff = ticket.handoff(seq)
    if handoff.state is not HandoffState.OFFERED:
        return Outcome(ticket=ticket, answer="already")
    ended = replace(handoff, state=HandoffState.EXPIRED, ended_at=now)
    ticket = targets.drop(follow(ticket, ended, given.policy, now), seq, now)
    heard = (
        _desk_sees(how, seq, partner=given.partner_name(handoff.partner_id))
        if handoff.parent is None
        else told_above(ticket, seq, "expired", given, by=STAFETT, note="", wait=None)
    )
    told = (Tell.CARD_CHANGED, Tell.EXPIRED) if how == "expired" else ()
    outcome = Outcome(
        ticket=ticket,
        entries=(event(how, STAFETT, now, FOR_PARTNER, handoff=seq),),
        notices=(*(Notice(to=Party.PARTNER, tell=each, handoff=seq) for each in told), *heard),
    )
    if handoff.parent is not None:
        return outcome.then(given_back(ticket, handoff, given, now))
    return outcome.then(offer_next(ticket, given, now))


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


def done_without(ticket: Ticket, given: Given, now: datetime, *, by: Actor, reason: str) -> Outcome:
    """A dispatcher calls the work done though evidence lacks: with a reason, and as a deviation.

    Refused: `nobody_has_it`, `not_now`, `needs_reason` where evidence lacks.
    """
    handoff = _live(ticket)
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


def go_on(ticket: Ticket, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """Ends the ticket's wait: it stands again where its handoff stands, or at the desk."""
    live = ticket.live_handoff
    if live and live.state is HandoffState.WAITING:
        outcome = answer(ticket, live.seq, HandoffState.ACCEPTED, given, now, by=by)
        for each in below(ticket, live.seq):
            if each.state is HandoffState.WAITING:
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


def recall(ticket: Ticket, given: Given, now: datetime, *, by: Actor, note: str = "") -> Outcome:
    """Takes the ticket back from whoever has it. Refused: `nobody_has_it`."""
    handoff = _live(ticket)
    changed = replace(handoff, state=HandoffState.RECALLED, ended_at=now, note=note or None)
    ticket = targets.drop(follow(ticket, changed, given.policy, now), handoff.seq, now)
    outcome = Outcome(
        ticket=ticket,
        entries=(event("recalled", by, now, FOR_PARTNER, handoff=handoff.seq, text=note),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq),
            Notice(to=Party.PARTNER, tell=Tell.RECALLED, handoff=handoff.seq, facts={"note": note}),
            *_desk_sees(
                "recalled", handoff.seq, partner=given.partner_name(handoff.partner_id), by=by.name, note=note
            ),
        ),
        answer="recalled",
    )
    return outcome.then(recall_below(ticket, handoff.seq, given, now))


def approve(ticket: Ticket, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """A dispatcher approves what the partner calls done: the ticket is resolved, the requester is asked
    how it was. Refused: `nothing_to_approve`."""
    roots = [each for each in ticket.handoffs if each.parent is None]
    if ticket.live_handoff is None and roots and roots[-1].state is HandoffState.APPROVED:
        return Outcome(ticket=ticket, answer="already")
    handoff = _done(ticket)
    changed = replace(handoff, state=HandoffState.APPROVED, ended_at=now)
    ticket = follow(ticket, changed, given.policy, now)
    return Outcome(
        ticket=ticket,
        entries=(event("approved", by, now, FOR_PARTNER, handoff=handoff.seq),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq),
            Notice(to=Party.PARTNER, tell=Tell.APPROVED, handoff=handoff.seq),
            Notice(to=Party.REQUESTER, tell=Tell.RESOLVED),
            *_desk_sees("approved", handoff.seq, partner=given.partner_name(handoff.partner_id), by=by.name),
        ),
        answer="approved",
    )


def reject(ticket: Ticket, given: Given, now: datetime, *, by: Actor, reason: str) -> Outcome:
    """Sends the work back with what is wrong. Refused: `needs_reason`, `nothing_to_approve`."""
    handoff = _done(ticket)
    if not reason.strip():
        raise Refused("needs_reason")
    changed = replace(handoff, state=HandoffState.REWORK, done_at=None, note=reason)
    ticket = follow(ticket, changed, given.policy, now)
    ticket = targets.unmeet(ticket, handoff.seq, TargetKind.RESOLVE, given.policy, now)
    return Outcome(
        ticket=ticket,
        entries=(event("rework", by, now, FOR_PARTNER, handoff=handoff.seq, text=reason),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq),
            Notice(to=Party.PARTNER, tell=Tell.REWORK, handoff=handoff.seq, facts={"note": reason}),
            *_desk_sees(
                "rework", handoff.seq, partner=given.partner_name(handoff.partner_id), by=by.name, note=reason
            ),
        ),
        answer="rejected",
    )


def _desk_sees(name: str, seq: int, **facts: object) -> tuple[Notice, ...]:
    """The dispatchers' post of the ticket is set right; the news itself is one short line under it."""
    return (
        Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, handoff=seq, facts={"event": name, **facts}),
    )


def _live(ticket: Ticket) -> Handoff:
    handoff = ticket.live_handoff
    if handoff is None:
        raise Refused("nobody_has_it")
    return handoff


def _done(ticket: Ticket) -> Handoff:
    handoff = ticket.live_handoff
    if handoff is None or handoff.state is not HandoffState.DONE:
        raise Refused("nothing_to_approve")
    return handoff
