"""A line of work that was wrong: crossed out, or said anew. What it was stays in the timeline."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from tickets import resting
from tickets.chains.tree import above
from tickets.given import Given
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, Actor
from tickets.states import HandoffState
from tickets.ticket import Ticket
from tickets.work.caps import above_cap
from tickets.work.costs import write_down
from tickets.work.lines import WorkLine, said


def take_back(ticket: Ticket, seq: int, key: str, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """The partner crosses out a line of its own. Refused: `ended`, `old_button` when it is not there."""
    handoff = ticket.handoff(seq)
    if not handoff.is_live:
        raise Refused("ended")
    line = next((each for each in handoff.work if each.key == key), None)
    if line is None:
        raise Refused("old_button")
    return _struck(ticket, seq, line, given, now, by=by)


def strike(ticket: Ticket, number: int, given: Given, now: datetime, *, by: Actor, reason: str) -> Outcome:
    """A dispatcher crosses out a line, by its number in `all_lines`, also of a job that has ended.

    Refused: `no_such_line` (facts: `lines`, which there are), `needs_reason`.
    """
    lines = list(all_lines(ticket))
    if not 1 <= number <= len(lines):
        told = "; ".join(f"{place} {said(line)}" for place, (_, line) in enumerate(lines, start=1))
        raise Refused("no_such_line", lines=told)
    if not reason.strip():
        raise Refused("needs_reason")
    seq, line = lines[number - 1]
    return _struck(ticket, seq, line, given, now, by=by, reason=reason.strip())


def all_lines(ticket: Ticket) -> Iterator[tuple[int, WorkLine]]:
    """Every line of every partner, with the handoff it was written down on."""
    return ((handoff.seq, line) for handoff in ticket.handoffs for line in handoff.work)


def said_anew(
    ticket: Ticket,
    seq: int,
    source: str,
    lines: Sequence[WorkLine],
    given: Given,
    now: datetime,
    *,
    by: Actor,
) -> Outcome:
    """The message that lines stand in says others now, or none any more; or it says some for the first time.
    Nothing once the job has ended."""
    handoff = ticket.handoff(seq)
    old = [each for each in handoff.work if each.source == source]
    if not handoff.is_live or [said(each) for each in old] == [said(each) for each in lines]:
        return Outcome(ticket=ticket, answer="already")
    outcome = Outcome(ticket=ticket)
    for each in old:
        outcome = outcome.then(_struck(outcome.ticket, seq, each, given, now, by=by))
    if not lines:
        return outcome
    if old:  # what takes its place is said by itself
        quiet = tuple(notice for notice in outcome.notices if notice.tell is not Tell.STRUCK)
        outcome = replace(outcome, notices=quiet)
    for line in lines:
        outcome = outcome.then(write_down(outcome.ticket, seq, line, given, now, by=by))
    return outcome


def _struck(
    ticket: Ticket, seq: int, line: WorkLine, given: Given, now: datetime, *, by: Actor, reason: str = ""
) -> Outcome:
    handoff = ticket.handoff(seq)
    left = list(handoff.work)
    left.remove(line)
    ticket = ticket.with_handoff(replace(handoff, work=tuple(left)))
    text = ": ".join(filter(None, (said(line), reason)))
    cards = (seq, *(each.seq for each in above(ticket, seq)))
    facts: dict[str, object] = {"what": said(line), "reason": reason}
    return Outcome(
        ticket=_goes_on(ticket, seq, given, now),
        entries=(event("work_struck", by, now, FOR_PARTNER, handoff=seq, text=text),),
        notices=(
            *(Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=each) for each in cards),
            Notice(to=Party.PARTNER, tell=Tell.STRUCK, handoff=seq, facts=facts),
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        ),
        answer="struck",
    )


def _goes_on(ticket: Ticket, seq: int, given: Given, now: datetime) -> Ticket:
    """What rests for a cost rests no more, once no cap of the chain is passed."""
    line = (ticket.handoff(seq), *above(ticket, seq))
    if any(above_cap(each, ticket, given) is not None for each in line):
        return ticket
    for each in (one for one in line if one.cost_asked is not None):
        free = replace(each, cost_asked=None, cost_passed=False, cost_since=None, price_asked=None)
        if free.state is HandoffState.WAITING:
            ticket = resting.goes_on_after_cost(ticket, free, given.policy, now)
        else:
            ticket = ticket.with_handoff(free)
    return ticket
