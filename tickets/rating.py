"""What we think of a partner's work: 1 to 5 and a few words per handoff, for us only (S68).

It is the dispatcher's, and never mixed with the customer's answer to "how did we do?"
(tickets.dispatch.rate).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from tickets.given import Given
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import INTERNAL_ONLY, Actor
from tickets.states import HandoffState
from tickets.ticket import Handoff, Ticket

SCORES = range(1, 6)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How good it was, and why; `partner` None: whoever the desk gave it to last."""

    score: int
    words: str = ""
    partner: str | None = None


def read(words: str, ticket: Ticket) -> Verdict:
    """`4 tidy work`, or `alfa 4 tidy work` for another who had a part in it. Refused: `bad_rating`."""
    first, _, rest = words.strip().partition(" ")
    partner = next((each.partner_id for each in ticket.handoffs if each.partner_id == first), None)
    number, _, why = (rest.strip() if partner else words.strip()).partition(" ")
    score = number.removesuffix("/5")
    if score not in map(str, SCORES):
        raise Refused("bad_rating")
    return Verdict(int(score), why.strip(), partner)


def rate(ticket: Ticket, verdict: Verdict, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """A dispatcher rates approved work; a second time counts instead of the first.

    Refused: `nothing_to_rate` when no work (of that partner) is approved, `bad_rating`.
    """
    if verdict.score not in SCORES:
        raise Refused("bad_rating")
    handoff = _approved(ticket, verdict.partner)
    changed = replace(handoff, rating=verdict.score, rating_note=verdict.words or handoff.rating_note)
    if changed == handoff:
        return Outcome(ticket=ticket, answer="already")
    text = f"{verdict.score}/5: {verdict.words}".removesuffix(": ")
    facts: dict[str, object] = {
        "event": "rated",
        "partner": given.partner_name(handoff.partner_id),
        "by": by.name,
        "note": text,
    }
    return Outcome(
        ticket=ticket.with_handoff(changed),
        entries=(event("rated", by, now, INTERNAL_ONLY, handoff=handoff.seq, text=text),),
        notices=(Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, handoff=handoff.seq, facts=facts),),
        answer="rated",
    )


def _approved(ticket: Ticket, partner: str | None) -> Handoff:
    approved = [each for each in ticket.handoffs if each.state is HandoffState.APPROVED]
    meant = [
        each for each in approved if (each.parent is None if partner is None else each.partner_id == partner)
    ]
    if not meant:
        raise Refused("nothing_to_rate", number=ticket.number)
    return meant[-1]
