"""One step that a partner takes: what becomes of the handoff and its ticket, and who hears of it."""

from dataclasses import replace
from datetime import datetime

from tickets import targets
from tickets.given import Given
from tickets.moves import event, follow
from tickets.states import NEXT, HandoffState, TargetKind, WaitReason
from tickets.ticket import FOR_PARTNER, Actor, Handoff, Notice, Outcome, Party, Role, Tell, Ticket

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
) -> Outcome:
    """The step itself; whether it may be taken has been asked."""
    was = ticket.handoff(seq)
    moved = _promises(follow(ticket, _stamped(was, state, now, by, note), given.policy, now, wait), seq, now)
    resumes = was.state is HandoffState.WAITING and state is HandoffState.ACCEPTED
    name = "resumed" if resumes else state.value
    partner = given.partner_name(was.partner_id)
    notices = [
        Notice(to=Party.PARTNER, tell=Tell.CARD_CHANGED, handoff=seq),
        Notice(to=Party.DISPATCHERS, tell=Tell.POST_CHANGED),
    ]
    if state in _NEWS:
        facts: dict[str, object] = {"event": name, "partner": partner, "by": by.name, "note": note}
        facts["wait"] = moved.wait_reason or ""
        notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.HAPPENED, handoff=seq, facts=facts))
    if state in _TOLD and not resumes and not _knows(ticket, moved):
        notices.append(Notice(to=Party.REQUESTER, tell=_TOLD[state]))
    if state is HandoffState.DONE:
        to_approve: dict[str, object] = {"partner": partner}
        notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.TO_APPROVE, handoff=seq, facts=to_approve))
    return Outcome(
        ticket=moved,
        entries=(event(name, by, now, FOR_PARTNER, handoff=seq, text=note),),
        notices=tuple(notices),
    )


def _stamped(handoff: Handoff, state: HandoffState, now: datetime, by: Actor, note: str) -> Handoff:
    return replace(
        handoff,
        state=state,
        technician=by.name if by.role is Role.PARTNER else handoff.technician,
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
    return targets.meet(targets.meet(ticket, seq, met, now), None, met - {TargetKind.RESOLVE}, now)


def _knows(was: Ticket, ticket: Ticket) -> bool:
    """Whether the requester knows already that it waits, and for what."""
    return ticket.wait_reason is not None and was.wait_reason is ticket.wait_reason
