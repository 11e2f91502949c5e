"""One step that a partner takes: what becomes of the handoff and its ticket, and who hears of it."""

from dataclasses import replace
from datetime import datetime

from tickets import resting, targets
from tickets.chains.climbing import note_above, state_above, told_above
from tickets.chains.tree import firm
from tickets.given import Given
from tickets.moves import event, follow
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import FOR_PARTNER, Actor, Role
from tickets.states import NEXT, HandoffState, TargetKind, WaitReason
from tickets.ticket import Handoff, Ticket
from tickets.timeline import PASSED_ON

# Approving, sending back and taking back are the desk's (S7).
PARTNERS_STEPS = frozenset(
    {
        HandoffState.ACCEPTED,
        HandoffState.DECLINED,
        HandoffState.EN_ROUTE,
        HandoffState.ON_SITE,
        HandoffState.WAITING,
        HandoffState.DONE,
    }
)

_MET_BY = {
    HandoffState.ACCEPTED: {TargetKind.ACCEPT},
    HandoffState.EN_ROUTE: {TargetKind.ACCEPT},
    HandoffState.ON_SITE: {TargetKind.ACCEPT, TargetKind.ON_SITE},
    HandoffState.DONE: set(TargetKind),
}

# What interrupts the dispatchers; every step shows in the ticket's post (T1: a group takes 20 a minute).
_NEWS = {HandoffState.ACCEPTED, HandoffState.DECLINED, HandoffState.WAITING}

# What the requester hears of a partner's step. Arrival is not told: the customer sees it.
_TOLD = {
    HandoffState.ACCEPTED: Tell.TAKEN,
    HandoffState.EN_ROUTE: Tell.EN_ROUTE,
    HandoffState.WAITING: Tell.DELAYED,
}


def may_follow(was: HandoffState, state: HandoffState) -> bool:
    """Whether a partner may take this step now.

    Whoever writes "on my way" to an offer has taken it: no one in a cellar presses two buttons.
    """
    if state not in PARTNERS_STEPS:
        return False
    if was is HandoffState.OFFERED and state is not HandoffState.DECLINED:
        return state is HandoffState.ACCEPTED or state in NEXT[HandoffState.ACCEPTED]
    return state in NEXT[was]


def is_repeated(
    ticket: Ticket, handoff: Handoff, state: HandoffState, wait: WaitReason | None, note: str
) -> bool:
    """Whether the step was taken before. Waiting for something else, or with other words, is a new one."""
    if state is HandoffState.WAITING and handoff.state is state:
        return (ticket.wait_reason, handoff.note) == (wait or WaitReason.PARTS, note or None)
    return handoff.state is state


def take(
    ticket: Ticket,
    seq: int,
    state: HandoffState,
    given: Given,
    now: datetime,
    *,
    by: Actor,
    note: str = "",
    wait: WaitReason | None = None,
    from_below: bool = False,
) -> Outcome:
    """The step itself; whether it may be taken has been asked.

    Within a chain the partner above hears of it, and is moved with it by the table. `from_below`: it is such
    a move, which nobody here has made.
    """
    was = ticket.handoff(seq)
    resumes = was.state is HandoffState.WAITING and state is HandoffState.ACCEPTED
    name = "resumed" if resumes else state.value
    stamped = _gone_on(was, now, note) if resumes else _stamped(was, state, now, note, wait)
    if not from_below and by.role is Role.PARTNER:
        stamped = replace(stamped, technician=by.name)
    moved = _promises(follow(ticket, stamped, given.policy, now, wait), seq, now)
    taken = event(name, by, now, FOR_PARTNER, handoff=seq, text=note)
    above = (
        _news(ticket, moved, stamped, name, given, by=by, note=note)
        if was.parent is None
        else told_above(moved, seq, name, given, by=by, note=note, wait=wait)
    )
    outcome = Outcome(
        ticket=moved,
        entries=(replace(taken, proof=PASSED_ON) if from_below else taken,),
        notices=(
            Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq),
            Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
            *above,
        ),
    )
    return outcome.then(_moves_above(moved, seq, given, now, note=note, wait=wait, resumes=resumes))


