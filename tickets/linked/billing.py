"""The hours, parts and costs of a shared job: what the partner's desk tells of them, and our account of them.

They go over as the partner's own, each as it was written down. While the partner's own desk is asked about a
cost nothing new is told: its yes comes first, as in a chain.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from tickets.chains.tree import reported_work
from tickets.given import Given
from tickets.linked.copy import Worked
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import INTERNAL_ONLY, Actor, Role
from tickets.policy import Policy
from tickets.ticket import Ticket
from tickets.timeline import Entry
from tickets.work import costs, mending
from tickets.work.lines import WorkKind, WorkLine, said
from tickets.work.money import Money

_SOURCE = "linked:"  # of a line that a partner's Stafett has told
_LONGEST = 200  # characters of what a line was for
_UNITS = ("h", "km", "pcs")
_NOTED = frozenset({Tell.LOGGED, Tell.STRUCK})  # they know what they have told


def told_work(ticket: Ticket, policy: Policy) -> tuple[Worked, ...] | None:
    """What our people have written down on a linked ticket; None while our desk owes an answer about it."""
    roots = [each for each in ticket.handoffs if each.parent is None]
    if any(each.is_live and each.cost_asked is not None for each in roots):
        return None
    lines = (line for each in roots for line in reported_work(ticket, each.seq, policy))
    return tuple(
        Worked(
            key=line.key,
            kind=line.kind.value,
            quantity=line.quantity,
            unit=line.unit,
            text=line.text,
            at=line.at,
            amount=line.cost.amount if line.cost else None,
            currency=line.cost.currency if line.cost else "",
            returns=line.returns,
        )
        for line in lines
    )


def takes_over(
    ticket: Ticket,
    seq: int,
    told: Sequence[Worked],
    given: Given,
    now: datetime,
    *,
    by: Actor,
    timeline: Iterable[Entry] = (),
) -> Outcome:
    """Our handoff has the lines that its partner's desk tells of, under our caps; what they have crossed out
    is crossed out, and what our desk has crossed out stays so."""
    outcome = Outcome(ticket=ticket)
    known = {
        line.source: line for line in ticket.handoff(seq).work if (line.source or "").startswith(_SOURCE)
    }
    sources = {_SOURCE + each.key for each in told}
    for source, line in known.items():
        if source not in sources:
            outcome = outcome.then(mending.take_back(outcome.ticket, seq, line.key, given, now, by=by))
    ours = [
        each.text
        for each in timeline
        if each.event == "work_struck" and each.handoff == seq and each.author.role is Role.DISPATCHER
    ]
    for each in told:
        line = _line(each, by)
        if line.source not in known and not any(text.startswith(said(line)) for text in ours):
            outcome = outcome.then(_written(outcome.ticket, seq, line, given, now, by=by))
    notices = tuple(each for each in outcome.notices if each.tell not in _NOTED)
    return costs.told_at_once(replace(outcome, notices=notices))


def _written(ticket: Ticket, seq: int, line: WorkLine, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """What no cap can count is kept without a price, which is in its words, and the desk hears of it."""
    try:
        return costs.write_down(ticket, seq, line, given, now, by=by)
    except Refused as refusal:
        if refusal.reason != "wrong_currency":
            return Outcome(ticket=ticket)
    told = said(line)
    kept = replace(line, text=", ".join(filter(None, (line.text, str(line.cost)))), cost=None)
    facts: dict[str, object] = {
        "event": "work_uncounted",
        "partner": given.partner_name(ticket.handoff(seq).partner_id),
        "note": told,
    }
    uncounted = Outcome(
        ticket=ticket,
        entries=(event("work_uncounted", by, now, INTERNAL_ONLY, handoff=seq, text=told),),
        notices=(Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, handoff=seq, facts=facts),),
    )
    return uncounted.then(costs.write_down(ticket, seq, kept, given, now, by=by))


def _line(told: Worked, by: Actor) -> WorkLine:
    kinds = {each.value: each for each in WorkKind}
    return WorkLine(
        kind=kinds.get(told.kind, WorkKind.EXTRA),
        quantity=told.quantity,
        unit=told.unit if told.unit in _UNITS else "pcs",
        text=" ".join(told.text.split())[:_LONGEST],
        at=told.at,
        by=by.name,
        cost=Money(told.amount, told.currency) if told.amount is not None else None,
        returns=told.returns,
        source=_SOURCE + told.key,
    )
