"""What a rule keeps with us goes out only when two dispatchers want it (S44): one asks, another agrees. A
partner whose authorisation has ended gets a job only when a dispatcher who was told so says it again (S96).

Who asked is read from the timeline, not from the button: a payload can be made by hand.
"""

from collections.abc import Iterable
from datetime import datetime

from tickets import offers
from tickets.fitness import unauthorised
from tickets.given import Given
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import INTERNAL_ONLY, Actor
from tickets.policy import Partner
from tickets.routing import stays_with_us
from tickets.states import Because
from tickets.ticket import Ticket
from tickets.timeline import Entry

ASKED = "second_asked"
EXPIRED = "expired_chosen"


def choose(
    ticket: Ticket,
    partner: Partner,
    entries: Iterable[Entry],
    given: Given,
    now: datetime,
    *,
    by: Actor,
    because: Because | None = None,
) -> Outcome:
    """A dispatcher's choice: offered at once; where a rule is against it, when a second one says the same.

    Refused as `offers.offer`.
    """
    reason = f"/handoff {by.name}"
    ended = unauthorised(partner, ticket, given, now, needed=False)
    if ended and not _named(EXPIRED, ticket, partner, entries := tuple(entries)):
        offers.offer(ticket, partner, given, now, by=by, reason=reason, agreed=True)
        asked = event(EXPIRED, by, now, INTERNAL_ONLY, text=partner.id)
        return Outcome(ticket=ticket, entries=(asked,), answer=ended)
    if not stays_with_us(ticket, given, now):
        return offers.offer(ticket, partner, given, now, by=by, reason=reason, because=because)
    # Whatever else is in the way is said to the first.
    offers.offer(ticket, partner, given, now, by=by, reason=reason, agreed=True)
    if any(ask.author.id != by.id for ask in _named(ASKED, ticket, partner, entries)):
        return _agreed(ticket, partner, given, now, by=by, because=because)
    facts: dict[str, object] = {"partner": partner.name, "partner_id": partner.id, "by": by.name}
    return Outcome(
        ticket=ticket,
        entries=(event(ASKED, by, now, INTERNAL_ONLY, text=partner.id),),
        notices=(Notice(to=Party.DISPATCHERS, tell=Tell.SECOND_ASKED, facts=facts),),
        answer=ASKED,
    )


def agree(
    ticket: Ticket, partner: Partner, entries: Iterable[Entry], given: Given, now: datetime, *, by: Actor
) -> Outcome:
    """The second word. Refused: `old_button` when nobody asks any more, `needs_another` to the one who asked,
    and as `offers.offer`."""
    asks = _named(ASKED, ticket, partner, entries)
    if not asks:
        raise Refused("old_button")
    if all(ask.author.id == by.id for ask in asks):
        raise Refused("needs_another")
    return _agreed(ticket, partner, given, now, by=by)


def _agreed(
    ticket: Ticket,
    partner: Partner,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    because: Because | None = None,
) -> Outcome:
    agreed = Outcome(
        ticket=ticket, entries=(event("second_agreed", by, now, INTERNAL_ONLY, text=partner.id),)
    )
    reason = f"/handoff {by.name}"
    return agreed.then(
        offers.offer(ticket, partner, given, now, by=by, reason=reason, because=because, agreed=True)
    )


def _named(name: str, ticket: Ticket, partner: Partner, entries: Iterable[Entry]) -> list[Entry]:
    """Those since the ticket was last with anybody: an old yes is no yes to something new."""
    last = max((handoff.offered_at for handoff in ticket.handoffs), default=ticket.opened_at)
    return [each for each in entries if (each.event, each.text) == (name, partner.id) and each.at >= last]
