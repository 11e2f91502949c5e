"""Writing work down on a job; when it passes the cap, it stops until somebody approves (S36)."""

from dataclasses import replace
from datetime import datetime

from tickets.card import build_card
from tickets.given import Given
from tickets.moves import event, follow, whoever_has_it
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, INTERNAL_ONLY, Actor
from tickets.states import HandoffState, WaitReason
from tickets.ticket import Handoff, Ticket
from tickets.timeline import Entry
from tickets.work.lines import WorkLine, said, total
from tickets.work.money import Money, read_money
from tickets.work.parts import is_approved

AT_WORK = frozenset(
    {
        HandoffState.ACCEPTED,
        HandoffState.EN_ROUTE,
        HandoffState.ON_SITE,
        HandoffState.WAITING,
        HandoffState.REWORK,
    }
)


def write_down(
    ticket: Ticket, seq: int, line: WorkLine, given: Given, now: datetime, *, by: Actor
) -> Outcome:
    """The line is on the job. Passing the cap puts the job to rest until a dispatcher has said yes or no.

    Refused: `ended` when the job is no longer this partner's, `not_now` before it is accepted.
    """
    handoff = ticket.handoff(seq)
    if not handoff.is_live:
        raise Refused("ended")
    if handoff.state is HandoffState.OFFERED:
        raise Refused("not_now", state=handoff.state)
    may_be_used = build_card(ticket, handoff, given.known, given.policy).costs.approved_parts
    line = replace(line, approved=is_approved(line, may_be_used))
    written = replace(handoff, work=(*handoff.work, line))
    entry = event("work", by, now, FOR_PARTNER, handoff=seq, text=said(line))
    outcome = Outcome(
        ticket=ticket.with_handoff(written),
        entries=(entry,),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq),
            Notice(to=Party.PARTNER, tell=Tell.LOGGED, handoff=seq, facts={"what": said(line)}),
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        ),
        answer="recorded",
    )
    over = above_cap(written, outcome.ticket, given)
    if over is not None and handoff.parent is not None:
        return outcome.then(_told_above(outcome.ticket, written, over, given))
    if over is None or written.state not in AT_WORK:
        return outcome
    return outcome.then(_stop(outcome.ticket, written, over, given, now, by))


def above_cap(handoff: Handoff, ticket: Ticket, given: Given) -> tuple[Money, Money] | None:
    """What it comes to and the cap it has passed; None while it has not, or where there is no cap."""
    cap = cap_of(handoff, ticket, given)
    if cap is None:
        return None
    cost = total(handoff.work, cap)
    return (cost, cap) if cost.amount > cap.amount else None


def cap_of(handoff: Handoff, ticket: Ticket, given: Given) -> Money | None:
    """The cap in force: the card's, or what was approved above it."""
    cap = read_money(build_card(ticket, handoff, given.known, given.policy).costs.cap)
    if cap is None or handoff.approved_cost is None:
        return cap
    return Money(max(cap.amount, handoff.approved_cost), cap.currency)


def decide_cost(
    ticket: Ticket, given: Given, now: datetime, *, by: Actor, yes: bool, why: str = ""
) -> Outcome:
    """A dispatcher's answer to a cost above the cap: go on with it, or do no more than the cap allows.

    A no leaves the lines as they were written: what was spent is spent, and who said no is known.
    Refused: `nobody_has_it`, `no_cost_asked`.
    """
    handoff = whoever_has_it(ticket)
    over = above_cap(handoff, ticket, given)
    if over is None or handoff.cost_asked is None:
        raise Refused("no_cost_asked")
    cost, _cap = over
    answered = replace(handoff, cost_asked=None, approved_cost=cost.amount, state=HandoffState.ACCEPTED)
    name, tell = ("cost_approved", Tell.COST_APPROVED) if yes else ("cost_refused", Tell.COST_REFUSED)
    told = event(
        name, by, now, FOR_PARTNER, handoff=handoff.seq, text=f"{cost}" + (f": {why}" if why else "")
    )
    facts: dict[str, object] = {"amount": str(cost), "note": why}
    return Outcome(
        ticket=follow(ticket, answered, given.policy, now),
        entries=(told,),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq),
            Notice(to=Party.PARTNER, tell=tell, handoff=handoff.seq, facts=facts),
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        ),
        answer="done",
    )


def _told_above(ticket: Ticket, handoff: Handoff, over: tuple[Money, Money], given: Given) -> Outcome:
    """What is spent within a chain is for the partner above to say, who hears of it once for each new sum."""
    cost, cap = over
    if handoff.cost_asked is not None and handoff.cost_asked >= cost.amount:
        return Outcome(ticket=ticket)
    facts: dict[str, object] = {
        "event": "cost_asked",
        "partner": given.partner_name(handoff.partner_id),
        "note": f"{cost} > {cap}",
    }
    return Outcome(
        ticket=ticket.with_handoff(replace(handoff, cost_asked=cost.amount)),
        notices=(Notice(to=Party.PRINCIPAL, tell=Tell.HANDED_ON, handoff=handoff.seq, facts=facts),),
    )


def _stop(
    ticket: Ticket, handoff: Handoff, over: tuple[Money, Money], given: Given, now: datetime, by: Actor
) -> Outcome:
    cost, cap = over
    if handoff.cost_asked is not None and handoff.cost_asked >= cost.amount:
        return Outcome(ticket=ticket)
    waiting = replace(handoff, state=HandoffState.WAITING, cost_asked=cost.amount)
    entries: tuple[Entry, ...] = (
        event("cost_asked", by, now, INTERNAL_ONLY, handoff=handoff.seq, text=f"{cost} > {cap}"),
    )
    facts: dict[str, object] = {
        "amount": str(cost),
        "cap": str(cap),
        "partner": given.partner_name(handoff.partner_id),
    }
    return Outcome(
        ticket=follow(ticket, waiting, given.policy, now, WaitReason.APPROVAL),
        entries=entries,
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.COST_ASKED, handoff=handoff.seq, facts=facts),
            Notice(to=Party.DISPATCHERS, tell=Tell.COST_TO_APPROVE, handoff=handoff.seq, facts=facts),
        ),
        answer="recorded",
    )
