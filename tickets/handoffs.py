"""The life of a handoff: offering it, the partner's answers, taking it back, approving it."""

from dataclasses import replace
from datetime import datetime

from tickets import targets
from tickets.calendar import Duration
from tickets.card import build_card
from tickets.given import Given
from tickets.moves import event, follow
from tickets.policy import Partner
from tickets.routing import candidates, unfit
from tickets.states import NEXT, HandoffState, TargetKind, TicketState, WaitReason
from tickets.ticket import (
    FOR_PARTNER,
    STAFETT,
    Actor,
    Handoff,
    Notice,
    Outcome,
    Party,
    Refused,
    Role,
    Tell,
    Ticket,
)

_MET_BY = {
    HandoffState.ACCEPTED: {TargetKind.ACCEPT},
    HandoffState.EN_ROUTE: {TargetKind.ACCEPT},
    HandoffState.ON_SITE: {TargetKind.ACCEPT, TargetKind.ON_SITE},
    HandoffState.DONE: set(TargetKind),
}

# What interrupts the dispatchers; every step shows in the ticket's post (T1: a group takes 20 a minute).
_NEWS = {HandoffState.ACCEPTED, HandoffState.DECLINED, HandoffState.WAITING}

# What the requester hears of a partner's step. Arrival is not told: the customer sees it.
_TOLD = {
    HandoffState.ACCEPTED: Tell.TAKEN,
    HandoffState.EN_ROUTE: Tell.EN_ROUTE,
    HandoffState.WAITING: Tell.DELAYED,
}


