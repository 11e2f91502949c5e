"""The clock: what has come due, whom a ping reaches, and when to look again.

Nothing here scans: each ticket stores the one moment at which the clock must look at it again
(`next_look`), and `look` decides everything that has come due by then.
"""

from dataclasses import replace
from datetime import datetime

from tickets.chasing import chase, chases_at
from tickets.expected import ask_about_parts, asks_at
from tickets.muting import hears
from tickets.outcome import Notice, Outcome, Party, Tell
from tickets.parties import INTERNAL_ONLY, STAFETT
from tickets.policy import Policy
from tickets.states import HandoffState, TargetKind
from tickets.targets import BREACH, ping_moment
from tickets.ticket import Handoff, Target, Ticket
from tickets.timeline import Entry, EntryKind


def look(ticket: Ticket, policy: Policy, now: datetime) -> Outcome:
    """What the clock has to say at `now`: each step of each ladder once, however often it is asked.

    Of steps that passed unseen (we were down) only the last speaks. Offers that ran out are not decided
    here: see `expired_offer`.
    """
    outcome = Outcome(ticket=ticket)
    for target in ticket.targets:
        if target.runs:
            outcome = outcome.then(_look_at(outcome.ticket, target, policy, now))
    outcome = outcome.then(ask_about_parts(outcome.ticket, policy, now))
    return outcome.then(chase(outcome.ticket, policy, now))


def expired_offer(ticket: Ticket, now: datetime) -> Handoff | None:
    """The offer whose time to answer has run out; None when there is none."""
    return next((each for each in _offers(ticket) if each.expires_at and each.expires_at <= now), None)


def next_look(ticket: Ticket, policy: Policy) -> datetime | None:
    """When the clock must look at this ticket again; None when nothing of it can come due."""
    moments = [
        ping_moment(target, policy.sla(target.sla), ticket, target.step)
        for target in ticket.targets
        if target.runs and target.step < len(policy.sla(target.sla).ping_at)
    ]
    moments += [each.expires_at for each in _offers(ticket) if each.expires_at]
    moments += [each for each in (asks_at(ticket, policy), chases_at(ticket, policy)) if each is not None]
    return min(moments, default=None)


def _offers(ticket: Ticket) -> list[Handoff]:
    """The offers that nobody has answered: the desk's, or one within a chain."""
    return [each for each in ticket.handoffs if each.state is HandoffState.OFFERED]


def _look_at(ticket: Ticket, target: Target, policy: Policy, now: datetime) -> Outcome:
    sla = policy.sla(target.sla)
    step = target.step
    while step < len(sla.ping_at) and ping_moment(target, sla, ticket, step) <= now:
        step += 1
    if step == target.step:
        return Outcome(ticket=ticket)
    broken = sla.ping_at[step - 1] >= BREACH
    breached_at = target.breached_at or (target.due_at if broken else None)
    changed = replace(target, step=step, breached_at=breached_at)
    ticket = replace(ticket, targets=tuple(changed if t is target else t for t in ticket.targets))
    notices = _pings(ticket, changed, policy, broken=broken)
    if not notices:
        return Outcome(ticket=ticket)
    entry = Entry(
        kind=EntryKind.EVENT,
        at=now,
        author=STAFETT,
        audience=INTERNAL_ONLY,
        event="breached" if broken else "pinged",
        text=target.kind.value,
        handoff=target.handoff,
    )
    return Outcome(ticket=ticket, entries=(entry,), notices=notices)


def _pings(ticket: Ticket, target: Target, policy: Policy, *, broken: bool) -> tuple[Notice, ...]:
    """Whoever has the baton is pinged; dispatchers hear of what is broken, lies with themselves, or with a
    partner whom they have muted."""
    if broken and _ends_with_the_offer(ticket, target):
        return ()
    partner, hears_us = None, False
    if target.handoff is not None:
        partner_id = ticket.handoff(target.handoff).partner_id
        partner = policy.partners[partner_id].name if partner_id in policy.partners else partner_id
        hears_us = hears(ticket, partner_id)
    facts: dict[str, object] = {"kind": target.kind, "due_at": target.due_at, "overdue": broken}
    notices = []
    if hears_us:
        notices.append(Notice(to=Party.PARTNER, tell=Tell.PING, handoff=target.handoff, facts=facts))
    if broken and target.handoff is not None and ticket.handoff(target.handoff).parent is not None:
        # A promise between two partners is theirs: the desk has its own with the first of them.
        late: dict[str, object] = {"event": "breached", "partner": partner, "kind": target.kind}
        notices.append(Notice(to=Party.PRINCIPAL, tell=Tell.HANDED_ON, handoff=target.handoff, facts=late))
    elif broken:
        notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.BREACH, facts=facts | {"partner": partner}))
    elif not hears_us and not (target.handoff is None and _partner_is_pinged(ticket, target.kind, policy)):
        notices.append(Notice(to=Party.DISPATCHERS, tell=Tell.WARNING, facts=facts | {"partner": partner}))
    return tuple(notices)


def _ends_with_the_offer(ticket: Ticket, target: Target) -> bool:
    """Whether the offer runs out with this promise: its end says all there is to say."""
    if target.handoff is None or target.kind is not TargetKind.ACCEPT:
        return False
    handoff = ticket.handoff(target.handoff)
    return handoff.state is HandoffState.OFFERED and handoff.expires_at == target.due_at


def _partner_is_pinged(ticket: Ticket, kind: TargetKind, policy: Policy) -> bool:
    """Whether there are pings ahead for the same promise of the partner who has the baton."""
    handoff = ticket.live_handoff
    return handoff is not None and any(
        t.kind is kind and t.runs and t.step < len(policy.sla(t.sla).ping_at)
        for t in ticket.targets_of(handoff.seq)
    )
