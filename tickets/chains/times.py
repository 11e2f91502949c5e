"""What each partner of a chain took and wrote down: time, how much of it was its own, work (S75, S76)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tickets.chains.tree import depth_of, in_order, settled_by
from tickets.policy import Policy
from tickets.states import HandoffState
from tickets.ticket import Handoff, Ticket
from tickets.work.lines import in_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One link. Times are on the wall clock, up to the moment asked for while it runs."""

    seq: int
    parent: int | None
    depth: int  # partners between it and the desk
    partner_id: str
    state: HandoffState
    answering: timedelta  # from the offer to the answer
    having: timedelta  # from the yes to done, or until it was over; zero without a yes
    own: timedelta  # of that, while no subcontractor of its own had it
    sums: tuple[str, ...]  # what its own people wrote down: hours, kilometres, then each currency (S76)
    settled_by: str  # the partner with whom the desk settles it: itself, or one above that reports for it


def hops(ticket: Ticket, now: datetime, policy: Policy) -> tuple[Hop, ...]:
    """Every handoff, in the order of the tree."""
    return tuple(
        Hop(
            seq=each.seq,
            parent=each.parent,
            depth=depth_of(ticket, each.seq),
            partner_id=each.partner_id,
            state=each.state,
            answering=(each.accepted_at or _over(each, now)) - each.offered_at,
            having=_having(each, now),
            own=_having(each, now) - _below(ticket, each, now),
            sums=in_all(each.work),
            settled_by=settled_by(ticket, each.seq, policy),
        )
        for each in in_order(ticket)
    )


def _having(handoff: Handoff, now: datetime) -> timedelta:
    if handoff.accepted_at is None:
        return timedelta()
    return max(_over(handoff, now) - handoff.accepted_at, timedelta())


def _below(ticket: Ticket, handoff: Handoff, now: datetime) -> timedelta:
    """The time that subcontractors had it, who come one after the other; within the handoff's own time."""
    if handoff.accepted_at is None:
        return timedelta()
    over = _over(handoff, now)
    spans = (
        min(_over(each, now), over) - max(each.accepted_at, handoff.accepted_at)
        for each in ticket.handoffs
        if each.parent == handoff.seq and each.accepted_at is not None
    )
    return sum((max(span, timedelta()) for span in spans), timedelta())


def _over(handoff: Handoff, now: datetime) -> datetime:
    """When its own part was over: who waits for a verdict has done it."""
    return handoff.done_at or handoff.ended_at or now
