"""The lives of a ticket and of a handoff, and the one table by which a handoff moves its ticket."""

from enum import StrEnum


class TicketState(StrEnum):
    """Where a ticket is in its life."""

    NEW = "new"  # at the desk, nobody outside has it
    HANDED_OFF = "handed_off"  # offered to a partner who has not answered
    IN_PROGRESS = "in_progress"  # somebody works on it
    WAITING = "waiting"  # work rests; the wait reason says for whom
    RESOLVED = "resolved"  # we say it works; the customer may still disagree
    CLOSED = "closed"  # nothing more is expected of anybody
    REOPENED = "reopened"  # was resolved or closed, and is not


class WaitReason(StrEnum):
    """Whom or what a waiting ticket waits for."""

    CUSTOMER = "customer"
    PARTS = "parts"
    ACCESS = "access"
    APPROVAL = "approval"


class HandoffState(StrEnum):
    """Where one giving of a ticket to one partner is in its life."""

    OFFERED = "offered"  # the card is on its way or unanswered
    ACCEPTED = "accepted"  # the partner has said yes
    EN_ROUTE = "en_route"  # the technician is on the way
    ON_SITE = "on_site"  # the technician is at the machine
    WAITING = "waiting"  # the partner waits for something
    DONE = "done"  # the partner says it is done; nobody has approved
    APPROVED = "approved"  # a dispatcher has approved the work
    REWORK = "rework"  # a dispatcher has sent it back
    DECLINED = "declined"  # the partner has said no
    EXPIRED = "expired"  # the partner has not answered in time
    RECALLED = "recalled"  # the desk has taken it back


class HandoffKind(StrEnum):
    """What is asked of the partner (S83)."""

    FIELD = "field"  # to go there
    VENDOR = "vendor"  # the maker's third line: a fault, a warranty replacement, a patch; nobody goes there


class Because(StrEnum):
    """Why a job goes to a partner (S2)."""

    TRADE = "trade"  # work that we do not do
    EQUIPMENT = "equipment"  # machines that we do not know
    GEOGRAPHY = "geography"  # too far from us
    PEAK = "peak"  # more than we have hands for
    ON_CALL = "on_call"  # outside our hours
    PROJECT = "project"  # a roll-out
    CUSTOMER_DEMAND = "customer_demand"  # the customer wants them
    PARTS = "parts"  # they have the parts or the tools
    DID_IT = "did_it"  # they did the work that is to be done again


class MayContact(StrEnum):
    """Whether a partner may call the customer itself: what is agreed with them (S9)."""

    NEVER = "never"  # nor does it hear who they are (I3)
    ON_SITE = "on_site"  # once the technician is on the way or there
    YES = "yes"


class Priority(StrEnum):
    """What is at stake."""

    CRITICAL = "critical"  # danger to people, or business at a full stop
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"  # expressly no hurry


class TargetKind(StrEnum):
    """What is promised."""

    ACCEPT = "accept"
    ON_SITE = "on_site"
    RESOLVE = "resolve"


OPEN_STATES = frozenset(TicketState) - {TicketState.RESOLVED, TicketState.CLOSED}

ENDED_HANDOFFS = frozenset(
    {HandoffState.APPROVED, HandoffState.DECLINED, HandoffState.EXPIRED, HandoffState.RECALLED}
)

_AT_WORK = frozenset({HandoffState.EN_ROUTE, HandoffState.ON_SITE, HandoffState.WAITING, HandoffState.DONE})

# What a handoff may become from where it is. Steps may be skipped (nobody in a cellar presses them all),
# never taken back: a technician who is on site cannot have merely accepted. A van may break down: until
# somebody is there, a yes can become a no. What waits goes on where it was (tickets.resting).
NEXT: dict[HandoffState, frozenset[HandoffState]] = {
    HandoffState.OFFERED: frozenset(
        {HandoffState.ACCEPTED, HandoffState.DECLINED, HandoffState.EXPIRED, HandoffState.RECALLED}
    ),
    HandoffState.ACCEPTED: _AT_WORK | {HandoffState.DECLINED, HandoffState.RECALLED},
    HandoffState.EN_ROUTE: _AT_WORK - {HandoffState.EN_ROUTE}
    | {HandoffState.DECLINED, HandoffState.RECALLED},
    HandoffState.ON_SITE: frozenset({HandoffState.WAITING, HandoffState.DONE, HandoffState.RECALLED}),
    HandoffState.WAITING: _AT_WORK | {HandoffState.ACCEPTED, HandoffState.REWORK, HandoffState.RECALLED},
    HandoffState.REWORK: _AT_WORK | {HandoffState.RECALLED},
    HandoffState.DONE: frozenset({HandoffState.APPROVED, HandoffState.REWORK, HandoffState.RECALLED}),
    **{ended: frozenset() for ended in ENDED_HANDOFFS},
}

# While it is in these, a partner may hand its job on to a subcontractor of its own.
MAY_HAND_ON = frozenset(
    {
        HandoffState.ACCEPTED,
        HandoffState.EN_ROUTE,
        HandoffState.ON_SITE,
        HandoffState.WAITING,
        HandoffState.REWORK,
    }
)

# The table of chains: what a subcontractor's step makes of the handoff above it, where that may follow. So
# the customer hears "on the way" without anybody in between pressing a button. Accepting moves only one that
# waits; who calls it done has been there; whether it is good is for the partner above to say.
STATE_ABOVE: dict[HandoffState, HandoffState] = {
    HandoffState.ACCEPTED: HandoffState.ACCEPTED,
    HandoffState.EN_ROUTE: HandoffState.EN_ROUTE,
    HandoffState.ON_SITE: HandoffState.ON_SITE,
    HandoffState.WAITING: HandoffState.WAITING,
    HandoffState.DONE: HandoffState.ON_SITE,
}

# The one table: what a handoff's state makes of its ticket (S69). A partner's "done" never resolves a
# ticket by itself: it waits for approval (S7).
TICKET_STATE_BY_HANDOFF: dict[HandoffState, TicketState] = {
    HandoffState.OFFERED: TicketState.HANDED_OFF,
    HandoffState.ACCEPTED: TicketState.IN_PROGRESS,
    HandoffState.EN_ROUTE: TicketState.IN_PROGRESS,
    HandoffState.ON_SITE: TicketState.IN_PROGRESS,
    HandoffState.WAITING: TicketState.WAITING,
    HandoffState.DONE: TicketState.WAITING,
    HandoffState.REWORK: TicketState.IN_PROGRESS,
    HandoffState.APPROVED: TicketState.RESOLVED,
    HandoffState.DECLINED: TicketState.NEW,
    HandoffState.EXPIRED: TicketState.NEW,
    HandoffState.RECALLED: TicketState.NEW,
}
