"""Who of us answers for a ticket (S8): one dispatcher, or the desk as a whole until somebody acts on it.

It stays theirs while a partner has the job, and when others lend a hand.
"""

from dataclasses import replace
from datetime import datetime

from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import INTERNAL_ONLY, Actor, Role
from tickets.ticket import Ticket


def claimed(outcome: Outcome) -> Outcome:
    """The same, with the first dispatcher who acts on the ticket as its owner, by the name they have now."""
    ticket = outcome.ticket
    if not ticket.is_open or _assigns(outcome):
        return outcome
    ours = [each.author for each in outcome.entries if each.author.role is Role.DISPATCHER]
    first = next((each for each in ours if each.name and (ticket.owner is None or _owns(each, ticket))), None)
    if first is None or first.name == ticket.owner:
        return outcome
    shown = any(each.tell in (Tell.OPENED, Tell.POST_CHANGED) for each in outcome.notices)
    post = () if shown else (Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),)
    return replace(outcome, ticket=_of(ticket, first), notices=(*outcome.notices, *post))


def assign(ticket: Ticket, owner: Actor | None, now: datetime, *, by: Actor, desk: str) -> Outcome:
    """Somebody else answers for it from now on; None: the desk as a whole, until the next who acts on it."""
    after = _of(ticket, owner)
    if after == ticket:
        return Outcome(ticket=ticket, answer="already")
    named = owner.name if owner else desk
    facts: dict[str, object] = {"event": "assigned", "by": by.name, "note": named}
    return Outcome(
        ticket=after,
        entries=(event("assigned", by, now, INTERNAL_ONLY, text=named),),
        notices=(
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
            Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, facts=facts),
        ),
        answer="done",
    )


def _of(ticket: Ticket, owner: Actor | None) -> Ticket:
    return replace(ticket, owner=owner.name if owner else None, owner_id=owner.id if owner else None)


def _owns(who: Actor, ticket: Ticket) -> bool:
    return who.id is not None and who.id == ticket.owner_id


def _assigns(outcome: Outcome) -> bool:
    return any(each.event == "assigned" for each in outcome.entries)
