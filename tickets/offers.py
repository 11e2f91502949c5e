"""Giving a ticket to a partner: offered in turn, left unanswered, taken back."""

from dataclasses import replace
from datetime import datetime

from tickets import offering, targets
from tickets.asking import Incomplete, incomplete
from tickets.calendar import Duration
from tickets.calling_off import called_off
from tickets.chains.climbing import told_above
from tickets.chains.ending import given_back, recall_below
from tickets.given import Given
from tickets.hops import left_to_desk, passed_over, routed
from tickets.moves import desk_hears, event, follow, whoever_has_it
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, STAFETT, Actor
from tickets.policy import Partner
from tickets.routing import NEVER_OUTSOURCE, nobody, ranked, stays_with_us
from tickets.states import Because, HandoffState
from tickets.ticket import Ticket


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
        desk_hears(how, seq, partner=given.partner_name(handoff.partner_id))
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


def recall(
    ticket: Ticket, given: Given, now: datetime, *, by: Actor, note: str = "", ends: bool = False
) -> Outcome:
    """Takes the ticket back from whoever has it. `ends`: nobody is to have it after, and the customer hears
    that instead of a visit called off. Refused: `nobody_has_it`."""
    handoff = whoever_has_it(ticket)
    changed = replace(handoff, state=HandoffState.RECALLED, ended_at=now, note=note or None)
    ticket = targets.drop(follow(ticket, changed, given.policy, now), handoff.seq, now)
    outcome = Outcome(
        ticket=ticket,
        entries=(event("recalled", by, now, FOR_PARTNER, handoff=handoff.seq, text=note),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq),
            Notice(to=Party.PARTNER, tell=Tell.RECALLED, handoff=handoff.seq, facts={"note": note}),
            *desk_hears(
                "recalled", handoff.seq, partner=given.partner_name(handoff.partner_id), by=by.name, note=note
            ),
            *(() if ends else called_off(handoff, now)),
        ),
        answer="recalled",
    )
    return outcome.then(recall_below(ticket, handoff.seq, given, now))