def offer_next(ticket: Ticket, given: Given, now: datetime) -> Outcome:
    """Offers the ticket to the first candidate that can be reached; else it is the dispatchers'."""
    for candidate in candidates(ticket, given):
        try:
            return offer(
                ticket,
                candidate.partner,
                given,
                now,
                by=STAFETT,
                reason=candidate.reason,
                accept_within=candidate.accept_within,
            )
        except Refused as refusal:
            if refusal.reason == "incomplete":
                notice = Notice(to=Party.DISPATCHERS, tell=Tell.INCOMPLETE, facts=refusal.facts)
                return Outcome(ticket=ticket, notices=(notice,))
    reason = "nobody_left" if ticket.handoffs else "no_route"
    return Outcome(
        ticket=ticket,
        notices=(Notice(to=Party.DISPATCHERS, tell=Tell.NEEDS_DESK, facts={"reason": reason}),),
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
) -> Outcome:
    """Hands the ticket to `partner`, who has until `accept_within` (or its SLA's time) to answer.

    Refused: `already_handed_off`, `partner_unreachable`, `incomplete` (facts: missing parts of the card),
    or why the partner is unfit.
    """
    if (live := ticket.live_handoff) is not None:
        raise Refused("already_handed_off", partner=given.partner_name(live.partner_id))
    if not ticket.is_open:
        raise Refused("not_now", state=ticket.state)
    if unfit(partner, ticket, given) == "not_approved_partner":
        raise Refused("not_approved_partner", partner=partner.name)
    reach = given.reach.get(partner.id)
    if reach is None or (reach.chat_id is None and reach.email is None):
        raise Refused("partner_unreachable", partner=partner.name)
    handoff = Handoff(
        seq=len(ticket.handoffs) + 1,
        partner_id=partner.id,
        state=HandoffState.OFFERED,
        offered_at=now,
        reason=reason,
        chat_id=reach.chat_id,
        email=reach.email,
    )
    handed = follow(ticket, handoff, given.policy, now)
    handed = targets.promise(handed, handoff.seq, given.policy.sla(partner.sla), now, accept_within)
    accept = next((t for t in handed.targets_of(handoff.seq) if t.kind is TargetKind.ACCEPT), None)
    handed = handed.with_handoff(replace(handoff, expires_at=accept.due_at if accept else None))
    card = build_card(handed, handed.handoff(handoff.seq), given.known, given.policy)
    if not card.is_complete:
        raise Refused("incomplete", missing=card.missing)
    offered = event("offered", by, now, FOR_PARTNER, handoff=handoff.seq)
    offered = replace(offered, attachments=given.known.files)
    return Outcome(
        ticket=handed,
        entries=(offered,),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD, handoff=handoff.seq, entry=offered),
            *_desk_sees("offered", handoff.seq, partner=partner.name, by=by.name, reason=reason),
        ),
        answer="offered",
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

    A repeated step changes nothing and answers "already". Refused: `ended` when the job is no longer this
    partner's, `not_now` when the step cannot follow the present state.
    """
    handoff = ticket.handoff(seq)
    if handoff.state is state and state is not HandoffState.WAITING:
        return Outcome(ticket=ticket, answer="already")
    if not handoff.is_live:
        raise Refused("ended")
    steps = (HandoffState.ACCEPTED, state) if _accepts_silently(handoff.state, state) else (state,)
    if any(b not in NEXT[a] for a, b in zip((handoff.state, *steps), steps, strict=False)):
        raise Refused("not_now", state=handoff.state)
    outcome = Outcome(ticket=ticket)
    for step in steps:
        last = step is steps[-1]
        outcome = outcome.then(
            _step(outcome.ticket, seq, step, given, now, by=by, note=note if last else "", wait=wait)
        )
    if len(steps) > 1:  # one piece of news for the customer, not two (S26)
        outcome = replace(outcome, notices=tuple(n for n in outcome.notices if n.tell is not Tell.TAKEN))
    if state is HandoffState.DECLINED:
        outcome = outcome.then(offer_next(outcome.ticket, given, now))
    return replace(outcome, answer=state.value)


def expire(ticket: Ticket, seq: int, given: Given, now: datetime) -> Outcome:
    """Silence is a no: the offer ends and goes to the next candidate, then to the dispatchers (S43)."""
    handoff = replace(ticket.handoff(seq), state=HandoffState.EXPIRED, ended_at=now)
    ticket = targets.drop(follow(ticket, handoff, given.policy, now), seq)
    outcome = Outcome(
        ticket=ticket,
        entries=(event("expired", STAFETT, now, FOR_PARTNER, handoff=seq),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq),
            Notice(to=Party.PARTNER, tell=Tell.EXPIRED, handoff=seq),
            *_desk_sees("expired", seq, partner=given.partner_name(handoff.partner_id)),
        ),
    )
    return outcome.then(offer_next(ticket, given, now))


def recall(ticket: Ticket, given: Given, now: datetime, *, by: Actor, note: str = "") -> Outcome:
    """Takes the ticket back from whoever has it. Refused: `nobody_has_it`."""
    handoff = _live(ticket)
    changed = replace(handoff, state=HandoffState.RECALLED, ended_at=now, note=note or None)
    ticket = targets.drop(follow(ticket, changed, given.policy, now), handoff.seq)
    return Outcome(
        ticket=ticket,
        entries=(event("recalled", by, now, FOR_PARTNER, handoff=handoff.seq, text=note),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq),
            Notice(to=Party.PARTNER, tell=Tell.RECALLED, handoff=handoff.seq, facts={"note": note}),
            *_desk_sees("recalled", handoff.seq, partner=given.partner_name(handoff.partner_id), by=by.name),
        ),
        answer="recalled",
    )


def approve(ticket: Ticket, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """A dispatcher approves what the partner calls done: the ticket is resolved, the requester is asked
    how it was. Refused: `nothing_to_approve`."""
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
            *_desk_sees("rework", handoff.seq, partner=given.partner_name(handoff.partner_id), by=by.name),
        ),
        answer="rejected",
    )


def _accepts_silently(was: HandoffState, becomes: HandoffState) -> bool:
    """Whoever writes "on my way" to an offer has taken it: no one in a cellar presses two buttons."""
    return was is HandoffState.OFFERED and becomes in NEXT[HandoffState.ACCEPTED] - {
        HandoffState.DECLINED,
        HandoffState.RECALLED,
    }


def _step(
    ticket: Ticket,
    seq: int,
    state: HandoffState,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    note: str,
    wait: WaitReason | None,
) -> Outcome:
    handoff = ticket.handoff(seq)
    changed = replace(
        handoff,
        state=state,
        technician=by.name if by.role is Role.PARTNER else handoff.technician,
        note=note or None,
        accepted_at=handoff.accepted_at or (now if state is HandoffState.ACCEPTED else None),
        en_route_at=now if state is HandoffState.EN_ROUTE else handoff.en_route_at,
        on_site_at=now if state is HandoffState.ON_SITE else handoff.on_site_at,
        done_at=now if state is HandoffState.DONE else handoff.done_at,
        ended_at=now if state is HandoffState.DECLINED else None,
    )
    ticket = follow(ticket, changed, given.policy, now, wait)
    met = _MET_BY.get(state, set())
    ticket = targets.meet(ticket, seq, met, now)
    ticket = targets.meet(ticket, None, met - {TargetKind.RESOLVE}, now)
    if state is HandoffState.DECLINED:
        ticket = targets.drop(ticket, seq)
    partner = given.partner_name(handoff.partner_id)
    notices = [
        Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq),
        Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
    ]
    if state in _NEWS:
        facts = {"event": state.value, "partner": partner, "by": by.name, "note": note}
        facts["wait"] = ticket.wait_reason or ""
        notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, handoff=seq, facts=dict(facts)))
    if state in _TOLD and ticket.state is not TicketState.RESOLVED:
        notices.append(Notice(to=Party.REQUESTER, tell=_TOLD[state]))
    if state is HandoffState.DONE:
        notices.append(
            Notice(to=Party.DISPATCHERS, tell=Tell.TO_APPROVE, handoff=seq, facts={"partner": partner})
        )
    return Outcome(
        ticket=ticket,
        entries=(event(state.value, by, now, FOR_PARTNER, handoff=seq, text=note),),
        notices=tuple(notices),
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