def _moves_above(
    ticket: Ticket,
    seq: int,
    given: Given,
    now: datetime,
    *,
    note: str,
    wait: WaitReason | None,
    resumes: bool,
) -> Outcome:
    handoff, wanted = ticket.handoff(seq), state_above(ticket, seq, resumes=resumes)
    if handoff.parent is None or wanted is None:
        return Outcome(ticket=ticket)
    parent = ticket.handoff(handoff.parent)
    if parent.cost_asked is not None:  # it rests until its own cost is answered
        return Outcome(ticket=ticket)
    note = note_above(parent, note, given)
    if is_repeated(ticket, parent, wanted, wait, note) or not may_follow(parent.state, wanted):
        return Outcome(ticket=ticket)
    by = firm(parent, given)
    return take(ticket, parent.seq, wanted, given, now, by=by, note=note, wait=wait, from_below=True)


def _news(
    was: Ticket, moved: Ticket, handoff: Handoff, name: str, given: Given, *, by: Actor, note: str
) -> tuple[Notice, ...]:
    """What the desk and the requester hear of a step of the partner whom the desk has chosen."""
    notices = []
    state, partner = handoff.state, given.partner_name(handoff.partner_id)
    if state in _NEWS or name == "resumed":
        said_by = by.name if by.name != partner else ""
        facts: dict[str, object] = {"event": name, "partner": partner, "by": said_by, "note": note}
        facts["wait"] = moved.wait_reason or ""
        notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, handoff=handoff.seq, facts=facts))
    if state in _TOLD and name != "resumed" and not _knows(was, moved):
        notices.append(Notice(to=Party.REQUESTER, tell=_TOLD[state]))
    if state is HandoffState.DONE:
        to_approve: dict[str, object] = {"partner": partner}
        notices.append(
            Notice(to=Party.DISPATCHERS, tell=Tell.TO_APPROVE, handoff=handoff.seq, facts=to_approve)
        )
    return tuple(notices)


def _gone_on(handoff: Handoff, now: datetime, note: str) -> Handoff:
    """Where it was; work that was sent back keeps what is wrong with it."""
    gone_on = resting.goes_on(handoff, now)
    said = gone_on.note if gone_on.state is HandoffState.REWORK else note or None
    return replace(gone_on, note=said, parts_on=None, accepted_at=handoff.accepted_at or now)


def _stamped(
    handoff: Handoff, state: HandoffState, now: datetime, note: str, wait: WaitReason | None
) -> Handoff:
    coming = state in (HandoffState.ACCEPTED, HandoffState.EN_ROUTE)
    waits = state is HandoffState.WAITING
    if waits and handoff.cost_asked is not None:
        handoff = replace(handoff, resumes_wait=wait or WaitReason.PARTS)
    return replace(
        resting.rests(handoff) if waits else resting.awake(handoff),
        state=state,
        eta=handoff.eta if coming else None,
        eta_end=handoff.eta_end if coming else None,
        eta_told=handoff.eta_told if coming else None,
        parts_on=None,
        note=note or None,
        accepted_at=handoff.accepted_at or (now if state is HandoffState.ACCEPTED else None),
        en_route_at=now if state is HandoffState.EN_ROUTE else handoff.en_route_at,
        on_site_at=now if state is HandoffState.ON_SITE else handoff.on_site_at,
        done_at=now if state is HandoffState.DONE else handoff.done_at,
        ended_at=now if state is HandoffState.DECLINED else None,
    )


def _promises(ticket: Ticket, seq: int, now: datetime) -> Ticket:
    """Keeps what the step keeps: the partner's promise, and ours to the customer save that it works."""
    state = ticket.handoff(seq).state
    if state is HandoffState.DECLINED:
        return targets.drop(ticket, seq, now)
    met = _MET_BY.get(state, set())
    ticket = targets.meet(ticket, seq, met, now)
    if ticket.handoff(seq).parent is not None:
        return ticket
    return targets.meet(ticket, None, met - {TargetKind.RESOLVE}, now)


def _knows(was: Ticket, ticket: Ticket) -> bool:
    """Whether the requester knows already that it waits, and for what."""
    return ticket.wait_reason is not None and was.wait_reason is ticket.wait_reason
