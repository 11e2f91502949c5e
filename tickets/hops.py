"""The hops of an offer in the timeline: whom the routes chose and why, and who was passed over for what.

Only dispatchers see these: they name partners.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tickets.known import Known
from tickets.moves import event
from tickets.parties import INTERNAL_ONLY, STAFETT
from tickets.policy import Policy
from tickets.routing import ASKED, NEVER_OUTSOURCE, OFF_ROUTE, Candidate
from tickets.states import TicketState
from tickets.ticket import Ticket
from tickets.timeline import Entry

_ROUTED = "routed"
_LEFT = "needs_desk"
_UNCONFIRMED = "unconfirmed"
_NO_NEWS = (ASKED, OFF_ROUTE, NEVER_OUTSOURCE)


def routed(chosen: Candidate, ranking: Iterable[Candidate], now: datetime) -> Entry:
    """Who was chosen. The text is its id, what chose it and (behind a bar) why a partner at all; then a line
    for each passed over: id and reason name."""
    before = _lines(passed_over(_before(chosen, ranking)))
    why = f" | {chosen.because}" if chosen.because else ""
    text = "\n".join((f"{chosen.partner.id}: {chosen.reason}{why}", *before))
    return event(_ROUTED, STAFETT, now, INTERNAL_ONLY, text=text)


def left_to_desk(reason: str, ranking: Iterable[Candidate], now: datetime) -> Entry:
    """Nobody could be: the reason's name, then the lines."""
    return event(_LEFT, STAFETT, now, INTERNAL_ONLY, text="\n".join((reason, *_lines(passed_over(ranking)))))


def as_told(entry: Entry, known: Known, policy: Policy) -> str:
    """The text of such an entry for the desk: partners by their names, the reason as `reason_as_told`."""
    if entry.event not in (_ROUTED, _LEFT):
        return entry.text
    first, *passed = entry.text.split("\n")
    if entry.event == _ROUTED:
        partner, _, rest = first.partition(": ")
        reason, bar, why = rest.partition(" | ")
        first = f"{policy.partner_name(partner)}: {reason_as_told(reason, known, policy)}{bar}{why}"
    pairs = (each.rpartition(" ") for each in passed)
    return "\n".join((first, *_lines((policy.partner_name(partner), why) for partner, _, why in pairs)))


def reason_as_told(reason: str, known: Known, policy: Policy) -> str:
    """A route's conditions with a category's first word and the customer's name in place of their ids."""
    named = {"customer": {known.customer.id: known.customer.name} if known.customer else {}}
    named["category"] = {each.id: each.words[0] for each in policy.categories.values() if each.words}
    conditions = (each.partition(" ") for each in reason.split(", "))
    told = (f"{key} {named.get(key, {}).get(value, value)}" for key, _, value in conditions)
    return ", ".join(each.strip() for each in told)


def has_waited_for(partner_id: str, ticket: Ticket, entries: Sequence[Entry]) -> bool:
    """Whether the ticket was left to the desk with this partner passed over for not having confirmed how we
    work, and nobody has done anything with it since (S24)."""
    if ticket.state not in (TicketState.NEW, TicketState.REOPENED) or ticket.live_handoff is not None:
        return False
    left = next((entry for entry in reversed(entries) if entry.event == _LEFT), None)
    if left is None or any(handoff.offered_at > left.at for handoff in ticket.handoffs):
        return False
    return f"{partner_id} {_UNCONFIRMED}" in left.text.splitlines()[1:]


def passed_over(ranking: Iterable[Candidate]) -> tuple[tuple[str, str], ...]:
    """Partners of the route that cannot have it: id and reason name."""
    return tuple(
        (each.partner.id, each.why_not)
        for each in ranking
        if each.reason and each.why_not is not None and each.why_not not in _NO_NEWS
    )


def _before(chosen: Candidate, ranking: Iterable[Candidate]) -> Iterable[Candidate]:
    for each in ranking:
        if each is chosen:
            return
        yield each


def _lines(passed: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{partner} {why_not}" for partner, why_not in passed)
