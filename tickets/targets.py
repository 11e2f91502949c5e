"""Promises: making them, keeping them, pausing them, and how far away each ping is.

Whatever moves a promise to accept moves with it the moment when an unanswered offer ends, so that an offer
cannot run out while its clock rests.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from tickets.calendar import Calendar, Duration
from tickets.policy import Policy, Sla
from tickets.states import HandoffState, Priority, TargetKind, TicketState
from tickets.ticket import Target, Ticket

BREACH = 1.0  # the share of the ladder at which a promise is broken


def promise(
    ticket: Ticket,
    handoff: int | None,
    sla: Sla,
    now: datetime,
    accept: Duration | None = None,
    kinds: Collection[TargetKind] = frozenset(TargetKind),
) -> Ticket:
    """The ticket with targets of these kinds, counted from `now`.

    `accept` stands in for the SLA's own time to accept: a route may want an answer sooner.
    """
    calendar = sla.calendar_for(ticket.priority)
    made = []
    for kind in (each for each in TargetKind if each in kinds):
        length = sla.lengths(kind).get(ticket.priority)
        if accept is not None and kind is TargetKind.ACCEPT:
            length = accept
        if length is None:
            continue
        made.append(_begun(kind, handoff, sla, calendar, calendar.after(now, length), now))
    return _with_expiries(replace(ticket, targets=(*ticket.targets, *made)))


def resolve_by(ticket: Ticket, sla: Sla, due_at: datetime | None, now: datetime) -> Ticket:
    """The ticket with the customer's own deadline in place of the promise to resolve it (S72).

    None, or one that has passed: the promise stands.
    """
    if due_at is None or due_at <= now:
        return ticket
    demanded = _begun(TargetKind.RESOLVE, None, sla, sla.calendar_for(ticket.priority), due_at, now)
    others = (t for t in ticket.targets if t.handoff is not None or t.kind is not TargetKind.RESOLVE)
    return replace(ticket, targets=(*others, demanded))


def _begun(
    kind: TargetKind, handoff: int | None, sla: Sla, calendar: Calendar, due_at: datetime, now: datetime
) -> Target:
    total = calendar.between(now, due_at)
    return Target(
        kind=kind,
        handoff=handoff,
        sla=sla.name,
        started_at=now,
        due_at=due_at,
        total=total,
        since=now,
        left=total,
    )


def meet(ticket: Ticket, handoff: int | None, kinds: Iterable[TargetKind], now: datetime) -> Ticket:
    """The ticket with these promises kept (or broken and done with) at `now`."""
    met = set(kinds)
    return replace(
        ticket,
        targets=tuple(
            replace(t, met_at=now, breached_at=_broken_at(t, overdue=now > t.due_at))
            if t.handoff == handoff and t.kind in met and t.met_at is None
            else t
            for t in ticket.targets
        ),
    )


def unmeet(ticket: Ticket, handoff: int | None, kind: TargetKind, policy: Policy, now: datetime) -> Ticket:
    """The ticket with a kept promise open again: the original clock goes on from where it stood (S51)."""
    return replace(
        ticket,
        targets=tuple(
            _reopened(t, ticket, policy, now)
            if t.handoff == handoff and t.kind is kind and t.met_at is not None
            else t
            for t in ticket.targets
        ),
    )


def drop(ticket: Ticket, handoff: int, now: datetime) -> Ticket:
    """The ticket without the promises of a partner who no longer has it, save those kept or broken.

    A broken one is done with: nobody is pinged for it again. Silence up to the deadline has broken it.
    """
    kept = (_dropped(t, now) if t.handoff == handoff else t for t in ticket.targets)
    return replace(ticket, targets=tuple(t for t in kept if t is not None))


def pause(ticket: Ticket, policy: Policy, now: datetime) -> Ticket:
    """The ticket with every clock stopped that rests in its state; what is left stays left.

    A broken promise has nothing left that could rest.
    """
    return _with_expiries(
        replace(
            ticket,
            targets=tuple(
                _paused(t, ticket, policy, now)
                if t.runs and now < t.due_at and _rests(ticket, policy.sla(t.sla))
                else t
                for t in ticket.targets
            ),
        )
    )


def resume(ticket: Ticket, policy: Policy, now: datetime) -> Ticket:
    """The ticket with its clocks running again, each with the working time it had left."""
    return _with_expiries(
        replace(
            ticket,
            targets=tuple(
                replace(t, paused_at=None, since=now, due_at=_due(t.left, _calendar(t, ticket, policy), now))
                if t.paused_at is not None and t.met_at is None
                else t
                for t in ticket.targets
            ),
        )
    )


def reprioritise(ticket: Ticket, priority: Priority, policy: Policy, now: datetime) -> Ticket:
    """The ticket at another priority: open promises get its lengths, less the working time already used.

    So a pause stays a pause, and going there and back wins no time. Pings that lie ahead are armed anew; a
    promise with no time left is due at once (I24, I25).
    """
    changed = replace(ticket, priority=priority)
    made = (_with_priority(t, ticket, changed, policy, now) for t in ticket.targets)
    return pause(replace(changed, targets=tuple(made)), policy, now)


def ping_moment(target: Target, sla: Sla, ticket: Ticket, step: int) -> datetime:
    """When the ladder's `step` (from 0) of this target comes, in its own working time."""
    share = sla.ping_at[step]
    if share >= BREACH:
        return target.due_at
    return _due(_ahead(target, share), sla.calendar_for(ticket.priority), target.since)


