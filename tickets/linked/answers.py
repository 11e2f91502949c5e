"""The principal's side: what a partner's Stafett says of a job that we have handed to it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from tickets import expected, handoffs
from tickets.chains.passing import upwards
from tickets.evidence.demands import Proof
from tickets.evidence.demands import Standing as Demanded
from tickets.given import Given
from tickets.linked import billing
from tickets.linked.copy import Shown, Standing
from tickets.moves import event, follow
from tickets.outcome import Notice, Outcome, Party, Refused, Tell
from tickets.parties import FOR_PARTNER, INTERNAL_ONLY, STAFETT, Actor
from tickets.resting import awake
from tickets.spoken_times import Span
from tickets.states import HandoffState
from tickets.ticket import Ticket
from tickets.timeline import Entry, Message, entry_of

_NOES = ("rework", "evidence_missing")
_UNDER_WAY = (HandoffState.EN_ROUTE, HandoffState.ON_SITE)


def heard(ticket: Ticket, seq: int, message: Message, given: Given) -> Outcome:
    """Their desk's words and files, heard as a partner's. No step is read out of words: steps are told."""
    entry = entry_of(message, FOR_PARTNER, seq)
    said = upwards(ticket, entry, given)
    return Outcome(ticket=ticket, entries=(entry, *said.entries), notices=said.notices)


def stands(
    ticket: Ticket,
    seq: int,
    standing: Standing,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    timeline: Iterable[Entry] = (),
    seen: int = 0,
) -> Outcome:
    """Moves the handoff to where its partner says that it stands; what cannot follow changes nothing.

    `seen`: up to which entry of `timeline` they have heard us. "Done" from before our "not yet" is no news.
    """
    if not ticket.handoff(seq).is_live:
        return Outcome(ticket=ticket)
    timeline, offered = tuple(timeline), ticket.handoff(seq).state is HandoffState.OFFERED
    outcome = _evidence(ticket, seq, standing.evidence, given, now, by=by)
    if not offered:  # a cost above the cap comes before the "done" that came with it
        outcome = outcome.then(_work(outcome.ticket, seq, standing, given, now, by=by, timeline=timeline))
    if not _is_older_than_our_no(seq, standing, timeline, seen):
        outcome = outcome.then(_step(outcome.ticket, seq, standing, given, now, by=by))
    if offered:
        outcome = outcome.then(_work(outcome.ticket, seq, standing, given, now, by=by, timeline=timeline))
    return outcome.then(_times(outcome, seq, standing, given, now, by=by))


def _work(
    ticket: Ticket,
    seq: int,
    standing: Standing,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    timeline: Sequence[Entry],
) -> Outcome:
    handoff = ticket.handoff(seq)
    if standing.work is None or not handoff.is_live or handoff.state is HandoffState.OFFERED:
        return Outcome(ticket=ticket)
    return billing.takes_over(ticket, seq, standing.work, given, now, by=by, timeline=timeline)


def _is_older_than_our_no(seq: int, standing: Standing, timeline: Iterable[Entry], seen: int) -> bool:
    if standing.state is not HandoffState.DONE:
        return False
    noes = [each.id or 0 for each in timeline if each.event in _NOES and each.handoff == seq]
    return bool(noes) and seen < noes[-1]


def _step(ticket: Ticket, seq: int, standing: Standing, given: Given, now: datetime, *, by: Actor) -> Outcome:
    was, wanted = ticket.handoff(seq).state, standing.state
    if wanted is HandoffState.OFFERED:
        return Outcome(ticket=ticket)
    if wanted is HandoffState.ACCEPTED and was in _UNDER_WAY:
        return _nobody_on_the_way(ticket, seq, given, now)
    if wanted is HandoffState.ACCEPTED and ticket.handoff(seq).resumes_as in _UNDER_WAY:
        ticket = ticket.with_handoff(awake(ticket.handoff(seq)))  # they say themselves where they go on
    try:
        return handoffs.answer(ticket, seq, wanted, given, now, by=by, note=standing.note, wait=standing.wait)
    except Refused as refusal:
        if refusal.reason == "evidence_missing":
            return _lacks(ticket, seq, refusal, given, now)
        if wanted is not HandoffState.DECLINED:
            return Outcome(ticket=ticket)
        # Too late for a step: the desk takes it back, or does not.
        return Outcome(ticket=ticket, notices=(_desk_hears("declined", ticket, seq, standing.note, given),))


def _lacks(ticket: Ticket, seq: int, refusal: Refused, given: Given, now: datetime) -> Outcome:
    """They call it done without what it must bring: both desks hear what lacks, and it goes on."""
    missing: tuple[Demanded, ...] = refusal.facts["missing"]  # type: ignore[assignment]
    names = ", ".join(each.demand.label or each.demand.key for each in missing)
    told = Notice(to=Party.PARTNER, tell=Tell.EVIDENCE_MISSING, handoff=seq, facts=refusal.facts)
    return Outcome(
        ticket=ticket,
        entries=(event("evidence_missing", STAFETT, now, FOR_PARTNER, handoff=seq, text=names),),
        notices=(told, _desk_hears("evidence_missing", ticket, seq, names, given)),
    )


def _desk_hears(name: str, ticket: Ticket, seq: int, note: str, given: Given) -> Notice:
    partner = given.partner_name(ticket.handoff(seq).partner_id)
    facts: dict[str, object] = {"event": name, "partner": partner, "note": note}
    return Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, handoff=seq, facts=facts)


def _nobody_on_the_way(ticket: Ticket, seq: int, given: Given, now: datetime) -> Outcome:
    """Theirs who was on the way is not any more; they still have the job."""
    back = replace(ticket.handoff(seq), state=HandoffState.ACCEPTED, note=None, eta=None, eta_end=None)
    return Outcome(
        ticket=follow(ticket, back, given.policy, now),
        notices=(Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),),
    )


def _times(
    before: Outcome, seq: int, standing: Standing, given: Given, now: datetime, *, by: Actor
) -> Outcome:
    ticket = before.ticket
    handoff = ticket.handoff(seq)
    if not handoff.is_live:
        return Outcome(ticket=ticket)
    if standing.parts_on is not None and handoff.state is HandoffState.WAITING:
        return expected.part_comes(ticket, seq, standing.parts_on, given, beside=before.notices)
    if standing.eta is None or handoff.state not in expected.COMING:
        return Outcome(ticket=ticket)
    span = Span(standing.eta, standing.eta_end)
    told = expected.expect(ticket, seq, span, given, now, by=by, beside=before.notices)
    return replace(told, answer=None)


def _evidence(
    ticket: Ticket, seq: int, shown: Iterable[Shown], given: Given, now: datetime, *, by: Actor
) -> Outcome:
    """What they have brought takes the place of what they had; readings and names stand in the timeline."""
    handoff = ticket.handoff(seq)
    theirs = tuple(
        Proof(key=each.key, at=each.at, by=by.name, value=each.value, outside=each.outside) for each in shown
    )
    had = tuple(proof for proof in handoff.evidence if proof.by == by.name)
    if had == theirs:
        return Outcome(ticket=ticket)
    others = tuple(proof for proof in handoff.evidence if proof.by != by.name)
    values = [each.value for each in theirs if each.value and each not in had]
    told = event("evidence", by, now, INTERNAL_ONLY, handoff=seq, text=", ".join(values))
    return Outcome(
        ticket=ticket.with_handoff(replace(handoff, evidence=(*others, *theirs))),
        entries=(told,) if values else (),
        notices=(Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),),
    )
