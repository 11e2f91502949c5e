"""A line of work that was wrong: crossed out, said anew, paid by somebody else. The timeline keeps it all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import zip_longest

from tickets import resting
from tickets.chains.tree import above
from tickets.given import Given
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, INTERNAL_ONLY, Actor
from tickets.states import HandoffState
from tickets.ticket import Ticket
from tickets.work import customer
from tickets.work.caps import above_cap
from tickets.work.costs import write_down
from tickets.work.lines import WorkLine, said
from tickets.work.payers import Payer, named


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

    Refused: `no_such_line` (facts: `lines`, which there are in their order), `needs_reason`.
    """
    seq, line = _numbered(ticket, number, "no_such_line")
    if not reason.strip():
        raise Refused("needs_reason")
    return _struck(ticket, seq, line, given, now, by=by, reason=reason.strip())


def paid_by(ticket: Ticket, number: int, who: str, given: Given, now: datetime, *, by: Actor) -> Outcome:
    """A dispatcher says in a word who pays a line, by its number. No partner hears it.

    Refused: `which_payer` (facts: `lines`), `no_such_line` where there are none.
    """
    seq, line = _numbered(ticket, number, "which_payer")
    try:
        payer = named(who)
    except ValueError:
        raise Refused("which_payer", lines=_told(ticket)) from None
    settled = replace(line, payer=payer, payer_settled=True)
    if settled == line:
        return Outcome(ticket=ticket, answer="already")
    anew = _instead(ticket, seq, line, settled)
    entry = event(f"pays_{payer or 'agreed'}", by, now, INTERNAL_ONLY, handoff=seq, text=said(line))
    changed = Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED)
    outcome = Outcome(ticket=anew, entries=(entry,), notices=(changed,))
    return replace(outcome.then(customer.lapsed(ticket, anew, given)), answer="done")


def all_lines(ticket: Ticket) -> Iterator[tuple[int, WorkLine]]:
    """Every line of every partner, with the handoff it was written down on."""
    return ((handoff.seq, line) for handoff in ticket.handoffs for line in handoff.work)


def _numbered(ticket: Ticket, number: int, unless: str) -> tuple[int, WorkLine]:
    """The line of that number, and its handoff. Refused: `unless`, with which lines there are."""
    lines = list(all_lines(ticket))
    if not 1 <= number <= len(lines):
        raise Refused(unless if lines else "no_such_line", lines=_told(ticket))
    return lines[number - 1]


def _told(ticket: Ticket) -> tuple[str, ...]:
    return tuple(said(line) for _, line in all_lines(ticket))


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
    Nothing once the job has ended. Who pays stays where the desk has said it."""
    handoff = ticket.handoff(seq)
    old = [each for each in handoff.work if each.source == source]
    lines = [_still_paid_by(was, line) for was, line in zip_longest(old, lines) if line is not None]
    if not handoff.is_live or _as_said(old) == _as_said(lines):
        return Outcome(ticket=ticket, answer="already")
    outcome = Outcome(ticket=ticket)
    for each in old:
        outcome = outcome.then(_crossed_out(outcome.ticket, seq, each, given, now, by=by))
    if old and lines:  # what takes its place is said by itself
        quiet = tuple(notice for notice in outcome.notices if notice.tell is not Tell.STRUCK)
        outcome = replace(outcome, notices=quiet)
    for line in lines:
        outcome = outcome.then(write_down(outcome.ticket, seq, line, given, now, by=by))
    return outcome.then(customer.lapsed(ticket, outcome.ticket, given))


def _still_paid_by(was: WorkLine | None, line: WorkLine) -> WorkLine:
    return replace(line, payer=was.payer, payer_settled=True) if was and was.payer_settled else line


def _as_said(lines: Sequence[WorkLine]) -> list[tuple[str, Payer | None]]:
    return [(said(each), each.payer) for each in lines]


def _instead(ticket: Ticket, seq: int, line: WorkLine, *others: WorkLine) -> Ticket:
    """With these in the line's place."""
    work = list(ticket.handoff(seq).work)
    place = work.index(line)
    work[place : place + 1] = others
    return ticket.with_handoff(replace(ticket.handoff(seq), work=tuple(work)))


def _struck(
    ticket: Ticket, seq: int, line: WorkLine, given: Given, now: datetime, *, by: Actor, reason: str = ""
) -> Outcome:
    outcome = _crossed_out(ticket, seq, line, given, now, by=by, reason=reason)
    return replace(outcome.then(customer.lapsed(ticket, outcome.ticket, given)), answer="struck")


def _crossed_out(
    ticket: Ticket, seq: int, line: WorkLine, given: Given, now: datetime, *, by: Actor, reason: str = ""
) -> Outcome:
    ticket = _instead(ticket, seq, line)
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