def _with_priority(target: Target, was: Ticket, ticket: Ticket, policy: Policy, now: datetime) -> Target:
    if target.met_at is not None:
        return target
    sla = policy.sla(target.sla)
    total = _total(target, sla, ticket.priority)
    if total is None or _is_the_routes(target, sla, was.priority):
        total = target.total
    left = total - (target.total - _left(target, was, policy, now))
    changed = replace(target, total=total, left=left, since=now)
    if left > timedelta() or target.breached_at is None:
        changed = replace(changed, due_at=_due(left, sla.calendar_for(ticket.priority), now))
    return replace(changed, step=_steps_past(changed, sla))


def _total(target: Target, sla: Sla, priority: Priority) -> timedelta | None:
    """The working time this promise has at that priority; None: the SLA promises nothing."""
    length = sla.lengths(target.kind).get(priority)
    if length is None:
        return None
    calendar = sla.calendar_for(priority)
    return calendar.between(target.started_at, calendar.after(target.started_at, length))


def _is_the_routes(target: Target, sla: Sla, priority: Priority) -> bool:
    """Whether a route has set this time to answer: it stands, whatever the priority."""
    of_an_offer = target.kind is TargetKind.ACCEPT and target.handoff is not None
    return of_an_offer and target.total != _total(target, sla, priority)


def _dropped(target: Target, now: datetime) -> Target | None:
    if target.met_at is not None:
        return target
    broken_at = _broken_at(target, overdue=now >= target.due_at)
    return replace(target, met_at=now, breached_at=broken_at) if broken_at else None


def _paused(target: Target, ticket: Ticket, policy: Policy, now: datetime) -> Target:
    return replace(target, paused_at=now, since=now, left=_left(target, ticket, policy, now))


def _reopened(target: Target, ticket: Ticket, policy: Policy, now: datetime) -> Target:
    left = _left(target, ticket, policy, target.met_at or now)
    changed = replace(target, met_at=None, paused_at=None, since=now, left=left)
    if left > timedelta():
        changed = replace(changed, due_at=_due(left, _calendar(target, ticket, policy), now))
    return replace(changed, step=_steps_past(changed, policy.sla(target.sla)))


def _left(target: Target, ticket: Ticket, policy: Policy, at: datetime) -> timedelta:
    """The working time left at `at`; negative by as much as it is overdue."""
    if target.paused_at is not None:
        return target.left
    return target.left - _calendar(target, ticket, policy).between(target.since, at)


def _due(left: timedelta, calendar: Calendar, since: datetime) -> datetime:
    return calendar.after_span(since, max(left, timedelta()))


def _broken_at(target: Target, *, overdue: bool) -> datetime | None:
    """The first deadline that passed; a clock at rest passes none."""
    if target.breached_at is None and target.met_at is None and target.paused_at is None and overdue:
        return target.due_at
    return target.breached_at


def _ahead(target: Target, share: float) -> timedelta:
    return target.left - target.total * (1 - share)


def _steps_past(target: Target, sla: Sla) -> int:
    """A new deadline arms the ladder anew, but only the steps that lie ahead, and a breach not yet told."""
    for step, share in enumerate(sla.ping_at):
        if _ahead(target, share) > timedelta() or (share >= BREACH and target.breached_at is None):
            return step
    return len(sla.ping_at)


def _with_expiries(ticket: Ticket) -> Ticket:
    """The ticket with each unanswered offer ending at its promise to accept, or never while that rests."""
    for target in ticket.targets:
        if target.kind is not TargetKind.ACCEPT or target.handoff is None or target.met_at is not None:
            continue
        handoff = ticket.handoff(target.handoff)
        if handoff.state is HandoffState.OFFERED:
            due_at = None if target.paused_at else target.due_at
            ticket = ticket.with_handoff(replace(handoff, expires_at=due_at))
    return ticket


def _rests(ticket: Ticket, sla: Sla) -> bool:
    if ticket.state is not TicketState.WAITING or ticket.wait_reason is None:
        return False
    return f"waiting_{ticket.wait_reason}" in sla.pause_while


def _calendar(target: Target, ticket: Ticket, policy: Policy) -> Calendar:
    return policy.sla(target.sla).calendar_for(ticket.priority)
