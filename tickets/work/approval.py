"""Above the cap the work stops: at the partner who handed it on, then further up, as far as caps are passed.

A handoff's cost is asked of whoever it is from: the desk, or the partner above. `cost_asked` says for how
much, `cost_passed` that they have agreed and it waits for those further up. A yes goes up while the next cap
is passed too, and comes down as "go on" to all who wait; a no comes down at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tickets import resting
from tickets.chains.tree import above, child_of, firm
from tickets.given import Given
from tickets.moves import event, follow
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, INTERNAL_ONLY, Actor, Role
from tickets.states import MAY_HAND_ON, HandoffState, WaitReason
from tickets.ticket import Handoff, Ticket
from tickets.work.caps import above_cap, asked_sum, cap_of, spent
from tickets.work.money import Money

AT_WORK = MAY_HAND_ON  # the states in which work can be stopped, and hours in words are work


def is_asked(handoff: Handoff) -> bool:
    """Whether whoever it is from owes an answer about its cost."""
    return handoff.is_live and handoff.cost_asked is not None and not handoff.cost_passed


def question_of(handoff: Handoff) -> int | None:
    """What names the question about its cost that is open now, in seconds since 1970; None: none is."""
    return int(handoff.cost_since.timestamp()) if is_asked(handoff) and handoff.cost_since else None


def stop(ticket: Ticket, seq: int, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """What was written down there may pass a cap, its own or one further up: the nearest one asks.

    Nothing is asked twice about the same sum.
    """
    line = (ticket.handoff(seq), *above(ticket, seq))
    passed = _to_ask(line, ticket, given)
    over = above_cap(passed, ticket, given) if passed else None
    if passed is None or over is None:
        return Outcome(ticket=ticket)
    for each in line[: line.index(passed)]:
        amount = spent(ticket, each.seq, over[1], given.policy).amount
        ticket = _rests(ticket, replace(each, cost_asked=amount, cost_passed=True), given, now)
    asked = _ask(ticket, passed.seq, over, given, now, by=by)
    mine = {"amount": str(over[0]), "cap": str(over[1])} if passed.seq == seq else {"amount": "", "cap": ""}
    cards = (each.seq for each in line[: line.index(passed)])
    waits = (
        *(Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=each) for each in cards),
        Notice(to=Party.PARTNER, tell=Tell.COST_ASKED, handoff=seq, facts={**mine}),
    )
    return replace(asked, notices=(*waits, *asked.notices), answer="recorded")


def agree(ticket: Ticket, seq: int, given: Given, now: datetime, *, by: Actor, why: str = "") -> Outcome:
    """Whoever the handoff is from says yes: it goes on, or is asked of the next one whose cap is passed.

    Refused: `no_cost_asked`.
    """
    handoff = _asked(ticket, seq)
    above_it = ticket.handoff(handoff.parent) if handoff.parent is not None else None
    over = above_cap(above_it, ticket, given) if above_it else None
    goes_up = above_it is not None and over is not None and _passes_anew(above_it, ticket, given)
    if above_it is None or not (goes_up or above_it.cost_asked is not None):
        return _goes_on(ticket, seq, given, now, by=by, why=why)
    agreed = Outcome(
        ticket=ticket.with_handoff(replace(handoff, cost_passed=True)),
        entries=(event("cost_agreed", by, now, INTERNAL_ONLY, handoff=seq, text=str(handoff.cost_asked)),),
        answer="cost_goes_up",
    )
    if not goes_up or over is None:
        return agreed
    facts: dict[str, object] = {"amount": str(over[0]), "cap": str(over[1])}
    waits = Notice(to=Party.PARTNER, tell=Tell.COST_ASKED, handoff=above_it.seq, facts=facts)
    asked = _ask(agreed.ticket, above_it.seq, over, given, now, by=firm(above_it, given))
    return replace(agreed.then(replace(asked, notices=(waits, *asked.notices))), answer="cost_goes_up")


def refuse(ticket: Ticket, seq: int, given: Given, now: datetime, *, by: Actor, why: str = "") -> Outcome:
    """Whoever the handoff is from says no: nothing beyond this, there and below.

    The lines stay as they were written: what was spent is spent, and who said no is known.
    Refused: `no_cost_asked`.
    """
    _asked(ticket, seq)
    return _comes_down(ticket, seq, given, now, by=by, why=why, yes=False)


def ask_again(ticket: Ticket, seq: int, given: Given) -> Outcome:
    """Whoever it is from answers once more: what their yes went on to has changed."""
    over = above_cap(ticket.handoff(seq), ticket, given)
    notices = (_question(ticket.handoff(seq), *over, given),) if over else ()
    return Outcome(ticket=ticket, notices=notices)


def _goes_on(ticket: Ticket, seq: int, given: Given, now: datetime, *, by: Actor, why: str) -> Outcome:
    return _comes_down(ticket, seq, given, now, by=by, why=why, yes=True)


def _comes_down(
    ticket: Ticket, seq: int, given: Given, now: datetime, *, by: Actor, why: str, yes: bool
) -> Outcome:
    """The answer, to this handoff and all below that wait for it, each from its neighbour.

    A yes stops at one whose own principal has not answered yet.
    """
    outcome = Outcome(ticket=ticket, answer="done")
    answered: Handoff | None = ticket.handoff(seq)
    while answered is not None and answered.cost_asked is not None:
        outcome = outcome.then(_answered(outcome.ticket, answered, given, now, by=by, why=why, yes=yes))
        below = child_of(outcome.ticket, answered.seq)
        by, why = firm(answered, given, Role.PRINCIPAL), ""
        answered = below if below is not None and (below.cost_passed or not yes) else None
    desk = Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED)
    return replace(outcome, notices=(*outcome.notices, desk), answer="done")


def _answered(
    ticket: Ticket, handoff: Handoff, given: Given, now: datetime, *, by: Actor, why: str, yes: bool
) -> Outcome:
    amount = str(asked_sum(ticket, handoff, cap_of(handoff, ticket, given)))
    free = replace(
        handoff,
        approved_cost=handoff.cost_asked,
        cost_asked=None,
        cost_passed=False,
        cost_since=None,
        price_asked=None,
    )
    name, tell = ("cost_approved", Tell.COST_APPROVED) if yes else ("cost_refused", Tell.COST_REFUSED)
    text = amount + (f": {why}" if why else "")
    facts: dict[str, object] = {"amount": amount, "note": why}
    return Outcome(
        ticket=resting.goes_on_after_cost(ticket, free, given.policy, now)
        if free.state is HandoffState.WAITING
        else ticket.with_handoff(free),
        entries=(event(name, by, now, FOR_PARTNER, handoff=handoff.seq, text=text),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=handoff.seq),
            Notice(to=Party.PARTNER, tell=tell, handoff=handoff.seq, facts=facts),
        ),
    )


def _ask(
    ticket: Ticket, seq: int, over: tuple[Money, Money], given: Given, now: datetime, *, by: Actor
) -> Outcome:
    cost, cap = over
    handoff = ticket.handoff(seq)
    waiting = replace(
        handoff,
        cost_asked=cost.amount,
        cost_passed=False,
        cost_since=now,
        price_asked=None,  # a sum that the customer was asked about before is no longer the sum
    )
    return Outcome(
        ticket=_rests(ticket, waiting, given, now),
        entries=(event("cost_asked", by, now, INTERNAL_ONLY, handoff=seq, text=f"{cost} > {cap}"),),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq),
            _question(handoff, cost, cap, given),
        ),
        answer="recorded",
    )


def _question(handoff: Handoff, cost: Money, cap: Money, given: Given) -> Notice:
    """To whoever it is from: may it go on?"""
    facts: dict[str, object] = {
        "amount": str(cost),
        "cap": str(cap),
        "partner": given.partner_name(handoff.partner_id),
    }
    whom = Party.DISPATCHERS if handoff.parent is None else Party.PRINCIPAL
    return Notice(to=whom, tell=Tell.COST_TO_APPROVE, handoff=handoff.seq, facts=facts)


def _rests(ticket: Ticket, handoff: Handoff, given: Given, now: datetime) -> Ticket:
    """Work rests; what is done already is done, and only asked about."""
    if handoff.state not in AT_WORK:
        return ticket.with_handoff(handoff)
    handoff = resting.rests_for_cost(ticket, handoff)
    return follow(ticket, handoff, given.policy, now, WaitReason.APPROVAL)


def _to_ask(line: Sequence[Handoff], ticket: Ticket, given: Given) -> Handoff | None:
    """The nearest of them whose cap is passed anew; none beyond one about which an answer is still owed."""
    for each in line:
        if _passes_anew(each, ticket, given):
            return each
        if is_asked(each):
            return None
    return None


def _passes_anew(handoff: Handoff, ticket: Ticket, given: Given) -> bool:
    over = above_cap(handoff, ticket, given)
    return over is not None and (handoff.cost_asked is None or handoff.cost_asked < over[0].amount)


def _asked(ticket: Ticket, seq: int) -> Handoff:
    handoff = ticket.handoff(seq)
    if not is_asked(handoff):
        raise Refused("no_cost_asked")
    return handoff
