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
    """The same, with the first dispatcher who does something to the ticket as its owner."""
    ticket = outcome.ticket
    if ticket.owner is not None or not ticket.is_open or _assigns(outcome):
        return outcome
    ours = (each.author for each in outcome.entries if each.author.role is Role.DISPATCHER)
    first = next((each.name for each in ours if each.name), None)
    if first is None:
        return outcome
    shown = any(each.tell in (Tell.OPENED, Tell.POST_CHANGED) for each in outcome.notices)
    post = () if shown else (Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),)
    return replace(outcome, ticket=replace(ticket, owner=first), notices=(*outcome.notices, *post))


def assign(ticket: Ticket, owner: str | None, now: datetime, *, by: Actor, desk: str) -> Outcome:
    """Somebody else answers for it from now on; None: the desk as a whole, until the next who acts on it."""
    if ticket.owner == owner:
        return Outcome(ticket=ticket, answer="already")
    named = owner or desk
    facts: dict[str, object] = {"event": "assigned", "by": by.name, "note": named}
    return Outcome(
        ticket=replace(ticket, owner=owner),
        entries=(event("assigned", by, now, INTERNAL_ONLY, text=named),),
        notices=(
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
            Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, facts=facts),
        ),
        answer="done",
    )


def _assigns(outcome: Outcome) -> bool:
    return any(each.event == "assigned" for each in outcome.entries)
