"""When the technician comes, and when a part does: said by thumb or in words, told to whom it concerns.

The customer is told a time once, and again when it moves by more than a quarter of an hour. Within a chain
the time goes up, hop by hop, to the partner whom the desk has chosen, and from there to the customer.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from tickets import handoffs
from tickets.chains.tree import above, child_of, firm
from tickets.given import Given
from tickets.lateness import put_off
from tickets.moves import event
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, INTERNAL_ONLY, STAFETT, Actor
from tickets.policy import Policy
from tickets.sentences import sentences
from tickets.spoken_times import Span, Told, find_time, read_time, says_there
from tickets.states import HandoffState, TargetKind, WaitReason
from tickets.ticket import Handoff, Ticket
from tickets.timeline import PASSED_ON

MOVED = timedelta(minutes=15)  # by less than this a time has not changed for the customer

COMING = frozenset(
    {HandoffState.ACCEPTED, HandoffState.EN_ROUTE, HandoffState.WAITING, HandoffState.REWORK}
)  # while it is of interest when somebody comes

_ASKS_AFTER = time(8)  # in the morning, or when the partner's working day begins

# What tells the customer a time beside other news.
_BESIDE = frozenset({Tell.TAKEN, Tell.EN_ROUTE})


def expect(
    ticket: Ticket,
    seq: int,
    span: Span,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    beside: Collection[Notice] = (),
    from_below: bool = False,
) -> Outcome:
    """The technician comes at `span`. `beside`: the news that leaves with it, which tells the time too;
    `from_below`: nobody here has said so, but a subcontractor.

    Refused: `ended`, and `not_now` when nobody is awaited (before the yes, on site, done).
    """
    handoff = ticket.handoff(seq)
    if not handoff.is_live:
        raise Refused("ended")
    if handoff.state not in COMING:
        raise Refused("not_now", state=handoff.state)
    if (handoff.eta, handoff.eta_end) == (span.start, span.end):
        return Outcome(ticket=ticket, answer="already")
    changed = replace(handoff, eta=span.start, eta_end=span.end)
    text = _written(span, given.policy.zone)
    told = event("eta", by, now, FOR_PARTNER, handoff=seq, text=text)
    outcome = Outcome(
        ticket=ticket.with_handoff(changed),
        entries=(replace(told, proof=PASSED_ON) if from_below else told,),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq),
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
        ),
        answer="recorded",
    )
    if handoff.parent is None:
        return outcome.then(_told(outcome.ticket, changed, given, beside, by=by, text=text))
    parent = ticket.handoff(handoff.parent)
    if parent.state not in COMING:
        return outcome
    firms = firm(parent, given)
    further = expect(outcome.ticket, parent.seq, span, given, now, by=firms, beside=beside, from_below=True)
    return replace(outcome.then(further), answer="recorded")


def _told(
    ticket: Ticket, handoff: Handoff, given: Given, beside: Collection[Notice], *, by: Actor, text: str
) -> Outcome:
    """The customer hears of it when it is new to them; the desk when it breaks our promise."""
    notices = []
    assert handoff.eta is not None  # noqa: S101 - it was just set
    promised = next(
        (t.due_at for t in ticket.targets_of(None) if t.kind is TargetKind.ON_SITE and t.runs), None
    )
    if promised is not None and handoff.eta > promised:
        facts: dict[str, object] = {"event": "eta", "partner": given.partner_name(handoff.partner_id)}
        facts |= {"by": by.name, "note": text}
        notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, handoff=handoff.seq, facts=facts))
    if handoff.eta_told is None or abs(handoff.eta - handoff.eta_told) > MOVED:
        handoff = replace(handoff, eta_told=handoff.eta)
        if not any(each.tell in _BESIDE for each in beside):
            notices.append(Notice(to=Party.REQUESTER, tell=Tell.ETA))
    return Outcome(ticket=ticket.with_handoff(handoff), notices=tuple(notices), answer="recorded")


def part_comes(
    ticket: Ticket, seq: int, day: date, given: Given, *, beside: Collection[Notice] = ()
) -> Outcome:
    """The part that the job waits for comes on that day: the customer is told, and the partner is asked the
    morning after. `beside`: the news that leaves with it."""
    if ticket.handoff(seq).parts_on == day:
        return Outcome(ticket=ticket)
    notices = []
    for each in (ticket.handoff(seq), *above(ticket, seq)):
        if each.state is HandoffState.WAITING:
            ticket = ticket.with_handoff(replace(each, parts_on=day))
            notices.append(Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=each.seq))
    notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED))
    if ticket.wait_reason is WaitReason.PARTS and not any(each.tell is Tell.DELAYED for each in beside):
        notices.append(Notice(to=Party.REQUESTER, tell=Tell.DELAYED))
    return Outcome(ticket=ticket, notices=tuple(notices))


def in_words(
    ticket: Ticket, seq: int, text: str, given: Given, now: datetime, *, by: Actor, step: Outcome | None
) -> Outcome | None:
    """The time in a technician's words; None: there is none. `step`: what the words have done, if anything.

    `ticket` is as it stands after the step. "There at 14:30" in answer to an offer is a yes as well.
    """
    if step is not None:
        return _after_a_step(ticket, seq, text, given, now, by=by, step=step)
    told = told_in(ticket.handoff(seq), ticket, text, now, given.policy.zone)
    if told is None:
        return None
    if ticket.handoff(seq).state is HandoffState.OFFERED:
        taken = handoffs.answer(ticket, seq, HandoffState.ACCEPTED, given, now, by=by, note=text)
        return taken.then(expect(taken.ticket, seq, told.span, given, now, by=by, beside=taken.notices))
    if told.day is not None and _waits_for_parts(ticket, seq) and not told.there:
        return part_comes(ticket, seq, told.day, given)
    return expect(ticket, seq, told.span, given, now, by=by)


def told_in(handoff: Handoff, ticket: Ticket, text: str, now: datetime, zone: tzinfo) -> Told | None:
    """The time that words tell while somebody is awaited; "2 h" is one only from somebody on the way."""
    told = read_time(text, now, zone)
    if told is None and handoff.eta is not None:
        told = put_off(text, handoff.eta, handoff.eta_end, now, zone)
    if told is None:
        return None
    if handoff.state is HandoffState.OFFERED:
        return told if told.there else None
    if handoff.state not in COMING or (told.length and handoff.state is not HandoffState.EN_ROUTE):
        return None
    return told


def _after_a_step(
    ticket: Ticket, seq: int, text: str, given: Given, now: datetime, *, by: Actor, step: Outcome
) -> Outcome | None:
    told = _time_beside(text, now, given.policy.zone)
    state = ticket.handoff(seq).state
    if told is None:
        return None
    if _waits_for_parts(ticket, seq):
        return part_comes(ticket, seq, told.day, given, beside=step.notices) if told.day else None
    if state in (HandoffState.ACCEPTED, HandoffState.EN_ROUTE):
        return expect(ticket, seq, told.span, given, now, by=by, beside=step.notices)
    return None


def _time_beside(text: str, now: datetime, zone: tzinfo) -> Told | None:
    """The time in a message that is a step as well: behind the step, or in a sentence about coming."""
    parts = sentences(text)
    if len(parts) < 2:
        return find_time(text, now, zone)
    for place, part in enumerate(parts):
        if "?" in part:
            continue
        told = read_time(part, now, zone)
        if told is None and (place == 0 or says_there(part)):
            told = find_time(part, now, zone)
        if told is not None and not told.length:
            return told
    return None


def _waits_for_parts(ticket: Ticket, seq: int) -> bool:
    return ticket.handoff(seq).state is HandoffState.WAITING and ticket.wait_reason is WaitReason.PARTS


def asks_at(ticket: Ticket, policy: Policy) -> datetime | None:
    """When the next partner is to be asked whether its part has come; None: none is awaited."""
    return min((_asks_at(each, policy) for each in _awaiting(ticket)), default=None)


def ask_about_parts(ticket: Ticket, policy: Policy, now: datetime) -> Outcome:
    """The morning after the day on which a part was to come: whoever waits for it is asked, once."""
    outcome = Outcome(ticket=ticket)
    for each in _awaiting(ticket):
        if _asks_at(each, policy) > now or each.parts_on is None:
            continue
        asked = outcome.ticket.with_handoff(replace(each, parts_on=None))
        notices = [Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=each.seq)]
        if child_of(ticket, each.seq) is None:
            facts: dict[str, object] = {"day": each.parts_on}
            notices.append(Notice(to=Party.PARTNER, tell=Tell.PARTS_DUE, handoff=each.seq, facts=facts))
        entry = event(
            "parts_due", STAFETT, now, INTERNAL_ONLY, handoff=each.seq, text=each.parts_on.isoformat()
        )
        outcome = outcome.then(Outcome(ticket=asked, entries=(entry,), notices=tuple(notices)))
    return outcome


def _awaiting(ticket: Ticket) -> list[Handoff]:
    return [each for each in ticket.handoffs if each.is_live and each.parts_on is not None]


def _asks_at(handoff: Handoff, policy: Policy) -> datetime:
    assert handoff.parts_on is not None  # noqa: S101 - only those that await one
    partner = policy.partners.get(handoff.partner_id)
    calendar = policy.sla(partner.sla if partner else policy.default_sla).calendar
    return calendar.next_open(
        datetime.combine(handoff.parts_on + timedelta(days=1), _ASKS_AFTER, policy.zone)
    )


def _written(span: Span, zone: tzinfo) -> str:
    """In digits, which read alike in every language."""
    start = span.start.astimezone(zone)
    return f"{start:%Y-%m-%d %H:%M}" + (f"–{span.end.astimezone(zone):%H:%M}" if span.end else "")
