"""Promises: making them, keeping them, pausing them, and how far away each ping is."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from tickets.calendar import Calendar, Duration
from tickets.policy import Policy, Sla
from tickets.states import Priority, TargetKind, TicketState
from tickets.ticket import Target, Ticket

BREACH = 1.0  # the share of the ladder at which a promise is broken


def promise(
    ticket: Ticket, handoff: int | None, sla: Sla, now: datetime, accept: Duration | None = None
) -> Ticket:
    """The ticket with targets for every kind, counted from `now`.

    `accept` stands in for the SLA's own time to accept: a route may want an answer sooner.
    """
    calendar = sla.calendar_for(ticket.priority)
    made = []
    for kind in TargetKind:
        length = sla.lengths(kind).get(ticket.priority)
        if accept is not None and kind is TargetKind.ACCEPT:
            length = accept
        if length is None:
            continue
        due_at = calendar.after(now, length)
        total = calendar.between(now, due_at)
        made.append(
            Target(
                kind=kind,
                handoff=handoff,
                sla=sla.name,
                started_at=now,
                due_at=due_at,
                total=total,
                since=now,
                left=total,
            )
        )
    return replace(ticket, targets=(*ticket.targets, *made))


def meet(ticket: Ticket, handoff: int | None, kinds: Iterable[TargetKind], now: datetime) -> Ticket:
    """The ticket with these promises kept (or broken and done with) at `now`."""
    met = set(kinds)
    return replace(
        ticket,
        targets=tuple(
            replace(t, met_at=now, breached_at=t.breached_at or (t.due_at if now > t.due_at else None))
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


def drop(ticket: Ticket, handoff: int) -> Ticket:
    """The ticket without the promises of a partner who no longer has it, save those already broken."""
    return replace(
        ticket,
        targets=tuple(
            t for t in ticket.targets if t.handoff != handoff or t.met_at is not None or t.breached_at
        ),
    )


def pause(ticket: Ticket, policy: Policy, now: datetime) -> Ticket:
    """The ticket with every clock stopped that rests in its state; what is left stays left."""
    return replace(
        ticket,
        targets=tuple(
            _paused(t, ticket, policy, now) if t.runs and _rests(ticket, policy.sla(t.sla)) else t
            for t in ticket.targets
        ),
    )


def resume(ticket: Ticket, policy: Policy, now: datetime) -> Ticket:
    """The ticket with its clocks running again, each with the working time it had left."""
    return replace(
        ticket,
        targets=tuple(
            replace(t, paused_at=None, since=now, due_at=_calendar(t, ticket, policy).after_span(now, t.left))
            if t.paused_at is not None and t.met_at is None
            else t
            for t in ticket.targets
        ),
    )


def reprioritise(ticket: Ticket, priority: Priority, policy: Policy, now: datetime) -> Ticket:
    """The ticket at another priority: running promises get its lengths, counted from their own start.

    Working time that a pause has kept out stays out; pings that lie ahead are armed anew (I24, I25).
    """
    changed = replace(ticket, priority=priority)
    return replace(
        changed,
        targets=tuple(
            _with_priority(t, changed, policy, now) if t.met_at is None else t for t in ticket.targets
        ),
    )


def ping_moment(target: Target, sla: Sla, ticket: Ticket, step: int) -> datetime:
    """When the ladder's `step` (from 0) of this target comes, in its own working time."""
    share = sla.ping_at[step]
    if share >= BREACH:
        return target.due_at
    ahead = target.left - target.total * (1 - share)
    return sla.calendar_for(ticket.priority).after_span(target.since, max(ahead, timedelta()))


def _with_priority(target: Target, ticket: Ticket, policy: Policy, now: datetime) -> Target:
    sla = policy.sla(target.sla)
    lengths = {
        TargetKind.ACCEPT: sla.accept,
        TargetKind.ON_SITE: sla.on_site,
        TargetKind.RESOLVE: sla.resolve,
    }
    length = lengths[target.kind].get(ticket.priority)
    if length is None:
        return target
    calendar = sla.calendar_for(ticket.priority)
    total = calendar.between(target.started_at, calendar.after(target.started_at, length))
    used = target.total - target.left
    if target.paused_at is None:
        used += calendar.between(target.since, now)
    left = max(total - used, timedelta())
    changed = replace(target, total=total, left=left, since=now, due_at=calendar.after_span(now, left))
    return replace(changed, step=_steps_past(changed, sla, ticket, now))


def _paused(target: Target, ticket: Ticket, policy: Policy, now: datetime) -> Target:
    worked = _calendar(target, ticket, policy).between(target.since, now)
    return replace(target, paused_at=now, since=now, left=max(target.left - worked, timedelta()))


def _reopened(target: Target, ticket: Ticket, policy: Policy, now: datetime) -> Target:
    calendar = _calendar(target, ticket, policy)
    left = max(target.left - calendar.between(target.since, target.met_at or now), timedelta())
    target = replace(target, met_at=None, since=now, left=left, due_at=calendar.after_span(now, left))
    return replace(target, step=_steps_past(target, policy.sla(target.sla), ticket, now))


def _steps_past(target: Target, sla: Sla, ticket: Ticket, now: datetime) -> int:
    """A new deadline arms the ladder anew, but only the steps that lie ahead (I24)."""
    ahead = (step for step in range(len(sla.ping_at)) if ping_moment(target, sla, ticket, step) > now)
    return next(ahead, len(sla.ping_at))


def _rests(ticket: Ticket, sla: Sla) -> bool:
    if ticket.state is not TicketState.WAITING or ticket.wait_reason is None:
        return False
    return f"waiting_{ticket.wait_reason}" in sla.pause_while


def _calendar(target: Target, ticket: Ticket, policy: Policy) -> Calendar:
    return policy.sla(target.sla).calendar_for(ticket.priority)
